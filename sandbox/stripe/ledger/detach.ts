import { type Account, nowSeconds } from '../account.ts';
import { invalid } from '../api/errors.ts';
import type { InvoiceRecord } from '../records.ts';
import { figuresOf } from './figures.ts';
import { openPayment } from './finalize.ts';
import { changeInvoice, requireStatus } from './invoice-change.ts';
import { emitIntent } from './payment.ts';

/** A person takes the latest payment off an invoice again, in the Dashboard: what it had paid is owed once more. */
export function detachPayment(account: Account, invoice: InvoiceRecord): void {
  requireStatus(invoice, ['open', 'paid'], 'detached from its payment');
  const payment = [...account.invoicePayments.values()].findLast(
    (one) => one.invoice === invoice.id && one.status === 'paid',
  );
  if (payment === undefined) throw invalid('No payment of this invoice can be detached.');
  const { paidAt } = payment;
  payment.status = 'canceled';
  payment.canceledAt = nowSeconds(account);
  changeInvoice(account, invoice, () => {
    invoice.amountPaid -= payment.amountPaid ?? 0;
    invoice.status = 'open';
    invoice.paidAt = null;
  });
  payment.paidAt = paidAt;
  const opened = openPayment(account, invoice, figuresOf(account, invoice).remaining, true);
  invoice.defaultPayment = opened.payment.id;
  emitIntent(account, 'payment_intent.created', opened.intent);
}
