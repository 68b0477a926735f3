import { addDays, dateIn, type Instant, type PlainDate, startOfDay } from '../calendar.ts';
import type { Invoice, Policy } from '../facts.ts';
import { latest } from './days.ts';
import type { DueMessage } from './due-message.ts';
import type { Followed } from './followed.ts';
import { lastMessageAt } from './record.ts';
import { closesAt, leavesAt } from './sending-time.ts';
import { slotName } from './slot-name.ts';

/** A message that is to go out, and everything else that its client heard of us about. */
export type Expected = {
  readonly followed: Followed;
  readonly next: DueMessage;
  /** The client's invoices as far as they were read. */
  readonly others: readonly Pick<Invoice, 'followUps'>[];
};

/**
 * The day that the row names for a message. What was planned stays as it was, also where its day has passed: then something keeps it
 * from going out. What nobody had planned, because it rested until now, goes out as soon as it may.
 */
export function plannedDay({ followed, next }: Expected, policy: Policy, now: Instant): PlainDate {
  const today = dateIn(policy.timeZone, now);
  if (next.day > today) return next.day;
  const { nextFollowUp: shown } = followed.milestone.shown;
  if (shown !== null && shown >= next.day && shown <= today) return shown;
  return leavesOn(followed, policy, next.day, now);
}

const leavesOn = ({ client }: Followed, policy: Policy, day: PlainDate, now: Instant): PlainDate =>
  dateIn(policy.timeZone, leavesAt(client, policy, day, now));

/**
 * The last day on which it may go out before something is wrong (Rule 11.13). A client that heard from us about something else hears of
 * this one on a later day (Rule 11.5).
 */
function expectedBy(expected: Expected, policy: Policy, now: Instant): PlainDate {
  const { followed, next, others } = expected;
  const heard = others.flatMap(({ followUps }) => lastMessageAt(followUps) ?? []).toSorted((a, b) => b - a)[0];
  const heardOn = heard === undefined ? undefined : dateIn(policy.timeZone, heard);
  const after = heardOn === undefined || heardOn < next.day ? undefined : addDays(heardOn, 1);
  const day = latest(plannedDay(expected, policy, now), after);
  // Between zones far apart a day may have no hour at which anything leaves.
  return latest(next.lastDay, leavesOn(followed, policy, day, startOfDay(policy.timeZone, day)));
}

/** A word that asks for nothing goes out or does not: nobody waits for it. */
export const isNeverMissed = ({ slot }: Pick<DueMessage, 'slot'>): boolean => slot === 'thanks' || slot === 'courtesy';

/** When it is too late for it, if it has not gone out by then. */
export const tooLateAt = (expected: Expected, policy: Policy, now: Instant): Instant =>
  closesAt(expected.followed.client, policy, expectedBy(expected, policy, now));

/** Says that it has not gone out although nothing kept it back (Rule 11.13); undefined while it is not too late. */
export function tooLateWords(expected: Expected, policy: Policy, now: Instant): string | undefined {
  const { followed, next } = expected;
  if (isNeverMissed(next) || now < tooLateAt(expected, policy, now)) return undefined;
  const { number, id } = followed.invoice;
  return `The ${slotName[next.slot].toLowerCase()} follow-up of invoice ${number ?? id} was due by ${expectedBy(expected, policy, now)} and has not gone out`;
}
