import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import { decide } from '../../../src/billing/decide.ts';
import type { Client, Invoice, Milestone } from '../../../src/billing/facts.ts';
import { DETAILS, type Detail } from '../../../src/billing/standing/details.ts';
import { detailWords } from '../../../src/billing/standing/words.ts';
import { aClient, aMilestone, anInvoice, aPolicy, theFacts } from '../../support/facts.ts';
import { at, bill, creditedBy, paidAt, withMoves } from '../kit.ts';

const policy = aPolicy();
const NOW = '2026-11-12T10:00:00Z';
const open = bill(400_000);
const paid = paidAt(open, '2026-11-09T10:00:00Z');
const until = plainDate('2026-11-20');

type Case = {
  detail: Detail;
  invoice: Invoice;
  milestone?: Partial<Milestone>;
  client?: Partial<Client>;
  status: string;
  words: string;
};

/** Every value of Rule 7.5, alone. */
const ALONE: readonly Case[] = [
  {
    detail: 'money returned',
    invoice: withMoves(paid, { disputesLost: 100_000 }),
    status: 'Overdue',
    words:
      'Money returned: 1,000.00 GBP of invoice NW-0001 went back to the client. Mara decides how to go on; no reminder goes out.',
  },
  {
    detail: 'disputed',
    invoice: withMoves(paid, { disputed: 400_000 }),
    status: 'Paid',
    words: "Disputed: the client's bank disputes 4,000.00 GBP of invoice NW-0001. Mara answers it in Stripe.",
  },
  {
    detail: 'queried',
    invoice: open,
    milestone: { followUpStop: 'Queried', stopUntil: until, stopReason: 'hours are unclear' },
    status: 'Due soon',
    words:
      'Queried until 2026-11-20: hours are unclear. Mara answers the client about invoice NW-0001, due 2026-11-17.',
  },
  {
    detail: 'approval withdrawn',
    invoice: open,
    milestone: { approval: 'Withdrawn' },
    status: 'Due soon',
    words:
      'Approval withdrawn after invoice NW-0001 was issued, due 2026-11-17. Mara decides: keep it, credit it or void it in Stripe. No reminder goes out.',
  },
  {
    detail: 'short transfer',
    invoice: withMoves(open, { onCashBalance: 398_500 }),
    status: 'Due soon',
    words:
      'Short transfer: 3,985.00 GBP arrived for invoice NW-0001, 15.00 GBP are missing. Mara asks for the rest, or credits it and applies the balance in Stripe.',
  },
  {
    detail: 'unmatched transfer',
    invoice: withMoves(open, { onCashBalance: 900_000 }),
    status: 'Due soon',
    words:
      'Unmatched transfer: 9,000.00 GBP of the client arrived at Stripe without being matched with an invoice. Mara applies it to invoice NW-0001 in Stripe, or to the one that it is for.',
  },
  {
    detail: 'processing',
    invoice: withMoves(open, { inFlight: 400_000 }),
    status: 'Due soon',
    words: "Processing: 4,000.00 GBP are on their way from the client's bank, which takes a few days.",
  },
  {
    detail: 'payment failed',
    invoice: withMoves(open, { lastAttempt: 'failed' }),
    status: 'Due soon',
    words: 'Payment failed: the last attempt did not go through, 4,000.00 GBP remain, due 2026-11-17.',
  },
  {
    detail: 'action needed',
    invoice: withMoves(open, { lastAttempt: 'action needed' }),
    status: 'Due soon',
    words:
      "Action needed: the client's bank asks the client to confirm the payment, 4,000.00 GBP remain, due 2026-11-17.",
  },
  {
    detail: 'on hold',
    invoice: open,
    milestone: { followUpStop: 'On hold', stopUntil: until, stopReason: 'new finance team' },
    status: 'Due soon',
    words: 'On hold until 2026-11-20: new finance team. 4,000.00 GBP remain, due 2026-11-17.',
  },
  {
    detail: 'returned mail',
    invoice: { ...open, mailReturned: true },
    status: 'Due soon',
    words:
      'Returned mail: the message about invoice NW-0001 came back, due 2026-11-17. Jonas corrects the client\'s "Billing email".',
  },
  {
    detail: 'part processing',
    invoice: withMoves(open, { inFlight: 150_000 }),
    status: 'Due soon',
    words: 'Part processing: 1,500.00 GBP of 4,000.00 GBP are on their way, due 2026-11-17.',
  },
  {
    detail: 'partially paid',
    invoice: { ...open, amountPaid: 100_000, amountRemaining: 300_000 },
    status: 'Due soon',
    words: 'Partially paid: 1,000.00 GBP of 4,000.00 GBP received, 3,000.00 GBP remaining, due 2026-11-17.',
  },
  {
    detail: 'part credited',
    invoice: creditedBy(open, 100_000),
    milestone: { amount: 3000 },
    status: 'Due soon',
    words:
      'Part credited: 1,000.00 GBP of 4,000.00 GBP taken back by credit note, 3,000.00 GBP remaining, due 2026-11-17.',
  },
  {
    detail: 'overpaid',
    invoice: { ...paid, amountOverpaid: 30_000 },
    status: 'Paid',
    words: "Overpaid: paid on 2026-11-09, 300.00 GBP too much. Mara returns it or keeps it as the client's credit.",
  },
  {
    detail: 'issued, sending',
    invoice: { ...open, delivering: 'portal' },
    client: { submission: 'Portal', submissionNotes: 'Ariba' },
    status: 'Not yet triggered',
    words:
      'Issued, not sent: invoice NW-0001, due 2026-11-17. Jonas hands it in through the client\'s portal (Ariba) and notes under what it was taken in "Portal reference".',
  },
  {
    detail: 'part refunded',
    invoice: withMoves(paid, { refundedAsAgreed: 100_000 }),
    status: 'Paid',
    words: 'Part refunded: paid on 2026-11-09, 1,000.00 GBP given back as agreed.',
  },
  {
    detail: 'refunded',
    invoice: withMoves(paid, { refundedAsAgreed: 400_000 }),
    status: 'Closed',
    words: 'Refunded: 4,000.00 GBP of invoice NW-0001 given back as agreed.',
  },
  {
    detail: 'credited',
    invoice: { ...creditedBy(open, 400_000), status: 'paid' },
    status: 'Closed',
    words: 'Credited: credit notes cover all of invoice NW-0001.',
  },
  {
    detail: 'voided',
    invoice: { ...open, status: 'void' },
    status: 'Not yet triggered',
    words: 'Voided: invoice NW-0001. To bill again, log a new decision: a new "Decided on".',
  },
  {
    detail: 'written off',
    invoice: { ...open, status: 'uncollectible' },
    status: 'Closed',
    words: 'Written off: 4,000.00 GBP marked uncollectible in Stripe.',
  },
];

type Given = Pick<Case, 'invoice'> & {
  milestone?: Partial<Milestone> | undefined;
  client?: Partial<Client> | undefined;
};

const stands = ({ invoice, milestone, client }: Given, now = NOW) =>
  decide(theFacts({ invoices: [invoice], milestone: aMilestone(milestone), client: aClient(client) }), policy, at(now));

describe('every reason why an invoice stands as it does, in words for people (7.5)', () => {
  test.each(ALONE)('$detail goes with $status', ({ detail, status, words, ...facts }) => {
    const { shown, details } = stands(facts);
    expect(details).toEqual([detail]);
    expect(shown).toMatchObject({ billingStatus: status, billingDetail: words });
  });

  test('promised holds until one business day after its day', () => {
    const promise = { followUpStop: 'Promised', stopUntil: until } as const;
    const { shown, details } = stands({ invoice: open, milestone: promise });
    expect(details).toEqual(['promised']);
    expect(shown.billingDetail).toMatch(/^Promised .*4,000\.00 GBP remain, due 2026-11-17\.$/);
  });

  test('all of them are told here', () => {
    expect(new Set([...ALONE.map(({ detail }) => detail), 'promised'])).toEqual(new Set(DETAILS));
  });

  test.each([
    { now: '2026-11-04T10:00:00Z', words: 'Sent on 2026-11-03, due on 2026-11-17.' },
    { now: '2026-11-10T10:00:00Z', words: 'Due on 2026-11-17.' },
    { now: '2026-11-18T10:00:00Z', words: 'Overdue since 2026-11-18.' },
  ])('without a reason it is what the calendar says: $words', ({ now, words }) => {
    expect(stands({ invoice: open }, now)).toMatchObject({ details: [], shown: { billingDetail: words } });
  });

  test('an overdue one says since when', () => {
    const failed = withMoves(open, { lastAttempt: 'failed' });
    expect(stands({ invoice: failed }, '2026-11-20T10:00:00Z').shown.billingDetail).toBe(
      'Payment failed: the last attempt did not go through, 4,000.00 GBP remain, overdue since 2026-11-18.',
    );
  });

  test('a stop without an end or a reason says no more than it knows', () => {
    const held = { followUpStop: 'On hold' } as const;
    expect(stands({ invoice: open, milestone: held }).shown.billingDetail).toBe(
      'On hold. 4,000.00 GBP remain, due 2026-11-17.',
    );
  });
});

describe('of several reasons the first one is shown (7.5)', () => {
  /** One after the other in the rule’s order; each can be true beside the next. */
  type Pair = { first: Detail; second: Detail; invoice: Invoice; milestone?: Partial<Milestone> };
  const queried: Partial<Milestone> = { followUpStop: 'Queried' };
  const promised: Partial<Milestone> = { followUpStop: 'Promised', stopUntil: until };
  const onHold: Partial<Milestone> = { followUpStop: 'On hold' };
  const partPaid: Invoice = { ...open, amountPaid: 100_000, amountRemaining: 300_000 };

  test.each<Pair>([
    {
      first: 'money returned',
      second: 'disputed',
      invoice: withMoves(paid, { disputesLost: 100_000, disputed: 50_000 }),
    },
    { first: 'disputed', second: 'queried', invoice: withMoves(partPaid, { disputed: 50_000 }), milestone: queried },
    { first: 'queried', second: 'approval withdrawn', invoice: open, milestone: { ...queried, approval: 'Withdrawn' } },
    {
      first: 'approval withdrawn',
      second: 'short transfer',
      invoice: withMoves(open, { onCashBalance: 1000 }),
      milestone: { approval: 'Rejected' },
    },
    {
      first: 'short transfer',
      second: 'processing',
      invoice: withMoves(open, { onCashBalance: 1000, inFlight: 400_000 }),
    },
    {
      first: 'processing',
      second: 'payment failed',
      invoice: withMoves(open, { inFlight: 400_000, lastAttempt: 'failed' }),
    },
    {
      first: 'payment failed',
      second: 'promised',
      invoice: withMoves(open, { lastAttempt: 'failed' }),
      milestone: promised,
    },
    {
      first: 'action needed',
      second: 'promised',
      invoice: withMoves(open, { lastAttempt: 'action needed' }),
      milestone: promised,
    },
    { first: 'promised', second: 'returned mail', invoice: { ...open, mailReturned: true }, milestone: promised },
    { first: 'on hold', second: 'returned mail', invoice: { ...open, mailReturned: true }, milestone: onHold },
    {
      first: 'returned mail',
      second: 'part processing',
      invoice: withMoves({ ...open, mailReturned: true }, { inFlight: 1000 }),
    },
    { first: 'part processing', second: 'partially paid', invoice: withMoves(partPaid, { inFlight: 1000 }) },
    {
      first: 'partially paid',
      second: 'part credited',
      invoice: { ...creditedBy(open, 50_000), amountPaid: 100_000, amountRemaining: 250_000 },
    },
    {
      first: 'part credited',
      second: 'issued, sending',
      invoice: { ...creditedBy(open, 50_000), delivering: 'portal' },
    },
    {
      first: 'disputed',
      second: 'overpaid',
      invoice: withMoves({ ...paid, amountOverpaid: 30_000 }, { disputed: 50_000 }),
    },
    {
      first: 'overpaid',
      second: 'part refunded',
      invoice: { ...paid, amountOverpaid: 30_000, creditedAfterPayment: 100_000 },
    },
  ])('$first before $second', ({ first, second, invoice, milestone }) => {
    const { details, shown } = stands({ invoice, milestone });
    expect(details.slice(0, 2)).toEqual([first, second]);
    expect(shown.billingDetail.toLowerCase().slice(0, first.length)).toBe(first);
  });
});

describe('what is not so', () => {
  test.each<{ name: string; facts: Given }>([
    { name: 'a stop on a paid invoice', facts: { invoice: paid, milestone: { followUpStop: 'Queried' } } },
    { name: 'a withdrawn approval of a paid invoice', facts: { invoice: paid, milestone: { approval: 'Withdrawn' } } },
    {
      name: 'a stop that is over',
      facts: { invoice: open, milestone: { followUpStop: 'On hold', stopUntil: plainDate('2026-11-11') } },
    },
    {
      name: 'too much paid, and that given back',
      facts: { invoice: withMoves({ ...paid, amountOverpaid: 1000 }, { refundedUnexplained: 1000 }) },
    },
  ])('$name is no reason', ({ facts }) => {
    expect(stands(facts).details).toEqual([]);
  });
});

describe('words where something is missing', () => {
  const facts = { stop: undefined, isAnswerOverdue: false, who: 'Mara', accountOwner: 'Jonas', portal: '', policy };
  const sent = { status: 'Sent', ending: 'none' } as const;

  test.each<{ name: string; details: readonly Detail[]; invoice: Invoice; words: RegExp }>([
    { name: 'no number', details: ['credited'], invoice: anInvoice({ number: null }), words: /invoice in_1\.$/ },
    {
      name: 'never finalized',
      details: [],
      invoice: anInvoice({ finalizedAt: null }),
      words: /^Issued, without a due date\.$/,
    },
    {
      name: 'never finalized, and a payment failed',
      details: ['payment failed'],
      invoice: anInvoice({ finalizedAt: null }),
      words: /remain, no due date\.$/,
    },
    { name: 'a query that ended meanwhile', details: ['queried'], invoice: open, words: /^Queried\. Mara answers/ },
    { name: 'a promise that ended meanwhile', details: ['promised'], invoice: open, words: /^Promised\. 4,000/ },
    { name: 'a hold that ended meanwhile', details: ['on hold'], invoice: open, words: /^On hold\. 4,000/ },
  ])('$name', ({ details, invoice, words }) => {
    expect(detailWords(details, { ...facts, invoice, view: sent })).toMatch(words);
  });

  test('paid on an unknown day is just paid', () => {
    const view = { status: 'Paid', ending: 'none' } as const;
    expect(detailWords([], { ...facts, invoice: { ...paid, paidAt: null }, view })).toBe('Paid.');
  });
});
