import { describe, expect, test } from 'vitest';
import { adoptionOf } from '../../src/billing/adoption.ts';
import { decide } from '../../src/billing/decide.ts';
import type { Invoice, MilestoneFacts } from '../../src/billing/facts.ts';
import { aClient, aMilestone, aPolicy, currency, MILESTONE_ID, nothingShown, theFacts } from '../support/facts.ts';
import { at, bill, keyOf } from './kit.ts';

const NOW = at('2026-11-12T10:00:00Z');
const BY_HAND = { milestoneId: '', billingKey: '', projectId: '', trigger: null, revision: 0, decision: '', order: '' };
const typed = bill(400_000, { id: 'in_hand', number: 'OLD-0007', ...BY_HAND });
const milestone = aMilestone({ shown: { ...nothingShown, stripeInvoice: 'in_hand' } });
const client = aClient({ shown: { stripeCustomer: 'cus_1', accountStatus: null } });

const factsWith = (stranger: Invoice, changes: Partial<MilestoneFacts> = {}): MilestoneFacts =>
  theFacts({ milestone, client, invoices: [], stranger, ...changes });
const adopting = (stranger: Invoice, changes?: Partial<MilestoneFacts>) =>
  adoptionOf({ facts: factsWith(stranger, changes), policy: aPolicy(), now: NOW });
const decided = (stranger: Invoice, changes?: Partial<MilestoneFacts>) =>
  decide(factsWith(stranger, changes), aPolicy(), NOW);

describe('an invoice that a person made, and typed into "Stripe invoice"', () => {
  test('is taken over when customer, currency and total are right, and is not billed again', () => {
    expect(decided(typed).action).toMatchObject({
      kind: 'adopt invoice',
      adoption: { key: keyOf('all'), milestoneId: MILESTONE_ID, projectId: 'project-1', revision: 1, link: undefined },
    });
  });

  test.each<{ name: string; invoice?: Partial<Invoice>; facts?: Partial<MilestoneFacts> }>([
    { name: 'it is paid already', invoice: { status: 'paid' } },
    { name: 'it was written off', invoice: { status: 'uncollectible' } },
    { name: 'nobody has approved the milestone yet', facts: { milestone: { ...milestone, approval: null } } },
  ])('is taken over also when $name', ({ invoice, facts }) => {
    expect(adopting({ ...typed, ...invoice }, facts)).toMatchObject({ kind: 'adopt' });
  });

  test('of a client without a Stripe customer brings its customer along, when it went to the client’s address', () => {
    const unlinked = aClient({ billingEmail: 'AP@client.example ' });
    const facts = { client: { ...unlinked, shown: { ...unlinked.shown, stripeCustomer: '' } } };
    expect(adopting(typed, facts)).toMatchObject({ kind: 'adopt', adoption: { link: { id: 'client-1' } } });
    expect(adopting({ ...typed, customerEmail: 'someone@else.example' }, facts)).toMatchObject({
      kind: 'refuse',
      why: expect.stringContaining('it went to someone@else.example, not to the "Billing email" of Northwind'),
    });
  });

  test.each<{ name: string; invoice?: Partial<Invoice>; facts?: Partial<MilestoneFacts>; why: string }>([
    { name: 'a draft', invoice: { status: 'draft' }, why: 'it is a draft: send it or delete it in Stripe' },
    { name: 'void', invoice: { status: 'void' }, why: 'it is void' },
    {
      name: 'for another customer',
      invoice: { customerId: 'cus_2' },
      why: 'it is for customer cus_2, but Northwind is cus_1',
    },
    {
      name: 'for a customer of another client',
      invoice: { customerClient: 'client-2' },
      why: 'its customer cus_1 belongs to another client',
    },
    {
      name: 'in another currency',
      invoice: { currency: currency('EUR') },
      why: 'it is in EUR, the milestone in GBP',
    },
    {
      name: 'over another sum',
      invoice: { total: 399_900 },
      why: 'its total is 3,999.00 GBP, the milestone asks for 4,000.00 GBP',
    },
    { name: 'for no amount', facts: { milestone: { ...milestone, amount: null } }, why: 'the amount is empty' },
    {
      name: 'for no client',
      facts: { client: undefined },
      why: 'the milestone has no project with one client yet',
    },
  ])('is not taken over when it is $name: said with what to do, and nothing is billed', ({ invoice, facts, why }) => {
    const stranger = { ...typed, ...invoice };
    expect(adopting(stranger, facts)).toEqual({ kind: 'refuse', why });
    const { shown, action, lookAgainAt } = decided(stranger, facts);
    expect(action).toBeUndefined();
    expect(shown).toMatchObject({
      billingStatus: 'Not yet triggered',
      stripeInvoice: 'in_hand',
      billingDetail: `Not taken over: invoice OLD-0007 in "Stripe invoice", because ${why}. Correct it, or empty the field if it bills something else; meanwhile nothing is billed here.`,
    });
    expect(lookAgainAt).toBe(at('2026-11-12T10:10:00Z'));
  });

  test('is nothing to a milestone that has an invoice of its own', () => {
    expect(adopting(typed, { invoices: [bill(400_000)] })).toBeUndefined();
  });
});

describe('an invoice that a person revised in Stripe', () => {
  const replaced = bill(400_000, { status: 'void', revisedBy: 'in_new', billingKey: keyOf('all', 2), revision: 2 });
  const correction = bill(380_000, { ...BY_HAND, id: 'in_new', number: 'NW-0002', revises: 'in_1' });

  test('gives way to its replacement, under the same key and whatever the sum is now', () => {
    expect(decided(correction, { invoices: [replaced] }).action).toMatchObject({
      kind: 'adopt invoice',
      adoption: { key: keyOf('all', 2), revision: 2, decision: replaced.decision, link: undefined },
    });
  });

  test('gives way to it beside another live invoice as well', () => {
    const part = bill(100_000, { id: 'in_part', billingKey: keyOf('part-1') });
    expect(decided(correction, { invoices: [part, replaced] }).action).toMatchObject({
      kind: 'adopt invoice',
      adoption: { key: keyOf('all', 2) },
    });
  });

  test('stays voided when its replacement was voided as well', () => {
    const { action, shown } = decided({ ...correction, status: 'void' }, { invoices: [replaced] });
    expect(action).toBeUndefined();
    expect(shown.billingDetail).toMatch(/^Voided: invoice NW-0001\. To bill again, log a new decision/);
  });
});
