import { type Account, emitLater, nowSeconds } from '../account.ts';
import type { ChargeRecord, InvoicePaymentRecord, InvoiceRecord, PaymentIntentRecord } from '../records.ts';
import { renderInvoicePayment } from '../render/payment.ts';
import { figuresOf } from './figures.ts';
import { awaitsClient, cancelIntent, completeIntent, failIntent } from './intent.ts';
import { changeInvoice, emitInvoice } from './invoice-change.ts';

/** The default payment asks for whatever remains, and is given up once nothing does. */
export function followRemaining(account: Account, invoice: InvoiceRecord): void {
  const payment = account.invoicePayments.get(invoice.defaultPayment ?? '');
  if (payment === undefined || payment.status !== 'open') return;
  const { remaining } = figuresOf(account, invoice);
  if (remaining === 0) {
    cancelPayment(account, payment);
    return;
  }
  const intent = intentOf(account, payment);
  if (intent === undefined || !awaitsClient(intent)) return;
  payment.amountRequested = remaining;
  intent.amount = remaining;
}

export const intentOf = (account: Account, { payment }: InvoicePaymentRecord): PaymentIntentRecord | undefined =>
  payment.type === 'payment_intent' ? account.paymentIntents.get(payment.paymentIntent) : undefined;

/** The latest charge that paid an invoice. */
export function paidCharge(account: Account, invoiceId: string): ChargeRecord | undefined {
  const paid = [...account.invoicePayments.values()]
    .filter(({ invoice, status }) => invoice === invoiceId && status === 'paid')
    .map((payment) => intentOf(account, payment)?.latestCharge);
  return [...account.charges.values()].findLast(({ id }) => paid.includes(id));
}

/** Gives up a payment that was not made, with its intent. A debit that the bank has already been sent stays on its way. */
export function cancelPayment(
  account: Account,
  payment: InvoicePaymentRecord,
  reason: PaymentIntentRecord['cancellationReason'] = 'void_invoice',
): void {
  const intent = intentOf(account, payment);
  if (intent?.status === 'processing') return;
  payment.status = 'canceled';
  payment.canceledAt = nowSeconds(account);
  if (intent !== undefined && awaitsClient(intent)) cancelIntent(account, intent, reason);
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
  payment.bookedAs = 1 + Math.max(0, ...Array.from(account.invoicePayments.values(), ({ bookedAs }) => bookedAs ?? 0));
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

/** A charge was refused: the invoice stays open. */
export function fail(
  account: Account,
  invoice: InvoiceRecord,
  intent: PaymentIntentRecord,
  charge: ChargeRecord,
): void {
  failIntent(account, intent, charge);
  noteFailedTry(account, invoice);
}

/** Counts a try to pay that came to nothing. */
export function noteFailedTry(account: Account, invoice: InvoiceRecord): void {
  changeInvoice(account, invoice, () => {
    invoice.attempted = true;
    invoice.attemptCount += 1;
  });
  emitInvoice(account, 'invoice.payment_failed', invoice);
}
