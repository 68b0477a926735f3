import type Stripe from 'stripe';
import type { Wire } from './wire.ts';

/** What the sandbox keeps. Answers are rendered from these, so that derived sums can never disagree with their parts. */

export type Metadata = Record<string, string>;

export type TaxIdRecord = {
  readonly id: string;
  readonly created: number;
  readonly type: Stripe.Invoice.CustomerTaxId.Type;
  readonly value: string;
};

/** The customer details that an invoice prints; copied for good when it is finalised. */
export type CustomerSnapshot = {
  readonly address: Stripe.Address | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly taxExempt: 'exempt' | 'none' | 'reverse';
  readonly taxIds: readonly { readonly type: Stripe.Invoice.CustomerTaxId.Type; readonly value: string }[];
};

export type CustomField = { readonly name: string; readonly value: string };

export type CustomerRecord = {
  readonly id: string;
  readonly created: number;
  readonly invoicePrefix: string;
  address: Stripe.Address | null;
  /** Negative: credit that the next invoice uses up. Positive: a debt that it adds. */
  balance: number;
  businessName: string | null;
  /** What bank transfers brought and nothing was paid with, by currency. */
  readonly cash: Map<string, number>;
  /** Whether Stripe pays invoices with what comes in; null: as the account does, which is automatically. */
  cashReconciliation: 'automatic' | 'manual' | null;
  currency: string | null;
  deleted: boolean;
  description: string | null;
  email: string | null;
  individualName: string | null;
  invoiceCustomFields: readonly CustomField[] | null;
  invoiceFooter: string | null;
  metadata: Metadata;
  name: string | null;
  nextInvoiceSequence: number;
  phone: string | null;
  preferredLocales: readonly string[];
  taxExempt: CustomerSnapshot['taxExempt'];
  taxIds: TaxIdRecord[];
};

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

export type InvoiceRecord = {
  readonly id: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  /** The unguessable part of the hosted page's address. */
  readonly token: string;
  /** The invoice that this one corrects. */
  readonly revises: string | null;
  amountOverpaid: number;
  amountPaid: number;
  attempted: boolean;
  attemptCount: number;
  autoAdvance: boolean;
  /** What the customer's balance changed about the amount due; fixed when the invoice is finalised. */
  balanceApplied: number;
  collectionMethod: 'charge_automatically' | 'send_invoice';
  customFields: readonly CustomField[] | null;
  defaultPayment: string | null;
  description: string | null;
  dueDate: number | null;
  effectiveAt: number | null;
  endingBalance: number | null;
  finalizedAt: number | null;
  /** The correction that took its place. */
  latestRevision: string | null;
  footer: string | null;
  markedUncollectibleAt: number | null;
  metadata: Metadata;
  number: string | null;
  paidAt: number | null;
  postPaymentCredit: number;
  prePaymentCredit: number;
  snapshot: CustomerSnapshot | null;
  startingBalance: number;
  statementDescriptor: string | null;
  status: InvoiceStatus;
  voidedAt: number | null;
};

/** An invoice item and, once it belongs to an invoice, the line that prints it. */
export type ItemRecord = {
  readonly id: string;
  readonly lineId: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  amount: number;
  description: string | null;
  discountable: boolean;
  /** Null while the item waits for an invoice. */
  invoice: string | null;
  metadata: Metadata;
  period: { start: number; end: number };
  product: string;
  price: string;
  quantity: number;
  unitAmount: string;
};

export type InvoicePaymentRecord = {
  readonly id: string;
  readonly created: number;
  readonly currency: string;
  readonly invoice: string;
  readonly isDefault: boolean;
  readonly payment:
    | { readonly type: 'payment_intent'; readonly paymentIntent: string }
    | { readonly type: 'payment_record'; readonly paymentRecord: string };
  amountPaid: number | null;
  amountRequested: number;
  /** Its place among all bookings, which the second of `paidAt` does not tell; null until it is paid. */
  bookedAs: number | null;
  canceledAt: number | null;
  paidAt: number | null;
  status: 'canceled' | 'open' | 'paid';
};

/** What the reporter of a payment says of it; money that is not guaranteed has not come in. */
export type ReportedOutcome = 'canceled' | 'failed' | 'guaranteed' | 'pending';

/** Money that came in outside Stripe, as somebody reported it. */
export type PaymentReport = {
  readonly id: string;
  readonly amount: number;
  readonly attempt: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  /** How it was paid, in the reporter's words. */
  readonly method: string;
  /** The reporter's own name for it, such as the number of a cheque. */
  readonly reference: string | null;
  metadata: Metadata;
  outcome: ReportedOutcome;
};

export type PaymentMethodType = 'card' | 'customer_balance' | 'sepa_debit';

export type PaymentIntentRecord = {
  readonly id: string;
  readonly clientSecret: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  readonly description: string | null;
  amount: number;
  amountReceived: number;
  /** The client's bank did not confirm that it is the client who pays. */
  authenticationFailed: boolean;
  canceledAt: number | null;
  cancellationReason: Stripe.PaymentIntent.CancellationReason | null;
  /** The charge whose failure is the last payment error. */
  failedCharge: string | null;
  latestCharge: string | null;
  status: 'canceled' | 'processing' | 'requires_action' | 'requires_payment_method' | 'succeeded';
};

export type ChargeRecord = {
  readonly id: string;
  readonly amount: number;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  readonly description: string | null;
  readonly method: PaymentMethodType;
  readonly paymentIntent: string;
  amountRefunded: number;
  disputed: boolean;
  failureCode: string | null;
  failureMessage: string | null;
  status: 'failed' | 'pending' | 'succeeded';
};

/** A movement on a customer's cash balance: a transfer that came in, or money that a payment took. */
export type CashTransactionRecord = {
  readonly id: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  readonly endingBalance: number;
  readonly netAmount: number;
  /** The payment that took it; null for a transfer that came in. */
  readonly paymentIntent: string | null;
  /** What the client wrote on the transfer. */
  readonly reference: string | null;
};

/** Why money is given back; people may leave it open. */
export const REFUND_REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

export type RefundRecord = {
  readonly id: string;
  readonly amount: number;
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly paymentIntent: string;
  readonly reason: (typeof REFUND_REASONS)[number] | null;
  failureReason: string | null;
  metadata: Metadata;
  status: 'canceled' | 'failed' | 'pending' | 'succeeded';
};

export type CreditNoteLine = {
  readonly id: string;
  readonly amount: number;
  readonly description: string | null;
  readonly invoiceLine: string | null;
  readonly quantity: number | null;
};

export type CreditNoteRecord = {
  readonly id: string;
  readonly amount: number;
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  readonly invoice: string;
  readonly lines: readonly CreditNoteLine[];
  readonly memo: string | null;
  readonly number: string;
  readonly outOfBandAmount: number | null;
  readonly postPaymentAmount: number;
  readonly prePaymentAmount: number;
  readonly reason: Stripe.CreditNote.Reason | null;
  readonly refunds: readonly { readonly refund: string; readonly amount: number }[];
  metadata: Metadata;
  status: 'issued' | 'void';
  voidedAt: number | null;
};

/** How a bank closes a dispute; all but the first leave the money where it is. */
export const DISPUTE_OUTCOMES = ['lost', 'won', 'warning_closed', 'prevented'] as const;
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];

/** Why a bank takes a debit back. */
export const DEBIT_RETURN_REASONS = [
  'bank_cannot_process',
  'customer_initiated',
  'debit_not_authorized',
  'incorrect_account_details',
  'insufficient_funds',
] as const;
export type DebitReturnReason = (typeof DEBIT_RETURN_REASONS)[number];

/** Whether the bank takes the money at once, or only asks first. */
export const DISPUTE_KINDS = ['chargeback', 'inquiry'] as const;
export type DisputeKind = (typeof DISPUTE_KINDS)[number];

export type DisputeRecord = {
  readonly id: string;
  readonly amount: number;
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly dueBy: number;
  readonly paymentIntent: string;
  readonly reason: string;
  status: DisputeOutcome | 'needs_response' | 'under_review' | 'warning_needs_response' | 'warning_under_review';
};

export type EventRecord = {
  readonly id: string;
  readonly created: number;
  /** The object as it was at this moment, never touched again. */
  readonly object: Wire;
  readonly previous: Wire | null;
  readonly request: { readonly id: string; readonly idempotency_key: string | null } | null;
  readonly type: Stripe.Event['type'];
  /** Endpoint id → how the delivery stands. */
  readonly deliveries: Map<string, 'delivered' | 'failed' | 'pending'>;
};

export type WebhookEndpointRecord = {
  readonly id: string;
  readonly apiVersion: string | null;
  readonly created: number;
  readonly secret: string;
  description: string | null;
  enabledEvents: readonly string[];
  metadata: Metadata;
  status: 'disabled' | 'enabled';
  url: string;
};

/** A message that Stripe would have mailed. `at` is milliseconds on the sandbox clock. */
export type Mail = {
  readonly at: number;
  readonly invoice: string;
  readonly kind: 'credit note' | 'invoice';
  readonly to: string;
};
