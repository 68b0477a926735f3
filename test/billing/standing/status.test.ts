import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, instantFromIso, plainDate, startOfDay } from '../../../src/billing/calendar.ts';
import { dueSoonWindow, nextStatusChange, statusByDate, statusOf } from '../../../src/billing/standing/status.ts';
import { anInvoice, aPolicy } from '../../support/facts.ts';

const policy = aPolicy();
const today = plainDate('2026-11-05');

describe('billing status (Rule 7.2, first match wins)', () => {
  const paid = { status: 'paid', amountPaid: 400_000, amountRemaining: 0 } as const;
  test.each([
    { name: 'no invoice', invoice: undefined, status: 'Not yet triggered', ending: 'none' },
    {
      name: 'a draft',
      invoice: anInvoice({ status: 'draft', finalizedAt: null }),
      status: 'Not yet triggered',
      ending: 'none',
    },
    {
      name: 'void, still billable',
      invoice: anInvoice({ status: 'void' }),
      status: 'Not yet triggered',
      ending: 'voided',
    },
    { name: 'uncollectible', invoice: anInvoice({ status: 'uncollectible' }), status: 'Closed', ending: 'written off' },
    {
      name: 'uncollectible, then paid',
      invoice: anInvoice({ status: 'uncollectible', ...{ amountPaid: 400_000, amountRemaining: 0 } }),
      status: 'Paid',
      ending: 'none',
    },
    { name: 'paid', invoice: anInvoice(paid), status: 'Paid', ending: 'none' },
    {
      name: 'covered by customer credit',
      invoice: anInvoice({ status: 'paid', amountDue: 0, amountRemaining: 0 }),
      status: 'Paid',
      ending: 'none',
    },
    {
      name: 'covered by a credit note',
      invoice: anInvoice({ status: 'paid', amountDue: 0, amountRemaining: 0, credited: 400_000 }),
      status: 'Closed',
      ending: 'credited',
    },
    { name: 'open, due in 12 days', invoice: anInvoice(), status: 'Sent', ending: 'none' },
    {
      name: 'open, half paid',
      invoice: anInvoice({ amountPaid: 200_000, amountRemaining: 200_000 }),
      status: 'Sent',
      ending: 'none',
    },
  ])('of $name is $status ($ending)', ({ invoice, status, ending }) => {
    expect(statusOf(invoice, today, false, policy)).toEqual({ status, ending });
  });

  test('of a voided invoice of a cancelled milestone is Closed', () => {
    expect(statusOf(anInvoice({ status: 'void' }), today, true, policy)).toEqual({
      status: 'Closed',
      ending: 'voided',
    });
  });
});

describe('an open invoice issued 2026-11-03 and due 2026-11-17 (X01)', () => {
  test.each([
    { on: '2026-11-03', status: 'Sent' },
    { on: '2026-11-09', status: 'Sent' },
    { on: '2026-11-10', status: 'Due soon' },
    { on: '2026-11-17', status: 'Due soon' },
    { on: '2026-11-18', status: 'Overdue' },
  ])('is $status on $on', ({ on, status }) => {
    expect(statusOf(anInvoice(), plainDate(on), false, policy).status).toBe(status);
  });

  test('changes next on 10 November, then on 18 November, at midnight in the seller’s zone', () => {
    const change = (status: 'Sent' | 'Due soon' | 'Overdue') =>
      nextStatusChange({ status, ending: 'none' }, anInvoice(), policy);
    expect(change('Sent')).toBe(instantFromIso('2026-11-10T00:00:00Z'));
    expect(change('Due soon')).toBe(instantFromIso('2026-11-18T00:00:00Z'));
    expect(change('Overdue')).toBeUndefined();
  });
});

describe('the due-soon window (Rule 7.3)', () => {
  test.each([
    { term: 30, days: 7 },
    { term: 14, days: 7 },
    { term: 7, days: 3 },
    { term: 0, days: 0 },
  ])('of a term of $term days is $days days', ({ term, days }) => {
    const issued = plainDate('2026-11-03');
    expect(dueSoonWindow(issued, addDays(issued, term), 7)).toBe(days);
  });

  test('lets the status move forward only as days go by, and change exactly when foretold', () => {
    const order = ['Sent', 'Due soon', 'Overdue'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 120 }), (term, day) => {
        const issued = plainDate('2026-03-01');
        const due = addDays(issued, term);
        const invoice = anInvoice({
          finalizedAt: startOfDay('Europe/London', issued),
          dueAt: startOfDay('Europe/London', due),
        });
        const on = addDays(issued, day);
        const now = statusByDate(issued, due, on, 7);
        const next = statusByDate(issued, due, addDays(on, 1), 7);
        expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(now));
        const foretold =
          nextStatusChange({ status: now, ending: 'none' }, invoice, policy) ===
          startOfDay('Europe/London', addDays(on, 1));
        expect(foretold).toBe(next !== now);
      }),
    );
  });
});
