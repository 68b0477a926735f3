import { ascending, descending, inOrder, largestSum } from '../order.ts';
import { byName, rowOf } from '../row.ts';
import type { ItemSection } from './section.ts';

/** Overdue, but for returned money, which a person decides about (Rule 15, row 4). */
export const overdue: ItemSection = {
  includes: ({ status, moneyReturned }) => status === 'Overdue' && !moneyReturned,

  row: (item) =>
    rowOf(item, {
      sum: item.remaining,
      date: item.milestone.shown.due ?? undefined,
      days: item.daysPastDue,
      detail: item.followUp?.last ?? '',
      nextStep: item.followUp?.next ?? '',
    }),

  order: inOrder(
    descending((row) => row.days),
    largestSum((row) => row.sum),
    ascending((row) => row.client),
    ascending((row) => row.invoice?.number),
    byName,
  ),
};
