import { addDays, dateIn, type Instant, type PlainDate, startOfDay } from '../calendar.ts';
import type { Policy } from '../facts.ts';
import { sumFromMajor } from '../money.ts';
import { awaitsSubmission } from '../readiness/submission.ts';
import { courtesy } from './courtesy.ts';
import { latest } from './days.ts';
import type { ByHand, DueMessage } from './due-message.ts';
import { failureNotice } from './failure-notice.ts';
import { askedFor, type Followed } from './followed.ts';
import { nextStep } from './ladder.ts';
import { claimedSlot } from './record.ts';
import { keepsThanksBack, type Rest, restsOf, waitsForPerson } from './rest.ts';
import { thankYou } from './thank-you.ts';

/** What follow-up has next for one invoice, and why. */
export type Next =
  | DueMessage
  | ByHand
  /** `afterwards`: what goes out once the rest is over, where its end is known. */
  | { readonly kind: 'rests'; readonly rest: Rest; readonly afterwards: DueMessage | undefined }
  /** Somebody is about to send a message since that day, or has broken off while doing so. */
  | { readonly kind: 'being sent'; readonly day: PlainDate }
  | { readonly kind: 'nothing' };

const NOTHING: Next = { kind: 'nothing' };

/**
 * The next message about an invoice and its day on the seller's calendar, or why there is none (Rules 11 to 13).
 * A day in the past means that it is due now. Nothing is said about the hour: see `mayLeave`.
 */
export function nextMessage(followed: Followed, policy: Policy, now: Instant): Next {
  const { invoice, milestone } = followed;
  const { followUps } = invoice;
  const claimed = claimedSlot(followUps);
  const claimedAt = claimed === undefined ? undefined : followUps.messages[claimed]?.at;
  if (claimedAt !== undefined) return { kind: 'being sent', day: dateIn(policy.timeZone, claimedAt) };
  if (invoice.status === 'paid')
    return keepsThanksBack(followed, policy, now) ? NOTHING : (thankYou(followed, policy, now) ?? NOTHING);
  if (invoice.status !== 'open' || awaitsSubmission(invoice, milestone) || isSmall(followed, policy)) return NOTHING;
  const rests = restsOf(followed, policy, now);
  const [rest] = rests;
  if (rest === undefined) return whileOpen(followed, policy, now, undefined);
  const afterwards = afterAll(rests, followed, policy, now);
  return { kind: 'rests', rest, afterwards: afterwards?.kind === 'message' ? afterwards : undefined };
}

/** What comes once every rest is over; undefined where nobody can say when that is, or a person decides then. */
function afterAll(
  rests: readonly Rest[],
  followed: Followed,
  policy: Policy,
  now: Instant,
): DueMessage | ByHand | undefined {
  const ends = rests.flatMap(({ until }) => until ?? []);
  if (ends.length < rests.length) return undefined;
  const notBefore = addDays(latest(dateIn(policy.timeZone, now), ...ends), 1);
  if (waitsForPerson(followed, policy, startOfDay(policy.timeZone, notBefore))) return undefined;
  return whileOpen(followed, policy, now, notBefore);
}

/** @param notBefore a stop lasts until the day before it */
const whileOpen = (
  followed: Followed,
  policy: Policy,
  now: Instant,
  notBefore: PlainDate | undefined,
): DueMessage | ByHand =>
  failureNotice(followed, policy, now, notBefore) ??
  courtesy(followed, policy, now, notBefore) ??
  nextStep(followed, policy, now, notBefore);

/** What is left of it is not worth a message (Rule 10, `small_balance`). */
function isSmall(followed: Followed, { followUp }: Policy): boolean {
  const asked = askedFor(followed);
  // What is on its way in full is a reason of its own.
  if (asked === 0) return followed.invoice.amountRemaining === 0;
  const small = sumFromMajor(followUp.smallBalance, followed.invoice.currency);
  return small.ok && asked <= small.money.minor;
}
