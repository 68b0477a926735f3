/**
 * `npm run bench`: measures, prints a table and writes `bench/results.json`. A benchmark is no test: a target that is missed
 * does not fail the command, only a run that broke does.
 */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command, Option } from 'commander';
import { calls } from './calls/benchmark.ts';
import { decisions } from './decide/benchmark.ts';
import { createEndings } from './endings.ts';
import { type Benchmark, type Figure, isMet } from './figure.ts';
import { followUps } from './follow-up/benchmark.ts';
import { review } from './review/benchmark.ts';
import { start } from './start.ts';
import { table } from './table.ts';
import { webhooks } from './webhooks/benchmark.ts';

const BENCHMARKS: readonly Benchmark[] = [decisions, followUps, webhooks, calls, review, start];
const RESULTS = path.join(import.meta.dirname, 'results.json');

const endings = createEndings();

const { only } = new Command('npm run bench --')
  .description('Measures on this machine, prints a table and writes bench/results.json.')
  .addHelpText('after', `\n${BENCHMARKS.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}`)
  .addOption(new Option('--only <name>', 'one of them').choices(BENCHMARKS.map(({ name }) => name)))
  .parse()
  .opts<{ only?: string }>();

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true;
    void endings.run().finally(() => process.exit(1));
  });
}

const measured: { benchmark: string; figures: readonly Figure[] }[] = [];
const broken: string[] = [];
for (const { name, run } of BENCHMARKS.filter((benchmark) => only === undefined || benchmark.name === only)) {
  const say = (line: string): void => {
    process.stderr.write(`${name}: ${line}\n`);
  };
  if (interrupted) break;
  try {
    measured.push({ benchmark: name, figures: await run({ say, atEnd: endings.add }) });
  } catch (error) {
    broken.push(name);
    if (!interrupted) say(`broke: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await endings.run();
  }
}

// What was cut off says nothing, and must not replace what an earlier run has found.
if (!interrupted) {
  writeFileSync(RESULTS, `${JSON.stringify(results(), null, 2)}\n`);
  process.stdout.write(`${table(measured.flatMap(({ figures }) => figures))}\n`);
  for (const name of broken) process.stdout.write(`BROKE ${name}\n`);
  process.exit(broken.length === 0 ? 0 : 1);
}

function results() {
  const [cpu] = os.cpus();
  return {
    at: new Date().toISOString(),
    machine: { platform: `${os.platform()}-${os.arch()}`, cpu: cpu?.model ?? '', cpus: os.cpus().length },
    node: process.version,
    broken,
    benchmarks: measured.map(({ benchmark, figures }) => ({
      benchmark,
      figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })),
    })),
  };
}
