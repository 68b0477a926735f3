import { addBusinessDays, type BusinessCalendar } from '../business-days.ts';
import { dateIn, type Instant, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { Client, Milestone, Policy } from '../facts.ts';

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

/**
 * The stop that a person set and that holds today (Rule 12). A promise holds until one business day after its date; a hold
 * and a query until their date, or until somebody ends them.
 */
export function stopInForce(
  milestone: Pick<Milestone, 'followUpStop' | 'stopUntil' | 'stopReason'>,
  client: Pick<Client, 'country'> | undefined,
  policy: Pick<Policy, 'timeZone' | 'holidays' | 'holidayCountry'>,
  now: Instant,
): Stop | undefined {
  const { followUpStop: kind, stopReason: reason } = milestone;
  if (kind === null) return undefined;
  const named = dayOf(policy.timeZone, milestone.stopUntil);
  const until =
    named !== undefined && kind === 'Promised' ? addBusinessDays(named, 1, businessCalendar(policy, client)) : named;
  return until !== undefined && until < dateIn(policy.timeZone, now)
    ? undefined
    : { kind, until, named, reason: oneLine(reason) };
}
