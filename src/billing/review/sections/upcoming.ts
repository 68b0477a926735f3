import { addDays, daysBetween } from '../../calendar.ts';
import { isApproved, isCalledOff, isUnbilled, type ReviewItem } from '../item.ts';
import { ascending, inOrder } from '../order.ts';
import { byName, rowOf } from '../row.ts';
import type { ItemSection } from './section.ts';

const DAYS_AHEAD = 21;

const UNDER_REVIEW = / \(under review: (.*)\)/;

/** Why the project's next billing event waits although its day may come: money went back before it (Rule 14.1). */
function underReview({ milestone, project }: ReviewItem): string | undefined {
  const event = project?.shown.nextBillingEvent ?? '';
  return event.startsWith(`${milestone.name}: `) ? UNDER_REVIEW.exec(event)?.[1] : undefined;
}

function nextStep(item: ReviewItem): string {
  const { trigger } = item.milestone;
  if (underReview(item) !== undefined) return 'Settle what went back first';
  if (trigger === null) return 'Name what bills it';
  if (isApproved(item)) return 'Bills itself once ready';
  if (trigger === 'Final handoff') return 'Hand over and ask for approval';
  return trigger === 'Milestone approval' ? 'Deliver and ask for approval' : 'Prepare the invoice data';
}

/** Planned, or renewing, today or in the next 21 days and not billed yet; and what is under review, whenever (Rule 15, row 6). */
export const upcomingBilling: ItemSection = {
  includes: (item, { today }) =>
    isUnbilled(item) &&
    !isCalledOff(item) &&
    (underReview(item) !== undefined ||
      (item.plannedOn !== undefined && today <= item.plannedOn && item.plannedOn <= addDays(today, DAYS_AHEAD))),

  row(item, { today }) {
    const review = underReview(item);
    return rowOf(item, {
      sum: item.toBill,
      date: item.plannedOn,
      days: item.plannedOn === undefined ? undefined : daysBetween(today, item.plannedOn),
      detail: `${item.milestone.trigger ?? 'No trigger named'}${review === undefined ? '' : `; under review: ${review}`}`,
      nextStep: nextStep(item),
    });
  },

  order: inOrder(
    ascending((row) => row.date),
    byName,
  ),
};
