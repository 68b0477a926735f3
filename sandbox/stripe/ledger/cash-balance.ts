import { type Account, emit, nowSeconds } from '../account.ts';
import { invalid, noSuchObject } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { CashTransactionRecord, CustomerRecord, InvoiceRecord } from '../records.ts';
import { renderCashBalance, renderCashTransaction } from '../render/cash-balance.ts';
import { figuresOf } from './figures.ts';
import { openPayment } from './finalize.ts';
import { awaitsClient, createCharge, emitIntent } from './intent.ts';
import { requireStatus } from './invoice-change.ts';
import { requireCurrency } from './invoice-draft.ts';
import { checkAmount } from './money.ts';
import { intentOf, succeed } from './payment.ts';
import { matchTransfer } from './reconciliation.ts';

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
 * A bank transfer comes in. Where Stripe can match it with invoices that it advances by itself, it pays those; what is
 * left stays on the customer's balance until somebody does something.
 */
export function fundCashBalance(account: Account, customer: CustomerRecord, transfer: Transfer): CashTransactionRecord {
  const { amount, reference = null } = transfer;
  if (customer.deleted) throw noSuchObject('customer', customer.id);
  const currency = requireCurrency(transfer.currency);
  if (!Number.isInteger(amount) || amount <= 0) throw invalid(`Invalid amount: ${amount}`, { param: 'amount' });
  checkAmount(amount, currency, 'amount');
  const record = move(account, customer, { currency, netAmount: amount, paymentIntent: null, reference });
  for (const invoice of matchTransfer(account, customer, { amount, currency, reference }))
    applyCashBalance(account, customer, invoice);
  if ((customer.cash.get(currency) ?? 0) > 0)
    emit(account, 'cash_balance.funds_available', renderCashBalance(customer));
  return record;
}

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
