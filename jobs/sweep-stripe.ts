import type { Notion } from '../connectors/notion/client.ts';
import type { SeenEvent } from '../connectors/stripe/catch-up.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { type Instant, instantFromMillis } from '../src/billing/calendar.ts';
import type { Hint } from '../src/billing/hint.ts';
import { compareOpenInvoices } from './open-invoices.ts';
import type { JobContext, Work } from './ports.ts';
import { route } from './route.ts';

export type StripeSweepDeps = Pick<JobContext, 'memory' | 'addWork'> & {
  readonly notion: Pick<Notion, 'databaseOf'>;
  readonly stripe: Pick<StripeConnector, 'eventsSince' | 'unsettledInvoices' | 'moneyBackSince'>;
};

/** Creation is not perfectly ordered, and lists may lag for a moment. */
const OVERLAP_MS = 5 * 60_000;

/** Stripe keeps events for 30 days. An older mark finds nothing among them. */
const EVENTS_KEPT_MS = 29 * 24 * 60 * 60_000;

const MARK = 'stripe events';
const SEEN = 'stripe events seen';

const earlier = (instant: Instant, ms: number): Instant => instantFromMillis(instant - ms);

export type StripeSwept = {
  readonly found: number;
  /** What changed meanwhile cannot be told from Stripe alone: every milestone has to be looked at. */
  readonly lookAtAll: boolean;
};

/**
 * Queues what happened in Stripe since the mark. After more than 30 days there are no events any more: then the unsettled invoices
 * are compared with what was last seen of them, and what went back is listed. The mark moves only past what is queued.
 */
export async function sweepStripe(deps: StripeSweepDeps, now: Instant): Promise<StripeSwept> {
  const mark = await deps.memory.cursor(MARK);
  const isTooOld = mark !== undefined && now - mark > EVENTS_KEPT_MS;
  const gap = isTooOld ? await sweepGap(deps, earlier(mark, OVERLAP_MS)) : { found: 0, lookAtAll: false };
  const since = mark === undefined || isTooOld ? earlier(now, EVENTS_KEPT_MS) : earlier(mark, OVERLAP_MS);
  const events = await deps.stripe.eventsSince(since);
  // The overlap shows events again; those of the last sweep are known by their ids.
  const seen = new Set((await deps.memory.fingerprint(SEEN, 'overlap'))?.split(' '));
  const found = await queue(
    deps,
    events.filter(({ id }) => !seen.has(id)).flatMap(({ hints }) => hints),
  );
  await moveMark(deps, events, mark);
  return { found: found + gap.found, lookAtAll: gap.lookAtAll };
}

/** @returns how many works were queued */
async function queue({ notion, addWork }: StripeSweepDeps, hints: readonly Hint[]): Promise<number> {
  const works = new Map<string, Work>();
  for (const hint of hints)
    for (const work of await route(hint, notion.databaseOf)) works.set(`${work.name} ${work.id}`, work);
  await addWork([...works.values()]);
  return works.size;
}

async function sweepGap(deps: StripeSweepDeps, since: Instant): Promise<StripeSwept> {
  const compared = await compareOpenInvoices(deps);
  const returned = await queue(deps, await deps.stripe.moneyBackSince(since));
  return { found: compared.found + returned, lookAtAll: !compared.hadNote };
}

async function moveMark(
  { memory }: StripeSweepDeps,
  events: readonly SeenEvent[],
  mark: Instant | undefined,
): Promise<void> {
  const [newest] = events;
  if (newest === undefined) return;
  const overlap = events.filter((event) => event.createdAt >= newest.createdAt - OVERLAP_MS);
  await memory.rememberFingerprint(SEEN, 'overlap', overlap.map(({ id }) => id).join(' '));
  if (mark === undefined || newest.createdAt > mark) await memory.moveCursor(MARK, newest.createdAt);
}
