import type { MoneyName } from './money.ts';
import type { Step } from './steps.ts';

const ROWS = [0, 1, 2, 3];

const HEARD: Step = { does: 'hub hears', lost: 'none', doubled: false, order: 'as it came', fault: null };
const NEXT_WEEK: readonly Step[] = [
  { does: 'wait', hours: 7 * 24 },
  { does: 'sweep', fault: null },
];

const approved = (how: 'whole' | 'half of it'): readonly Step[] => [
  ...ROWS.map((of): Step => ({ does: 'approve', of, how, daysAgo: 0 })),
  HEARD,
  ...NEXT_WEEK,
];

const money = (how: MoneyName): readonly Step[] => [
  ...ROWS.map((of): Step => ({ does: 'money', of, at: 'newest', how })),
  HEARD,
];

const billed = approved('whole');
const paid = [...billed, ...money('pays all')];

/** How far things have come before a history begins, so that short ones reach what happens late. */
export const OPENINGS = {
  'nothing yet': [],
  billed,
  'billed in two parts': [...approved('half of it'), ...approved('whole')],
  'debits under way': [...billed, ...money('debit begins')],
  'debits arrived': [...billed, ...money('debit begins'), ...money('debit arrives')],
  'paid in part': [...billed, ...money('pays a part')],
  paid,
  disputed: [...paid, ...money('disputed')],
  'refunded without a word': [...paid, ...money('refunded without a word')],
  'refunds came back': [...paid, ...money('refunded without a word'), ...money('refund comes back')],
  'debits came back': [...billed, ...money('debit begins'), ...money('debit arrives'), ...money('debit comes back')],
  'transfers fell short': [...billed, ...money('transfer falls short')],
  corrected: [...billed, ...money('corrected')],
  voided: [...billed, ...money('voided')],
  'written off': [...billed, ...money('written off')],
} as const satisfies Record<string, readonly Step[]>;
export type Opening = keyof typeof OPENINGS;
