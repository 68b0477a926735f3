import { describe, expect, test } from 'vitest';
import { plainDate } from '../../src/billing/calendar.ts';
import { decide } from '../../src/billing/decide.ts';
import type { Invoice, Milestone, MilestoneFacts } from '../../src/billing/facts.ts';
import { aMilestone, aPolicy, aProject, theFacts } from '../support/facts.ts';
import { at, bill, creditedBy, keyOf, orderedBy, paidAt } from './kit.ts';

const NOW = '2026-11-06T10:00:00Z';
const sent = bill(400_000);
const anew = plainDate('2026-11-06');

const looked = (milestone: Partial<Milestone>, facts: Partial<MilestoneFacts> = {}, now = NOW) =>
  decide(
    theFacts({
      milestone: aMilestone(milestone),
      invoices: [sent],
      approvedSince: at('2026-11-06T09:00:00Z'),
      ...facts,
    }),
    aPolicy(),
    at(now),
  );
/** What is said beyond how the invoice itself stands. */
const added = (milestone: Partial<Milestone>, facts?: Partial<MilestoneFacts>) =>
  looked(milestone, facts).shown.billingDetail.replace(/^.*?due on 2026-11-17\. ?/, '');

describe('a change after sending edits nothing in Stripe (8.1, 8.2)', () => {
  test.each<{ name: string; milestone: Partial<Milestone>; invoices?: readonly Invoice[]; said: string | RegExp }>([
    { name: 'nothing changed', milestone: {}, said: '' },
    {
      name: 'a higher amount alone',
      milestone: { amount: 4500 },
      said: 'The amount here is 500.00 GBP more than was billed: log a new decision to bill the difference.',
    },
    {
      name: 'a lower amount',
      milestone: { amount: 3600 },
      said: '400.00 GBP more than the amount here was billed: Mara gives it back with a credit note on invoice NW-0001 in Stripe.',
    },
    {
      name: 'a lower amount, of an invoice without a number',
      milestone: { amount: 3600 },
      invoices: [{ ...sent, number: null }],
      said: /on invoice in_1 in Stripe\.$/,
    },
    { name: 'an approval taken back', milestone: { approval: 'Requested', amount: 4500 }, said: '' },
    { name: 'another currency', milestone: { currency: 'EUR' }, said: '' },
    { name: 'an amount that cannot be read', milestone: { amount: -1 }, said: /the amount is negative\.$/ },
  ])('$name: $said', ({ milestone, invoices = [sent], said }) => {
    expect(looked(milestone, { invoices }).action).toBeUndefined();
    if (typeof said === 'string') expect(added(milestone, { invoices })).toBe(said);
    else expect(added(milestone, { invoices })).toMatch(said);
  });

  test('a credit note that nobody followed up in Notion is said', () => {
    expect(looked({}, { invoices: [creditedBy(sent, 40_000)] }).shown.billingDetail).toMatch(
      /A credit note took back 400\.00 GBP of the amount here: lower the amount, or void the credit note in Stripe\.$/,
    );
  });

  test('nothing is added to what is closed', () => {
    const writtenOff: Invoice = { ...sent, status: 'uncollectible' };
    expect(looked({ amount: 4500 }, { invoices: [writtenOff] }).shown.billingDetail).toBe(
      'Written off: 4,000.00 GBP marked uncollectible in Stripe.',
    );
  });
});

describe('a new decision over more is billed on top (8.2, 8.5)', () => {
  const more: Partial<Milestone> = { amount: 4500, decidedOn: anew };

  test('after its own quiet period', () => {
    const { action, shown, lookAgainAt } = looked(more, {}, '2026-11-06T09:09:59Z');
    expect(action).toBeUndefined();
    expect(lookAgainAt).toBe(at('2026-11-06T09:10:00Z'));
    expect(shown.billingDetail).toMatch(/ On top, 500\.00 GBP: waiting quiet period: approved/);
  });

  test('as an invoice of its own', () => {
    const decision = looked(more);
    expect(orderedBy(decision)).toMatchObject({ key: keyOf('supplement-1'), money: { minor: 50_000 } });
    expect(decision.shown.billingDetail).toMatch(/ On top, 500\.00 GBP: issuing the invoice\.$/);
    expect(decision.shown).toMatchObject({ billingStatus: 'Sent', missingForBilling: '' });
  });

  test('on a paid invoice as well', () => {
    expect(orderedBy(looked(more, { invoices: [paidAt(sent, '2026-11-05T10:00:00Z')] })).money.minor).toBe(50_000);
  });

  test('only when nothing is missing, and says what is', () => {
    const { action, shown } = looked({ ...more, hasEvidence: false });
    expect(action).toBeUndefined();
    expect(shown.billingDetail).toMatch(/ On top, 500\.00 GBP: blocked: Show what was delivered/);
    expect(shown.missingForBilling).toBe(
      'Show what was delivered: a link in "Deliverable" or a file in "Evidence" (Mara)',
    );
  });

  test('only when it is the owner’s decision', () => {
    expect(looked({ ...more, decidedBy: ['r.lane@client.example'] }).action).toBeUndefined();
  });

  test('unless Stripe would not charge so little', () => {
    const { action, shown } = looked({ ...more, amount: 4000.1 });
    expect(action).toBeUndefined();
    expect(shown.billingDetail).toContain(
      ' On top, 0.10 GBP: blocked: Correct the amount: the amount is below 0.30 GBP',
    );
  });
});

describe('what was approved in part leaves the rest open (10.1)', () => {
  const byPart = { project: aProject({ partialApproval: 'Bill approved part' }) };
  const part = bill(150_000, { billingKey: keyOf('part-1'), decision: 'Approved in part 2026-11-03 1500' });
  const inPart: Partial<Milestone> = { approval: 'Approved in part', approvedAmount: 1500 };

  test('and says how much', () => {
    expect(added(inPart, { ...byPart, invoices: [part] })).toBe('The rest, 2,500.00 GBP, waits for approval.');
  });

  test('until the rest is approved, which makes another invoice over the difference', () => {
    const order = orderedBy(looked({ decidedOn: anew }, { ...byPart, invoices: [part] }));
    expect(order).toMatchObject({ key: keyOf('part-2'), money: { minor: 250_000 } });
  });

  test('of a part that is all of it nothing is left', () => {
    const all = bill(400_000, { billingKey: keyOf('part-1') });
    expect(added({ ...inPart, approvedAmount: 4000 }, { ...byPart, invoices: [all] })).toBe('');
  });

  test('parts together never exceed the milestone', () => {
    const { action, shown } = looked(
      { ...inPart, approvedAmount: 4500, decidedOn: anew },
      { ...byPart, invoices: [part] },
    );
    expect(action).toBeUndefined();
    expect(shown.billingDetail).toContain('the approved amount 4500 is above the amount 4000');
  });
});
