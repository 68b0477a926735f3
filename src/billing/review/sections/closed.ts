import type { PlainDate } from '../../calendar.ts';
import { dayOf } from '../../day.ts';
import type { ReviewDay } from '../day.ts';
import type { ReviewItem } from '../item.ts';
import { ascending, inOrder } from '../order.ts';
import { byName, rowOf } from '../row.ts';
import { isInWeek } from '../week.ts';
import type { ItemSection } from './section.ts';

/**
 * The day on which nothing more was owed. Stripe says when something was written off; for other ways of closing without payment
 * nobody keeps a date, so the last edit of the page stands for it: it was closed on that day or before, never after.
 */
function closedOn({ status, milestone, givenUpOn }: ReviewItem, { zone }: ReviewDay): PlainDate | undefined {
  if (status === 'Paid') return milestone.shown.paidOn ?? undefined;
  return status === 'Closed' ? (givenUpOn ?? dayOf(zone, milestone.lastEditedAt)) : undefined;
}

/** Paid, written off, credited or refunded within the week (Rule 15, row 9). */
export const closedThisWeek: ItemSection = {
  includes(item, day) {
    const date = closedOn(item, day);
    return date !== undefined && isInWeek(day.week, date);
  },

  row: (item, day) =>
    rowOf(item, {
      sum: item.invoiced,
      date: closedOn(item, day),
      days: undefined,
      detail: item.milestone.shown.billingDetail,
      nextStep: item.project?.shown.nextBillingEvent || 'Nothing more to bill',
    }),

  order: inOrder(
    ascending((row) => row.date),
    byName,
  ),
};
