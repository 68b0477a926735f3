import { firstBusinessDayFrom } from '../business-days.ts';
import { addDays, dateIn, daysBetween, type Instant } from '../calendar.ts';
import type { Policy } from '../facts.ts';
import { netCash, requiredOf } from '../standing/net-cash.ts';
import { businessCalendar } from '../standing/stops.ts';
import type { DueMessage } from './due-message.ts';
import type { Followed } from './followed.ts';

/** Thanks that come later than this are odd. */
const WITHIN_DAYS = 7;

/** A word of thanks once an invoice is paid, where the team wants that; never where money went back or is disputed. */
export function thankYou({ invoice, client }: Followed, policy: Policy, now: Instant): DueMessage | undefined {
  const { followUp, timeZone, shadow } = policy;
  const { paidAt, moves, followUps } = invoice;
  if (!followUp.thankYou || followUp.held || shadow || followUp.channel === 'stripe') return undefined;
  if (paidAt === null || followUps.messages.thanks !== undefined) return undefined;
  if (moves.disputed > 0 || moves.outsideStripe > 0 || netCash(invoice) < requiredOf(invoice) || netCash(invoice) <= 0)
    return undefined;
  const paidOn = dateIn(timeZone, paidAt);
  if (daysBetween(paidOn, dateIn(timeZone, now)) > WITHIN_DAYS) return undefined;
  const day = firstBusinessDayFrom(paidOn, businessCalendar(policy, client));
  return {
    kind: 'message',
    slot: 'thanks',
    cycle: followUps.cycle,
    day,
    rolled: false,
    lastDay: addDays(paidOn, WITHIN_DAYS),
  };
}
