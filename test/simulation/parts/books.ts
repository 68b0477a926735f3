import type Stripe from 'stripe';
import type { BillingStatus } from '../../../src/billing/facts.ts';
import type { Play } from './play.ts';
import { dayIn } from './rows.ts';

/** Rules 7.2 and 7.3 written anew on Stripe's own books, so that the hub's reading is not its own judge. */
export type Stands = {
  readonly status: BillingStatus;
  /** Money went back that nobody agreed to give back (7.2-4e). */
  readonly isReturned: boolean;
};

export type Bill = Stripe.Invoice & { readonly id: string };

const DAY_MS = 24 * 60 * 60_000;

const hasId = (invoice: Stripe.Invoice): invoice is Bill => invoice.id !== undefined;

/** Every invoice there is, oldest first. */
export const allBills = ({ world }: Play): readonly Bill[] => world.stripeSandbox.store.invoices().filter(hasId);

/** The invoices that bill a milestone: those that say so, and those that correct one of them. */
export function billsOf(play: Play, milestone: string): readonly Bill[] {
  const found: Bill[] = [];
  for (const bill of allBills(play)) {
    const isNoted = bill.metadata?.milepost_milestone === milestone;
    if (isNoted || found.some(({ id }) => id === bill.from_invoice?.invoice)) found.push(bill);
  }
  return found;
}

export const isLive = ({ status }: Bill): boolean =>
  status === 'open' || status === 'paid' || status === 'uncollectible';

/** Of the customer's credit with us. */
const fromBalance = ({ ending_balance: after, starting_balance: before }: Bill): number =>
  Math.max(0, (after ?? before) - before);

/** What ever came in for it, on or off Stripe, too much of it included. */
export const everSettled = (bill: Bill): number => bill.amount_paid + bill.amount_overpaid + fromBalance(bill);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** What went back to the client through the payments of an invoice; one that was taken off again is none of them. */
function wentBack({ world, disputes }: Play, { id }: Bill) {
  const { store } = world.stripeSandbox;
  const intents = new Set(
    store
      .invoicePayments()
      .filter(({ invoice, status }) => invoice === id && status === 'paid')
      .map(({ payment }) => payment.payment_intent),
  );
  const refunds = store
    .refunds()
    .filter(({ status, payment_intent: intent }) => status === 'succeeded' && intents.has(intent ?? undefined));
  const lost = (disputes.get(id) ?? []).filter(({ status, intent }) => status === 'lost' && intents.has(intent));
  const isAgreed = ({ reason }: Stripe.Refund): boolean => reason === 'requested_by_customer';
  return {
    agreed: sum(refunds.filter(isAgreed).map(({ amount }) => amount)),
    unexplained: sum(refunds.filter((refund) => !isAgreed(refund)).map(({ amount }) => amount)),
    lost: sum(lost.map(({ amount }) => amount)),
  };
}

/** 7.2-4: nothing remains to be paid, and what became of the money decides. */
function byCash(play: Play, bill: Bill): Stands {
  const { agreed, unexplained, lost } = wentBack(play, bill);
  const net = everSettled(bill) - agreed - unexplained - lost;
  const owed = bill.total - bill.pre_payment_credit_notes_amount - bill.post_payment_credit_notes_amount;
  if (owed <= 0 && net <= 0) return { status: 'Closed', isReturned: false };
  if (net >= owed) return { status: 'Paid', isReturned: false };
  if (owed - net > agreed) return { status: 'Overdue', isReturned: true };
  return { status: net <= 0 ? 'Closed' : 'Paid', isReturned: false };
}

const dayNumber = (zone: string, ms: number): number => Date.parse(dayIn(zone, ms)) / DAY_MS;

/** How one live invoice stands today. */
export function standsOf(play: Play, bill: Bill): Stands {
  const { status, amount_remaining: remaining, due_date: dueAt, status_transitions: when } = bill;
  if (status === 'uncollectible' && remaining > 0) return { status: 'Closed', isReturned: false };
  if (status === 'paid' || remaining === 0) return byCash(play, bill);
  const { timeZone, dueSoonDays } = play.world.context.policy;
  const due = dayNumber(timeZone, (dueAt ?? 0) * 1000);
  const term = due - dayNumber(timeZone, (when.finalized_at ?? 0) * 1000);
  const left = due - dayNumber(timeZone, play.world.clock.now());
  const window = Math.min(dueSoonDays, Math.floor(term / 2));
  return { status: left < 0 ? 'Overdue' : left <= window ? 'Due soon' : 'Sent', isReturned: false };
}

const OPEN: readonly BillingStatus[] = ['Sent', 'Due soon', 'Overdue'];

/** The statuses that a milestone with live invoices may show; several where two of them have the same claim. */
export function rightStatuses(play: Play, live: readonly Bill[]): readonly BillingStatus[] {
  const standing = live.map((bill) => ({ bill, ...standsOf(play, bill) }));
  if (standing.some(({ isReturned }) => isReturned)) return ['Overdue'];
  const open = standing.filter(({ status }) => OPEN.includes(status));
  const firstDue = Math.min(...open.map(({ bill }) => bill.due_date ?? 0));
  if (open.length > 0) return open.filter(({ bill }) => bill.due_date === firstDue).map(({ status }) => status);
  const settled = standing.filter(({ bill }) => bill.status !== 'uncollectible' || bill.amount_remaining === 0);
  return (settled.length > 0 ? settled : standing).map(({ status }) => status);
}
