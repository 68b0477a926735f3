import { z } from 'zod';
import type { Account } from '../account.ts';
import { find, findReference, invalid } from '../api/errors.ts';
import { listPage } from '../api/list.ts';
import { type Route, route } from '../api/route.ts';
import {
  decimal,
  flag,
  integer,
  metadata,
  oneOf,
  paging,
  period,
  positiveInteger,
  required,
  text,
} from '../api/schema.ts';
import { linesOf } from '../ledger/figures.ts';
import { changeInvoice, requireDraft } from '../ledger/invoice-change.ts';
import { deleteItem, draftItem, type ItemFields, itemChanges, keepItem, lineOf } from '../ledger/items.ts';
import { type MetadataPatch, mergeMetadata } from '../ledger/text.ts';
import type { InvoiceRecord, ItemRecord } from '../records.ts';
import { renderInvoice } from '../render/invoice.ts';
import { renderLine } from '../render/item.ts';

const priceData = z.strictObject({
  currency: required,
  product: required.optional(),
  product_data: z.strictObject({ name: required, description: text.optional() }).optional(),
  unit_amount: integer.optional(),
  unit_amount_decimal: decimal.optional(),
});

const fields = {
  amount: integer.optional(),
  description: text.optional(),
  discountable: flag.optional(),
  metadata: metadata.optional(),
  period: period.optional(),
  price_data: priceData.optional(),
  quantity: positiveInteger.optional(),
};

type AddedLine = ItemFields & { invoice_item?: string | undefined };

/** A pending item that becomes a line, or a new one. */
function addedItem(account: Account, invoice: InvoiceRecord, line: AddedLine, index: number): ItemRecord {
  const param = `lines[${index}]`;
  if (line.invoice_item === undefined) {
    const target = { customer: invoice.customer, currency: invoice.currency, invoice: invoice.id };
    return draftItem(account, target, line, param);
  }
  const item = findReference(account.items, 'invoiceitem', line.invoice_item, `${param}[invoice_item]`);
  if (item.invoice !== null || item.customer !== invoice.customer || item.currency !== invoice.currency)
    throw invalid('This invoice item cannot be added to this invoice.', { param: `${param}[invoice_item]` });
  return item;
}

function addLines(account: Account, invoice: InvoiceRecord, lines: readonly AddedLine[], patch?: MetadataPatch): void {
  requireDraft(invoice);
  const metadata = mergeMetadata(invoice.metadata, patch);
  const items = lines.map((line, index) => addedItem(account, invoice, line, index));
  changeInvoice(account, invoice, () => {
    for (const item of items) {
      item.invoice = invoice.id;
      if (!account.items.has(item.id)) keepItem(account, item);
    }
    invoice.metadata = metadata;
  });
}

type LineChange = ItemFields & { id: string };

function updateLines(
  account: Account,
  invoice: InvoiceRecord,
  lines: readonly LineChange[],
  patch?: MetadataPatch,
): void {
  requireDraft(invoice);
  const metadata = mergeMetadata(invoice.metadata, patch);
  const changes = lines.map((line, index) => {
    const item = lineOf(account, invoice, line.id, `lines[${index}][id]`);
    return { item, next: itemChanges(item, line, `lines[${index}]`) };
  });
  changeInvoice(account, invoice, () => {
    for (const { item, next } of changes) Object.assign(item, next);
    invoice.metadata = metadata;
  });
}

type LineRemoval = { behavior: 'delete' | 'unassign'; id: string };

function removeLines(
  account: Account,
  invoice: InvoiceRecord,
  lines: readonly LineRemoval[],
  patch?: MetadataPatch,
): void {
  requireDraft(invoice);
  const metadata = mergeMetadata(invoice.metadata, patch);
  const removals = lines.map(({ behavior, id }, index) => ({
    behavior,
    item: lineOf(account, invoice, id, `lines[${index}][id]`),
  }));
  changeInvoice(account, invoice, () => {
    for (const { behavior, item } of removals) {
      if (behavior === 'delete') deleteItem(account, item);
      else item.invoice = null;
    }
    invoice.metadata = metadata;
  });
}

/** An endpoint that changes several lines together or none. */
const bulk = <T extends z.ZodType>(
  name: string,
  line: T,
  perform: (account: Account, invoice: InvoiceRecord, lines: readonly z.output<T>[], patch?: MetadataPatch) => void,
): Route =>
  route(
    'POST',
    `/v1/invoices/:id/${name}`,
    { invoice_metadata: metadata.optional(), lines: z.array(line).min(1).max(250) },
    (account, params, { id }) => {
      const invoice = find(account.invoices, 'invoice', id);
      perform(account, invoice, params.lines, params.invoice_metadata);
      return renderInvoice(account, invoice);
    },
  );

/** The lines of an invoice. */
export const invoiceLineRoutes: readonly Route[] = [
  bulk('add_lines', z.strictObject({ ...fields, invoice_item: required.optional() }), addLines),
  bulk('update_lines', z.strictObject({ ...fields, id: required }), updateLines),
  bulk('remove_lines', z.strictObject({ behavior: oneOf('delete', 'unassign'), id: required }), removeLines),
  route('GET', '/v1/invoices/:id/lines', paging, (account, page, { id }) => {
    const invoice = find(account.invoices, 'invoice', id);
    // Lines are listed in the order in which they were added, so their last is "newest" to the page.
    const lines = linesOf(account, invoice.id).map(renderLine).reverse();
    const source = { kind: 'line_item', keep: () => true, render: (line: object) => line };
    return listPage({ ...source, all: lines, url: `/v1/invoices/${id}/lines` }, page);
  }),
  route('POST', '/v1/invoices/:id/lines/:child', fields, (account, params, { id, child }) => {
    const invoice = find(account.invoices, 'invoice', id);
    updateLines(account, invoice, [{ ...params, id: child }]);
    return renderLine(lineOf(account, invoice, child, 'line_item_id'));
  }),
];
