import type { Account } from '../account.ts';
import { findReference, invalid } from '../api/errors.ts';
import type { InvoicePaymentRecord, InvoiceRecord, PaymentIntentRecord } from '../records.ts';
import { figuresOf } from './figures.ts';
import { attachPayment } from './finalize.ts';
import {
  askToConfirm,
  awaitsClient,
  cancelIntent,
  completeIntent,
  createCharge,
  emitIntent,
  failIntent,
  newIntent,
} from './intent.ts';
import { requireStatus } from './invoice-change.ts';
import { liveCustomer, requireCurrency } from './invoice-draft.ts';
import { checkAmount, minimumCharge } from './money.ts';
import { bookMoney, cancelPayment } from './payment.ts';
import { attachableReport, attachReport } from './payment-report.ts';
import { declined, testCard } from './test-cards.ts';

export type IntentFields = {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string;
  readonly confirm?: boolean | undefined;
  readonly description?: string | undefined;
  readonly payment_method?: string | undefined;
};

/** A payment of its own, which may be attached to invoices afterwards. */
export function createIntent(account: Account, fields: IntentFields): PaymentIntentRecord {
  const currency = requireCurrency(fields.currency);
  if (fields.amount < minimumCharge(currency))
    throw invalid('The amount is below the least that can be charged.', { code: 'amount_too_small', param: 'amount' });
  checkAmount(fields.amount, currency, 'amount');
  const customer = liveCustomer(account, fields.customer).id;
  const intent = newIntent(account, {
    amount: fields.amount,
    currency,
    customer,
    description: fields.description ?? null,
  });
  emitIntent(account, 'payment_intent.created', intent);
  if (fields.confirm === true) confirmIntent(account, intent, fields.payment_method);
  return intent;
}

const paymentsBy = (account: Account, { id }: PaymentIntentRecord): readonly InvoicePaymentRecord[] =>
  [...account.invoicePayments.values()].filter(
    ({ payment }) => payment.type === 'payment_intent' && payment.paymentIntent === id,
  );

const openPaymentsBy = (account: Account, intent: PaymentIntentRecord): readonly InvoicePaymentRecord[] =>
  paymentsBy(account, intent).filter(({ status }) => status === 'open');

/** Pays with a test card; the money goes to the invoices that the payment is attached to. */
export function confirmIntent(account: Account, intent: PaymentIntentRecord, paymentMethod: string | undefined): void {
  if (!awaitsClient(intent)) throw invalid(`This PaymentIntent cannot be confirmed: its status is ${intent.status}.`);
  const outcome = testCard(paymentMethod);
  if (outcome === 'needs action') {
    askToConfirm(account, intent);
    return;
  }
  const charge = createCharge(account, intent, 'card', 'pending');
  if (outcome === 'declined') {
    failIntent(account, intent, charge);
    throw declined(charge.id);
  }
  completeIntent(account, intent, charge);
  for (const payment of openPaymentsBy(account, intent)) book(account, intent, payment);
}

/** `POST /v1/payment_intents/:id/cancel`. The one that an invoice made for itself lives and ends with it. */
export function cancelByHand(
  account: Account,
  intent: PaymentIntentRecord,
  reason: PaymentIntentRecord['cancellationReason'],
): void {
  if (!awaitsClient(intent)) throw invalid(`This PaymentIntent cannot be canceled: its status is ${intent.status}.`);
  const payments = openPaymentsBy(account, intent);
  if (payments.some(({ isDefault }) => isDefault))
    throw invalid('The PaymentIntent of an invoice cannot be canceled; void the invoice instead.');
  for (const payment of payments) cancelPayment(account, payment, reason);
  if (awaitsClient(intent)) cancelIntent(account, intent, reason);
}

/** What a payment brought and no invoice has got yet. */
const unapplied = (account: Account, intent: PaymentIntentRecord): number =>
  paymentsBy(account, intent)
    .filter(({ status }) => status === 'paid')
    .reduce((left, payment) => left - (payment.amountPaid ?? 0), intent.amountReceived);

function book(account: Account, intent: PaymentIntentRecord, payment: InvoicePaymentRecord): void {
  const invoice = account.invoices.get(payment.invoice);
  const amount = Math.min(payment.amountRequested, unapplied(account, intent));
  if (invoice !== undefined && amount > 0) bookMoney(account, invoice, payment, { amount });
}

export type Attachment = { readonly payment_intent?: string | undefined; readonly payment_record?: string | undefined };

/** `POST /v1/invoices/:id/attach_payment`: what has come in counts at once, what has not counts when it does. */
export function attach(account: Account, invoice: InvoiceRecord, { payment_intent, payment_record }: Attachment): void {
  if ((payment_intent === undefined) === (payment_record === undefined))
    throw invalid('You must provide exactly one of payment_intent and payment_record.', {
      code: payment_intent === undefined ? 'parameter_missing' : 'parameters_exclusive',
      param: 'payment_intent',
    });
  requireStatus(invoice, ['open'], 'given a payment');
  const { remaining } = figuresOf(account, invoice);
  if (payment_record !== undefined)
    attachReport(account, invoice, attachableReport(account, invoice, payment_record), remaining);
  if (payment_intent !== undefined) attachIntent(account, invoice, payment_intent, remaining);
}

function attachIntent(account: Account, invoice: InvoiceRecord, id: string, remaining: number): void {
  const intent = findReference(account.paymentIntents, 'payment_intent', id, 'payment_intent');
  const refuse = (why: string) => invalid(why, { param: 'payment_intent' });
  if (intent.customer !== invoice.customer || intent.currency !== invoice.currency)
    throw refuse('The payment is of another customer or in another currency.');
  if (intent.status === 'canceled') throw refuse('The payment was canceled.');
  if (openPaymentsBy(account, intent).some((payment) => payment.invoice === invoice.id))
    throw refuse('The payment is attached to this invoice already.');
  const amount = intent.status === 'succeeded' ? unapplied(account, intent) : intent.amount;
  if (amount === 0) throw refuse('All of the payment has been applied to invoices.');
  if (amount > remaining) throw refuse('The payment is above what remains of the invoice.');
  const payment = attachPayment(account, invoice, intent, { amount, isDefault: false });
  if (intent.status === 'succeeded') book(account, intent, payment);
}
