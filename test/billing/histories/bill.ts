import type { Instant } from '../../../src/billing/calendar.ts';
import { minimumCharge } from '../../../src/billing/currency.ts';
import type { Invoice, InvoiceStatus } from '../../../src/billing/facts.ts';
import { type FollowUpRecord, NO_FOLLOW_UPS } from '../../../src/billing/follow-up/record.ts';
import type { InvoiceOrder } from '../../../src/billing/invoice-order.ts';

/** What an invoice bills; of one that a person made it need not be what the hub would have ordered. */
export type Billed = Omit<InvoiceOrder, 'key'> & { readonly key: string };

/** An invoice as Stripe's books have it: every sum that came and went, in smallest units. */
export type Bill = {
  readonly id: string;
  readonly status: InvoiceStatus;
  readonly order: Billed;
  /** Which order it was made for, in full. */
  readonly print: string;
  readonly customerId: string;
  readonly customerEmail: string;
  readonly createdAt: Instant;
  readonly issuedAt: Instant | null;
  readonly paidAt: Instant | null;
  /** How many decisions had been logged on its milestone when it went out. */
  readonly decisionsBefore: number;
  /** 0 until its lines are added. */
  readonly total: number;
  /** Of the customer's credit with us. */
  readonly fromBalance: number;
  readonly creditedBefore: number;
  readonly creditedAfter: number;
  /** What of it went back to the client as a refund. */
  readonly creditedByRefund: number;
  /** What came through Stripe, too much of it included. */
  readonly received: number;
  readonly receivedElsewhere: number;
  readonly overpaid: number;
  readonly inFlight: number;
  readonly lastAttempt: 'failed' | 'action needed' | null;
  readonly refundedAsAgreed: number;
  readonly refundedUnexplained: number;
  readonly disputed: number;
  readonly disputesLost: number;
  readonly mailReturned: boolean;
  readonly failedAt: Instant | null;
  readonly followUps: FollowUpRecord;
  readonly adoptedAt: Instant | null;
  /** Made by a person in Stripe, and nothing on it says which milestone it bills, until the hub has taken it over. */
  readonly isUnnoted: boolean;
  /** The invoice that it corrects, and the one that corrects it; empty for none. */
  readonly revises: string;
  readonly revisedBy: string;
};

/** What of an order is written into metadata tells orders apart; the client's own row does not. */
export const printOf = ({ client, ...order }: Billed): string => JSON.stringify({ ...order, client: client.id });

export const newDraft = (
  order: Billed,
  own: Pick<Bill, 'id' | 'createdAt' | 'customerEmail' | 'decisionsBefore'>,
): Bill => ({
  ...own,
  status: 'draft',
  order,
  print: printOf(order),
  customerId: order.customerId,
  issuedAt: null,
  paidAt: null,
  total: 0,
  fromBalance: 0,
  creditedBefore: 0,
  creditedAfter: 0,
  creditedByRefund: 0,
  received: 0,
  receivedElsewhere: 0,
  overpaid: 0,
  inFlight: 0,
  lastAttempt: null,
  refundedAsAgreed: 0,
  refundedUnexplained: 0,
  disputed: 0,
  disputesLost: 0,
  mailReturned: false,
  failedAt: null,
  followUps: NO_FOLLOW_UPS,
  adoptedAt: null,
  isUnnoted: false,
  revises: '',
  revisedBy: '',
});

export const isLive = ({ status }: Bill): boolean =>
  status === 'open' || status === 'paid' || status === 'uncollectible';

const paidOf = ({ received, receivedElsewhere, overpaid }: Bill): number => received + receivedElsewhere - overpaid;
const dueOf = ({ total, fromBalance, creditedBefore }: Bill): number => total - fromBalance - creditedBefore;
export const remainingOf = (bill: Bill): number => dueOf(bill) - paidOf(bill);

/** What a person may still give back through Stripe. */
export const refundable = ({
  received,
  refundedAsAgreed,
  refundedUnexplained,
  disputesLost,
  disputed,
}: Bill): number => (disputed > 0 ? 0 : received - refundedAsAgreed - refundedUnexplained - disputesLost);

/** How much of a customer's credit an invoice uses up; a rest that is too small to charge waits for the next one. */
export function creditUsed(order: Billed, balance: number): number {
  const { minor, currency } = order.money;
  const rest = minor - balance;
  return rest < minimumCharge(currency) ? minor : Math.min(balance, minor);
}

/** What stands in an invoice's metadata. */
const notesOf = ({ isUnnoted, order }: Bill) =>
  isUnnoted
    ? {
        billingKey: '',
        milestoneId: '',
        projectId: '',
        trigger: null,
        takenOff: 0,
        decision: '',
        order: '',
        poNumber: '',
      }
    : {
        billingKey: order.key,
        milestoneId: order.milestoneId,
        projectId: order.projectId,
        trigger: order.trigger,
        takenOff: order.takenOff,
        decision: order.decision,
        poNumber: order.poNumber,
      };

/**
 * As the connector reads it.
 * @param onCashBalance what transfers left with the customer in its currency
 */
export const toInvoice = (bill: Bill, onCashBalance: number): Invoice => ({
  order: bill.print,
  ...notesOf(bill),
  id: bill.id,
  status: bill.status,
  mode: 'test',
  customerId: bill.customerId,
  customerClient: '',
  customerEmail: bill.customerEmail,
  delivering: bill.order.delivering,
  mailReturned: bill.mailReturned,
  followUps: bill.followUps,
  adoptedAt: bill.adoptedAt,
  autoAdvance: false,
  revision: bill.isUnnoted ? 1 : bill.order.revision,
  revises: bill.revises,
  revisedBy: bill.revisedBy,
  number: bill.issuedAt === null ? null : `N-${bill.id}`,
  pdfUrl: bill.issuedAt === null ? null : `https://invoice.example/${bill.id}/pdf`,
  hostedUrl: bill.issuedAt === null ? null : `https://invoice.example/${bill.id}`,
  currency: bill.order.money.currency,
  total: bill.total,
  amountDue: dueOf(bill),
  amountPaid: paidOf(bill),
  amountRemaining: remainingOf(bill),
  amountOverpaid: bill.overpaid,
  credited: bill.creditedBefore,
  creditedAfterPayment: bill.creditedAfter,
  moves: {
    inFlight: bill.inFlight,
    inFlightSince: null,
    lastAttempt: bill.status === 'open' ? bill.lastAttempt : null,
    failedAt: bill.status === 'open' && bill.lastAttempt === 'failed' ? bill.failedAt : null,
    refundedAsAgreed: bill.refundedAsAgreed,
    refundedUnexplained: bill.refundedUnexplained,
    disputed: bill.disputed,
    disputesLost: bill.disputesLost,
    outsideStripe: bill.receivedElsewhere,
    onCashBalance: bill.status === 'open' ? onCashBalance : 0,
  },
  dueAt: bill.order.dueAt,
  createdAt: bill.createdAt,
  finalizedAt: bill.issuedAt === null ? null : bill.order.issuedAt,
  paidAt: bill.paidAt,
});
