import { type Account, nowSeconds } from '../account.ts';
import { findReference, invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { InvoiceRecord } from '../records.ts';
import { linesOf } from './figures.ts';
import { changeInvoice, emitInvoice, requireStatus } from './invoice-change.ts';
import { cancelPayment } from './payment.ts';

const paymentsOf = (account: Account, { id }: InvoiceRecord) =>
  [...account.invoicePayments.values()].filter(({ invoice }) => invoice === id);

/** The invoice that is to be corrected: open or given up, and nothing of it paid or on its way. */
export function revisable(account: Account, id: string): InvoiceRecord {
  const original = findReference(account.invoices, 'invoice', id, 'from_invoice[invoice]');
  requireStatus(original, ['open', 'uncollectible'], 'revised');
  const isTouched = paymentsOf(account, original).some(({ status, isDefault, payment }) => {
    const intent = payment.type === 'payment_intent' ? account.paymentIntents.get(payment.paymentIntent) : undefined;
    return status === 'paid' || intent?.status === 'processing' || (status === 'open' && !isDefault);
  });
  if (isTouched) throw invalid('An invoice with attached payments cannot be revised.', { param: 'from_invoice' });
  return original;
}

/** The same lines once more, to be corrected while the correction is a draft. */
export function copyLines(account: Account, original: InvoiceRecord, draft: InvoiceRecord): void {
  for (const line of linesOf(account, original.id)) {
    const copy = { ...line, id: newId('ii'), lineId: newId('il'), invoice: draft.id, created: nowSeconds(account) };
    account.items.set(copy.id, copy);
  }
}

/** Once the correction is final, the original gives way to it. */
export function replaceOriginal(account: Account, correction: InvoiceRecord): void {
  const original = account.invoices.get(correction.revises ?? '');
  if (original === undefined || original.status === 'void') return;
  changeInvoice(account, original, () => {
    original.status = 'void';
    original.voidedAt = nowSeconds(account);
    original.autoAdvance = false;
    original.latestRevision = correction.id;
  });
  for (const payment of paymentsOf(account, original)) if (payment.status === 'open') cancelPayment(account, payment);
  emitInvoice(account, 'invoice.voided', original);
}
