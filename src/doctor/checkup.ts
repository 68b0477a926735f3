import type { Logger } from 'pino';
import { NeedsPerson } from '../billing/failure.ts';
import type { Sources } from '../config/read-variables.ts';
import { openStorage, type Storage } from '../hub/foundation.ts';
import { type HubStatus, statusOf } from '../hub/status.ts';
import { whenReady } from '../queue/redis.ts';
import type { Examine, Examined } from './areas/area.ts';
import { examineClocks } from './areas/clocks.ts';
import { examineConfiguration } from './areas/configuration.ts';
import { examineHub } from './areas/hub.ts';
import { examineMail } from './areas/mail.ts';
import { examineNotion } from './areas/notion.ts';
import { examineSheet } from './areas/sheet.ts';
import { examineStripe } from './areas/stripe.ts';
import { sharedBudgets } from './budget.ts';
import { type Area, type Finding, notLookedAt } from './finding.ts';
import { judgeRedis, REDIS_REACHABLE } from './judge/redis.ts';
import { look } from './look.ts';
import { type Pieces, readPieces } from './pieces.ts';
import { probeRedis } from './probe/redis.ts';
import { type Report, reportOf } from './report.ts';
import { sideBySide } from './side-by-side.ts';

export type CheckupOptions = {
  readonly sources: Sources;
  /** As `process.versions.node` says it. */
  readonly node: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
  /** Told in words how far the check-up has come. */
  readonly tell: (line: string) => void;
};

const AREAS_AT_ONCE = 4;
const REDIS_WITHIN_MS = 3_000;

/** By how long they take, the longest first. */
const EXAMINED: readonly (readonly [Area, Examine])[] = [
  ['Notion', examineNotion],
  ['Google Sheet', examineSheet],
  ['Stripe', examineStripe],
  ['Hub', examineHub],
  ['Mail', examineMail],
  ['Clocks', examineClocks],
];

/**
 * Looks at everything that Milepost needs and changes none of it. What cannot be looked at is a line of the report; nothing
 * that is wrong ends the check-up.
 */
export async function checkup({ sources, node, now, log, tell }: CheckupOptions): Promise<Report> {
  const at = new Date(now()).toISOString();
  const pieces = readPieces(sources);
  const configuration = examineConfiguration(pieces, { cwd: sources.cwd, node });
  tell('Looked at the configuration');
  const opened = await openRedis(pieces, log, tell);
  const storage = 'facts' in opened ? opened.facts : undefined;
  const budgets = sharedBudgets(storage);
  try {
    const redis = 'finding' in opened ? [opened.finding] : await examineRedis(opened.facts, pieces);
    tell('Looked at Redis');
    const examined: Examined = { pieces, storage, status: await hubStatus(storage, pieces), budgetOf: budgets.of, now };
    const findings = await sideBySide(
      AREAS_AT_ONCE,
      EXAMINED.map(([area, examine]) => async () => {
        const found = await unbroken(area, () => examine(examined));
        tell(`Looked at ${area === 'Hub' ? 'the hub' : area}`);
        return found;
      }),
    );
    return reportOf([...configuration, ...redis, ...findings.flat()], at);
  } finally {
    budgets.stop();
    await storage?.close().catch(() => undefined);
  }
}

/** A bug in one area keeps nobody from the others. */
async function unbroken(area: Area, examine: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  const looked = await look({ id: `${area.toLowerCase()}.check`, area, what: 'The check itself' }, examine);
  return 'facts' in looked ? looked.facts : [looked.finding];
}

type Opened = { readonly facts: Storage } | { readonly finding: Finding };

async function openRedis({ redisUrl }: Pieces, log: Logger, tell: CheckupOptions['tell']): Promise<Opened> {
  if (redisUrl === null) return { finding: notLookedAt(REDIS_REACHABLE, 'REDIS_URL cannot be used') };
  let storage: Storage | undefined;
  const looked = await look(REDIS_REACHABLE, async () => {
    storage ??= await opening(redisUrl, log, tell);
    if (!(await whenReady(storage.redis, REDIS_WITHIN_MS)))
      throw new NeedsPerson('does not answer: nothing can be queued, and webhooks are refused', {
        mend: 'Start Redis, or correct REDIS_URL.',
        who: 'admin',
      });
    return storage;
  });
  if ('finding' in looked) await storage?.close().catch(() => undefined);
  return looked;
}

/** Without a Redis of ours to start, what is said is what to do. */
async function opening(redisUrl: string | undefined, log: Logger, tell: CheckupOptions['tell']): Promise<Storage> {
  try {
    return await openStorage(redisUrl, log, tell);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new NeedsPerson('no Redis can be started here', { mend: words, who: 'admin', cause: error });
  }
}

async function examineRedis({ redis }: Storage, { redisUrl }: Pieces): Promise<readonly Finding[]> {
  const looked = await look(REDIS_REACHABLE, () => probeRedis(redis));
  return 'finding' in looked ? [looked.finding] : judgeRedis(looked.facts, redisUrl === undefined);
}

const hubStatus = async (storage: Storage | undefined, { policy }: Pieces): Promise<HubStatus | undefined> =>
  storage && (await statusOf(storage, policy).catch(() => undefined));
