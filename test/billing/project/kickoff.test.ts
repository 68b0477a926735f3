import { describe, expect, test } from 'vitest';
import type { Milestone, Project, ShownOnMilestone } from '../../../src/billing/facts.ts';
import { kickoffOf } from '../../../src/billing/project/kickoff.ts';
import { aMilestone, aProject, nothingShown } from '../../support/facts.ts';
import { invoicedShown, pageId } from '../kit.ts';

const deposit = (shown: Partial<ShownOnMilestone> = {}, changes: Partial<Milestone> = {}): Milestone =>
  aMilestone({ trigger: 'Deposit', approval: null, ...changes, shown: { ...nothingShown, ...shown } });

const notBilled = deposit();
const billed = deposit(invoicedShown(6000));
const paid = deposit(invoicedShown(6000, { billingStatus: 'Paid', remaining: 0 }));
const returned = deposit(
  invoicedShown(6000, { billingStatus: 'Overdue', billingDetail: 'Money returned: 6,000.00 GBP' }),
);
const refunded = deposit(invoicedShown(6000, { billingStatus: 'Closed', billingDetail: 'Refunded: 6,000.00 GBP' }));
const nothingToBill = deposit({ billingStatus: 'Closed', billingDetail: 'Nothing to bill.' });
const cancelled = deposit({}, { approval: 'Rejected' });
const work = aMilestone({ id: pageId(2), trigger: 'Milestone approval' });

type WaitsFor = Project['kickoffWaitsFor'];
const kickoff = (kickoffWaitsFor: WaitsFor, ...milestones: Milestone[]) =>
  kickoffOf(aProject({ kickoffWaitsFor }), [work, ...milestones]);

describe('work may begin, by what the kickoff waits for (10)', () => {
  test.each<{ name: string; of: readonly Milestone[]; payment: string; invoice: string }>([
    { name: 'not billed', of: [notBilled], payment: 'Waiting', invoice: 'Waiting' },
    { name: 'billed', of: [billed], payment: 'Waiting', invoice: 'Clear' },
    { name: 'paid', of: [paid], payment: 'Clear', invoice: 'Clear' },
    { name: 'one of two paid', of: [paid, { ...billed, id: pageId(3) }], payment: 'Waiting', invoice: 'Clear' },
    {
      name: 'one of two billed',
      of: [billed, { ...notBilled, id: pageId(3) }],
      payment: 'Waiting',
      invoice: 'Waiting',
    },
    { name: 'closed with nothing to bill', of: [nothingToBill], payment: 'Clear', invoice: 'Clear' },
    { name: 'cancelled', of: [cancelled], payment: 'Clear', invoice: 'Clear' },
    { name: 'not planned', of: [], payment: 'Clear', invoice: 'Clear' },
  ])('a deposit $name: $payment for "Payment", $invoice for "Invoice"', ({ of, payment, invoice }) => {
    expect(kickoff('Payment', ...of)).toBe(payment);
    expect(kickoff(null, ...of), 'payment is the default').toBe(payment);
    expect(kickoff('Invoice', ...of)).toBe(invoice);
    expect(kickoff('Nothing', ...of)).toBe('Clear');
  });
});

describe('money that goes back closes the kickoff again (14.1)', () => {
  test.each([
    { name: 'returned', after: returned },
    { name: 'refunded as agreed', after: refunded },
  ])('$name', ({ after }) => {
    expect(kickoff('Payment', paid)).toBe('Clear');
    expect(kickoff('Payment', after)).toBe('Waiting');
  });

  test('and opens it once more when it comes after all', () => {
    expect(kickoff('Payment', returned)).toBe('Waiting');
    expect(kickoff('Payment', paid)).toBe('Clear');
  });
});
