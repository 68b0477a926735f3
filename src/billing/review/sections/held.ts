import { daysBetween } from '../../calendar.ts';
import { ascending, inOrder } from '../order.ts';
import { byName, rowOf } from '../row.ts';
import type { ItemSection } from './section.ts';

/** Everything that a stop holds back, with who ends it and when (Rule 15, row 8). It may stand in other sections as well (Rule 15.1). */
export const heldAndPromised: ItemSection = {
  includes: ({ hold }) => hold !== undefined,

  row: (item, { today }) =>
    rowOf(item, {
      sum: item.status === 'Paid' ? item.invoiced : item.remaining,
      date: item.hold?.until,
      days: item.hold?.until === undefined ? undefined : daysBetween(today, item.hold.until),
      detail: item.hold?.words ?? '',
      nextStep: item.hold?.nextStep ?? '',
    }),

  order: inOrder(
    ascending((row) => row.date),
    byName,
  ),
};
