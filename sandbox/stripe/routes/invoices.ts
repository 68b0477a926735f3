import { z } from 'zod';
import type { Account } from '../account.ts';
import { find } from '../api/errors.ts';
import { inRange, listPage } from '../api/list.ts';
import { type PathIds, type Route, route } from '../api/route.ts';
import {
  customFields,
  emptyable,
  flag,
  integer,
  metadata,
  oneOf,
  paging,
  positiveInteger,
  range,
  required,
  text,
} from '../api/schema.ts';
import { attach } from '../ledger/attached-payment.ts';
import { markUncollectible, payThroughApi, voidInvoice } from '../ledger/close.ts';
import { finalizeInvoice, sendInvoice } from '../ledger/finalize.ts';
import { createInvoice, deleteInvoice, updateInvoice } from '../ledger/invoice-draft.ts';
import type { InvoiceRecord } from '../records.ts';
import { renderInvoice } from '../render/invoice.ts';

const collectionMethod = oneOf('charge_automatically', 'send_invoice');

const fields = {
  auto_advance: flag.optional(),
  collection_method: collectionMethod.optional(),
  custom_fields: customFields.optional(),
  days_until_due: positiveInteger.optional(),
  description: text.optional(),
  due_date: integer.optional(),
  effective_at: emptyable(integer).optional(),
  footer: text.optional(),
  metadata: metadata.optional(),
  number: text.max(26).optional(),
  statement_descriptor: text.optional(),
};

const creation = {
  ...fields,
  currency: required.optional(),
  customer: required.optional(),
  from_invoice: z.strictObject({ action: z.literal('revision'), invoice: required }).optional(),
  pending_invoice_items_behavior: oneOf('exclude', 'include').optional(),
};

const filters = {
  ...paging,
  collection_method: collectionMethod.optional(),
  created: range.optional(),
  customer: required.optional(),
  due_date: range.optional(),
  status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void').optional(),
};

const payment = {
  off_session: flag.optional(),
  paid_out_of_band: flag.optional(),
  payment_method: required.optional(),
};

/** Carries out a step on the invoice that the path names and answers with what became of it. */
const step =
  <P>(perform: (account: Account, invoice: InvoiceRecord, params: P) => void) =>
  (account: Account, params: P, { id }: PathIds): object => {
    const invoice = find(account.invoices, 'invoice', id);
    perform(account, invoice, params);
    return renderInvoice(account, invoice);
  };

/** Invoices themselves; their lines have a file of their own. */
export const invoiceRoutes: readonly Route[] = [
  route('POST', '/v1/invoices', creation, (account, params) => renderInvoice(account, createInvoice(account, params))),
  route(
    'GET',
    '/v1/invoices',
    filters,
    (account, { collection_method, created, customer, due_date, status, ...page }) =>
      listPage(
        {
          all: account.invoices.values(),
          kind: 'invoice',
          keep: (invoice) =>
            (collection_method === undefined || invoice.collectionMethod === collection_method) &&
            (customer === undefined || invoice.customer === customer) &&
            (status === undefined || invoice.status === status) &&
            inRange(invoice.created, created) &&
            inRange(invoice.dueDate, due_date),
          render: (invoice) => renderInvoice(account, invoice),
          url: '/v1/invoices',
        },
        page,
      ),
  ),
  route(
    'GET',
    '/v1/invoices/:id',
    {},
    step(() => undefined),
  ),
  route('POST', '/v1/invoices/:id', fields, step(updateInvoice)),
  route('DELETE', '/v1/invoices/:id', {}, (account, _params, { id }) =>
    deleteInvoice(account, find(account.invoices, 'invoice', id)),
  ),
  route(
    'POST',
    '/v1/invoices/:id/finalize',
    { auto_advance: flag.optional() },
    step((account, invoice, params: { auto_advance?: boolean | undefined }) =>
      finalizeInvoice(account, invoice, params.auto_advance),
    ),
  ),
  route('POST', '/v1/invoices/:id/send', {}, step(sendInvoice)),
  route('POST', '/v1/invoices/:id/pay', payment, step(payThroughApi)),
  route(
    'POST',
    '/v1/invoices/:id/attach_payment',
    { payment_intent: required.optional(), payment_record: required.optional() },
    step(attach),
  ),
  route('POST', '/v1/invoices/:id/void', {}, step(voidInvoice)),
  route('POST', '/v1/invoices/:id/mark_uncollectible', {}, step(markUncollectible)),
];
