import { daysBetween, type PlainDate } from '../../calendar.ts';
import type { ReviewDay } from '../day.ts';
import { isApproved, isUnbilled, isUnsent, type ReviewItem } from '../item.ts';
import { descending, inOrder, largestSum } from '../order.ts';
import { byName, rowOf } from '../row.ts';
import type { ItemSection } from './section.ts';

const HELD_UP = /^(shadow: )?(blocked|deferred|voided)\b/i;

/** Billed by a date alone (Rule 3.3). */
const billsByDate = ({ milestone: { trigger } }: ReviewItem): boolean =>
  trigger === 'Deposit' || trigger === 'Retainer renewal';

/** Past its planned date; one that bills by date waits from that very day on. */
function isPastPlan(item: ReviewItem, today: PlainDate): boolean {
  if (item.plannedOn === undefined) return false;
  return billsByDate(item) ? item.plannedOn <= today : item.plannedOn < today;
}

/** Since the earliest day on which it could have moved on; undefined when no such day is known. */
function waitingSince({ decidedOn, plannedOn, ...item }: ReviewItem, today: PlainDate): PlainDate | undefined {
  const days = [isApproved(item) ? decidedOn : undefined, plannedOn].filter((day) => day !== undefined && day <= today);
  return days.sort()[0];
}

const missingOf = ({ milestone }: ReviewItem): readonly string[] =>
  milestone.shown.missingForBilling.split('\n').filter((line) => line.trim() !== '');

function nextStep(item: ReviewItem): string {
  const { milestone } = item;
  if (isUnsent(item)) return "Hand it in through the client's portal and note the reference";
  if (milestone.trigger === null) return 'Name what bills it';
  if (/^(shadow: )?voided\b/i.test(milestone.shown.billingDetail)) return 'Log a new decision to bill again';
  if (/^(shadow: )?deferred\b/i.test(milestone.shown.billingDetail)) return 'Wait for the end of the pause';
  if (milestone.approval === 'Rejected' || milestone.approval === 'Withdrawn') return 'Agree how to go on';
  if (milestone.approval === 'Changes requested') return 'Make the changes and ask again';
  if (isApproved(item) || billsByDate(item))
    return missingOf(item).length > 0
      ? 'Mend what is missing; it then bills itself'
      : 'Bills itself with the next sweep';
  return milestone.delivery === 'Delivered' ? 'Ask for the decision' : 'Deliver it or move the planned date';
}

/** Not billed although the work is delivered, approved or past its planned date, or something holds it up (Rule 15, row 2). */
export const waitingOnATrigger: ItemSection = {
  includes: (item, { today }) =>
    isUnsent(item) ||
    (isUnbilled(item) &&
      (item.milestone.delivery === 'Delivered' ||
        item.milestone.approval === 'Approved' ||
        item.milestone.approval === 'Approved in part' ||
        item.milestone.trigger === null ||
        isPastPlan(item, today) ||
        HELD_UP.test(item.milestone.shown.billingDetail))),

  row(item, { today }: ReviewDay) {
    const since = waitingSince(item, today);
    const missing = missingOf(item);
    return rowOf(item, {
      sum: item.toBill,
      date: item.plannedOn,
      days: since === undefined ? undefined : daysBetween(since, today),
      detail: missing.length > 0 ? missing.join('; ') : item.milestone.shown.billingDetail,
      nextStep: nextStep(item),
    });
  },

  order: inOrder(
    descending((row) => row.days),
    largestSum((row) => row.sum),
    byName,
  ),
};
