import { type Account, emit, nowSeconds } from '../account.ts';
import { ApiError, invalid } from '../api/errors.ts';
import { newId, randomText } from '../ids.ts';
import type { CustomerRecord, InvoicePaymentRecord, InvoiceRecord, PaymentIntentRecord } from '../records.ts';
import { renderPaymentIntent } from '../render/payment.ts';
import { balanceFor, settleAgainstBalance, snapshotOf, totalOf } from './figures.ts';
import { emitInvoice, requireStatus } from './invoice-change.ts';
import { liveCustomer } from './invoice-draft.ts';
import { replaceOriginal } from './revision.ts';

/** An intent to pay `amount`, for which nobody has named a card or an account yet. */
export function openIntent(account: Account, invoice: InvoiceRecord, amount: number): PaymentIntentRecord {
  const id = newId('pi');
  const intent: PaymentIntentRecord = {
    id,
    clientSecret: `${id}_secret_${randomText(25)}`,
    created: nowSeconds(account),
    currency: invoice.currency,
    customer: invoice.customer,
    description: `Payment for Invoice ${invoice.number ?? ''}`.trim(),
    amount,
    amountReceived: 0,
    canceledAt: null,
    failedCharge: null,
    latestCharge: null,
    status: 'requires_payment_method',
  };
  account.paymentIntents.set(id, intent);
  return intent;
}

/** Says that an intent pays `amount` of an invoice. */
export function attachPayment(
  account: Account,
  invoice: InvoiceRecord,
  intent: PaymentIntentRecord,
  { amount, isDefault }: { amount: number; isDefault: boolean },
): InvoicePaymentRecord {
  const payment: InvoicePaymentRecord = {
    id: newId('inpay'),
    created: nowSeconds(account),
    currency: invoice.currency,
    invoice: invoice.id,
    isDefault,
    payment: { type: 'payment_intent', paymentIntent: intent.id },
    amountPaid: null,
    amountRequested: amount,
    canceledAt: null,
    paidAt: null,
    status: 'open',
  };
  account.invoicePayments.set(payment.id, payment);
  return payment;
}

/** A payment of an invoice that has not been made yet, with the intent that will carry it. */
export function openPayment(
  account: Account,
  invoice: InvoiceRecord,
  amount: number,
  isDefault: boolean,
): { payment: InvoicePaymentRecord; intent: PaymentIntentRecord } {
  const intent = openIntent(account, invoice, amount);
  return { payment: attachPayment(account, invoice, intent, { amount, isDefault }), intent };
}

/** The next number of the customer's own sequence; one that was chosen by hand stays. */
function assignNumber(invoice: InvoiceRecord, customer: CustomerRecord): void {
  if (invoice.number !== null) return;
  invoice.number = `${customer.invoicePrefix}-${String(customer.nextInvoiceSequence).padStart(4, '0')}`;
  customer.nextInvoiceSequence += 1;
}

function applyBalance(account: Account, invoice: InvoiceRecord, customer: CustomerRecord): number {
  const total = totalOf(account, invoice);
  const startingBalance = balanceFor(customer, invoice.currency);
  const { due, endingBalance } = settleAgainstBalance(total, startingBalance, invoice.currency);
  invoice.startingBalance = startingBalance;
  invoice.endingBalance = endingBalance;
  invoice.balanceApplied = due - total;
  if (endingBalance !== startingBalance) {
    customer.balance = endingBalance;
    customer.currency = invoice.currency;
  }
  return due;
}

/**
 * Makes a draft final: number, printed customer details, links, balance. What leaves nothing to pay is paid at once;
 * everything else gets its default payment.
 */
export function finalizeInvoice(account: Account, invoice: InvoiceRecord, autoAdvance?: boolean): void {
  if (invoice.status !== 'draft')
    throw new ApiError(400, {
      type: 'invalid_request_error',
      code: 'invoice_already_finalized',
      message: `This invoice is already finalized (status ${invoice.status}).`,
    });
  const customer = liveCustomer(account, invoice.customer);
  if (invoice.collectionMethod === 'send_invoice' && customer.email === null)
    throw invalid('Missing email. The customer of an invoice that is sent must have a valid email.');
  const now = nowSeconds(account);
  assignNumber(invoice, customer);
  invoice.snapshot = snapshotOf(customer);
  invoice.finalizedAt = now;
  invoice.effectiveAt ??= now;
  const due = applyBalance(account, invoice, customer);
  invoice.status = 'open';
  invoice.autoAdvance = autoAdvance ?? invoice.autoAdvance;
  replaceOriginal(account, invoice);
  if (due === 0) {
    Object.assign(invoice, { status: 'paid', paidAt: now, attempted: true, autoAdvance: false });
    emitInvoice(account, 'invoice.finalized', invoice);
    emitInvoice(account, 'invoice.paid', invoice);
    return;
  }
  const { payment, intent } = openPayment(account, invoice, due, true);
  invoice.defaultPayment = payment.id;
  emitInvoice(account, 'invoice.finalized', invoice);
  emit(account, 'payment_intent.created', renderPaymentIntent(account, intent));
}

/** Mails the invoice, once more if it was mailed before; a draft is finalised first. */
export function sendInvoice(account: Account, invoice: InvoiceRecord): void {
  requireStatus(invoice, ['draft', 'open', 'paid', 'uncollectible'], 'sent');
  if (invoice.collectionMethod !== 'send_invoice')
    throw invalid('Only invoices with collection_method send_invoice can be sent.');
  if (invoice.status === 'draft') finalizeInvoice(account, invoice);
  const to = invoice.snapshot?.email;
  if (to === undefined || to === null) throw invalid('Missing email. There is no address to send this invoice to.');
  account.mails.push({ at: account.clock.now(), invoice: invoice.id, kind: 'invoice', to });
  emitInvoice(account, 'invoice.sent', invoice);
}
