import type { Instant } from '../billing/calendar.ts';

/** What sweeps found of a source that none of its webhooks had told of. */
export type Unheard = {
  /** When the first of it happened. */
  readonly since: Instant;
  /** When the last of it happened. */
  readonly until: Instant;
  /** In how many sweeps something new of it was found. */
  readonly sweeps: number;
};

/** Sweeps that must have found something, and the time over which: one webhook that is late or lost is no silence. */
const SWEEPS_MIN = 3;
const SILENT_AFTER_MS = 60 * 60_000;

/** Edit times are kept to the minute, and services gather changes for a while before they tell. */
const TOLD_WITHIN_MS = 2 * 60_000;

/**
 * What is unheard of after a sweep. Sources tell of everything, of the hub's own writes as well; so whatever happened after the last
 * webhook was not told of.
 * @param newest when the newest thing happened that the sweep found; undefined when it found nothing
 * @param lastWebhook undefined: none ever came, so none is missed
 */
export function unheardAfter(
  before: Unheard | undefined,
  newest: Instant | undefined,
  lastWebhook: Instant | undefined,
): Unheard | undefined {
  if (lastWebhook === undefined) return undefined;
  const known = before !== undefined && isAfter(before.until, lastWebhook) ? before : undefined;
  // A row that is found at every sweep, since it cannot be dealt with, is no news.
  if (newest === undefined || !isAfter(newest, lastWebhook) || (known !== undefined && newest <= known.until))
    return known;
  return { since: known?.since ?? newest, until: newest, sweeps: (known?.sweeps ?? 0) + 1 };
}

const isAfter = (happened: Instant, webhook: Instant): boolean => happened > webhook + TOLD_WITHIN_MS;

/** Whether a source has fallen silent while things go on there. Nothing that happens, as on a quiet weekend, is no silence. */
export const isSilent = (unheard: Unheard | undefined, lastWebhook: Instant | undefined): unheard is Unheard =>
  unheard !== undefined &&
  lastWebhook !== undefined &&
  isAfter(unheard.until, lastWebhook) &&
  unheard.sweeps >= SWEEPS_MIN &&
  unheard.until - unheard.since > SILENT_AFTER_MS;
