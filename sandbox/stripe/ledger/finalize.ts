import { type Account, nowSeconds } from '../account.ts';
import { ApiError, invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { CustomerRecord, InvoicePaymentRecord, InvoiceRecord, PaymentIntentRecord } from '../records.ts';
import { balanceFor, settleAgainstBalance, snapshotOf, totalOf } from './figures.ts';
import { emitIntent, newIntent } from './intent.ts';
import { emitInvoice, requireStatus } from './invoice-change.ts';
import { liveCustomer } from './invoice-draft.ts';
import { replaceOriginal, requireReplaceable } from './revision.ts';

/** An intent to pay `amount` of an invoice, for which nobody has named a card or an account yet. */
export const openIntent = (account: Account, invoice: InvoiceRecord, amount: number): PaymentIntentRecord =>
  newIntent(account, {
    amount,
    currency: invoice.currency,
    customer: invoice.customer,
    description: `Payment for Invoice ${invoice.number ?? ''}`.trim(),
  });

/** Says that something pays `amount` of an invoice. */
export function newInvoicePayment(
  account: Account,
  invoice: InvoiceRecord,
  fields: Pick<InvoicePaymentRecord, 'isDefault' | 'payment'> & { readonly amount: number },
): InvoicePaymentRecord {
  const payment: InvoicePaymentRecord = {
    id: newId('inpay'),
    created: nowSeconds(account),
    currency: invoice.currency,
    invoice: invoice.id,
    isDefault: fields.isDefault,
    payment: fields.payment,
    amountPaid: null,
    amountRequested: fields.amount,
    bookedAs: null,
    canceledAt: null,
    paidAt: null,
    status: 'open',
  };
  account.invoicePayments.set(payment.id, payment);
  return payment;
}

/** Says that an intent pays `amount` of an invoice. */
export const attachPayment = (
  account: Account,
  invoice: InvoiceRecord,
  intent: PaymentIntentRecord,
  fields: { readonly amount: number; readonly isDefault: boolean },
): InvoicePaymentRecord =>
  newInvoicePayment(account, invoice, { ...fields, payment: { type: 'payment_intent', paymentIntent: intent.id } });

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
  requireReplaceable(account, invoice);
  const now = nowSeconds(account);
  assignNumber(invoice, customer);
  invoice.snapshot = snapshotOf(customer);
  invoice.finalizedAt = now;
  invoice.effectiveAt ??= now;
  const due = applyBalance(account, invoice, customer);
  invoice.status = 'open';
  invoice.autoAdvance = autoAdvance ?? invoice.autoAdvance;
  if (due === 0) {
    Object.assign(invoice, { status: 'paid', paidAt: now, attempted: true, autoAdvance: false });
    emitInvoice(account, 'invoice.finalized', invoice);
    replaceOriginal(account, invoice);
    emitInvoice(account, 'invoice.paid', invoice);
    return;
  }
  const { payment, intent } = openPayment(account, invoice, due, true);
  invoice.defaultPayment = payment.id;
  emitInvoice(account, 'invoice.finalized', invoice);
  emitIntent(account, 'payment_intent.created', intent);
  replaceOriginal(account, invoice);
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
