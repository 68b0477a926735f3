import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice, ShownOnMilestone } from '../../../src/billing/facts.ts';
import type { ProjectFacts } from '../../../src/billing/mismatches/mismatch.ts';
import { aMilestone } from '../../support/facts.ts';
import { bill, creditedBy, invoicedShown, keyOf, mismatchIn, paidAt, theProject } from '../kit.ts';

const open = bill(400_000);
const paid = paidAt(open, '2026-11-10T09:00:00Z');
const voided: Invoice = { ...open, status: 'void' };
const writtenOff: Invoice = { ...open, status: 'uncollectible' };

const facts = (shown: Partial<ShownOnMilestone>, invoices: readonly Invoice[], now = '2026-11-10T10:00:00Z') =>
  theProject({ milestones: [aMilestone({ shown: invoicedShown(4000, shown) })], invoices, now });
const said = (given: ProjectFacts, id: string) => mismatchIn(given, id)?.words;

describe('M10 settled in Stripe, not shown as paid for longer than a sweep', () => {
  test.each<{ name: string; shown: Partial<ShownOnMilestone>; invoice: Invoice; now?: string; opens: boolean }>([
    { name: 'an hour ago', shown: {}, invoice: paid, opens: true },
    { name: 'a minute ago', shown: {}, invoice: paid, now: '2026-11-10T09:01:00Z', opens: false },
    { name: 'exactly one sweep ago', shown: {}, invoice: paid, now: '2026-11-10T09:10:00Z', opens: true },
    { name: 'and shown', shown: { billingStatus: 'Paid' }, invoice: paid, opens: false },
    { name: 'not settled', shown: {}, invoice: open, opens: false },
    {
      name: 'and it went back',
      shown: { billingStatus: 'Overdue', billingDetail: 'Money returned: 4,000.00 GBP' },
      invoice: paid,
      opens: false,
    },
    { name: 'on an unknown day', shown: {}, invoice: { ...paid, paidAt: null }, opens: false },
  ])('$name: $opens', ({ shown, invoice, now, opens }) => {
    expect(said(facts(shown, [invoice], now), 'M10')).toBe(
      opens ? 'Milepost has not shown it. Look whether it runs and may write here.' : undefined,
    );
  });
});

describe('M11 Notion says paid, Stripe does not', () => {
  test.each<{ name: string; shown: Partial<ShownOnMilestone>; invoices: readonly Invoice[]; opens: boolean }>([
    { name: 'open', shown: { billingStatus: 'Paid' }, invoices: [open], opens: true },
    { name: 'voided', shown: { billingStatus: 'Paid' }, invoices: [voided], opens: true },
    { name: 'never billed', shown: { billingStatus: 'Paid', stripeInvoice: '' }, invoices: [], opens: true },
    { name: 'paid', shown: { billingStatus: 'Paid' }, invoices: [paid], opens: false },
    { name: 'open, and shown so', shown: { billingStatus: 'Sent' }, invoices: [open], opens: false },
  ])('$name: $opens', ({ shown, invoices, opens }) => {
    expect(said(facts(shown, invoices), 'M11')).toBe(
      opens ? 'Stripe has no payment. Record it in Stripe if the money came another way.' : undefined,
    );
  });
});

describe('M12 void or written off in Stripe, and shown as open', () => {
  const replacement = bill(400_000, { id: 'in_2', revision: 2, billingKey: keyOf('all', 2) });

  test.each<{ name: string; shown: Partial<ShownOnMilestone>; invoices: readonly Invoice[]; opens: boolean }>([
    { name: 'void', shown: {}, invoices: [voided], opens: true },
    { name: 'written off', shown: { billingStatus: 'Overdue' }, invoices: [writtenOff], opens: true },
    { name: 'void, and shown so', shown: { billingStatus: 'Not yet triggered' }, invoices: [voided], opens: false },
    { name: 'written off, and shown so', shown: { billingStatus: 'Closed' }, invoices: [writtenOff], opens: false },
    { name: 'void, and replaced by an open one', shown: {}, invoices: [voided, replacement], opens: false },
    { name: 'open', shown: {}, invoices: [open], opens: false },
    { name: 'another one void', shown: { stripeInvoice: 'in_2' }, invoices: [voided, replacement], opens: false },
  ])('$name: $opens', ({ shown, invoices, opens }) => {
    expect(said(facts(shown, invoices), 'M12')).toBe(
      opens ? 'Milepost has not shown it. Look whether it runs and may write here.' : undefined,
    );
  });
});

describe('M16 Notion names an invoice that Stripe does not have for this client', () => {
  test.each([
    { name: 'there', stripeInvoice: 'in_1', opens: false },
    { name: 'none named', stripeInvoice: '', opens: false },
    { name: 'elsewhere or nowhere', stripeInvoice: 'in_typed', opens: true },
  ])('$name: $opens', ({ stripeInvoice, opens }) => {
    expect(said(facts({ stripeInvoice }, [open]), 'M16')).toBe(
      opens
        ? '"Stripe invoice" names in_typed, which Stripe does not show for this client. Empty the field, or set the key of the right account and mode.'
        : undefined,
    );
  });
});

describe('M22 the due date in Notion differs from Stripe', () => {
  test.each<{ name: string; due: string | null; invoices: readonly Invoice[]; words: string | undefined }>([
    { name: 'the same', due: '2026-11-17', invoices: [open], words: undefined },
    {
      name: 'another',
      due: '2026-12-24',
      invoices: [open],
      words: 'Here it is 2026-12-24, in Stripe 2026-11-17. Milepost puts it back with its next look.',
    },
    { name: 'not shown yet', due: null, invoices: [open], words: undefined },
    { name: 'of no live invoice', due: '2026-12-24', invoices: [voided], words: undefined },
    {
      name: 'of an invoice that was never finalized',
      due: '2026-12-24',
      invoices: [{ ...open, finalizedAt: null }],
      words: undefined,
    },
    { name: 'of one that was credited', due: '2026-11-17', invoices: [creditedBy(open, 1000)], words: undefined },
  ])('$name: $words', ({ due, invoices, words }) => {
    expect(said(facts({ due: due === null ? null : plainDate(due) }, invoices), 'M22')).toBe(words);
  });
});
