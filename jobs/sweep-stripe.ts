import type { Notion } from '../connectors/notion/client.ts';
import type { SeenEvent } from '../connectors/stripe/catch-up.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { type Instant, instantFromMillis } from '../src/billing/calendar.ts';
import type { Hint } from '../src/billing/hint.ts';
import { compareOpenInvoices, type OpenInvoicesNote, readNote } from './open-invoices.ts';
import type { JobContext, Work } from './ports.ts';
import { route } from './route.ts';

export type StripeSweepDeps = Pick<JobContext, 'clock' | 'memory' | 'addWork'> & {
  readonly notion: Pick<Notion, 'databaseOf'>;
  readonly stripe: Pick<
    StripeConnector,
    'eventsSince' | 'newestEventAt' | 'unsettledInvoices' | 'invoicesCreatedSince' | 'moneyBackSince'
  >;
};

const DAY_MS = 24 * 60 * 60_000;

/** Creation is not perfectly ordered, and lists may lag for a moment. */
const OVERLAP_MS = 5 * 60_000;

/** Stripe keeps events for 30 days. An older mark finds nothing among them. */
const EVENTS_KEPT_MS = 29 * DAY_MS;

/** Where nothing happens the mark follows the clock all the same, far enough behind for a clock that is wrong. */
const QUIET_MARK_MS = DAY_MS;

/** A dispute takes months to be decided, and a refund weeks to fail: what was begun so long before may have ended meanwhile. */
const MONEY_BACK_MS = 180 * DAY_MS;

const MARK = 'stripe events';
const SEEN = 'stripe events seen';

const earlier = (instant: Instant, ms: number): Instant => instantFromMillis(instant - ms);

export type StripeSwept = {
  readonly found: number;
  /** When the newest event was created that nobody had looked at; undefined where the mark told nothing. */
  readonly newest: Instant | undefined;
  /**
   * Present where Stripe alone cannot tell what changed: every milestone has to be looked at, and this is to be called once all of
   * them are queued.
   */
  readonly onceAllAreQueued: (() => Promise<void>) | undefined;
};

/**
 * Queues what happened in Stripe since the mark, which moves only past what is queued. Where the mark is older than the events
 * that Stripe keeps, invoices are listed and compared; where there is none, every milestone is looked at.
 */
export async function sweepStripe(deps: StripeSweepDeps, now: Instant): Promise<StripeSwept> {
  const mark = await deps.memory.cursor(MARK);
  if (mark !== undefined && now - mark <= EVENTS_KEPT_MS) return await sweepEvents(deps, mark, now);
  const note = mark === undefined ? undefined : await readNote(deps.memory);
  // Asked for first: whatever happens while we list is found by the next sweep.
  const newest = instantFromMillis(Math.max((await deps.stripe.newestEventAt()) ?? 0, now - QUIET_MARK_MS));
  const moveMark = (): Promise<void> => deps.memory.moveCursor(MARK, newest);
  if (mark === undefined || note === undefined) return { found: 0, newest: undefined, onceAllAreQueued: moveMark };
  const found = await sweepGap(deps, mark, note);
  await moveMark();
  return { found, newest: undefined, onceAllAreQueued: undefined };
}

async function sweepEvents(deps: StripeSweepDeps, mark: Instant, now: Instant): Promise<StripeSwept> {
  const events = await deps.stripe.eventsSince(earlier(mark, OVERLAP_MS));
  // The overlap shows events again; those of the last sweep are known by their ids.
  const seen = new Set((await deps.memory.fingerprint(SEEN, 'overlap'))?.split(' '));
  const fresh = events.filter(({ id, hints }) => hints.length > 0 && !seen.has(id));
  const found = await queue(
    deps,
    fresh.flatMap(({ hints }) => hints),
  );
  await noteEvents(deps, events, mark, now);
  return { found, newest: fresh[0]?.createdAt, onceAllAreQueued: undefined };
}

/** @returns how many works were queued */
async function queue({ notion, addWork }: StripeSweepDeps, hints: readonly Hint[]): Promise<number> {
  const works = new Map<string, Work>();
  for (const hint of hints)
    for (const work of await route(hint, notion.databaseOf)) works.set(`${work.name} ${work.id}`, work);
  await addWork([...works.values()]);
  return works.size;
}

/** What changed in a time of which there are no events: all that is unsettled or was, all that is new, and money that went back. */
async function sweepGap(deps: StripeSweepDeps, mark: Instant, note: OpenInvoicesNote): Promise<number> {
  const made = await deps.stripe.invoicesCreatedSince(earlier(note.at, DAY_MS));
  const back = await deps.stripe.moneyBackSince(earlier(mark, MONEY_BACK_MS));
  const ours = made.flatMap(({ milestoneId: id }): Hint[] =>
    id === '' ? [] : [{ about: 'milestone', id, origin: 'sweep' }],
  );
  const found = await queue(deps, [...ours, ...back]);
  const compared = await compareOpenInvoices(deps, 'all');
  return found + compared.found;
}

async function noteEvents(
  { memory }: StripeSweepDeps,
  events: readonly SeenEvent[],
  mark: Instant,
  now: Instant,
): Promise<void> {
  const [newest] = events;
  if (newest !== undefined) {
    const overlap = events.filter((event) => event.createdAt >= newest.createdAt - OVERLAP_MS);
    await memory.rememberFingerprint(SEEN, 'overlap', overlap.map(({ id }) => id).join(' '));
  }
  const to = instantFromMillis(Math.max(mark, newest?.createdAt ?? 0, now - QUIET_MARK_MS));
  if (to > mark) await memory.moveCursor(MARK, to);
}
