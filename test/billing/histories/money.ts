import type { Instant } from '../../../src/billing/calendar.ts';
import { type Bill, isLive, refundable, remainingOf } from './bill.ts';

/** What became of a bill, and what went to the customer's credit with us, or came in and waits with Stripe. */
export type Moved = {
  readonly bill: Bill;
  readonly toBalance?: number;
  readonly toCash?: number;
  /** What a person sends instead of it. */
  readonly revised?: { readonly total: number };
};

/** Undefined: Stripe does not allow it at this moment. */
type Move = (bill: Bill, now: Instant, cash: number) => Moved | undefined;

const PART = 10_000;
const TOO_MUCH = 5_000;
const CREDITED = 5_000;

const isPayable = ({ status, inFlight }: Bill): boolean =>
  (status === 'open' || status === 'uncollectible') && inFlight === 0;

const settledIfNothingRemains = (bill: Bill, now: Instant): Bill =>
  isLive(bill) && bill.status !== 'paid' && remainingOf(bill) === 0 ? { ...bill, status: 'paid', paidAt: now } : bill;

/** What is paid too much becomes the customer's credit. */
function arrives(bill: Bill, sum: number, now: Instant): Moved {
  const surplus = Math.max(0, sum - remainingOf(bill));
  const overpaid = bill.overpaid + surplus;
  const paid = { ...bill, received: bill.received + sum, overpaid, lastAttempt: null };
  return { bill: settledIfNothingRemains(paid, now), toBalance: surplus };
}

const pays =
  (sumOf: (remaining: number) => number): Move =>
  (bill, now) =>
    isPayable(bill) ? arrives(bill, sumOf(remainingOf(bill)), now) : undefined;

const debits =
  (sumOf: (remaining: number) => number): Move =>
  (bill) =>
    isPayable(bill) ? { bill: { ...bill, inFlight: sumOf(remainingOf(bill)), lastAttempt: null } } : undefined;

const tries =
  (lastAttempt: 'failed' | 'action needed'): Move =>
  (bill, now) =>
    bill.status === 'open' && bill.inFlight === 0 ? { bill: { ...bill, lastAttempt, failedAt: now } } : undefined;

/** A credit note on what is still owed. */
const credits =
  (sumOf: (remaining: number) => number): Move =>
  (bill, now) => {
    const sum = sumOf(remainingOf(bill));
    if (!isPayable(bill) || sum <= 0) return undefined;
    return { bill: settledIfNothingRemains({ ...bill, creditedBefore: bill.creditedBefore + sum }, now) };
  };

const creditable = ({ total, creditedBefore, creditedAfter }: Bill): number => total - creditedBefore - creditedAfter;

/** A credit note on what was paid, with the money given back. */
const creditsAndRefunds =
  (sumOf: (most: number) => number): Move =>
  (bill) => {
    const sum = sumOf(Math.min(creditable(bill), refundable(bill)));
    if (bill.status !== 'paid' || sum <= 0) return undefined;
    return {
      bill: {
        ...bill,
        creditedAfter: bill.creditedAfter + sum,
        creditedByRefund: bill.creditedByRefund + sum,
        refundedUnexplained: bill.refundedUnexplained + sum,
      },
    };
  };

const creditsToBalance: Move = (bill) => {
  const sum = Math.min(CREDITED, creditable(bill));
  if (bill.status !== 'paid' || sum <= 0) return undefined;
  return { bill: { ...bill, creditedAfter: bill.creditedAfter + sum }, toBalance: sum };
};

const refunds =
  (how: 'refundedAsAgreed' | 'refundedUnexplained', sumOf: (most: number) => number): Move =>
  (bill) => {
    const sum = sumOf(refundable(bill));
    return sum > 0 && creditable(bill) > 0 ? { bill: { ...bill, [how]: bill[how] + sum } } : undefined;
  };

/** The client's bank sends a refund back: the money counts as received again. What a credit note explains stays. */
const refundReturns: Move = (bill) => {
  const sum = bill.refundedUnexplained - bill.creditedByRefund;
  // A bill of which credit notes leave nothing is over.
  if (sum <= 0 || creditable(bill) === 0) return undefined;
  return { bill: { ...bill, refundedUnexplained: bill.refundedUnexplained - sum } };
};

const disputeEnds =
  (lost: boolean): Move =>
  (bill) => {
    if (bill.disputed === 0) return undefined;
    const disputesLost = bill.disputesLost + (lost ? bill.disputed : 0);
    return { bill: { ...bill, disputed: 0, disputesLost } };
  };

const all = (most: number): number => most;
const part = (most: number): number => Math.min(PART, most);

const elsewhere =
  (sumOf: (remaining: number) => number): Move =>
  (bill, now) => {
    if (!isPayable(bill)) return undefined;
    const receivedElsewhere = bill.receivedElsewhere + sumOf(remainingOf(bill));
    return { bill: settledIfNothingRemains({ ...bill, receivedElsewhere, lastAttempt: null }, now) };
  };

/** Stripe could not match it: it waits on the client's balance. */
const transfers =
  (sumOf: (remaining: number) => number): Move =>
  (bill) =>
    isPayable(bill) && remainingOf(bill) > 1 ? { bill, toCash: sumOf(remainingOf(bill)) } : undefined;

const appliesBalance: Move = (bill, now, cash) => {
  const remaining = remainingOf(bill);
  if (!isPayable(bill) || remaining <= 0 || cash < remaining) return undefined;
  return { ...arrives(bill, remaining, now), toCash: -remaining };
};

/** A person takes the payments off again. Where money went back or was too much, nobody could say what is owed then. */
const detaches: Move = (bill) => {
  const { received, refundedAsAgreed, refundedUnexplained, disputed, disputesLost, overpaid, creditedAfter } = bill;
  const hasMoved = refundedAsAgreed + refundedUnexplained + disputed + disputesLost + overpaid + creditedAfter > 0;
  if (received === 0 || hasMoved || (bill.status !== 'open' && bill.status !== 'paid')) return undefined;
  return { bill: { ...bill, status: 'open', paidAt: null, received: 0 } };
};

/** A person corrects what is out and unpaid: another invoice takes its place. */
const revises =
  (sumOf: (total: number) => number): Move =>
  (bill) => {
    const { status, received, receivedElsewhere, fromBalance, creditedBefore, total } = bill;
    if (status !== 'open' || !isPayable(bill) || received + receivedElsewhere + fromBalance + creditedBefore > 0)
      return undefined;
    return { bill: { ...bill, status: 'void' }, revised: { total: sumOf(total) } };
  };

/** What clients, banks and bookkeepers do to an invoice. */
export const MONEY = {
  'pays all': pays(all),
  'pays a part': pays(part),
  'pays too much': pays((remaining) => remaining + TOO_MUCH),
  'pays twice': pays((remaining) => 2 * remaining),
  'pays elsewhere': elsewhere(all),
  'pays a part elsewhere': elsewhere(part),
  'transfer falls short': transfers((remaining) => Math.ceil(remaining / 2)),
  'transfer of all is not matched': transfers(all),
  'balance is applied': appliesBalance,
  'payment is detached': detaches,
  corrected: revises(all),
  'corrected to less': revises((total) => Math.ceil(total / 2)),
  'corrected to more': revises((total) => total + CREDITED),
  'card is declined': tries('failed'),
  'bank asks to confirm': tries('action needed'),
  'debit of all begins': debits(all),
  'debit of a part begins': debits(part),
  'debit arrives': (bill, now) =>
    bill.inFlight > 0 ? arrives({ ...bill, inFlight: 0 }, bill.inFlight, now) : undefined,
  'debit fails': (bill, now) =>
    bill.inFlight > 0 ? { bill: { ...bill, inFlight: 0, lastAttempt: 'failed', failedAt: now } } : undefined,
  /** Banks return a debit weeks later: to Stripe that is a dispute that is lost at once. */
  'debit comes back': (bill) => {
    const sum = refundable(bill);
    return sum > 0 && isLive(bill) ? { bill: { ...bill, disputesLost: bill.disputesLost + sum } } : undefined;
  },
  voided: (bill) =>
    isPayable(bill) && bill.received + bill.receivedElsewhere === 0 ? { bill: { ...bill, status: 'void' } } : undefined,
  'written off': (bill) =>
    bill.status === 'open' && bill.inFlight === 0 ? { bill: { ...bill, status: 'uncollectible' } } : undefined,
  'credited in part': credits((remaining) => Math.min(CREDITED, remaining)),
  'credited whole': credits(all),
  'credited and refunded': creditsAndRefunds(all),
  'credited and refunded in part': creditsAndRefunds(part),
  'credited to the balance': creditsToBalance,
  'refunded as agreed': refunds('refundedAsAgreed', all),
  'refunded in part as agreed': refunds('refundedAsAgreed', part),
  'refunded without a word': refunds('refundedUnexplained', all),
  'refunded in part without a word': refunds('refundedUnexplained', part),
  'refund comes back': refundReturns,
  disputed: (bill) => {
    const sum = refundable(bill);
    return sum > 0 && isLive(bill) ? { bill: { ...bill, disputed: sum } } : undefined;
  },
  'dispute won': disputeEnds(false),
  'dispute lost': disputeEnds(true),
  'mail comes back': (bill) => (bill.status === 'open' ? { bill: { ...bill, mailReturned: true } } : undefined),
} as const satisfies Record<string, Move>;

export type MoneyName = keyof typeof MONEY;
