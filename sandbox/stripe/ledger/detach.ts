import { type Account, nowSeconds } from '../account.ts';
import { invalid } from '../api/errors.ts';
import type { InvoiceRecord } from '../records.ts';
import { figuresOf } from './figures.ts';
import { openPayment } from './finalize.ts';
import { emitIntent } from './intent.ts';
import { changeInvoice, requireStatus } from './invoice-change.ts';
import { followRemaining } from './payment.ts';

/** A person takes the latest payment off an invoice again, in the Dashboard: what it had paid is owed once more. */
export function detachPayment(account: Account, invoice: InvoiceRecord): void {
  requireStatus(invoice, ['open', 'paid'], 'detached from its payment');
  const payment = [...account.invoicePayments.values()]
    .filter((one) => one.invoice === invoice.id && one.status === 'paid' && (one.amountPaid ?? 0) > 0)
    .sort((a, b) => (a.bookedAs ?? 0) - (b.bookedAs ?? 0))
    .at(-1);
  if (payment === undefined) throw invalid('No payment of this invoice can be detached.');
  payment.status = 'canceled';
  payment.canceledAt = nowSeconds(account);
  changeInvoice(account, invoice, () => {
    invoice.amountPaid -= payment.amountPaid ?? 0;
    invoice.status = 'open';
    invoice.paidAt = null;
  });
  if (account.invoicePayments.get(invoice.defaultPayment ?? '')?.status === 'open') {
    followRemaining(account, invoice);
    return;
  }
  const opened = openPayment(account, invoice, figuresOf(account, invoice).remaining, true);
  invoice.defaultPayment = opened.payment.id;
  emitIntent(account, 'payment_intent.created', opened.intent);
}
