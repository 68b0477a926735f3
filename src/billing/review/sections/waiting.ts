import { daysBetween, type PlainDate } from '../../calendar.ts';
import { nameOf } from '../../mismatches/text.ts';
import { waitingShown } from '../../mismatches/undecided.ts';
import { hasApproval, billsByDate as isBilledByDate } from '../../trigger.ts';
import type { ReviewDay } from '../day.ts';
import { isApproved, isUnbilled, isUnsent, type ReviewItem } from '../item.ts';
import { descending, inOrder, largestSum } from '../order.ts';
import { byName, rowOf } from '../row.ts';
import { plainDetail } from '../shown-detail.ts';
import type { ItemSection } from './section.ts';

const says = ({ milestone }: ReviewItem, word: RegExp): boolean =>
  word.test(plainDetail(milestone.shown.billingDetail));

const isHeldUp = (item: ReviewItem): boolean => says(item, /^(blocked|deferred|voided)\b/i);
const isDeferred = (item: ReviewItem): boolean => says(item, /^deferred\b/i);

const billsByDate = ({ milestone }: ReviewItem): boolean => isBilledByDate(milestone);

/** Past its planned date; one that bills by date waits from that very day on. */
function isPastPlan(item: ReviewItem, today: PlainDate): boolean {
  if (item.plannedOn === undefined) return false;
  return billsByDate(item) ? item.plannedOn <= today : item.plannedOn < today;
}

/** The day of a delivery that should have been decided on by now, as its project shows it (M04). */
const undecidedSince = ({ milestone, project }: ReviewItem): PlainDate | undefined =>
  hasApproval(milestone) ? undefined : waitingShown(nameOf(milestone), project?.shown.mismatches ?? '')?.since;

/** Since the earliest day on which it could have moved on; undefined when no such day is known. */
function waitingSince(item: ReviewItem, today: PlainDate): PlainDate | undefined {
  const { decidedOn, plannedOn } = item;
  const days = [isApproved(item) ? decidedOn : undefined, plannedOn, undecidedSince(item)];
  return days.filter((day) => day !== undefined && day <= today).sort()[0];
}

const missingOf = ({ milestone }: ReviewItem): readonly string[] =>
  milestone.shown.missingForBilling.split('\n').filter((line) => line.trim() !== '');

function nextStep(item: ReviewItem): string {
  const { milestone } = item;
  if (item.rest !== undefined) return 'Ask for the decision on the rest';
  if (isUnsent(item)) return "Hand it in through the client's portal and note the reference";
  if (milestone.trigger === null) return 'Name what bills it';
  if (says(item, /^voided\b/i)) return 'Log a new decision to bill again';
  if (isDeferred(item)) return 'Wait for the end of the pause';
  if (milestone.approval === 'Rejected' || milestone.approval === 'Withdrawn') return 'Agree how to go on';
  if (milestone.approval === 'Changes requested') return 'Make the changes and ask again';
  if (isApproved(item) || billsByDate(item))
    return missingOf(item).length > 0
      ? 'Mend what is missing; it then bills itself'
      : 'Bills itself with the next sweep';
  return milestone.delivery === 'Delivered' ? 'Ask for the decision' : 'Deliver it or move the planned date';
}

/** Deferral is never silent: its rule, its reason and its end stand in the row (Rule 10.2). */
function detailOf(item: ReviewItem): string {
  const { milestone, rest } = item;
  const missing = missingOf(item);
  if (rest !== undefined) return 'A part was approved and billed; the rest is open';
  return missing.length > 0 && !isDeferred(item) ? missing.join('; ') : milestone.shown.billingDetail;
}

/**
 * Not billed although the work is delivered, approved or past its planned date, or something holds it up (Rule 15, row 2). What is
 * left of a milestone that was billed in part waits for its own decision (Rule 10.1).
 */
export const waitingOnATrigger: ItemSection = {
  includes: (item, { today }) =>
    isUnsent(item) ||
    item.rest !== undefined ||
    (isUnbilled(item) &&
      (item.milestone.delivery === 'Delivered' ||
        hasApproval(item.milestone) ||
        item.milestone.trigger === null ||
        isPastPlan(item, today) ||
        isHeldUp(item))),

  row(item, { today }: ReviewDay) {
    const since = waitingSince(item, today);
    return rowOf(item, {
      status: 'Not yet triggered',
      sum: item.rest ?? item.toBill,
      date: item.plannedOn,
      days: since === undefined ? undefined : daysBetween(since, today),
      detail: detailOf(item),
      nextStep: nextStep(item),
    });
  },

  order: inOrder(
    descending((row) => row.days),
    largestSum((row) => row.sum),
    byName,
  ),
};
