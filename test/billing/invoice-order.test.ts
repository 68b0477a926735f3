import { describe, expect, test } from 'vitest';
import { type NextBill, nextBill } from '../../src/billing/amounts/next-bill.ts';
import { plainDate } from '../../src/billing/calendar.ts';
import type { Client, Milestone, MilestoneFacts } from '../../src/billing/facts.ts';
import { invoiceOrder } from '../../src/billing/invoice-order.ts';
import { aClient, aMilestone, aProject } from '../support/facts.ts';
import { at, bill, inputOf, keyOf, pageId } from './kit.ts';

const ordered = (facts: Partial<MilestoneFacts> = {}, now = '2026-11-03T14:20:00Z') => {
  const input = inputOf(facts, now);
  const next = nextBill(input);
  return next.kind === 'bill' ? invoiceOrder(input, next.bill) : undefined;
};

describe('an invoice carries what its reader needs (6.6)', () => {
  const complete = { client: aClient({ poNumber: 'PO-7' }) };

  test('purchase order, milestone, decision and finance contact, in this order', () => {
    expect(ordered(complete)?.printed).toEqual([
      { name: 'Purchase order', value: 'PO-7' },
      { name: 'Milestone', value: 'Design' },
      { name: 'Approved', value: '2026-11-03 by d.osei@client.example' },
      { name: 'Finance contact', value: 'Ines Ruiz' },
    ]);
  });

  test.each<{ name: string; milestone?: Partial<Milestone>; client?: Partial<Client>; missing: string }>([
    { name: 'no purchase order', missing: 'Purchase order' },
    { name: 'a blank name of the finance contact', client: { financeContact: ' ' }, missing: 'Finance contact' },
    { name: 'nobody who decided', milestone: { decidedBy: [] }, missing: 'Approved' },
    { name: 'no day of the decision', milestone: { decidedOn: null }, missing: 'Approved' },
    { name: 'a date that bills, whatever was decided', milestone: { trigger: 'Deposit' }, missing: 'Approved' },
  ])('leaves out what is not there: $name', ({ milestone, client, missing }) => {
    const order = ordered({ milestone: aMilestone(milestone), client: aClient(client) });
    expect(order?.printed.map(({ name }) => name)).not.toContain(missing);
    expect(order?.printed.map(({ name }) => name)).toContain('Milestone');
  });

  test('one line for what is billed', () => {
    expect(ordered()?.lines).toEqual([{ words: 'Website: Design', minor: 400_000 }]);
  });

  test('a negative line for the deposit', () => {
    const deposit = bill(150_000, { id: 'in_d', number: 'NW-D', milestoneId: pageId(9), trigger: 'Deposit' });
    expect(ordered({ clientInvoices: [deposit] })).toMatchObject({
      lines: [
        { words: 'Website: Design', minor: 400_000 },
        { words: 'Deposit (invoice NW-D)', minor: -150_000 },
      ],
      money: { minor: 250_000, currency: 'GBP' },
      takenOff: 150_000,
    });
  });

  test('the days of a retainer that was paused, and the days that are given back', () => {
    const care = (on: string, id: string) =>
      aMilestone({
        id,
        name: 'Care',
        trigger: 'Retainer renewal',
        amount: 3000,
        plannedDate: plainDate(on),
        approval: null,
        decidedOn: null,
      });
    const facts: Partial<MilestoneFacts> = {
      milestone: care('2026-12-01', pageId(12)),
      siblings: [care('2026-11-01', pageId(11))],
      clientInvoices: [bill(300_000, { id: 'in_11', milestoneId: pageId(11), trigger: 'Retainer renewal' })],
      project: aProject({
        pausedRetainer: 'Prorate',
        pausedOn: plainDate('2026-11-21'),
        resumeOn: plainDate('2026-12-11'),
      }),
    };
    expect(ordered(facts, '2026-12-11T09:00:00Z')?.lines).toEqual([
      { words: 'Website: Care (21 of 31 days)', minor: 203_226 },
      { words: 'Paused days of the period before', minor: -100_000 },
    ]);
  });
});

describe('an invoice is ordered', () => {
  test.each([
    { submission: null, delivering: 'mail' },
    { submission: 'Email', delivering: 'mail' },
    { submission: 'Portal', delivering: 'portal' },
  ] as const)('for a client with submission $submission by $delivering (6.5)', ({ submission, delivering }) => {
    expect(ordered({ client: aClient({ submission }) })?.delivering).toBe(delivering);
  });

  test('from the seller’s day, so that the same day gives the same order', () => {
    const morning = ordered({}, '2026-11-03T08:00:00Z');
    expect(ordered({}, '2026-11-03T23:59:59Z')).toEqual(morning);
    expect(morning).toMatchObject({
      issuedAt: at('2026-11-03T00:00:00Z'),
      dueDate: '2026-11-17',
      dueAt: at('2026-11-17T23:59:59Z'),
    });
  });

  test('due on the day of issue where it is payable on receipt, in summer by summer time', () => {
    expect(ordered({ client: aClient({ paymentTermsDays: 0 }) }, '2026-06-30T23:30:00Z')).toMatchObject({
      dueDate: '2026-07-01',
      dueAt: at('2026-07-01T22:59:59Z'),
    });
  });

  test('under its key, with the decision that it bills', () => {
    expect(ordered()).toMatchObject({
      key: keyOf('all'),
      revision: 1,
      decision: 'Approved 2026-11-03',
      projectId: 'project-1',
      trigger: 'Milestone approval',
      customerId: 'cus_1',
    });
  });

  const anyBill: NextBill | undefined = (() => {
    const next = nextBill(inputOf({}));
    return next.kind === 'bill' ? next.bill : undefined;
  })();

  test.each<{ name: string; facts: Partial<MilestoneFacts> }>([
    { name: 'a client', facts: { client: undefined } },
    { name: 'a project', facts: { project: undefined } },
    { name: 'terms', facts: { client: aClient({ paymentTermsDays: -1 }) } },
    { name: 'a trigger', facts: { milestone: aMilestone({ trigger: null }) } },
    { name: 'a Stripe customer', facts: { client: aClient({ shown: { stripeCustomer: '', accountStatus: null } }) } },
  ])('not without $name', ({ facts }) => {
    expect(anyBill).toBeDefined();
    if (anyBill !== undefined) expect(invoiceOrder(inputOf(facts), anyBill)).toBeUndefined();
  });
});
