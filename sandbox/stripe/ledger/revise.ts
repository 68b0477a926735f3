import type { Account } from '../account.ts';
import type { InvoiceRecord } from '../records.ts';
import { linesOf } from './figures.ts';
import { finalizeInvoice, sendInvoice } from './finalize.ts';
import { createInvoice } from './invoice-draft.ts';

/**
 * Corrects an invoice that is out, as a person does in the Dashboard: a draft with the same lines, the first of them over
 * another sum, which is sent and takes the original's place.
 * @param amount of the whole correction, in minor units; default: as before
 * @returns the correction's id
 */
export function revise(
  account: Account,
  original: InvoiceRecord,
  { amount }: { readonly amount?: number } = {},
): string {
  const draft = createInvoice(account, { from_invoice: { action: 'revision', invoice: original.id } });
  const [first, ...rest] = linesOf(account, draft.id);
  if (first !== undefined && amount !== undefined) {
    first.amount = amount - rest.reduce((sum, line) => sum + line.amount, 0);
    first.unitAmount = String(first.amount);
  }
  if (draft.collectionMethod === 'send_invoice') sendInvoice(account, draft);
  else finalizeInvoice(account, draft);
  return draft.id;
}
