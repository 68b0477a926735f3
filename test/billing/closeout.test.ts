import { describe, expect, test } from 'vitest';
import { plainDate } from '../../src/billing/calendar.ts';
import { closeoutComment, isStale, mayBeCommented } from '../../src/billing/closeout.ts';
import { decide } from '../../src/billing/decide.ts';
import type { BillingStatus, Invoice, ShownOnMilestone } from '../../src/billing/facts.ts';
import type { NextBillingEvent } from '../../src/billing/project/next-billing-event.ts';
import { aMilestone, aPolicy, aProject, currency, theFacts } from '../support/facts.ts';
import { at, bill, invoicedShown, paidAt, withMoves } from './kit.ts';

const paid = paidAt(bill(400_000), '2026-11-16T11:02:00Z');
const next: NextBillingEvent = {
  nextBillingEvent: 'Build: 8,000.00 GBP, milestone approval, Mara',
  nextBillingDate: plainDate('2026-12-01'),
};

const commentOn = (invoice: Invoice, coming: NextBillingEvent | undefined = next) => {
  const milestone = aMilestone();
  const { shown } = decide(theFacts({ milestone, invoices: [invoice] }), aPolicy(), at('2026-11-16T11:03:00Z'));
  return closeoutComment(shown, { milestone, next: coming, currency: currency('GBP') });
};

describe('one comment says that a milestone is paid and what comes next (14)', () => {
  test('with the invoice, the sum, the day, and the next event with its date', () => {
    expect(commentOn(paid)).toEqual({
      beginning: 'Paid: invoice NW-0001 ',
      text: 'Paid: invoice NW-0001 for "Design", 4,000.00 GBP, on 2026-11-16. Next: Build: 8,000.00 GBP, milestone approval, Mara, planned for 2026-12-01.',
    });
  });

  test.each<{ name: string; coming: NextBillingEvent | undefined; text: RegExp }>([
    { name: 'without a planned date', coming: { ...next, nextBillingDate: null }, text: /, Mara\.$/ },
    {
      name: 'with nothing that comes next',
      coming: { nextBillingEvent: '', nextBillingDate: null },
      text: /on 2026-11-16\.$/,
    },
    { name: 'without knowing what comes next', coming: undefined, text: /on 2026-11-16\.$/ },
  ])('$name', ({ coming, text }) => {
    expect(
      closeoutComment(invoicedView({}), { milestone: aMilestone(), next: coming, currency: currency('GBP') })?.text,
    ).toMatch(text);
  });

  test('of an invoice without a number names its id', () => {
    expect(commentOn({ ...paid, number: null })?.beginning).toBe('Paid: invoice in_1 ');
  });

  test('on a day that nobody knows says so', () => {
    expect(commentOn({ ...paid, paidAt: null })?.text).toContain('on an unknown day.');
  });

  test.each([
    { name: 'open', invoice: bill(400_000) },
    { name: 'returned', invoice: withMoves(paid, { disputesLost: 400_000 }) },
    { name: 'refunded', invoice: withMoves(paid, { refundedAsAgreed: 400_000 }) },
    { name: 'voided', invoice: bill(400_000, { status: 'void' }) },
  ])('and none while it is $name', ({ invoice }) => {
    expect(commentOn(invoice)).toBeUndefined();
  });

  test('and none without a sum', () => {
    expect(
      closeoutComment(invoicedView({ invoiced: null }), { milestone: aMilestone(), next, currency: currency('GBP') }),
    ).toBeUndefined();
  });

  test('leaves out a sum that cannot be one', () => {
    expect(
      closeoutComment(invoicedView({ invoiced: 0.001 }), {
        milestone: aMilestone(),
        next: undefined,
        currency: currency('GBP'),
      })?.text,
    ).toBe('Paid: invoice NW-0001 for "Design", on 2026-11-16.');
  });

  function invoicedView(changes: Partial<ShownOnMilestone>) {
    const {
      followUpStep: _step,
      lastFollowUp: _last,
      nextFollowUp: _next,
      ...shown
    } = invoicedShown(4000, { billingStatus: 'Paid', paidOn: plainDate('2026-11-16'), ...changes });
    return shown;
  }
});

describe('what the project shows as next may be a few seconds old', () => {
  test.each([
    { name: 'nothing yet', event: '', is: true },
    { name: 'this very milestone', event: 'Design: 4,000.00 GBP, milestone approval, Mara', is: true },
    { name: 'the next one', event: 'Build: 8,000.00 GBP, milestone approval, Mara', is: false },
    { name: 'nothing any more', event: 'Fully billed', is: false },
  ])('$name: $is', ({ event, is }) => {
    const project = aProject({
      shown: { kickoff: null, nextBillingEvent: event, nextBillingDate: null, mismatches: '' },
    });
    expect(isStale(project, aMilestone())).toBe(is);
  });
});

describe('the comments are read first where one may be there already', () => {
  const shown = (billingStatus: BillingStatus | null, billingDetail = '') =>
    invoicedShown(4000, { billingStatus, billingDetail });

  test.each([
    { name: 'sent', row: shown('Sent'), may: false },
    { name: 'due soon', row: shown('Due soon'), may: false },
    { name: 'overdue', row: shown('Overdue', 'Overdue since 2026-11-18.'), may: false },
    { name: 'money returned', row: shown('Overdue', 'Money returned: 4,000.00 GBP'), may: true },
    { name: 'paid', row: shown('Paid'), may: true },
    { name: 'closed', row: shown('Closed'), may: true },
    { name: 'nothing', row: shown(null), may: true },
  ])('the last look left it $name: $may', ({ row, may }) => {
    expect(mayBeCommented({ shown: row, known: row })).toBe(may);
  });

  test('nobody knows how the last look left it, or it is not so any more', () => {
    expect(mayBeCommented({ shown: shown('Sent'), known: undefined })).toBe(true);
    expect(mayBeCommented({ shown: shown('Sent'), known: shown('Due soon') })).toBe(true);
  });
});
