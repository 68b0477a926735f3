import { type Account, nowSeconds } from '../account.ts';
import { findReference, invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { InvoiceRecord } from '../records.ts';
import { linesOf } from './figures.ts';
import { changeInvoice, emitInvoice, requireStatus } from './invoice-change.ts';
import { cancelPayment, intentOf } from './payment.ts';

const paymentsOf = (account: Account, { id }: InvoiceRecord) =>
  [...account.invoicePayments.values()].filter(({ invoice }) => invoice === id);

/** An invoice can give way to a correction while it is open or given up, and nothing of it is paid or on its way. */
function requireRevisable(account: Account, original: InvoiceRecord): void {
  requireStatus(original, ['open', 'uncollectible'], 'revised');
  const isTouched = paymentsOf(account, original).some(
    (payment) =>
      payment.status === 'paid' ||
      (payment.status === 'open' && (!payment.isDefault || intentOf(account, payment)?.status === 'processing')),
  );
  if (isTouched) throw invalid('An invoice with attached payments cannot be revised.', { param: 'from_invoice' });
}

/** The invoice that is to be corrected. */
export function revisable(account: Account, id: string): InvoiceRecord {
  const original = findReference(account.invoices, 'invoice', id, 'from_invoice[invoice]');
  requireRevisable(account, original);
  return original;
}

/** The same lines once more, to be corrected while the correction is a draft. */
export function copyLines(account: Account, original: InvoiceRecord, draft: InvoiceRecord): void {
  for (const line of linesOf(account, original.id)) {
    const copy = { ...line, id: newId('ii'), lineId: newId('il'), invoice: draft.id, created: nowSeconds(account) };
    account.items.set(copy.id, copy);
  }
}

const originalOf = (account: Account, { revises }: InvoiceRecord): InvoiceRecord | undefined =>
  account.invoices.get(revises ?? '');

/** Refuses to make a correction final whose original was paid, voided or corrected otherwise in the meantime. */
export function requireReplaceable(account: Account, correction: InvoiceRecord): void {
  const original = originalOf(account, correction);
  if (original !== undefined) requireRevisable(account, original);
}

/** Once the correction is final, the original gives way to it; earlier ones name it as the latest as well. */
export function replaceOriginal(account: Account, correction: InvoiceRecord): void {
  const original = originalOf(account, correction);
  if (original === undefined) return;
  changeInvoice(account, original, () => {
    original.status = 'void';
    original.voidedAt = nowSeconds(account);
    original.autoAdvance = false;
    original.latestRevision = correction.id;
  });
  for (const payment of paymentsOf(account, original)) if (payment.status === 'open') cancelPayment(account, payment);
  emitInvoice(account, 'invoice.voided', original);
  for (let earlier = originalOf(account, original); earlier !== undefined; earlier = originalOf(account, earlier))
    nameLatest(account, earlier, correction);
}

const nameLatest = (account: Account, earlier: InvoiceRecord, latest: InvoiceRecord): void =>
  changeInvoice(account, earlier, () => {
    earlier.latestRevision = latest.id;
  });
