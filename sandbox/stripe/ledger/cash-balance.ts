import { type Account, emit, nowSeconds } from '../account.ts';
import { invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { CashTransactionRecord, CustomerRecord, InvoiceRecord } from '../records.ts';
import { renderCashBalance, renderCashTransaction } from '../render/cash-balance.ts';
import { figuresOf } from './figures.ts';
import { openPayment } from './finalize.ts';
import { requireStatus } from './invoice-change.ts';
import { awaitsClient, createCharge, emitIntent, intentOf, succeed } from './payment.ts';

const MATCHED_UNTIL_DAYS = 30;
const DAY_SECONDS = 86_400;

type Transfer = { readonly amount: number; readonly currency: string; readonly reference?: string | undefined };

function move(
  account: Account,
  customer: CustomerRecord,
  {
    currency,
    netAmount,
    paymentIntent,
    reference,
  }: Pick<CashTransactionRecord, 'currency' | 'netAmount' | 'paymentIntent' | 'reference'>,
): CashTransactionRecord {
  const endingBalance = (customer.cash.get(currency) ?? 0) + netAmount;
  customer.cash.set(currency, endingBalance);
  const record: CashTransactionRecord = {
    id: newId('ccsbtxn'),
    created: nowSeconds(account),
    currency,
    customer: customer.id,
    endingBalance,
    netAmount,
    paymentIntent,
    reference,
  };
  account.cashTransactions.set(record.id, record);
  emit(account, 'customer_cash_balance_transaction.created', renderCashTransaction(record));
  return record;
}

/**
 * A bank transfer comes in. Where Stripe can match it with an invoice that it advances by itself, it pays that one;
 * otherwise it stays on the customer's balance until somebody does something.
 */
export function fundCashBalance(account: Account, customer: CustomerRecord, transfer: Transfer): CashTransactionRecord {
  const { amount, reference = null } = transfer;
  const currency = transfer.currency.toLowerCase();
  if (!Number.isInteger(amount) || amount <= 0) throw invalid(`Invalid amount: ${amount}`, { param: 'amount' });
  const record = move(account, customer, { currency, netAmount: amount, paymentIntent: null, reference });
  const matched = matchOf(account, customer, currency, reference);
  for (const invoice of matched) applyCashBalance(account, customer, invoice);
  if (matched.length === 0) emit(account, 'cash_balance.funds_available', renderCashBalance(customer));
  return record;
}

/** By the number that was written on the transfer, else the oldest that the whole balance covers. Never a part. */
function matchOf(
  account: Account,
  customer: CustomerRecord,
  currency: string,
  reference: string | null,
): readonly InvoiceRecord[] {
  const balance = customer.cash.get(currency) ?? 0;
  const candidates = [...account.invoices.values()]
    .filter((one) => one.customer === customer.id && one.currency === currency && isMatched(account, one))
    .filter((one) => figuresOf(account, one).remaining <= balance)
    .sort((a, b) => (a.finalizedAt ?? 0) - (b.finalizedAt ?? 0));
  const named = candidates.find(({ number }) => number !== null && number === reference);
  return [named ?? candidates[0]].filter((one) => one !== undefined);
}

/** Automatic reconciliation needs `auto_advance`, and ends 30 days after the due date. */
const isMatched = (account: Account, { status, autoAdvance, dueDate }: InvoiceRecord): boolean =>
  status === 'open' &&
  autoAdvance &&
  (dueDate === null || nowSeconds(account) <= dueDate + MATCHED_UNTIL_DAYS * DAY_SECONDS);

/** Pays all that remains of an invoice from the balance, as a person does in the Dashboard. */
export function applyCashBalance(account: Account, customer: CustomerRecord, invoice: InvoiceRecord): void {
  requireStatus(invoice, ['open', 'uncollectible'], 'paid');
  const { remaining } = figuresOf(account, invoice);
  const balance = customer.cash.get(invoice.currency) ?? 0;
  if (balance < remaining)
    throw invalid(`The cash balance (${balance}) does not cover what remains of the invoice (${remaining}).`);
  const standard = account.invoicePayments.get(invoice.defaultPayment ?? '');
  const intent = standard === undefined ? undefined : intentOf(account, standard);
  const isFree = standard?.status === 'open' && intent !== undefined && awaitsClient(intent);
  const used = isFree ? { payment: standard, intent } : openPayment(account, invoice, remaining, false);
  if (!isFree) emitIntent(account, 'payment_intent.created', used.intent);
  move(account, customer, {
    currency: invoice.currency,
    netAmount: -remaining,
    paymentIntent: used.intent.id,
    reference: null,
  });
  succeed(
    account,
    invoice,
    used.payment,
    used.intent,
    createCharge(account, used.intent, 'customer_balance', 'pending'),
  );
}
