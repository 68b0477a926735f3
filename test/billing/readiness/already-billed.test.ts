import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice, MilestoneFacts } from '../../../src/billing/facts.ts';
import { alreadyBilledProblem, modeProblem } from '../../../src/billing/readiness/already-billed.ts';
import { aMilestone, aProject } from '../../support/facts.ts';
import { bill, inputOf, invoicedShown, keyOf, paidAt } from '../kit.ts';

describe('nothing is billed twice (R16)', () => {
  const naming = (stripeInvoice: string) => aMilestone({ shown: invoicedShown(4000, { stripeInvoice }) });
  const inPart = aMilestone({ approval: 'Approved', decidedOn: plainDate('2026-11-06') });
  const partOne = bill(150_000, { billingKey: keyOf('part-1') });

  test.each<{ name: string; facts: Partial<MilestoneFacts>; said: string | undefined }>([
    { name: 'never billed', facts: {}, said: undefined },
    { name: 'open', facts: { invoices: [bill(400_000)] }, said: 'Already billed with invoice NW-0001' },
    {
      name: 'paid, and without a number',
      facts: { invoices: [{ ...paidAt(bill(400_000), '2026-11-09T10:00:00Z'), number: null }] },
      said: 'Already billed with invoice in_1',
    },
    { name: 'voided', facts: { invoices: [bill(400_000, { status: 'void' })] }, said: undefined },
    { name: 'a draft', facts: { invoices: [bill(400_000, { status: 'draft' })] }, said: undefined },
    { name: 'a part of it', facts: { milestone: inPart, invoices: [partOne] }, said: undefined },
    {
      name: 'named by a person',
      facts: { milestone: naming('in_typed') },
      said: '"Stripe invoice" names in_typed, which Milepost did not make for this milestone or cannot find: empty the field if it was never billed',
    },
    {
      name: 'voided, and still named',
      facts: { milestone: naming('in_1'), invoices: [bill(400_000, { status: 'void' })] },
      said: undefined,
    },
    {
      name: 'named, and of the other mode: said by R19',
      facts: { milestone: naming('in_other'), namedInOtherMode: true },
      said: undefined,
    },
  ])('$name: $said', ({ facts, said }) => {
    expect(alreadyBilledProblem(inputOf(facts))).toBe(said);
  });
});

describe('the invoice and our key are of the same mode (R19)', () => {
  const live: Invoice = bill(400_000, { mode: 'live' });
  const milestone = aMilestone({ shown: invoicedShown(4000) });

  test.each<{ name: string; facts: Partial<MilestoneFacts>; said: string | undefined }>([
    { name: 'both test', facts: { invoices: [bill(400_000)], milestone }, said: undefined },
    { name: 'both live', facts: { invoices: [live], mode: 'live', milestone }, said: undefined },
    {
      name: 'a live invoice under a test key',
      facts: { namedInOtherMode: true, milestone },
      said: '"Stripe invoice" names in_1, which is a live invoice, but Milepost works with a test key: set the key of the right mode',
    },
    {
      name: 'a test invoice under a live key',
      facts: { invoices: [bill(400_000)], mode: 'live', milestone },
      said: '"Stripe invoice" names in_1, which is a test invoice, but Milepost works with a live key: set the key of the right mode',
    },
  ])('$name: $said', ({ facts, said }) => {
    expect(modeProblem(inputOf({ project: aProject(), ...facts }))).toBe(said);
  });
});
