import { type Account, emit } from '../account.ts';
import { invalid } from '../api/errors.ts';
import type { ChargeRecord, InvoicePaymentRecord, InvoiceRecord, PaymentIntentRecord } from '../records.ts';
import { renderCharge } from '../render/payment.ts';
import { figuresOf } from './figures.ts';
import { attachPayment, openIntent, openPayment } from './finalize.ts';
import { askToConfirm, awaitsClient, completeIntent, createCharge, emitIntent, failConfirmation } from './intent.ts';
import { emitInvoice, requireStatus } from './invoice-change.ts';
import { bookMoney, fail, intentOf, noteFailedTry, succeed } from './payment.ts';

/** `needs action`: a card whose bank wants the client to confirm, who has not done so yet. */
export const PAYMENT_METHODS = ['card', 'debit processing', 'declined', 'needs action'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

const payable = ['open', 'uncollectible'] as const;

/** The default payment covers the whole remainder; any other sum is a payment of its own, attached to the invoice. */
function paymentFor(account: Account, invoice: InvoiceRecord, amount: number) {
  const standard = account.invoicePayments.get(invoice.defaultPayment ?? '');
  const intent = standard === undefined ? undefined : intentOf(account, standard);
  const isOpen = standard?.status === 'open' && intent !== undefined && awaitsClient(intent);
  if (standard !== undefined && intent !== undefined && isOpen && intent.amount === amount)
    return { payment: standard, intent };
  const opened = openPayment(account, invoice, amount, false);
  emitIntent(account, 'payment_intent.created', opened.intent);
  return opened;
}

/**
 * What a client does on the hosted page.
 * @returns the charge; none as long as the client has to confirm it
 */
export function payInvoice(
  account: Account,
  invoice: InvoiceRecord,
  { method = 'card', amount }: { method?: PaymentMethod; amount?: number } = {},
): ChargeRecord | undefined {
  requireStatus(invoice, payable, 'paid');
  const sum = amount ?? figuresOf(account, invoice).remaining;
  if (!Number.isInteger(sum) || sum <= 0) throw invalid(`Invalid amount: ${sum}`, { param: 'amount' });
  if (processingPayment(account, invoice) !== undefined)
    throw invalid('A payment of this invoice is being processed by the bank.');
  const { payment, intent } = paymentFor(account, invoice, sum);
  if (method === 'needs action') {
    askToConfirm(account, intent);
    emitInvoice(account, 'invoice.payment_action_required', invoice);
    return undefined;
  }
  const charge = createCharge(account, intent, method === 'debit processing' ? 'sepa_debit' : 'card', 'pending');
  if (method === 'card') succeed(account, invoice, payment, intent, charge);
  else if (method === 'declined') fail(account, invoice, intent, charge);
  else {
    intent.status = 'processing';
    emitIntent(account, 'payment_intent.processing', intent);
    emit(account, 'charge.pending', renderCharge(account, charge));
  }
  return charge;
}

/** One card payment for all that several invoices of a client ask: the Dashboard can attach a payment to each of them. */
export function payTogether(account: Account, invoices: readonly InvoiceRecord[]): void {
  for (const invoice of invoices) requireStatus(invoice, payable, 'paid');
  const shares = invoices.map((invoice) => ({ invoice, amount: figuresOf(account, invoice).remaining }));
  const [first] = invoices;
  if (
    first === undefined ||
    invoices.some(({ customer, currency }) => customer !== first.customer || currency !== first.currency)
  )
    throw invalid('A payment can be attached to invoices of one customer in one currency.');
  const intent = openIntent(
    account,
    first,
    shares.reduce((sum, { amount }) => sum + amount, 0),
  );
  emitIntent(account, 'payment_intent.created', intent);
  completeIntent(account, intent, createCharge(account, intent, 'card', 'pending'));
  for (const { invoice, amount } of shares)
    bookMoney(account, invoice, attachPayment(account, invoice, intent, { amount, isDefault: false }), { amount });
}

/** The client pays twice, because two payments were attached before either went through: the second one is too much. */
export function payTwice(account: Account, invoice: InvoiceRecord): void {
  requireStatus(invoice, payable, 'paid');
  const { remaining } = figuresOf(account, invoice);
  const [first, second] = [paymentFor(account, invoice, remaining), openPayment(account, invoice, remaining, false)];
  for (const { payment, intent } of [first, second])
    succeed(account, invoice, payment, intent, createCharge(account, intent, 'card', 'pending'));
}

/** The payment that the client has been asked to confirm, if there is one. */
export function unconfirmedPayment(account: Account, invoice: InvoiceRecord) {
  for (const payment of account.invoicePayments.values()) {
    if (payment.invoice !== invoice.id || payment.status !== 'open') continue;
    const intent = intentOf(account, payment);
    if (intent?.status === 'requires_action') return { payment, intent };
  }
  return undefined;
}

/** The client confirms the card payment at the bank, or fails to. */
export function confirmPayment(account: Account, invoice: InvoiceRecord, outcome: 'fails' | 'succeeds'): void {
  const unconfirmed = unconfirmedPayment(account, invoice);
  if (unconfirmed === undefined) throw invalid('No payment of this invoice waits to be confirmed.');
  const { payment, intent } = unconfirmed;
  if (outcome === 'fails') {
    failConfirmation(account, intent);
    noteFailedTry(account, invoice);
    return;
  }
  succeed(account, invoice, payment, intent, createCharge(account, intent, 'card', 'pending'));
}

type Processing = { payment: InvoicePaymentRecord; intent: PaymentIntentRecord; charge: ChargeRecord };

/** The bank debit under way, if there is one. */
export function processingPayment(account: Account, invoice: InvoiceRecord): Processing | undefined {
  for (const payment of account.invoicePayments.values()) {
    if (payment.invoice !== invoice.id || payment.status !== 'open') continue;
    const intent = intentOf(account, payment);
    const charge = account.charges.get(intent?.latestCharge ?? '');
    if (intent?.status === 'processing' && charge !== undefined) return { payment, intent, charge };
  }
  return undefined;
}

/** Days later the bank answers to a debit. */
export function settleDebit(account: Account, invoice: InvoiceRecord, outcome: 'fails' | 'succeeds'): void {
  const processing = processingPayment(account, invoice);
  if (processing === undefined) throw invalid('No payment of this invoice is being processed.');
  const { payment, intent, charge } = processing;
  if (outcome === 'succeeds') succeed(account, invoice, payment, intent, charge);
  else fail(account, invoice, intent, charge);
}
