import { expect, test } from 'vitest';
import type { History } from './history.ts';
import { tell } from './tell.ts';

/** What simulated histories have found, as the short stories that they were shortened to. */
const plain: History['team'] = {
  begins: '2026-11-03T10:00:00Z',
  zone: 'Europe/London',
  quietMinutes: 0,
  depositCreditedTo: 'nothing',
  clients: [{ currency: 'GBP', terms: 14, order: null }],
  projects: [{ of: 0, parts: 'Bill approved part', kickoff: 'Payment', contract: null }],
  rows: [{ of: 0, trigger: 'Milestone approval', amount: 4000, currency: null }],
};

const STORIES: readonly { readonly about: string; readonly history: History }[] = [
  {
    about: 'a bill that Stripe refuses leaves the note of the voided one before it as it is',
    history: {
      team: plain,
      opening: 'voided',
      steps: [
        { does: 'approve', of: 0, how: 'whole', daysAgo: 0 },
        { does: 'customer is deleted', of: 0 },
      ],
    },
  },
  {
    about: 'nothing is heard for longer than Stripe keeps events, and a debit arrived meanwhile',
    history: {
      team: plain,
      opening: 'debits under way',
      steps: [
        { does: 'night' },
        { does: 'money', of: 0, at: 'newest', how: 'debit arrives' },
        { does: 'nothing is heard', days: 40 },
        { does: 'quiet' },
        { does: 'money', of: 0, at: 'newest', how: 'debit comes back' },
        { does: 'nothing is heard', days: 100 },
        { does: 'quiet' },
      ],
    },
  },
];

test.each(STORIES)('$about', { timeout: 60_000 }, async ({ history }) => {
  expect(await tell(history)).toEqual([]);
});
