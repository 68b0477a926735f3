import { type Account, nowSeconds } from '../account.ts';
import { findReference, invalid } from '../api/errors.ts';
import { newId, randomText } from '../ids.ts';
import type { InvoicePaymentRecord, InvoiceRecord, PaymentIntentRecord } from '../records.ts';
import { figuresOf } from './figures.ts';
import { attachPayment } from './finalize.ts';
import { requireStatus } from './invoice-change.ts';
import { liveCustomer, requireCurrency } from './invoice-draft.ts';
import { awaitsClient, bookMoney, completeIntent, createCharge, emitIntent, failIntent } from './payment.ts';
import { declined, testCard } from './test-cards.ts';

export type IntentFields = {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string;
  readonly confirm?: boolean | undefined;
  readonly payment_method?: string | undefined;
};

/** A payment of its own, which may be attached to invoices afterwards. */
export function createIntent(account: Account, fields: IntentFields): PaymentIntentRecord {
  const id = newId('pi');
  const intent: PaymentIntentRecord = {
    id,
    clientSecret: `${id}_secret_${randomText(25)}`,
    created: nowSeconds(account),
    currency: requireCurrency(fields.currency),
    customer: liveCustomer(account, fields.customer).id,
    description: null,
    amount: fields.amount,
    amountReceived: 0,
    canceledAt: null,
    failedCharge: null,
    latestCharge: null,
    status: 'requires_payment_method',
  };
  account.paymentIntents.set(id, intent);
  emitIntent(account, 'payment_intent.created', intent);
  if (fields.confirm === true) confirmIntent(account, intent, fields.payment_method);
  return intent;
}

const paymentsBy = (account: Account, { id }: PaymentIntentRecord): readonly InvoicePaymentRecord[] =>
  [...account.invoicePayments.values()].filter(
    ({ status, payment }) => status === 'open' && payment.type === 'payment_intent' && payment.paymentIntent === id,
  );

/** Pays with a test card; the money goes to the invoices that the payment is attached to. */
export function confirmIntent(account: Account, intent: PaymentIntentRecord, paymentMethod: string | undefined): void {
  if (!awaitsClient(intent)) throw invalid(`This PaymentIntent cannot be confirmed: its status is ${intent.status}.`);
  const charge = createCharge(account, intent, 'card', 'pending');
  if (testCard(paymentMethod) === 'declined') {
    failIntent(account, intent, charge);
    throw declined(charge.id);
  }
  completeIntent(account, intent, charge);
  for (const payment of paymentsBy(account, intent)) book(account, payment);
}

function book(account: Account, payment: InvoicePaymentRecord): void {
  const invoice = account.invoices.get(payment.invoice);
  if (invoice !== undefined) bookMoney(account, invoice, payment, { amount: payment.amountRequested });
}

/** `POST /v1/invoices/:id/attach_payment`: what has succeeded counts at once, what has not counts when it does. */
export function attachIntent(account: Account, invoice: InvoiceRecord, intentId: string | undefined): void {
  if (intentId === undefined)
    throw invalid('Missing required param: payment_intent.', { code: 'parameter_missing', param: 'payment_intent' });
  requireStatus(invoice, ['open'], 'given a payment');
  const intent = findReference(account.paymentIntents, 'payment_intent', intentId, 'payment_intent');
  if (intent.customer !== invoice.customer || intent.currency !== invoice.currency)
    throw invalid('The payment is of another customer or in another currency.', { param: 'payment_intent' });
  if (intent.status === 'canceled') throw invalid('The payment was canceled.', { param: 'payment_intent' });
  if (intent.amount > figuresOf(account, invoice).remaining)
    throw invalid('The payment is above what remains of the invoice.', { param: 'payment_intent' });
  const payment = attachPayment(account, invoice, intent, { amount: intent.amount, isDefault: false });
  if (intent.status === 'succeeded') book(account, payment);
}
