import type { BillingStatus, Milestone } from '../../../src/billing/facts.ts';
import { dayIn } from './approved.ts';
import { type Bill, isLive, remainingOf } from './bill.ts';
import { nothingToBill } from './nothing-to-bill.ts';
import { billsOf, the, type World } from './world.ts';

/** Rule 7.2 written anew, on Stripe's books themselves, so that the hub's own reading is not its own judge. */
export type Stands = {
  readonly status: BillingStatus;
  /** Money went back that nobody agreed to give back (7.2-4e). */
  readonly isReturned: boolean;
};

const DAY_MS = 24 * 60 * 60_000;

/** What settled it, on or off Stripe, and the customer's credit with us. */
export const everSettled = ({ received, receivedElsewhere, fromBalance }: Bill): number =>
  received + receivedElsewhere + Math.max(0, fromBalance);

/** 7.2-4a: less what went back. */
export const netCash = (bill: Bill): number =>
  everSettled(bill) - bill.refundedAsAgreed - bill.refundedUnexplained - bill.disputesLost;

const owed = ({ total, creditedBefore, creditedAfter, fromBalance }: Bill): number =>
  total - creditedBefore - creditedAfter + Math.max(0, -fromBalance);

function byCash(bill: Bill): Stands {
  const closed: Stands = { status: 'Closed', isReturned: false };
  const paid: Stands = { status: 'Paid', isReturned: false };
  if (everSettled(bill) === 0 && owed(bill) <= 0) return closed; // 4b: credited
  // A bill of which credit notes leave nothing, and whose money was given back with them, is refunded rather than paid.
  if (netCash(bill) <= 0 && owed(bill) <= 0) return closed;
  if (netCash(bill) >= owed(bill)) return paid; // 4c
  const short = owed(bill) - netCash(bill);
  if (short > bill.refundedAsAgreed) return { status: 'Overdue', isReturned: true }; // 4e
  return netCash(bill) <= 0 ? closed : paid; // 4d
}

/** How one live invoice stands today. */
export function standsOf(world: World, bill: Bill): Stands {
  if (bill.status === 'uncollectible' && remainingOf(bill) > 0) return { status: 'Closed', isReturned: false };
  if (bill.status === 'paid' || remainingOf(bill) === 0) return byCash(bill);
  const day = (at: number): number => Date.parse(dayIn(world, at)) / DAY_MS;
  const due = day(bill.order.dueAt);
  const term = due - day(bill.order.issuedAt);
  const left = due - day(world.now);
  const window = Math.min(world.policy.dueSoonDays, Math.floor(term / 2));
  return { status: left < 0 ? 'Overdue' : left <= window ? 'Due soon' : 'Sent', isReturned: false };
}

const isOpen = (status: BillingStatus): boolean => status === 'Sent' || status === 'Due soon' || status === 'Overdue';

/** Rules 6.4, 6.5: for a portal it is sent once the owner notes under what it was taken, or money came. */
const isHandedIn = ({ order, received, receivedElsewhere, status }: Bill, { portalReference }: Milestone): boolean =>
  order.delivering === 'mail' || status !== 'open' || received + receivedElsewhere > 0 || portalReference !== '';

/**
 * The statuses that a milestone may show. Returned money comes first, then what is open and due first, else what was
 * settled. Several where two invoices have the same claim to be the one that is shown.
 */
export function rightStatuses(world: World, id: string): readonly BillingStatus[] {
  const milestone = the(world.milestones, id);
  const live = billsOf(world, id)
    .filter(isLive)
    .map((bill) => ({ bill, ...standsOf(world, bill) }));
  if (live.some(({ isReturned }) => isReturned)) return ['Overdue'];
  const open = live.filter(({ status }) => isOpen(status));
  const firstDue = Math.min(...open.map(({ bill }) => bill.order.dueAt));
  const first = open.filter(({ bill }) => bill.order.dueAt === firstDue);
  if (first.length > 0)
    return first.map(({ bill, status }) => (isHandedIn(bill, milestone) ? status : 'Not yet triggered'));
  const settled = live.filter(({ bill }) => bill.status !== 'uncollectible' || remainingOf(bill) === 0);
  if (live.length > 0) return (settled.length > 0 ? settled : live).map(({ status }) => status);
  return withoutInvoice(world, milestone);
}

/** 7.2-1 and 2, and "zero invoice" of Rule 9: what leaves nothing to ask for is closed. */
function withoutInvoice(world: World, milestone: Milestone): readonly BillingStatus[] {
  const { id, approval } = milestone;
  const isCancelled = approval === 'Rejected' || approval === 'Withdrawn';
  const isVoided = billsOf(world, id).some(({ status }) => status === 'void');
  if (isVoided && isCancelled) return ['Closed'];
  const nothing = nothingToBill(world, milestone);
  // What was voided, or billed by hand and does not fit, waits for a person, though a pause may lie over its day by now.
  const waits = isVoided || world.bills.get(milestone.shown.stripeInvoice)?.isUnnoted === true;
  if (nothing === 'may be' || (nothing === 'must be' && waits)) return ['Closed', 'Not yet triggered'];
  return nothing === 'must be' ? ['Closed'] : ['Not yet triggered'];
}
