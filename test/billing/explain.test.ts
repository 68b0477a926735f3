import { describe, expect, test } from 'vitest';
import { plainDate } from '../../src/billing/calendar.ts';
import { explain, explanationText } from '../../src/billing/explain.ts';
import type { Invoice, MilestoneFacts } from '../../src/billing/facts.ts';
import { aClient, aMilestone, aProject } from '../support/facts.ts';
import { at, bill, creditedBy, inputOf, paidAt, withMoves } from './kit.ts';

const NOW = '2026-11-12T10:00:00Z';
const explained = (facts: Partial<MilestoneFacts>, now = NOW) => explain(inputOf(facts, now));
const open = bill(400_000);
const paid = paidAt(open, '2026-11-09T10:00:00Z');

describe('an explanation names the rule that the status rests on (7.2)', () => {
  const inPortal: Invoice = { ...open, delivering: 'portal' };
  const deposit = bill(400_000, { id: 'in_d', milestoneId: 'page-9', trigger: 'Deposit' });

  test.each<{ name: string; facts: Partial<MilestoneFacts>; now?: string; status: string; rule: string }>([
    {
      name: 'no invoice',
      facts: { milestone: aMilestone({ approval: 'Requested' }) },
      status: 'Not yet triggered',
      rule: '7.2-1',
    },
    { name: 'voided', facts: { invoices: [{ ...open, status: 'void' }] }, status: 'Not yet triggered', rule: '7.2-2' },
    {
      name: 'voided and cancelled',
      facts: { invoices: [{ ...open, status: 'void' }], milestone: aMilestone({ approval: 'Rejected' }) },
      status: 'Closed',
      rule: '7.2-2',
    },
    {
      name: 'written off',
      facts: { invoices: [{ ...open, status: 'uncollectible' }] },
      status: 'Closed',
      rule: '7.2-3',
    },
    {
      name: 'credited',
      facts: { invoices: [{ ...creditedBy(open, 400_000), status: 'paid' }] },
      status: 'Closed',
      rule: '7.2-4b',
    },
    { name: 'paid', facts: { invoices: [paid] }, status: 'Paid', rule: '7.2-4c' },
    {
      name: 'refunded as agreed',
      facts: { invoices: [withMoves(paid, { refundedAsAgreed: 400_000 })] },
      status: 'Closed',
      rule: '7.2-4d',
    },
    {
      name: 'refunded in part as agreed',
      facts: { invoices: [withMoves(paid, { refundedAsAgreed: 1000 })] },
      status: 'Paid',
      rule: '7.2-4d',
    },
    {
      name: 'money returned',
      facts: { invoices: [withMoves(paid, { disputesLost: 400_000 })] },
      status: 'Overdue',
      rule: '7.2-4e',
    },
    { name: 'overdue', facts: { invoices: [open] }, now: '2026-11-18T10:00:00Z', status: 'Overdue', rule: '7.2-5' },
    { name: 'due soon', facts: { invoices: [open] }, status: 'Due soon', rule: '7.2-6' },
    { name: 'sent', facts: { invoices: [open] }, now: '2026-11-04T10:00:00Z', status: 'Sent', rule: '7.2-7' },
    { name: 'waiting to be handed in', facts: { invoices: [inPortal] }, status: 'Not yet triggered', rule: '6.5' },
    { name: 'nothing to bill', facts: { clientInvoices: [deposit] }, status: 'Closed', rule: '9 (nothing to bill)' },
  ])('$name: $status by $rule', ({ facts, now, status, rule }) => {
    expect(explained(facts, now)).toMatchObject({ status, rule });
  });
});

describe('an explanation says what comes next, and when', () => {
  const draft: Invoice = { ...open, status: 'draft' };
  const care = aMilestone({
    name: 'Care',
    trigger: 'Retainer renewal',
    plannedDate: plainDate('2026-11-01'),
    approval: null,
  });

  test.each<{ name: string; facts: Partial<MilestoneFacts>; now?: string; what: string; when: string }>([
    {
      name: 'it is billed',
      facts: {},
      what: 'Milepost sends an invoice over 4,000.00 GBP, due 2026-11-26, under the key 11111111-1111-4111-8111-111111111111:all:r1',
      when: 'with its next look',
    },
    {
      name: 'it is issued for a portal',
      facts: { client: aClient({ submission: 'Portal', submissionNotes: 'Ariba' }) },
      what: 'Milepost issues (without mail) an invoice over 4,000.00 GBP, due 2026-11-26, under the key 11111111-1111-4111-8111-111111111111:all:r1',
      when: 'with its next look',
    },
    {
      name: 'its client gets a customer',
      facts: { client: aClient({ shown: { stripeCustomer: '', accountStatus: null } }) },
      what: 'Milepost finds or makes the Stripe customer of Northwind, then goes on to bill',
      when: 'with its next look',
    },
    {
      name: 'a draft is deleted',
      facts: { invoices: [draft], milestone: aMilestone({ approval: 'Withdrawn' }) },
      what: 'Milepost deletes 1 unfinished draft in Stripe',
      when: 'with its next look',
    },
    {
      name: 'two drafts are deleted',
      facts: { invoices: [draft, { ...draft, id: 'in_2' }], milestone: aMilestone({ approval: 'Withdrawn' }) },
      what: 'Milepost deletes 2 unfinished drafts in Stripe',
      when: 'with its next look',
    },
    {
      name: 'the next period gets its row',
      facts: { milestone: care, invoices: [open] },
      what: 'Milepost adds the row "Care (2026-12-01)" for the next period',
      when: 'with its next look',
    },
    {
      name: 'the quiet period ends',
      facts: {},
      now: '2026-11-03T14:15:00Z',
      what: 'The quiet period ends; every check runs again, and it is billed',
      when: '2026-11-03T14:20:00.000Z',
    },
    {
      name: 'something is missing',
      facts: { milestone: aMilestone({ hasEvidence: false }) },
      what: 'Milepost looks again; it is billed as soon as nothing is missing',
      when: '2026-11-12T10:10:00.000Z',
    },
    {
      name: 'it becomes due soon',
      facts: { invoices: [open] },
      now: '2026-11-04T10:00:00Z',
      what: 'The status becomes Due soon',
      when: '2026-11-10T00:00:00.000Z',
    },
    {
      name: 'it becomes overdue',
      facts: { invoices: [open] },
      what: 'The status becomes Overdue',
      when: '2026-11-18T00:00:00.000Z',
    },
    {
      name: 'a stop ends',
      facts: {
        invoices: [open],
        milestone: aMilestone({ followUpStop: 'On hold', stopUntil: plainDate('2026-11-30') }),
      },
      now: '2026-11-20T10:00:00Z',
      what: 'Milepost looks again',
      when: '2026-12-01T00:00:00.000Z',
    },
    {
      name: 'nothing, until somebody does something',
      facts: { milestone: aMilestone({ approval: 'Requested' }) },
      what: 'Nothing, until somebody changes the milestone, its project or its client',
      when: 'then at once',
    },
    {
      name: 'nothing, once it is paid',
      facts: { invoices: [paid] },
      what: 'Nothing, until something happens to the invoice in Stripe or somebody changes the milestone',
      when: 'then at once',
    },
  ])('$name', ({ facts, now, what, when }) => {
    expect(explained(facts, now).next[0]).toEqual({ what, when });
  });
});

describe('an explanation tells every fact, and every check with its outcome', () => {
  const factsOf = (facts: Partial<MilestoneFacts>) =>
    new Map(explained(facts).facts.map(({ fact, value }) => [fact, value]));

  test('what stands there, and what is empty', () => {
    const found = factsOf({ invoices: [open] });
    expect(found.get('Invoice')).toBe(
      'NW-0001: open, 4,000.00 GBP, 4,000.00 GBP remaining, due 2026-11-17T23:59:59.000Z, key 11111111-1111-4111-8111-111111111111:all:r1',
    );
    expect(found.get('Amount')).toBe('4000 GBP');
    expect(found.get('Decided by, on')).toBe('d.osei@client.example, 2026-11-03');
    expect(found.get('Planned date')).toBe('empty');
  });

  test('what cannot be read, and what nobody has filled in', () => {
    const found = factsOf({
      project: undefined,
      client: undefined,
      approvedSince: undefined,
      milestone: aMilestone({ amount: null, approval: null, decidedBy: [], decidedOn: at('2026-11-03T14:10:00Z') }),
    });
    expect([found.get('Project'), found.get('Client'), found.get('Stripe customer')]).toEqual([
      'cannot be read',
      'cannot be read',
      'empty',
    ]);
    expect(found.get('Amount')).toBe('empty (the configured currency)');
    expect(found.get('Decided by, on')).toBe('empty, 2026-11-03T14:10:00.000Z');
    expect(found.get('Approval read first at')).toBe('not approved');
    expect(found.get('Invoice')).toBe('none');
  });

  test('an invoice without a number, a due date or a key', () => {
    const found = factsOf({ invoices: [{ ...open, number: null, dueAt: null, billingKey: '' }] });
    expect(found.get('Invoice')).toBe('in_1: open, 4,000.00 GBP, 4,000.00 GBP remaining, key none');
  });

  test('as text, for people', () => {
    const milestone = aMilestone({ trigger: 'Retainer renewal', plannedDate: plainDate('2026-11-30'), approval: null });
    const text = explanationText(explained({ milestone, client: aClient({ billingEmail: null }) }));
    expect(text).toMatch(/^Design: Not yet triggered\n {2}Waiting for 2026-11-30/);
    expect(text).toContain('By rule 7.2-1, decided at 2026-11-12T10:00:00.000Z');
    expect(text).toContain('  ok    R01   a trigger is named');
    expect(text).toContain(
      '  FAIL  R10   finance contact\n              Add the finance contact: the "Billing email" of the client is empty (Jonas)',
    );
    expect(text).toContain('  note  R20   the client expects it');
    expect(text).toMatch(/Next\n {2}Milepost looks again.*\(2026-11-30T00:00:00\.000Z\)\n$/);
  });

  test('and that nobody is responsible', () => {
    const nobody = { project: aProject({ owners: [] }), client: aClient({ accountOwners: [], billingEmail: null }) };
    expect(explanationText(explained(nobody))).toContain('(nobody is responsible yet)');
  });
});
