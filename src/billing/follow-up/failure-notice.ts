import { firstBusinessDayFrom } from '../business-days.ts';
import { addDays, dateIn, type Instant, type PlainDate } from '../calendar.ts';
import type { Milestone, Policy } from '../facts.ts';
import { businessCalendar } from '../standing/stops.ts';
import { latest } from './days.ts';
import type { DueMessage } from './due-message.ts';
import type { Followed } from './followed.ts';

/**
 * A payment did not go through: said on the next business day, once for each attempt (Rule 11.9).
 * Undefined while no attempt has failed since the last notice.
 */
export function failureNotice(
  { invoice, milestone, client }: Followed,
  policy: Policy,
  now: Instant,
  notBefore: PlainDate | undefined,
): DueMessage | undefined {
  const { lastAttempt, failedAt } = invoice.moves;
  if (lastAttempt !== 'failed') return undefined;
  const { failureAt, messages } = invoice.followUps;
  // Where nobody knows when it failed, one notice is all there is.
  const isNoted = failedAt === null ? messages.failure !== undefined : failureAt !== null && failureAt >= failedAt;
  if (isNoted) return undefined;
  const failedOn = failedAt === null ? lastSeenGood(milestone, policy, now) : dateIn(policy.timeZone, failedAt);
  const day = firstBusinessDayFrom(latest(addDays(failedOn, 1), notBefore), businessCalendar(policy, client));
  return { kind: 'message', slot: 'failure', cycle: invoice.followUps.cycle, day, rolled: false, lastDay: day };
}

/** Where nobody knows when it failed, the day that the row names for the next message tells when that was first seen. */
function lastSeenGood({ shown: { nextFollowUp } }: Milestone, { timeZone }: Policy, now: Instant): PlainDate {
  const today = dateIn(timeZone, now);
  return nextFollowUp !== null && nextFollowUp <= today ? addDays(nextFollowUp, -1) : today;
}
