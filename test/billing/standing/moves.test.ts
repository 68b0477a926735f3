import { describe, expect, test } from 'vitest';
import type { BillingStatus } from '../../../src/billing/facts.ts';
import { impossibleMove } from '../../../src/billing/standing/moves.ts';

/** A status with the beginning of the detail that tells it apart. */
const PLACES = {
  'not yet triggered': { billingStatus: 'Not yet triggered', billingDetail: 'Not approved yet' },
  sent: { billingStatus: 'Sent', billingDetail: 'Sent on 2026-11-03, due on 2026-11-17.' },
  'due soon': { billingStatus: 'Due soon', billingDetail: 'Due on 2026-11-17.' },
  overdue: { billingStatus: 'Overdue', billingDetail: 'Overdue since 2026-11-18.' },
  'money returned': { billingStatus: 'Overdue', billingDetail: 'Money returned: 4,000.00 GBP of invoice NW-0001' },
  paid: { billingStatus: 'Paid', billingDetail: 'Paid on 2026-11-09.' },
  refunded: { billingStatus: 'Closed', billingDetail: 'Refunded: 4,000.00 GBP of invoice NW-0001' },
  credited: { billingStatus: 'Closed', billingDetail: 'Credited: credit notes cover all of invoice NW-0001.' },
  'written off': { billingStatus: 'Closed', billingDetail: 'Written off: 4,000.00 GBP marked uncollectible' },
  voided: { billingStatus: 'Closed', billingDetail: 'Voided: invoice NW-0001.' },
} as const satisfies Record<string, { billingStatus: BillingStatus; billingDetail: string }>;
type Place = keyof typeof PLACES;

const moved = (from: Place, to: Place, grew = false) => impossibleMove(PLACES[from], PLACES[to], grew);

describe('allowed moves of the billing status (7.6)', () => {
  test('what was written off may be paid after all, whatever its detail says first', () => {
    const disputed = {
      billingStatus: 'Closed',
      billingDetail: "Disputed: the client's bank",
      remaining: 3000,
    } as const;
    expect(impossibleMove(disputed, PLACES.paid, false)).toBeUndefined();
    expect(impossibleMove({ ...disputed, remaining: 0 }, PLACES.paid, false)).toBeDefined();
  });

  test('what no live invoice bills may be billed after all, whatever its detail says', () => {
    const refused = { billingStatus: 'Closed', billingDetail: 'Not taken over: invoice 7', remaining: null } as const;
    expect(impossibleMove(refused, PLACES['not yet triggered'], false)).toBeUndefined();
    expect(impossibleMove({ ...refused, remaining: 0 }, PLACES['not yet triggered'], false)).toBeDefined();
  });

  test.each<{ from: Place; to: readonly Place[]; cause: string }>([
    { from: 'not yet triggered', to: ['sent', 'due soon'], cause: 'issued' },
    { from: 'sent', to: ['due soon'], cause: 'the date' },
    { from: 'due soon', to: ['overdue'], cause: 'the date' },
    { from: 'sent', to: ['paid'], cause: 'settled in full' },
    { from: 'due soon', to: ['paid'], cause: 'settled in full' },
    { from: 'overdue', to: ['paid'], cause: 'settled in full' },
    { from: 'sent', to: ['voided', 'written off', 'credited'], cause: 'nothing is expected any more' },
    { from: 'due soon', to: ['voided', 'written off', 'credited'], cause: 'nothing is expected any more' },
    { from: 'overdue', to: ['voided', 'written off', 'credited'], cause: 'nothing is expected any more' },
    { from: 'sent', to: ['not yet triggered'], cause: 'voided, still billable' },
    { from: 'due soon', to: ['not yet triggered'], cause: 'voided, still billable' },
    { from: 'overdue', to: ['not yet triggered'], cause: 'voided, still billable' },
    { from: 'overdue', to: ['sent', 'due soon'], cause: 'a replacement with a later due date' },
    { from: 'paid', to: ['money returned'], cause: 'a return, or a dispute lost' },
    { from: 'paid', to: ['refunded'], cause: 'an agreed full refund' },
    { from: 'written off', to: ['paid'], cause: 'the client pays after all' },
    { from: 'money returned', to: ['paid'], cause: 'a dispute won, or paid again' },
    { from: 'money returned', to: ['refunded'], cause: 'explained, or left' },
  ])('from $from to $to: $cause', ({ from, to }) => {
    for (const place of to) expect(moved(from, place)).toBeUndefined();
  });

  test.each<{ from: Place; to: Place; steps: string }>([
    { from: 'not yet triggered', to: 'overdue', steps: 'issued, due soon, overdue' },
    { from: 'not yet triggered', to: 'paid', steps: 'issued, settled' },
    { from: 'sent', to: 'overdue', steps: 'due soon, overdue' },
    { from: 'sent', to: 'money returned', steps: 'paid, returned' },
    { from: 'due soon', to: 'refunded', steps: 'paid, refunded' },
    { from: 'written off', to: 'refunded', steps: 'paid, refunded' },
    { from: 'due soon', to: 'sent', steps: 'overdue, replaced' },
    { from: 'voided', to: 'paid', steps: 'decided anew, issued, settled' },
  ])('from $from to $to is several of them: $steps', ({ from, to }) => {
    expect(moved(from, to)).toBeUndefined();
  });

  test.each(['not yet triggered', 'overdue', 'money returned', 'paid', 'refunded'] as const)(
    'staying %s is none',
    (at) => {
      expect(moved(at, at)).toBeUndefined();
    },
  );
});

describe('any other move is an integrity alarm (7.6)', () => {
  test.each<{ from: Place; to: readonly Place[] }>([
    { from: 'paid', to: ['not yet triggered', 'sent', 'due soon', 'overdue', 'written off', 'voided'] },
    { from: 'refunded', to: ['not yet triggered', 'sent', 'due soon', 'overdue', 'money returned', 'paid', 'voided'] },
    { from: 'credited', to: ['not yet triggered', 'sent', 'due soon', 'overdue', 'money returned', 'paid', 'voided'] },
    { from: 'money returned', to: ['not yet triggered', 'voided'] },
  ])('from $from to $to', ({ from, to }) => {
    for (const place of to)
      expect(moved(from, place), `to ${place}`).toMatch(/^The billing status moved from .+ to .+/);
  });

  test('says from where to where', () => {
    expect(moved('paid', 'sent')).toBe('The billing status moved from Paid to Sent, which nothing may cause');
  });
});

describe('a move that says nothing', () => {
  test('an open invoice beside a paid one, once more was billed on top', () => {
    expect(moved('paid', 'sent', true)).toBeUndefined();
  });

  test.each([
    { before: null, after: 'Sent' },
    { before: 'Paid', after: null },
  ] as const)('from $before to $after: a place is not known', ({ before, after }) => {
    const place = (billingStatus: BillingStatus | null) => ({ billingStatus, billingDetail: '' });
    expect(impossibleMove(place(before), place(after), false)).toBeUndefined();
  });
});
