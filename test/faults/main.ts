/**
 * `npm run test:faults`: every outbound HTTP call of every main flow meets every fault, none left out. Fails when anything
 * that always holds does not. Results go to stdout, progress to stderr.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';
import { nameOf } from './call.ts';
import { type Case, everyCase, type Recorded, somePairs } from './cases.ts';
import type { End } from './end.ts';
import { FLOWS } from './flows.ts';
import { openLane } from './lane.ts';
import { readOptions } from './options.ts';
import { type Finding, undisturbed } from './play.ts';
import { failureText, progress, summary } from './report.ts';
import { startThreads } from './threads.ts';

const options = readOptions();
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'milepost-faults-'));
const redis = await startPrivateRedis({ dataDir, durability: 'none', tcp: true, tell: say });
const startedAt = performance.now();
try {
  const { recorded, ends } = await recordAll();
  if (options.list === true) for (const one of recorded) print(listed(one));
  else await enumerate(recorded, ends);
} finally {
  await redis.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit();

async function recordAll() {
  const lane = await openLane(redis.url, 0);
  const recorded: Recorded[] = [];
  const ends = new Map<string, End>();
  for (const flow of FLOWS.filter(({ name }) => options.flow === undefined || options.flow === name)) {
    const { calls, end } = await undisturbed(lane, flow);
    recorded.push({ flow: flow.name, calls });
    ends.set(flow.name, end);
  }
  await lane.close();
  return { recorded, ends };
}

function listed({ flow, calls }: Recorded): string {
  return [flow, ...calls.map((call, at) => `  ${String(at + 1).padStart(2)}  ${nameOf(call)}`)].join('\n');
}

/** What the options leave of all cases. */
function chosen({ flow, calls }: Recorded): readonly Case[] {
  const { position, fault, then, thenFault } = options;
  const at = calls.map(nameOf);
  const name = at[Number(position) - 1] ?? position;
  if (name !== undefined && !at.includes(name)) throw new Error(`"${flow}" makes no call "${position}": see --list.`);
  return everyCase({ flow, calls })
    .filter(({ strikes: [first] }) => (name ?? first?.at) === first?.at && (fault ?? first?.fault) === first?.fault)
    .map((one) =>
      then === undefined || thenFault === undefined
        ? one
        : { ...one, strikes: [...one.strikes, { at: then, fault: thenFault }] },
    );
}

async function enumerate(recorded: readonly Recorded[], ends: ReadonlyMap<string, End>): Promise<void> {
  const threads = await startThreads(redis.url, options.threads);
  const findings: Finding[] = [];
  const show = async (title: string, cases: readonly Case[]): Promise<void> => {
    const tell = progress(title, cases.length, say);
    await threads.play(cases, ends, (finding) => {
      findings.push(finding);
      tell(finding);
      if (finding.broken.length > 0) (options.json === true ? say : print)(failureText(finding));
    });
  };
  for (const one of recorded) await show(`${one.flow}, ${one.calls.length} calls`, chosen(one));
  if (options.pairs > 0) await show(`pairs, seed ${options.seed}`, somePairs(recorded, options.pairs, options.seed));
  await threads.close();
  const result = summary(recorded, findings, performance.now() - startedAt);
  print(options.json === true ? JSON.stringify(result.figures, null, 2) : result.text);
  process.exitCode = findings.some(({ broken }) => broken.length > 0) ? 1 : 0;
}
