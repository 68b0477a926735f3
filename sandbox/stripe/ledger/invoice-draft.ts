import { type Account, emit, nowSeconds } from '../account.ts';
import { findReference, invalid } from '../api/errors.ts';
import { newId, randomText } from '../ids.ts';
import type { CustomerRecord, CustomField, InvoiceRecord } from '../records.ts';
import { renderDeletedInvoice, renderInvoice } from '../render/invoice.ts';
import { linesOf } from './figures.ts';
import { changeInvoice, emitInvoice, requireDraft } from './invoice-change.ts';
import { isCurrency } from './money.ts';
import { copyLines, revisable } from './revision.ts';
import { checkCustomFields, type MetadataPatch, mergeMetadata, orNull } from './text.ts';

export type InvoiceFields = {
  auto_advance?: boolean | undefined;
  collection_method?: InvoiceRecord['collectionMethod'] | undefined;
  custom_fields?: '' | readonly CustomField[] | undefined;
  days_until_due?: number | undefined;
  description?: string | undefined;
  due_date?: number | undefined;
  effective_at?: '' | number | undefined;
  footer?: string | undefined;
  metadata?: MetadataPatch | undefined;
  number?: string | undefined;
  statement_descriptor?: string | undefined;
};

export type InvoiceCreation = InvoiceFields & {
  currency?: string | undefined;
  customer?: string | undefined;
  from_invoice?: { action: 'revision'; invoice: string } | undefined;
  pending_invoice_items_behavior?: 'exclude' | 'include' | undefined;
};

const DAY_SECONDS = 86_400;

/** Takes the customer that a parameter names; a deleted one counts as absent. */
export function liveCustomer(account: Account, id: string): CustomerRecord {
  const customer = findReference(account.customers, 'customer', id, 'customer');
  return customer.deleted ? findReference(new Map(), 'customer', id, 'customer') : customer;
}

export function requireCurrency(currency: string): string {
  const code = currency.toLowerCase();
  if (!isCurrency(code)) throw invalid(`Invalid currency: ${currency}.`, { param: 'currency' });
  return code;
}

function dueDateOf(account: Account, created: number, fields: InvoiceFields): number | null {
  const { due_date, days_until_due } = fields;
  if (due_date !== undefined && days_until_due !== undefined)
    throw invalid('You may only specify one of these parameters: due_date, days_until_due.', {
      code: 'parameters_exclusive',
      param: 'due_date',
    });
  if (due_date !== undefined && due_date < nowSeconds(account))
    throw invalid('The due date of an invoice cannot be in the past.', { param: 'due_date' });
  if (due_date !== undefined) return due_date;
  return days_until_due === undefined ? null : created + days_until_due * DAY_SECONDS;
}

/** An invoice to be sent needs somebody to send it to and a day by which to pay. */
function requireSendable(customer: CustomerRecord, fields: InvoiceFields): void {
  if (customer.email === null)
    throw invalid(
      'Missing email. In order to create invoices that are sent to the customer, the customer must have a valid email.',
    );
  if (fields.due_date === undefined && fields.days_until_due === undefined)
    throw invalid('Invoices that are sent to the customer need either due_date or days_until_due.', {
      code: 'parameter_missing',
      param: 'days_until_due',
    });
}

function refuseDueDateOnAutomatic(method: InvoiceRecord['collectionMethod'], fields: InvoiceFields): void {
  if (method === 'send_invoice') return;
  if (fields.due_date !== undefined || fields.days_until_due !== undefined)
    throw invalid('due_date and days_until_due need collection_method send_invoice.', { param: 'due_date' });
}

function pendingItems(account: Account, customer: string, currency: string) {
  const items = [...account.items.values()].filter(
    (item) => item.invoice === null && item.customer === customer && item.currency === currency,
  );
  if (items.length === 0)
    throw invalid('Nothing to invoice: the customer has no pending invoice items.', {
      code: 'invoice_no_customer_line_items',
    });
  return items;
}

type NamedCreation = InvoiceCreation & { customer: string };

function withCustomer(fields: InvoiceCreation): NamedCreation {
  const { customer } = fields;
  if (customer === undefined)
    throw invalid('Missing required param: customer.', { code: 'parameter_missing', param: 'customer' });
  return { ...fields, customer };
}

/** What a correction takes over; metadata only where the account is set to. */
function asRevision(account: Account, original: InvoiceRecord, fields: InvoiceCreation): NamedCreation {
  if (fields.customer !== undefined && fields.customer !== original.customer)
    throw invalid('The customer of a revision cannot be changed.', { param: 'customer' });
  const isDueGiven = fields.due_date !== undefined || fields.days_until_due !== undefined;
  return {
    collection_method: original.collectionMethod,
    currency: original.currency,
    description: original.description ?? undefined,
    custom_fields: original.customFields ?? undefined,
    footer: original.footer ?? undefined,
    metadata: account.copiesMetadataToRevisions ? original.metadata : undefined,
    ...(isDueGiven ? {} : dueOfRevision(account, original)),
    ...fields,
    customer: original.customer,
  };
}

/** The same day while it lies ahead, else two weeks from now: a due date cannot lie in the past. */
function dueOfRevision(account: Account, { collectionMethod, dueDate }: InvoiceRecord): InvoiceFields {
  if (collectionMethod !== 'send_invoice') return {};
  return dueDate !== null && dueDate > nowSeconds(account) ? { due_date: dueDate } : { days_until_due: 14 };
}

/** Creates a draft. */
export function createInvoice(account: Account, given: InvoiceCreation): InvoiceRecord {
  const original = given.from_invoice === undefined ? undefined : revisable(account, given.from_invoice.invoice);
  const fields = original === undefined ? withCustomer(given) : asRevision(account, original, given);
  const customer = liveCustomer(account, fields.customer);
  const currency = requireCurrency(fields.currency ?? customer.currency ?? 'eur');
  const collectionMethod = fields.collection_method ?? 'charge_automatically';
  if (collectionMethod === 'send_invoice') requireSendable(customer, fields);
  refuseDueDateOnAutomatic(collectionMethod, fields);
  const created = nowSeconds(account);
  const invoice: InvoiceRecord = {
    id: newId('in'),
    created,
    currency,
    customer: customer.id,
    revises: original?.id ?? null,
    token: `test_${randomText(40)}`,
    amountOverpaid: 0,
    amountPaid: 0,
    attempted: false,
    attemptCount: 0,
    autoAdvance: fields.auto_advance ?? false,
    balanceApplied: 0,
    collectionMethod,
    customFields: checkCustomFields(fields.custom_fields ?? '') ?? customer.invoiceCustomFields,
    defaultPayment: null,
    description: orNull(fields.description ?? ''),
    dueDate: dueDateOf(account, created, fields),
    effectiveAt: orUnset(fields.effective_at),
    endingBalance: null,
    finalizedAt: null,
    latestRevision: null,
    footer: orNull(fields.footer ?? '') ?? customer.invoiceFooter,
    markedUncollectibleAt: null,
    metadata: mergeMetadata({}, fields.metadata),
    number: checkNumber(account, fields.number ?? '', null),
    paidAt: null,
    postPaymentCredit: 0,
    prePaymentCredit: 0,
    snapshot: null,
    startingBalance: 0,
    statementDescriptor: checkDescriptor(fields.statement_descriptor ?? ''),
    status: 'draft',
    voidedAt: null,
  };
  const pending =
    fields.pending_invoice_items_behavior === 'include' ? pendingItems(account, customer.id, currency) : [];
  account.invoices.set(invoice.id, invoice);
  for (const item of pending) item.invoice = invoice.id;
  if (original !== undefined) copyLines(account, original, invoice);
  emitInvoice(account, 'invoice.created', invoice);
  return invoice;
}

const orUnset = (value: '' | number | undefined): number | null => (value === undefined || value === '' ? null : value);

function checkNumber(account: Account, number: string, own: string | null): string | null {
  if (number === '') return null;
  for (const other of account.invoices.values()) {
    if (other.number === number && other.id !== own)
      throw invalid(`The invoice number ${number} is taken.`, { param: 'number' });
  }
  return number;
}

function checkDescriptor(text: string): string | null {
  if (text !== '' && (text.length > 22 || !/[A-Za-z]/.test(text)))
    throw invalid('A statement descriptor has up to 22 characters, a letter among them.', {
      param: 'statement_descriptor',
    });
  return orNull(text);
}

/** Once finalised, an invoice takes new metadata and `auto_advance`, nothing else. */
function refuseFrozenFields(invoice: InvoiceRecord, fields: InvoiceFields): void {
  if (invoice.status === 'draft') return;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || name === 'metadata') continue;
    if (name === 'auto_advance' && invoice.status === 'open') continue;
    throw invalid(`Finalized invoices can't be updated in this way: ${name} is fixed.`, {
      code: 'invoice_not_editable',
      param: name,
    });
  }
}

/** Changes a draft, or the little of a finalised invoice that may still change. */
export function updateInvoice(account: Account, invoice: InvoiceRecord, fields: InvoiceFields): void {
  refuseFrozenFields(invoice, fields);
  const collectionMethod = fields.collection_method ?? invoice.collectionMethod;
  refuseDueDateOnAutomatic(collectionMethod, fields);
  if (collectionMethod === 'send_invoice' && invoice.collectionMethod !== 'send_invoice')
    requireSendable(liveCustomer(account, invoice.customer), fields);
  const next: Partial<InvoiceRecord> = { collectionMethod, metadata: mergeMetadata(invoice.metadata, fields.metadata) };
  if (fields.auto_advance !== undefined) next.autoAdvance = fields.auto_advance;
  if (fields.custom_fields !== undefined) next.customFields = checkCustomFields(fields.custom_fields);
  if (fields.description !== undefined) next.description = orNull(fields.description);
  if (fields.due_date !== undefined || fields.days_until_due !== undefined)
    next.dueDate = dueDateOf(account, invoice.created, fields);
  if (collectionMethod === 'charge_automatically') next.dueDate = null;
  if (fields.effective_at !== undefined) next.effectiveAt = orUnset(fields.effective_at);
  if (fields.footer !== undefined) next.footer = orNull(fields.footer);
  if (fields.number !== undefined) next.number = checkNumber(account, fields.number, invoice.id);
  if (fields.statement_descriptor !== undefined)
    next.statementDescriptor = checkDescriptor(fields.statement_descriptor);
  changeInvoice(account, invoice, () => Object.assign(invoice, next));
}

/** Removes a draft for good, with its lines. */
export function deleteInvoice(account: Account, invoice: InvoiceRecord): object {
  requireDraft(invoice);
  const last = renderInvoice(account, invoice);
  for (const line of linesOf(account, invoice.id)) account.items.delete(line.id);
  account.invoices.delete(invoice.id);
  emit(account, 'invoice.deleted', last);
  return renderDeletedInvoice(invoice.id);
}
