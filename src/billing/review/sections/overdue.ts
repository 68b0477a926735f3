import { FOLLOW_UP_STEPS, type FollowUpStep } from '../../facts.ts';
import type { ReviewItem } from '../item.ts';
import { ascending, descending, inOrder, largestSum } from '../order.ts';
import { byName, rowOf } from '../row.ts';
import { stopOf } from '../stop.ts';
import type { ItemSection } from './section.ts';

const stepAfter = (step: FollowUpStep | null): FollowUpStep | undefined =>
  step === null ? 'Light' : FOLLOW_UP_STEPS[FOLLOW_UP_STEPS.indexOf(step) + 1];

function lastMessage({ milestone: { shown } }: ReviewItem): string {
  if (shown.lastFollowUp === null) return 'No follow-up yet';
  return `${shown.followUpStep ?? 'Follow-up'} on ${shown.lastFollowUp}`;
}

function nextMessage({ milestone: { shown } }: ReviewItem): string {
  if (shown.nextFollowUp === null) return 'Decide by hand';
  return `${stepAfter(shown.followUpStep) ?? 'Follow-up'} on ${shown.nextFollowUp}`;
}

/** Overdue, but for returned money, which a person decides about (Rule 15, row 4). */
export const overdue: ItemSection = {
  includes: ({ status, moneyReturned }) => status === 'Overdue' && !moneyReturned,

  row: (item, { today }) =>
    rowOf(item, {
      sum: item.remaining,
      date: item.milestone.shown.due ?? undefined,
      days: item.daysPastDue,
      detail: lastMessage(item),
      nextStep: stopOf(item, today) ?? nextMessage(item),
    }),

  order: inOrder(
    descending((row) => row.days),
    largestSum((row) => row.sum),
    ascending((row) => row.client),
    ascending((row) => row.invoice?.number),
    byName,
  ),
};
