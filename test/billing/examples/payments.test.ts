import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysBetween, plainDate } from '../../../src/billing/calendar.ts';
import { closeoutComment } from '../../../src/billing/closeout.ts';
import { decide } from '../../../src/billing/decide.ts';
import type { Decision } from '../../../src/billing/decision.ts';
import type { Invoice } from '../../../src/billing/facts.ts';
import { kickoffOf } from '../../../src/billing/project/kickoff.ts';
import { projectView } from '../../../src/billing/project-view.ts';
import { ageingBucket } from '../../../src/billing/review/ageing.ts';
import { netCash } from '../../../src/billing/standing/net-cash.ts';
import { aClient, aMilestone, aPolicy, aProject, currency, theFacts } from '../../support/facts.ts';
import {
  at,
  bill,
  creditedBy,
  keyOf,
  mismatchIds,
  mismatchIn,
  pageId,
  paidAt,
  showing,
  theProject,
  withMoves,
} from '../kit.ts';

const policy = aPolicy();

/** How a milestone stands by its one invoice. */
const standsBy =
  (amount: number, changes: Parameters<typeof theFacts>[0] = {}) =>
  (invoice: Invoice, iso: string): Decision =>
    decide(theFacts({ milestone: aMilestone({ amount }), invoices: [invoice], ...changes }), policy, at(iso));

/** The project of a milestone that shows this decision, an hour later. */
const projectAfter = (amount: number, { shown }: Decision, invoice: Invoice, now: string) =>
  theProject({ milestones: [showing(aMilestone({ amount }), shown)], invoices: [invoice], now });

describe('X08 Part payment: 6,000.00 due Friday 2026-11-13, 2,500.00 settled on 10 November', () => {
  const open = bill(600_000, {
    createdAt: at('2026-10-30T10:00:00Z'),
    finalizedAt: at('2026-10-30T10:00:05Z'),
    dueAt: at('2026-11-13T23:59:59Z'),
  });
  const part: Invoice = { ...open, amountPaid: 250_000, amountRemaining: 350_000 };
  const stands = standsBy(6000);

  test('X08 is due soon and partially paid on 10 November', () => {
    const { shown, details } = stands(part, '2026-11-10T12:00:00Z');
    expect(details).toEqual(['partially paid']);
    expect(shown).toMatchObject({
      billingStatus: 'Due soon',
      billingDetail: 'Partially paid: 2,500.00 GBP of 6,000.00 GBP received, 3,500.00 GBP remaining, due 2026-11-13.',
      remaining: 3500,
    });
  });

  test('X08 is overdue from 14 November', () => {
    expect(stands(part, '2026-11-13T23:59:59Z').shown.billingStatus).toBe('Due soon');
    expect(stands(part, '2026-11-14T00:00:00Z').shown.billingStatus).toBe('Overdue');
  });

  test('X08 ages 3,500.00 in the bucket of 1 to 30 days', () => {
    const { shown } = stands(part, '2026-11-16T09:00:00Z');
    expect(shown.remaining).toBe(3500);
    expect(ageingBucket(daysBetween(shown.due ?? plainDate('2026-01-01'), plainDate('2026-11-16')))).toBe('days1to30');
  });

  test('X08 is paid on 20 November with the second payment of 3,500.00', () => {
    const { shown, details } = stands(paidAt(part, '2026-11-20T10:00:00Z'), '2026-11-20T10:01:00Z');
    expect(shown).toMatchObject({ billingStatus: 'Paid', paidOn: '2026-11-20', remaining: 0 });
    expect(details).toEqual([]);
  });
});

describe('X10 Short transfer: 10,000.00 EUR, and 9,985.00 arrives', () => {
  const open = bill(1_000_000, { currency: currency('EUR') });
  const short = withMoves(open, { onCashBalance: 998_500 });
  const stands = standsBy(10_000, { client: aClient({ currency: 'EUR' }) });

  test('X10 is open with 10,000.00 remaining, detail short transfer, with the gap of 15.00', () => {
    const { shown, details } = stands(short, '2026-11-09T12:00:00Z');
    expect(details).toEqual(['short transfer']);
    expect(shown).toMatchObject({ billingStatus: 'Sent', remaining: 10_000 });
    expect(shown.billingDetail).toBe(
      'Short transfer: 9,985.00 EUR arrived for invoice NW-0001, 15.00 EUR are missing. Mara asks for the rest, or credits it and applies the balance in Stripe.',
    );
  });

  test('X10 has 9,985.00 remaining once the owner has credited 15.00', () => {
    expect(stands(creditedBy(short, 1500), '2026-11-09T13:00:00Z').shown).toMatchObject({
      billingStatus: 'Sent',
      remaining: 9985,
    });
  });

  test('X10 is paid once the balance is applied: cash 9,985.00, credited 15.00', () => {
    const applied = paidAt(creditedBy(open, 1500), '2026-11-09T14:00:00Z');
    expect(stands(applied, '2026-11-09T14:01:00Z').shown).toMatchObject({ billingStatus: 'Paid', remaining: 0 });
    expect([netCash(applied), applied.credited]).toEqual([998_500, 1500]);
  });
});

describe('X11 Overpaid: 1,500.00 paid on an invoice over 1,200.00', () => {
  const invoice = { ...paidAt(bill(120_000), '2026-11-09T10:00:00Z'), amountOverpaid: 30_000 };
  const { shown, details } = standsBy(1200)(invoice, '2026-11-09T10:01:00Z');

  test('X11 is paid and overpaid by 300.00, with one task for the owner', () => {
    expect(details).toEqual(['overpaid']);
    expect(shown).toMatchObject({
      billingStatus: 'Paid',
      billingDetail:
        "Overpaid: paid on 2026-11-09, 300.00 GBP too much. Mara returns it or keeps it as the client's credit.",
    });
  });

  test('X11 leaves nothing remaining, and no more than that: receivables fall by 1,200.00 only', () => {
    expect(shown).toMatchObject({ invoiced: 1200, remaining: 0 });
  });
});

describe('X12 Refund: 5,000.00 paid on 2 November, fully refunded on 12 November', () => {
  const paid = paidAt(bill(500_000), '2026-11-02T10:00:00Z');
  const stands = standsBy(5000);
  const agreed = withMoves(paid, { refundedAsAgreed: 500_000 });
  const blank = withMoves(paid, { refundedUnexplained: 500_000 });
  const refundedAt = '2026-11-12T10:00:00Z';

  test('X12 as agreed is closed, refunded, and its closeout is undone', () => {
    const { shown, details } = stands(agreed, refundedAt);
    expect(shown).toMatchObject({ billingStatus: 'Closed', paidOn: null });
    expect(details).toEqual(['refunded']);
    expect(mismatchIds(projectAfter(5000, stands(agreed, refundedAt), agreed, refundedAt))).not.toContain('M18');
  });

  test('X12 as agreed puts the next event under review', () => {
    const facts = projectAfter(5000, stands(agreed, refundedAt), agreed, refundedAt);
    expect(projectView(facts, () => facts.today).shown.nextBillingEvent).toContain(
      '(under review: money went back on "Design")',
    );
  });

  test('X12 without a reason is overdue, money returned, and no reminder goes out', () => {
    const { shown, details } = stands(blank, refundedAt);
    expect(shown).toMatchObject({ billingStatus: 'Overdue', paidOn: null, remaining: 5000 });
    expect(details).toEqual(['money returned']);
    expect(shown.billingDetail).toBe(
      'Money returned: 5,000.00 GBP of invoice NW-0001 went back to the client. Mara decides how to go on; no reminder goes out.',
    );
  });

  test('X12 without a reason opens M18 and puts the next event under review', () => {
    const facts = projectAfter(5000, stands(blank, refundedAt), blank, refundedAt);
    expect(mismatchIn(facts, 'M18')).toMatchObject({ severity: 'critical', person: 'Jonas' });
    expect(projectView(facts, () => facts.today).shown.nextBillingEvent).toContain(
      '(under review: money went back on "Design")',
    );
  });

  test.each([
    { name: 'as agreed', invoice: agreed },
    { name: 'without a reason', invoice: blank },
  ])('X12 $name closes the kickoff again when it was the deposit', ({ invoice }) => {
    const deposit = aMilestone({ trigger: 'Deposit' });
    expect(kickoffOf(aProject(), [showing(deposit, stands(paid, refundedAt).shown)])).toBe('Clear');
    expect(kickoffOf(aProject(), [showing(deposit, stands(invoice, refundedAt).shown)])).toBe('Waiting');
  });
});

describe('X13 Chargeback: paid on 3 November, disputed on 18 November', () => {
  const paid = paidAt(bill(400_000), '2026-11-03T15:00:00Z');
  const stands = standsBy(4000);

  test('X13 is paid and disputed', () => {
    const { shown, details } = stands(withMoves(paid, { disputed: 400_000 }), '2026-11-18T10:00:00Z');
    expect(shown).toMatchObject({ billingStatus: 'Paid', paidOn: '2026-11-03' });
    expect(details).toEqual(['disputed']);
    expect(shown.billingDetail).toBe(
      "Disputed: the client's bank disputes 4,000.00 GBP of invoice NW-0001. Mara answers it in Stripe.",
    );
  });

  test('X13 won on 10 December is paid', () => {
    const { shown, details } = stands(paid, '2026-12-10T10:00:00Z');
    expect(shown).toMatchObject({ billingStatus: 'Paid', billingDetail: 'Paid on 2026-11-03.' });
    expect(details).toEqual([]);
  });

  test('X13 lost is overdue, money returned, with M18', () => {
    const lost = withMoves(paid, { disputesLost: 400_000 });
    const decision = stands(lost, '2026-12-10T10:00:00Z');
    expect(decision.shown).toMatchObject({ billingStatus: 'Overdue', remaining: 4000, paidOn: null });
    expect(decision.details).toEqual(['money returned']);
    expect(mismatchIds(projectAfter(4000, decision, lost, '2026-12-10T10:00:00Z'))).toContain('M18');
  });
});

describe('X23 Events repeated and reordered: finalized, sent, payment_failed, payment, paid', () => {
  const open = bill(400_000);
  const PAID = { since: '2026-11-16T11:02:00Z', invoice: paidAt(open, '2026-11-16T11:02:00Z') };
  /** What Stripe holds after each of the events; two of them share a second. */
  const HISTORY: readonly (typeof PAID)[] = [
    { since: '2026-11-03T14:20:05Z', invoice: open },
    { since: '2026-11-03T14:20:05Z', invoice: open },
    { since: '2026-11-10T09:00:00Z', invoice: withMoves(open, { lastAttempt: 'failed' }) },
    { since: '2026-11-12T09:00:00Z', invoice: { ...open, amountPaid: 100_000, amountRemaining: 300_000 } },
    PAID,
  ];
  const voided = bill(400_000, { id: 'in_0', status: 'void', revision: 1, decision: 'Approved 2026-11-01' });
  const live = (invoice: Invoice): Invoice => ({ ...invoice, revision: 2, billingKey: keyOf('all', 2) });

  /** An event only says look: each look reads what Stripe holds by then. What it shows stays for the next one. */
  function closeoutsOver(looks: readonly number[], isTurned: boolean) {
    let milestone = aMilestone();
    let closeouts = 0;
    for (const [count, event] of looks.entries()) {
      const { since, invoice } = HISTORY[Math.max(event, ...looks.slice(0, count))] ?? PAID;
      const invoices = isTurned ? [voided, live(invoice)] : [live(invoice), voided];
      const { shown, action } = decide(theFacts({ milestone, invoices }), policy, at(since));
      expect(action).toBeUndefined();
      const isNews = shown.billingStatus !== milestone.shown.billingStatus;
      const around = { milestone, next: undefined, currency: invoice.currency };
      if (isNews && closeoutComment(shown, around) !== undefined) closeouts += 1;
      milestone = showing(milestone, shown);
    }
    return { shown: milestone.shown, closeouts };
  }

  const inOrder = closeoutsOver([0, 1, 2, 3, 4], false);

  test('X23 end with one invoice, status paid and one closeout', () => {
    expect(inOrder.closeouts).toBe(1);
    expect(inOrder.shown).toMatchObject({ billingStatus: 'Paid', stripeInvoice: 'in_1', invoiced: 4000, remaining: 0 });
  });

  test('X23 delivered in any order, each one to three times, end the same', () => {
    const times = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: HISTORY.length, maxLength: HISTORY.length });
    const delivered = times.chain((counts) => {
      const all = counts.flatMap((count, event) => Array.from({ length: count }, () => event));
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
    });
    fc.assert(
      fc.property(delivered, fc.boolean(), (looks, isTurned) => {
        expect(closeoutsOver(looks, isTurned)).toEqual(inOrder);
      }),
    );
  });

  test('X23 with the invoice of a sibling beside it change nothing', () => {
    const other = bill(400_000, { id: 'in_9', milestoneId: pageId(9), billingKey: keyOf('all', 1, pageId(9)) });
    const facts = theFacts({ invoices: [PAID.invoice], clientInvoices: [other] });
    expect(decide(facts, policy, at(PAID.since)).shown.stripeInvoice).toBe('in_1');
  });
});
