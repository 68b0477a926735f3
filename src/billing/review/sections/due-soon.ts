import { ascending, inOrder, largestSum } from '../order.ts';
import { byName, rowOf } from '../row.ts';
import type { ItemSection } from './section.ts';

const DAYS_AHEAD = 7;

/** Due soon, and what was merely sent but falls due within seven days (Rule 15, row 3). */
export const dueSoon: ItemSection = {
  includes: ({ status, daysPastDue }) =>
    status === 'Due soon' || (status === 'Sent' && daysPastDue !== undefined && -daysPastDue <= DAYS_AHEAD),

  row(item) {
    const { issued, due } = item.milestone.shown;
    return rowOf(item, {
      sum: item.remaining,
      date: due ?? undefined,
      days: item.daysPastDue === undefined ? undefined : 0 - item.daysPastDue,
      detail: issued === null ? '' : `Issued ${issued}`,
      nextStep: item.hold?.words ?? (due === null ? 'Set a due date' : `Payment by ${due}`),
    });
  },

  order: inOrder(
    ascending((row) => row.date),
    largestSum((row) => row.sum),
    byName,
  ),
};
