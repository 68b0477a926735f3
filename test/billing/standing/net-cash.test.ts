import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Invoice } from '../../../src/billing/facts.ts';
import { netCash, requiredOf, settledOn, shortfallOf } from '../../../src/billing/standing/net-cash.ts';
import { owedOn, statusOf } from '../../../src/billing/standing/status.ts';
import { aPolicy } from '../../support/facts.ts';
import { bill, creditedBy, paidAt, withMoves } from '../kit.ts';

const paid = paidAt(bill(400_000), '2026-11-09T10:00:00Z');

describe('net cash is what was settled, less refunds and lost disputes (7.2-4a)', () => {
  type Case = {
    name: string;
    invoice: Invoice;
    net: number;
    required: number;
    status: string;
    ending: string;
    owed?: number;
  };

  test.each<Case>([
    { name: 'paid', invoice: paid, net: 400_000, required: 400_000, status: 'Paid', ending: 'none' },
    {
      name: 'paid by the client’s credit with us',
      invoice: { ...paid, amountDue: 100_000, amountPaid: 100_000 },
      net: 400_000,
      required: 400_000,
      status: 'Paid',
      ending: 'none',
    },
    {
      name: 'credited in part, the rest paid',
      invoice: paidAt(creditedBy(bill(400_000), 100_000), '2026-11-09T10:00:00Z'),
      net: 300_000,
      required: 300_000,
      status: 'Paid',
      ending: 'none',
    },
    {
      name: 'credited in full, nothing ever settled (4b)',
      invoice: { ...creditedBy(bill(400_000), 400_000), status: 'paid' },
      net: 0,
      required: 0,
      status: 'Closed',
      ending: 'credited',
    },
    {
      name: 'overpaid',
      invoice: { ...paid, amountOverpaid: 30_000 },
      net: 430_000,
      required: 400_000,
      status: 'Paid',
      ending: 'none',
    },
    {
      name: 'overpaid, and that given back',
      invoice: withMoves({ ...paid, amountOverpaid: 30_000 }, { refundedUnexplained: 30_000 }),
      net: 400_000,
      required: 400_000,
      status: 'Paid',
      ending: 'none',
    },
    {
      name: 'refunded in full as agreed (4d)',
      invoice: withMoves(paid, { refundedAsAgreed: 400_000 }),
      net: 0,
      required: 400_000,
      status: 'Closed',
      ending: 'refunded',
      owed: 0,
    },
    {
      name: 'refunded in part as agreed (4d)',
      invoice: withMoves(paid, { refundedAsAgreed: 100_000 }),
      net: 300_000,
      required: 400_000,
      status: 'Paid',
      ending: 'part refunded',
      owed: 0,
    },
    {
      name: 'refunded in part, and that credited: nothing is missing (4c)',
      invoice: withMoves({ ...paid, creditedAfterPayment: 100_000 }, { refundedUnexplained: 100_000 }),
      net: 300_000,
      required: 300_000,
      status: 'Paid',
      ending: 'part refunded',
    },
    {
      name: 'refunded in full, and that credited',
      invoice: withMoves({ ...paid, creditedAfterPayment: 400_000 }, { refundedUnexplained: 400_000 }),
      net: 0,
      required: 0,
      status: 'Closed',
      ending: 'refunded',
    },
    {
      name: 'refunded for no reason (4e)',
      invoice: withMoves(paid, { refundedUnexplained: 100_000 }),
      net: 300_000,
      required: 400_000,
      status: 'Overdue',
      ending: 'money returned',
      owed: 100_000,
    },
    {
      name: 'refunded partly as agreed and partly not (4e)',
      invoice: withMoves(paid, { refundedAsAgreed: 100_000, refundedUnexplained: 50_000 }),
      net: 250_000,
      required: 400_000,
      status: 'Overdue',
      ending: 'money returned',
      owed: 150_000,
    },
    {
      name: 'a dispute lost (4e)',
      invoice: withMoves(paid, { disputesLost: 400_000 }),
      net: 0,
      required: 400_000,
      status: 'Overdue',
      ending: 'money returned',
      owed: 400_000,
    },
    {
      name: 'a dispute that is open takes nothing yet',
      invoice: withMoves(paid, { disputed: 400_000 }),
      net: 400_000,
      required: 400_000,
      status: 'Paid',
      ending: 'none',
    },
  ])('$name: $status ($ending)', ({ invoice, net, required, status, ending, owed = 0 }) => {
    expect({ net: netCash(invoice), required: requiredOf(invoice) }).toEqual({ net, required });
    const view = statusOf(invoice, plainDate('2026-11-10'), false, aPolicy());
    expect(view).toEqual({ status, ending });
    expect(owedOn(invoice, view)).toBe(owed);
  });

  test('the client’s credit with us settles as money does', () => {
    expect(settledOn({ ...paid, amountDue: 100_000, amountPaid: 100_000 })).toBe(400_000);
  });

  test('never falls short of more than is owed, nor below nothing', () => {
    expect(shortfallOf(paid)).toBe(0);
    expect(shortfallOf({ ...paid, amountOverpaid: 30_000 })).toBe(0);
    expect(shortfallOf(bill(400_000))).toBe(400_000);
  });
});
