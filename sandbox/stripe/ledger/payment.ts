import { type Account, emit, emitLater, nowSeconds } from '../account.ts';
import { newId } from '../ids.ts';
import type {
  ChargeRecord,
  InvoicePaymentRecord,
  InvoiceRecord,
  PaymentIntentRecord,
  PaymentMethodType,
} from '../records.ts';
import { renderCharge, renderInvoicePayment, renderPaymentIntent } from '../render/payment.ts';
import { figuresOf } from './figures.ts';
import { changeInvoice, emitInvoice } from './invoice-change.ts';

export const emitIntent = (
  account: Account,
  type: Parameters<typeof emit>[1] & `payment_intent.${string}`,
  intent: PaymentIntentRecord,
): void => emit(account, type, renderPaymentIntent(account, intent));

/** Starts a charge for what an intent asks. */
export function createCharge(
  account: Account,
  intent: PaymentIntentRecord,
  method: PaymentMethodType,
  status: ChargeRecord['status'],
): ChargeRecord {
  const charge: ChargeRecord = {
    id: newId('ch'),
    amount: intent.amount,
    created: nowSeconds(account),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    method,
    paymentIntent: intent.id,
    amountRefunded: 0,
    disputed: false,
    failureCode: null,
    failureMessage: null,
    status,
  };
  account.charges.set(charge.id, charge);
  intent.latestCharge = charge.id;
  return charge;
}

/** The default payment asks for whatever remains, and is given up once nothing does. */
export function followRemaining(account: Account, invoice: InvoiceRecord): void {
  const payment = account.invoicePayments.get(invoice.defaultPayment ?? '');
  if (payment === undefined || payment.status !== 'open') return;
  const { remaining } = figuresOf(account, invoice);
  if (remaining === 0) {
    cancelPayment(account, payment);
    return;
  }
  payment.amountRequested = remaining;
  const intent = intentOf(account, payment);
  if (intent !== undefined && awaitsClient(intent)) intent.amount = remaining;
}

/** Whether it is the client's turn: nobody has tried to pay, the try failed, or it is not confirmed. */
export const awaitsClient = ({ status }: PaymentIntentRecord): boolean =>
  status === 'requires_payment_method' || status === 'requires_action';

export const intentOf = (account: Account, { payment }: InvoicePaymentRecord): PaymentIntentRecord | undefined =>
  payment.type === 'payment_intent' ? account.paymentIntents.get(payment.paymentIntent) : undefined;

/** The latest charge that paid an invoice. */
export function paidCharge(account: Account, invoiceId: string): ChargeRecord | undefined {
  const paid = [...account.invoicePayments.values()]
    .filter(({ invoice, status }) => invoice === invoiceId && status === 'paid')
    .map((payment) => intentOf(account, payment)?.latestCharge);
  return [...account.charges.values()].findLast(({ id }) => paid.includes(id));
}

/** Gives up a payment that was not made, with its intent. */
export function cancelPayment(account: Account, payment: InvoicePaymentRecord): void {
  const now = nowSeconds(account);
  payment.status = 'canceled';
  payment.canceledAt = now;
  const intent = intentOf(account, payment);
  if (intent === undefined || intent.status === 'succeeded') return;
  intent.status = 'canceled';
  intent.canceledAt = now;
  emitIntent(account, 'payment_intent.canceled', intent);
}

/** Marks an invoice as paid, without telling anybody yet. */
export function markPaid(account: Account, invoice: InvoiceRecord): void {
  invoice.status = 'paid';
  invoice.paidAt = nowSeconds(account);
  invoice.autoAdvance = false;
}

/** Money that exceeds what is owed becomes the customer's credit. */
function keepSurplus(account: Account, invoice: InvoiceRecord, surplus: number): void {
  invoice.amountOverpaid += surplus;
  const customer = account.customers.get(invoice.customer);
  if (customer === undefined) return;
  customer.balance -= surplus;
  customer.currency ??= invoice.currency;
}

/**
 * Books money that has arrived on an invoice. Emits the invoice's events; that of the payment itself comes later, as
 * it does at Stripe.
 * @param offStripe the money was taken elsewhere, so no payment of Stripe's has succeeded
 */
export function bookMoney(
  account: Account,
  invoice: InvoiceRecord,
  payment: InvoicePaymentRecord,
  { amount, offStripe = false }: { amount: number; offStripe?: boolean },
): void {
  const applied = Math.min(amount, figuresOf(account, invoice).remaining);
  payment.status = 'paid';
  payment.amountPaid = applied;
  payment.paidAt = nowSeconds(account);
  const wasPaid = invoice.status === 'paid';
  changeInvoice(account, invoice, () => {
    invoice.amountPaid += applied;
    invoice.attempted = true;
    if (!offStripe) invoice.attemptCount += 1;
    if (amount > applied) keepSurplus(account, invoice, amount - applied);
    if (!wasPaid && figuresOf(account, invoice).remaining === 0) markPaid(account, invoice);
  });
  followRemaining(account, invoice);
  if (!wasPaid && invoice.status === 'paid') {
    emitInvoice(account, 'invoice.paid', invoice);
    if (!offStripe) emitInvoice(account, 'invoice.payment_succeeded', invoice);
  }
  if (amount > applied) emitInvoice(account, 'invoice.overpaid', invoice);
  emitLater(account, 'invoice_payment.paid', () => renderInvoicePayment(payment));
}

/** A charge went through. Its money is not booked on any invoice yet. */
export function completeIntent(account: Account, intent: PaymentIntentRecord, charge: ChargeRecord): void {
  charge.status = 'succeeded';
  intent.status = 'succeeded';
  intent.amountReceived = charge.amount;
  intent.failedCharge = null;
  emit(account, 'charge.succeeded', renderCharge(account, charge));
  emitIntent(account, 'payment_intent.succeeded', intent);
}

/** A charge went through: the intent succeeds and the money is booked. */
export function succeed(
  account: Account,
  invoice: InvoiceRecord,
  payment: InvoicePaymentRecord,
  intent: PaymentIntentRecord,
  charge: ChargeRecord,
): void {
  completeIntent(account, intent, charge);
  bookMoney(account, invoice, payment, { amount: charge.amount });
}

/** A charge was refused: the intent waits for another try. */
export function failIntent(account: Account, intent: PaymentIntentRecord, charge: ChargeRecord): void {
  charge.status = 'failed';
  charge.failureCode = charge.method === 'card' ? 'card_declined' : 'debit_not_authorized';
  charge.failureMessage = charge.method === 'card' ? 'Your card was declined.' : 'The bank refused the debit.';
  intent.status = 'requires_payment_method';
  intent.failedCharge = charge.id;
  emit(account, 'charge.failed', renderCharge(account, charge));
  emitIntent(account, 'payment_intent.payment_failed', intent);
}

/** A charge was refused: the invoice stays open. */
export function fail(
  account: Account,
  invoice: InvoiceRecord,
  intent: PaymentIntentRecord,
  charge: ChargeRecord,
): void {
  failIntent(account, intent, charge);
  changeInvoice(account, invoice, () => {
    invoice.attempted = true;
    invoice.attemptCount += 1;
  });
  emitInvoice(account, 'invoice.payment_failed', invoice);
}
