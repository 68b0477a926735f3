import { describe, expect, test } from 'vitest';
import { creditedOn, isDecidedAnew, nextBill } from '../../../src/billing/amounts/next-bill.ts';
import { billingKey, partIn } from '../../../src/billing/billing-key.ts';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice, Milestone, MilestoneFacts } from '../../../src/billing/facts.ts';
import { aMilestone, aProject, currency, MILESTONE_ID } from '../../support/facts.ts';
import { at, bill, creditedBy, inputOf, keyOf, paidAt } from '../kit.ts';

const byPart = aProject({ partialApproval: 'Bill approved part' });
const inPart = (approvedAmount: number): Milestone => aMilestone({ approval: 'Approved in part', approvedAmount });
const billed = (minor: number, part: string, changes: Partial<Invoice> = {}): Invoice =>
  bill(minor, { id: `in_${part}`, billingKey: keyOf(part), ...changes });

describe('the next bill of a milestone (1.7, 8.5, 10.1)', () => {
  type Case = { name: string; facts: Partial<MilestoneFacts>; minor: number; part: string; revision?: number };

  test.each<Case>([
    { name: 'the first', facts: {}, minor: 400_000, part: 'all' },
    {
      name: 'a draft bills nothing yet',
      facts: { invoices: [billed(400_000, 'all', { status: 'draft' })] },
      minor: 400_000,
      part: 'all',
    },
    { name: 'an approved part', facts: { milestone: inPart(1500), project: byPart }, minor: 150_000, part: 'part-1' },
    {
      name: 'more of it approved',
      facts: { milestone: inPart(2500), project: byPart, invoices: [billed(150_000, 'part-1')] },
      minor: 100_000,
      part: 'part-2',
    },
    {
      name: 'the rest of it approved',
      facts: { project: byPart, invoices: [billed(150_000, 'part-1'), billed(100_000, 'part-2')] },
      minor: 150_000,
      part: 'part-3',
    },
    {
      name: 'approved on top of everything',
      facts: { milestone: aMilestone({ amount: 4500 }), invoices: [billed(400_000, 'all')] },
      minor: 50_000,
      part: 'supplement-1',
    },
    {
      name: 'on top of that again',
      facts: {
        milestone: aMilestone({ amount: 5000 }),
        invoices: [billed(400_000, 'all'), billed(50_000, 'supplement-1')],
      },
      minor: 50_000,
      part: 'supplement-2',
    },
    {
      name: 'what a credit note took back is not asked for again',
      facts: { milestone: aMilestone({ amount: 4500 }), invoices: [creditedBy(billed(400_000, 'all'), 100_000)] },
      minor: 50_000,
      part: 'supplement-1',
    },
    {
      name: 'after a voided one, another revision',
      facts: { invoices: [billed(400_000, 'all', { status: 'void' })] },
      minor: 400_000,
      part: 'all',
      revision: 2,
    },
    {
      name: 'after two voided ones, the third',
      facts: {
        invoices: [
          billed(400_000, 'all', { status: 'void', revision: 1 }),
          billed(400_000, 'all', { id: 'in_2', status: 'void', revision: 2, billingKey: keyOf('all', 2) }),
        ],
      },
      minor: 400_000,
      part: 'all',
      revision: 3,
    },
    {
      name: 'after a voided supplement, its next revision',
      facts: {
        milestone: aMilestone({ amount: 4500 }),
        invoices: [billed(400_000, 'all'), billed(50_000, 'supplement-1', { status: 'void' })],
      },
      minor: 50_000,
      part: 'supplement-1',
      revision: 2,
    },
    {
      name: 'after the first of two parts was voided, that part again: no key is ever live twice',
      facts: { invoices: [billed(150_000, 'part-1', { status: 'void' }), billed(250_000, 'part-2')] },
      minor: 150_000,
      part: 'part-1',
      revision: 2,
    },
    {
      name: 'after everything was voided beneath its supplement, everything again',
      facts: {
        milestone: aMilestone({ amount: 4500 }),
        invoices: [billed(400_000, 'all', { status: 'void' }), billed(50_000, 'supplement-1')],
      },
      minor: 400_000,
      part: 'all',
      revision: 2,
    },
    {
      name: 'a deposit that was taken off counts as billed',
      facts: { milestone: aMilestone({ amount: 4500 }), invoices: [billed(300_000, 'all', { takenOff: 100_000 })] },
      minor: 50_000,
      part: 'supplement-1',
    },
  ])('$name: $minor as $part', ({ facts, minor, part, revision = 1 }) => {
    expect(nextBill(inputOf(facts))).toMatchObject({
      kind: 'bill',
      bill: { net: { minor, currency: 'GBP' }, part, revision },
    });
  });

  test.each<{ name: string; facts: Partial<MilestoneFacts> }>([
    { name: 'all of it is billed', facts: { invoices: [billed(400_000, 'all')] } },
    { name: 'all of it is paid', facts: { invoices: [paidAt(billed(400_000, 'all'), '2026-11-09T10:00:00Z')] } },
    {
      name: 'all of it is billed, to another client than the project has by now',
      facts: { invoices: [billed(400_000, 'all', { customerId: 'cus_2' })] },
    },
    { name: 'it was written off', facts: { invoices: [billed(400_000, 'all', { status: 'uncollectible' })] } },
    {
      name: 'less than was billed is left',
      facts: { milestone: aMilestone({ amount: 3600 }), invoices: [billed(400_000, 'all')] },
    },
    { name: 'a credit note took some of it back', facts: { invoices: [creditedBy(billed(400_000, 'all'), 100_000)] } },
    {
      name: 'its parts are billed',
      facts: { project: byPart, invoices: [billed(150_000, 'part-1'), billed(250_000, 'part-2')] },
    },
  ])('is none where $name', ({ facts }) => {
    expect(nextBill(inputOf(facts))).toEqual({ kind: 'nothing', why: 'All of it is billed.' });
  });

  test.each<{ name: string; facts: Partial<MilestoneFacts>; why: string }>([
    { name: 'no amount', facts: { milestone: aMilestone({ amount: null }) }, why: 'the amount is empty' },
    {
      name: 'another currency than the invoice’s',
      facts: { milestone: aMilestone({ currency: 'EUR', amount: 4500 }), invoices: [billed(400_000, 'all')] },
      why: 'the currency is EUR, but invoice NW-0001 is in GBP',
    },
    {
      name: 'another currency than an invoice without a number',
      facts: { invoices: [billed(400_000, 'all', { number: null, currency: currency('EUR') })] },
      why: 'the currency is GBP, but invoice in_all is in EUR',
    },
    {
      name: 'more, once the project has another client than the invoice went to',
      facts: {
        milestone: aMilestone({ amount: 4500 }),
        invoices: [billed(400_000, 'all', { customerId: 'cus_2' })],
      },
      why: 'invoice NW-0001 went to another client, who pays for all of it',
    },
    {
      name: 'more, once the project has another client than an invoice without a number went to',
      facts: {
        milestone: aMilestone({ amount: 4500 }),
        invoices: [billed(400_000, 'all', { customerId: 'cus_2', number: null })],
      },
      why: 'invoice in_all went to another client, who pays for all of it',
    },
    {
      name: 'a supplement below what Stripe charges',
      facts: { milestone: aMilestone({ amount: 4000.1 }), invoices: [billed(400_000, 'all')] },
      why: 'the amount is below 0.30 GBP, the least that Stripe charges',
    },
  ])('cannot be made from $name', ({ facts, why }) => {
    expect(nextBill(inputOf(facts))).toEqual({ kind: 'problem', why });
  });
});

describe('a decision is another one than those that were billed (8.2)', () => {
  const live = bill(400_000, { createdAt: at('2026-11-03T14:20:00Z') });
  type Case = { name: string; milestone?: Partial<Milestone>; facts?: Partial<MilestoneFacts>; is: boolean };

  test.each<Case>([
    { name: 'the same day', is: false },
    { name: 'another amount alone', milestone: { amount: 4500 }, is: false },
    { name: 'another day', milestone: { decidedOn: plainDate('2026-11-06') }, is: true },
    { name: 'an hour of the same day', milestone: { decidedOn: at('2026-11-03T16:00:00Z') }, is: true },
    { name: 'an approved amount', milestone: { approvedAmount: 4500, amount: 4500 }, is: true },
    { name: 'no approval', milestone: { approval: 'Requested', decidedOn: plainDate('2026-11-06') }, is: false },
    {
      name: 'the same day, after the amount stood there unapproved',
      facts: { unapprovedAt: at('2026-11-03T16:00:00Z') },
      is: true,
    },
    {
      name: 'the same day, unapproved only before it was billed',
      facts: { unapprovedAt: at('2026-11-03T14:00:00Z') },
      is: false,
    },
  ])('$name: $is', ({ milestone, facts, is }) => {
    expect(isDecidedAnew(inputOf({ milestone: aMilestone(milestone), invoices: [live], ...facts }))).toBe(is);
  });
});

describe('a billing key', () => {
  test('names the milestone, the part and the revision, and is read again', () => {
    const key = billingKey(MILESTONE_ID, 'supplement-2', 3);
    expect(key).toBe(`${MILESTONE_ID}:supplement-2:r3`);
    expect(partIn(key)).toBe('supplement-2');
    expect(partIn('something else')).toBe('');
  });

  test('is refused for what is no page id', () => {
    expect(() => billingKey('milestone 1', 'all', 1)).toThrow(RangeError);
  });
});

test('credit notes of before and after the payment are taken back alike', () => {
  expect(creditedOn({ ...creditedBy(bill(400_000), 10_000), creditedAfterPayment: 5000 })).toBe(15_000);
});
