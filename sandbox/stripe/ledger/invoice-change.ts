import { type Account, emit } from '../account.ts';
import { ApiError, invalid } from '../api/errors.ts';
import type { InvoiceRecord, InvoiceStatus } from '../records.ts';
import { renderInvoice } from '../render/invoice.ts';
import { previousAttributes, toWire } from '../wire.ts';

/** Applies a change and tells of it in `invoice.updated`, unless nothing that shows has changed. */
export function changeInvoice(account: Account, invoice: InvoiceRecord, change: () => void): void {
  const before = toWire(renderInvoice(account, invoice));
  change();
  const after = toWire(renderInvoice(account, invoice));
  const previous = previousAttributes(before, after);
  if (Object.keys(previous).length > 0) emit(account, 'invoice.updated', after, previous);
}

/** Emits an event about an invoice as it is now. */
export const emitInvoice = (
  account: Account,
  type: Parameters<typeof emit>[1] & `invoice.${string}`,
  invoice: InvoiceRecord,
): void => emit(account, type, renderInvoice(account, invoice));

/** Lines, amounts and texts can be edited while the invoice is a draft. */
export function requireDraft(invoice: InvoiceRecord): void {
  if (invoice.status !== 'draft')
    throw invalid(`This invoice is finalized (${invoice.status}); only a draft can be edited this way.`, {
      code: 'invoice_not_editable',
    });
}

/** Refuses a step that the invoice's status does not allow. */
export function requireStatus(invoice: InvoiceRecord, allowed: readonly InvoiceStatus[], step: string): void {
  if (!allowed.includes(invoice.status))
    throw new ApiError(400, {
      type: 'invalid_request_error',
      code: 'status_transition_invalid',
      message: `This invoice cannot be ${step}: its status is ${invoice.status}.`,
    });
}
