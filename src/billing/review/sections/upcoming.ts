import { addDays, daysBetween } from '../../calendar.ts';
import { isApproved, isUnbilled, type ReviewItem } from '../item.ts';
import { ascending, inOrder } from '../order.ts';
import { byName, rowOf } from '../row.ts';
import type { ItemSection } from './section.ts';

const DAYS_AHEAD = 21;

function nextStep(item: ReviewItem): string {
  const { trigger } = item.milestone;
  if (trigger === null) return 'Name what bills it';
  if (isApproved(item)) return 'Bills itself once ready';
  if (trigger === 'Final handoff') return 'Hand over and ask for approval';
  return trigger === 'Milestone approval' ? 'Deliver and ask for approval' : 'Prepare the invoice data';
}

/** Planned, or renewing, today or in the next 21 days and not billed yet (Rule 15, row 6). */
export const upcomingBilling: ItemSection = {
  includes: (item, { today }) =>
    isUnbilled(item) &&
    item.plannedOn !== undefined &&
    today <= item.plannedOn &&
    item.plannedOn <= addDays(today, DAYS_AHEAD),

  row: (item, { today }) =>
    rowOf(item, {
      sum: item.toBill,
      date: item.plannedOn,
      days: item.plannedOn === undefined ? undefined : daysBetween(today, item.plannedOn),
      detail: item.milestone.trigger ?? 'No trigger named',
      nextStep: nextStep(item),
    }),

  order: inOrder(
    ascending((row) => row.date),
    byName,
  ),
};
