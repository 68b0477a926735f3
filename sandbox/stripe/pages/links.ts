import type { Context } from 'hono';
import type { Account } from '../account.ts';
import { noSuchObject } from '../api/errors.ts';
import { decimalsOf } from '../ledger/money.ts';
import type { InvoiceRecord } from '../records.ts';

/** The invoice behind a link; drafts have none. */
export function invoiceBehind(account: Account, token: string): InvoiceRecord {
  for (const invoice of account.invoices.values())
    if (invoice.token === token && invoice.status !== 'draft') return invoice;
  throw noSuchObject('invoice', token);
}

/** `'12.50', 'eur'` → 1250. */
export const minorUnits = (text: string, currency: string): number =>
  Math.round(Number(text) * 10 ** decimalsOf(currency));

/** What an amount in major units is typed in steps of: `'eur'` → `0.01`. */
export const stepOf = (currency: string): string => {
  const decimals = decimalsOf(currency);
  return decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`;
};

/** What was posted; a bare button posts nothing. */
export const formOf = async (c: Context): Promise<FormData> =>
  c.req.header('content-type') === undefined ? new FormData() : c.req.formData();

/** The amount that was typed into a form; undefined where the field was left empty. */
export function typedAmount(form: FormData, currency: string): number | undefined {
  const text = form.get('amount');
  return typeof text === 'string' && text !== '' ? minorUnits(text, currency) : undefined;
}

/** Another field of a form; undefined where it was left empty. */
export function typedText(form: FormData, name: string): string | undefined {
  const text = form.get(name);
  return typeof text === 'string' && text !== '' ? text : undefined;
}
