import { addBusinessDays, type BusinessCalendar } from '../business-days.ts';
import { addDays, dateIn, daysBetween, type Instant, type PlainDate, type TimeZone } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { Client, Milestone, Policy } from '../facts.ts';
import type { StopNote } from '../follow-up/record.ts';

/** How long a hold without a date lasts, how long one may last at most, and how far ahead a promise may lie (Rule 12). */
const HOLD_DAYS = 14;
const HOLD_DAYS_MAX = 60;
const PROMISE_DAYS_MAX = 30;

export type Stop = {
  readonly kind: 'On hold' | 'Promised' | 'Queried';
  /** Last day on which it holds; undefined: until a person ends it. */
  readonly until: PlainDate | undefined;
  /** In one line, without a full stop. */
  readonly reason: string;
  /** The day that was named: of a promise, the one on which the money is to come. */
  readonly named: PlainDate | undefined;
};

/** The business days that count for a client: the seller's, and the client's own where its country is known (Rule 2.5). */
export const businessCalendar = (
  policy: Pick<Policy, 'holidays' | 'holidayCountry'>,
  client: Pick<Client, 'country'> | undefined,
): BusinessCalendar => ({
  countries: [policy.holidayCountry ?? '', client?.country.trim().toUpperCase() ?? ''].filter((code) => code !== ''),
  holidays: policy.holidays,
});

const oneLine = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!?]+$/, '');

/** A promise for a day more than 30 days ahead is none (Rule 12, X20). */
export const isTooFar = (placedOn: PlainDate, promised: PlainDate): boolean =>
  daysBetween(placedOn, promised) > PROMISE_DAYS_MAX;

type StopOnRow = Pick<Milestone, 'followUpStop' | 'stopUntil' | 'stopReason'>;

/**
 * What is wrong with a promise: one for a day too far ahead stops nothing, one without a day only for two weeks (Rule 12, X20).
 * @param placedOn the day on which it was first seen
 */
export function promiseProblem(
  milestone: StopOnRow,
  zone: TimeZone,
  placedOn: PlainDate,
): 'no date' | 'too far ahead' | undefined {
  if (milestone.followUpStop !== 'Promised') return undefined;
  const named = dayOf(zone, milestone.stopUntil);
  if (named === undefined) return 'no date';
  return isTooFar(placedOn, named) ? 'too far ahead' : undefined;
}

/**
 * The last day of a hold for which a later one was named than it may last (Rule 12); undefined for any other stop.
 * @param placedOn the day on which it was first seen
 */
export function longHoldEnds(milestone: StopOnRow, zone: TimeZone, placedOn: PlainDate): PlainDate | undefined {
  const named = dayOf(zone, milestone.stopUntil);
  const longest = addDays(placedOn, HOLD_DAYS_MAX);
  return milestone.followUpStop === 'On hold' && named !== undefined && named > longest ? longest : undefined;
}

/** The last day on which a stop holds; undefined: until a person ends it. */
export function lastDayOf(
  { kind, until, placedOn }: Pick<StopNote, 'kind' | 'until' | 'placedOn'>,
  calendar: BusinessCalendar,
): PlainDate | undefined {
  switch (kind) {
    case 'Promised':
      if (until === null) return addDays(placedOn, HOLD_DAYS);
      return isTooFar(placedOn, until) ? placedOn : addBusinessDays(until, 1, calendar);
    case 'On hold': {
      const longest = addDays(placedOn, HOLD_DAYS_MAX);
      const named = until ?? addDays(placedOn, HOLD_DAYS);
      return named < longest ? named : longest;
    }
    case 'Queried':
      return until ?? undefined;
  }
}

/**
 * The stop that a person set and that holds today (Rule 12). A promise holds until one business day after its date; a hold until
 * its date, for 14 days without one, and for 60 at most; a query until its date, or until somebody ends it.
 * @param placedOn the day on which it was first seen, where that is known
 */
export function stopInForce(
  milestone: StopOnRow,
  client: Pick<Client, 'country'> | undefined,
  policy: Pick<Policy, 'timeZone' | 'holidays' | 'holidayCountry'>,
  now: Instant,
  placedOn: PlainDate = dateIn(policy.timeZone, now),
): Stop | undefined {
  const { followUpStop: kind, stopReason: reason } = milestone;
  if (kind === null || promiseProblem(milestone, policy.timeZone, placedOn) === 'too far ahead') return undefined;
  const named = dayOf(policy.timeZone, milestone.stopUntil);
  const until = lastDayOf({ kind, until: named ?? null, placedOn }, businessCalendar(policy, client));
  return until !== undefined && until < dateIn(policy.timeZone, now)
    ? undefined
    : { kind, until, named, reason: oneLine(reason) };
}
