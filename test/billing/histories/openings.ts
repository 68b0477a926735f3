import { ROWS } from './setting.ts';
import type { Step } from './steps.ts';

const BY_APPROVAL = ['Design', 'Launch', 'Draft', 'Print'] as const;

const LOOK: Step = { does: 'look at all', backwards: false, cut: null };
const NEXT_WEEK: readonly Step[] = [{ does: 'wait', hours: 7 * 24 }, LOOK];

const decided = (how: Extract<Step, { does: 'decide' }>['how']): readonly Step[] => [
  ...BY_APPROVAL.flatMap((of): Step[] => [
    { does: 'edit milestone', of, how: 'handed over' },
    { does: 'decide', of, how },
  ]),
  LOOK,
];

const raised: readonly Step[] = ROWS.map((of) => ({ does: 'edit milestone', of, how: 'amount 6500.75' }));

const money = (how: Extract<Step, { does: 'money' }>['how']): readonly Step[] => [
  ...ROWS.map((of): Step => ({ does: 'money', of, at: 'newest', how })),
  LOOK,
];

const billed = [...decided('whole'), ...NEXT_WEEK];
const inParts = [...decided('half of it'), ...NEXT_WEEK, ...decided('whole'), ...NEXT_WEEK];

/** How far things have come before a history begins, so that short ones reach what happens late. */
export const OPENINGS = {
  'nothing yet': [],
  billed,
  'billed in two parts': inParts,
  'billed, and more on top': [...billed, ...raised, ...decided('whole'), ...NEXT_WEEK],
  'debit under way': [...billed, ...money('debit of all begins')],
  paid: [...billed, ...money('pays all')],
  'paid in part': [...billed, ...money('pays a part')],
  'paid in two parts': [...inParts, ...money('pays all')],
  disputed: [...billed, ...money('pays all'), ...money('disputed')],
  voided: [...billed, ...money('voided')],
  corrected: [...billed, ...money('corrected')],
  'one of two parts corrected': [...inParts, ...money('corrected to less')],
  'debit came back': [...billed, ...money('pays all'), ...money('debit comes back')],
  'transfer fell short': [...billed, ...money('transfer falls short')],
} as const satisfies Record<string, readonly Step[]>;
