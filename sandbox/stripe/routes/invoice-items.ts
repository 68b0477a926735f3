import { z } from 'zod';
import type { Account } from '../account.ts';
import { find, findReference, invalid } from '../api/errors.ts';
import { inRange, listPage } from '../api/list.ts';
import { type Route, route } from '../api/route.ts';
import {
  decimal,
  flag,
  integer,
  metadata,
  paging,
  period,
  positiveInteger,
  range,
  required,
  text,
} from '../api/schema.ts';
import { changeInvoice, requireDraft } from '../ledger/invoice-change.ts';
import { liveCustomer, requireCurrency } from '../ledger/invoice-draft.ts';
import { deleteItem, draftItem, type ItemTarget, keepItem } from '../ledger/items.ts';
import type { ItemRecord } from '../records.ts';
import { renderItem } from '../render/item.ts';

const creation = {
  amount: integer.optional(),
  currency: required.optional(),
  customer: required.optional(),
  description: text.optional(),
  discountable: flag.optional(),
  invoice: required.optional(),
  metadata: metadata.optional(),
  period: period.optional(),
  price_data: z
    .strictObject({
      currency: required,
      product: required,
      unit_amount: integer.optional(),
      unit_amount_decimal: decimal.optional(),
    })
    .optional(),
  quantity: positiveInteger.optional(),
  unit_amount_decimal: decimal.optional(),
};

type Placement = { currency?: string | undefined; customer?: string | undefined; invoice?: string | undefined };

/** Where a new item goes: onto a draft, or into the customer's pending items. */
function targetOf(account: Account, { currency, customer, invoice }: Placement): ItemTarget {
  if (invoice === undefined) {
    if (customer === undefined)
      throw invalid('Missing required param: customer.', { code: 'parameter_missing', param: 'customer' });
    return {
      customer: liveCustomer(account, customer).id,
      currency: requireCurrency(currency ?? 'eur'),
      invoice: null,
    };
  }
  const draft = findReference(account.invoices, 'invoice', invoice, 'invoice');
  requireDraft(draft);
  if (customer !== undefined && customer !== draft.customer)
    throw invalid('The invoice belongs to another customer.', { param: 'customer' });
  if (currency !== undefined && requireCurrency(currency) !== draft.currency)
    throw invalid(`The currency of an item must be that of its invoice (${draft.currency}).`, { param: 'currency' });
  return { customer: draft.customer, currency: draft.currency, invoice: draft.id };
}

/** Runs a change of an item in such a way that the invoice it belongs to tells of it. */
function onInvoice(account: Account, item: Pick<ItemRecord, 'invoice'>, change: () => void): void {
  const invoice = account.invoices.get(item.invoice ?? '');
  if (invoice === undefined) change();
  else changeInvoice(account, invoice, change);
}

export const invoiceItemRoutes: readonly Route[] = [
  route('POST', '/v1/invoiceitems', creation, (account, params) => {
    const item = draftItem(account, targetOf(account, params), params);
    onInvoice(account, item, () => keepItem(account, item));
    return renderItem(item);
  }),
  route(
    'GET',
    '/v1/invoiceitems',
    {
      ...paging,
      created: range.optional(),
      customer: required.optional(),
      invoice: required.optional(),
      pending: flag.optional(),
    },
    (account, { created, customer, invoice, pending, ...page }) =>
      listPage(
        {
          all: account.items.values(),
          kind: 'invoiceitem',
          keep: (item) =>
            inRange(item.created, created) &&
            (customer === undefined || item.customer === customer) &&
            (invoice === undefined || item.invoice === invoice) &&
            (pending === undefined || (item.invoice === null) === pending),
          render: renderItem,
          url: '/v1/invoiceitems',
        },
        page,
      ),
  ),
  route('GET', '/v1/invoiceitems/:id', {}, (account, _params, { id }) =>
    renderItem(find(account.items, 'invoiceitem', id)),
  ),
  route('DELETE', '/v1/invoiceitems/:id', {}, (account, _params, { id }) => {
    const item = find(account.items, 'invoiceitem', id);
    const invoice = account.invoices.get(item.invoice ?? '');
    if (invoice !== undefined) requireDraft(invoice);
    onInvoice(account, item, () => deleteItem(account, item));
    return { id, object: 'invoiceitem', deleted: true };
  }),
];
