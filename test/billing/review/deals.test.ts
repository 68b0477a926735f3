import { describe, expect, it, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Deal } from '../../../src/billing/facts.ts';
import { planReview } from '../../../src/billing/review/plan-review.ts';
import { aDeal } from '../../support/facts.ts';
import { client, person, policy, reviewFacts, WEDNESDAY } from './sample.ts';

const deal = (changes: Partial<Deal> = {}): Deal =>
  aDeal({
    clientIds: ['acme'],
    shown: { stageSince: plainDate('2026-11-02'), attention: '' },
    expectedClose: plainDate('2026-12-01'),
    ...changes,
  });

const review = (deals: readonly Deal[]) => planReview(reviewFacts([], { deals, clients: [client] }), policy, WEDNESDAY);
const listed = (...deals: readonly Deal[]) => review(deals).sections['Open deals'];

describe('Open deals', () => {
  it('show stage, value, days in stage, next action and its day, and the owner', () => {
    expect(listed(deal())).toMatchObject([
      {
        client: 'Acme',
        item: 'Website',
        status: 'Inquiry',
        sum: { minor: 1_000_000, currency: 'GBP' },
        days: 9,
        date: '2026-11-20',
        nextStep: 'Call them',
        detail: 'Expected to close 2026-12-01',
        person: 'Mara',
        url: 'https://www.notion.so/deal-1',
      },
    ]);
  });

  test.each([
    { why: 'no next action', changes: { nextAction: '' }, flag: 'No next action' },
    { why: 'no day for it', changes: { nextActionOn: null }, flag: 'No date for the next action' },
    { why: 'its day passed', changes: { nextActionOn: plainDate('2026-11-10') }, flag: 'Its date has passed' },
    {
      why: '15 days in one stage',
      changes: { shown: { stageSince: plainDate('2026-10-27'), attention: '' } },
      flag: 'Over 14 days in stage',
    },
    { why: 'no stage', changes: { stage: null }, flag: 'No stage' },
    {
      why: 'its row says what is missing',
      changes: { shown: { stageSince: null, attention: 'Link the agreement: "Agreement" is empty (Mara)' } },
      flag: 'Link the agreement',
    },
  ])('are flagged for $why', ({ changes, flag }) => {
    expect(listed(deal(changes))[0]?.detail).toContain(flag);
  });

  test.each([
    { why: 'an action for today', changes: { nextActionOn: plainDate('2026-11-11') } },
    { why: '14 days in one stage', changes: { shown: { stageSince: plainDate('2026-10-28'), attention: '' } } },
  ])('are not flagged for $why', ({ changes }) => {
    expect(listed(deal(changes))[0]?.detail).toBe('Expected to close 2026-12-01');
  });

  it('end when won or lost', () => {
    expect(listed(deal({ stage: 'Won' }), deal({ id: 'deal-2', stage: 'Lost' }))).toEqual([]);
  });

  it('come flagged first, then by expected close, then by value', () => {
    const rows = listed(
      deal({ id: '1', name: 'soon, small', value: 10 }),
      deal({ id: '2', name: 'soon, large', value: 20 }),
      deal({ id: '3', name: 'later', expectedClose: plainDate('2026-12-24') }),
      deal({ id: '4', name: 'one day', expectedClose: null }),
      deal({ id: '5', name: 'flagged', expectedClose: plainDate('2027-06-01'), nextAction: '' }),
    );
    expect(rows.map(({ item }) => item)).toEqual(['flagged', 'soon, large', 'soon, small', 'later', 'one day']);
  });

  test.each([
    { why: 'nobody', owners: [] },
    { why: 'two people', owners: [person('Ana'), person('Ben')] },
  ])('owned by $why head the review as unassigned', ({ owners }) => {
    expect(review([deal({ owners })]).sections.Unassigned).toMatchObject([
      { item: 'Website', detail: 'Open deals', person: undefined },
    ]);
  });
});
