import type Stripe from 'stripe';
import { type Account, emit, nowSeconds } from '../account.ts';
import { invalid } from '../api/errors.ts';
import { newId, newInvoicePrefix } from '../ids.ts';
import type { CustomerRecord, CustomField } from '../records.ts';
import { renderCustomer, renderDeletedCustomer } from '../render/customer.ts';
import { previousAttributes, toWire } from '../wire.ts';
import { deleteInvoice } from './invoice-draft.ts';
import { checkCustomFields, checkEmail, type MetadataPatch, mergeMetadata, orNull } from './text.ts';

type ReconciliationMode = 'automatic' | 'manual' | 'merchant_default';

export type CustomerFields = {
  address?: '' | Readonly<Partial<Record<keyof Stripe.Address, string | undefined>>> | undefined;
  balance?: number | undefined;
  business_name?: string | undefined;
  cash_balance?: { settings?: { reconciliation_mode?: ReconciliationMode | undefined } | undefined } | undefined;
  description?: string | undefined;
  email?: string | undefined;
  individual_name?: string | undefined;
  invoice_settings?:
    | { custom_fields?: '' | readonly CustomField[] | undefined; footer?: string | undefined }
    | undefined;
  metadata?: MetadataPatch | undefined;
  name?: string | undefined;
  next_invoice_sequence?: number | undefined;
  phone?: string | undefined;
  preferred_locales?: readonly string[] | undefined;
  tax_exempt?: '' | CustomerRecord['taxExempt'] | undefined;
};

const taken = (account: Account, prefix: string): boolean =>
  [...account.customers.values()].some((customer) => customer.invoicePrefix === prefix);

function checkPrefix(account: Account, prefix: string): string {
  if (!/^[A-Z0-9]{1,12}$/.test(prefix))
    throw invalid('An invoice prefix has 1 to 12 upper-case letters or digits.', { param: 'invoice_prefix' });
  if (taken(account, prefix))
    throw invalid(`The invoice prefix ${prefix} belongs to another customer.`, { param: 'invoice_prefix' });
  return prefix;
}

function addressOf(address: NonNullable<CustomerFields['address']>): Stripe.Address | null {
  if (address === '') return null;
  const { city = '', country = '', line1 = '', line2 = '', postal_code = '', state = '' } = address;
  return {
    city: orNull(city),
    country: orNull(country),
    line1: orNull(line1),
    line2: orNull(line2),
    postal_code: orNull(postal_code),
    state: orNull(state),
  };
}

/** The values that the given parameters change; checked before anything is written. */
function changesOf(customer: CustomerRecord, fields: CustomerFields): Partial<CustomerRecord> {
  const next: Partial<CustomerRecord> = { metadata: mergeMetadata(customer.metadata, fields.metadata) };
  if (fields.address !== undefined) next.address = addressOf(fields.address);
  if (fields.balance !== undefined) next.balance = fields.balance;
  const mode = fields.cash_balance?.settings?.reconciliation_mode;
  if (mode !== undefined) next.cashReconciliation = mode === 'merchant_default' ? null : mode;
  if (fields.business_name !== undefined) next.businessName = orNull(fields.business_name);
  if (fields.description !== undefined) next.description = orNull(fields.description);
  if (fields.email !== undefined) next.email = checkEmail(fields.email);
  if (fields.individual_name !== undefined) next.individualName = orNull(fields.individual_name);
  const settings = fields.invoice_settings;
  if (settings?.custom_fields !== undefined) next.invoiceCustomFields = checkCustomFields(settings.custom_fields);
  if (settings?.footer !== undefined) next.invoiceFooter = orNull(settings.footer);
  if (fields.name !== undefined) next.name = orNull(fields.name);
  if (fields.next_invoice_sequence !== undefined) next.nextInvoiceSequence = fields.next_invoice_sequence;
  if (fields.phone !== undefined) next.phone = orNull(fields.phone);
  if (fields.preferred_locales !== undefined) next.preferredLocales = fields.preferred_locales;
  if (fields.tax_exempt !== undefined) next.taxExempt = fields.tax_exempt === '' ? 'none' : fields.tax_exempt;
  return next;
}

const blank = (account: Account, invoicePrefix: string): CustomerRecord => ({
  id: newId('cus'),
  created: nowSeconds(account),
  invoicePrefix,
  address: null,
  balance: 0,
  businessName: null,
  cash: new Map(),
  cashReconciliation: null,
  currency: null,
  deleted: false,
  description: null,
  email: null,
  individualName: null,
  invoiceCustomFields: null,
  invoiceFooter: null,
  metadata: {},
  name: null,
  nextInvoiceSequence: 1,
  phone: null,
  preferredLocales: [],
  taxExempt: 'none',
  taxIds: [],
});

export function createCustomer(
  account: Account,
  fields: CustomerFields & { invoice_prefix?: string | undefined; tax_id_data?: readonly TaxIdFields[] | undefined },
): CustomerRecord {
  const prefix = fields.invoice_prefix;
  const customer = blank(account, prefix === undefined ? newInvoicePrefix() : checkPrefix(account, prefix));
  Object.assign(customer, changesOf(customer, fields));
  customer.taxIds = (fields.tax_id_data ?? []).map(({ type, value }) => ({
    id: newId('txi'),
    created: customer.created,
    type,
    value,
  }));
  account.customers.set(customer.id, customer);
  emit(account, 'customer.created', renderCustomer(customer));
  return customer;
}

export type TaxIdFields = { readonly type: Stripe.Invoice.CustomerTaxId.Type; readonly value: string };

export function updateCustomer(account: Account, customer: CustomerRecord, fields: CustomerFields): void {
  const next = changesOf(customer, fields);
  const before = toWire(renderCustomer(customer));
  Object.assign(customer, next);
  const after = toWire(renderCustomer(customer));
  const previous = previousAttributes(before, after);
  if (Object.keys(previous).length > 0) emit(account, 'customer.updated', after, previous);
}

/** Leaves a stub behind. Drafts go with the customer; finalised invoices stay. */
export function deleteCustomer(account: Account, customer: CustomerRecord): object {
  if (customer.cash.size > 0) throw invalid('A customer with a cash balance cannot be deleted.');
  for (const invoice of [...account.invoices.values()])
    if (invoice.customer === customer.id && invoice.status === 'draft') deleteInvoice(account, invoice);
  const last = renderCustomer(customer);
  customer.deleted = true;
  emit(account, 'customer.deleted', last);
  return renderDeletedCustomer(customer.id);
}
