import { type Account, emit, nowSeconds } from '../account.ts';
import { invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { InvoiceRecord, ItemRecord } from '../records.ts';
import { renderItem } from '../render/item.ts';
import { linesOf } from './figures.ts';
import { requireCurrency } from './invoice-draft.ts';
import { checkAmount } from './money.ts';
import { type MetadataPatch, mergeMetadata, orNull } from './text.ts';

export type PriceData = {
  currency: string;
  product?: string | undefined;
  product_data?: { name: string } | undefined;
  unit_amount?: number | undefined;
  unit_amount_decimal?: string | undefined;
};

export type ItemFields = {
  amount?: number | undefined;
  description?: string | undefined;
  discountable?: boolean | undefined;
  metadata?: MetadataPatch | undefined;
  period?: { start: number; end: number } | undefined;
  price_data?: PriceData | undefined;
  quantity?: number | undefined;
  unit_amount_decimal?: string | undefined;
};

const LINES_MAX = 250;

/** How a field of a line is called in an error: `lines[0][amount]`. */
const at = (param: string, field: string): string => (param === '' ? field : `${param}[${field}]`);

/** Half up, as whole minor units. */
const roundedProduct = (unitAmount: string, quantity: number): number => Math.round(Number(unitAmount) * quantity);

type Pricing = { readonly amount: number; readonly quantity: number; readonly unitAmount: string };

/** Either a whole amount, or a quantity of a unit amount; never both. */
function priceOf(fields: ItemFields, param: string): Pricing {
  const { amount, price_data: price, quantity = 1 } = fields;
  const unit = price?.unit_amount_decimal ?? price?.unit_amount?.toString() ?? fields.unit_amount_decimal;
  if (amount !== undefined && unit !== undefined)
    throw invalid('You may only specify one of these parameters: amount, price_data.', {
      code: 'parameters_exclusive',
      param: at(param, 'amount'),
    });
  if (amount !== undefined && quantity !== 1)
    throw invalid('A quantity needs a unit amount, not an amount.', { param: at(param, 'quantity') });
  if (amount !== undefined) return { amount, quantity: 1, unitAmount: String(amount) };
  if (unit === undefined)
    throw invalid('Missing required param: amount.', { code: 'parameter_missing', param: at(param, 'amount') });
  return { amount: roundedProduct(unit, quantity), quantity, unitAmount: unit };
}

function requireRoom(account: Account, invoice: string): void {
  if (linesOf(account, invoice).length >= LINES_MAX)
    throw invalid(`An invoice can have up to ${LINES_MAX} lines.`, { param: 'lines' });
}

export type ItemTarget = { readonly customer: string; readonly currency: string; readonly invoice: string | null };

/**
 * Builds an item without keeping it yet, so that several are added together or not at all.
 * @param param where the fields stand in the request, for error answers: `lines[0]`
 */
export function draftItem(account: Account, target: ItemTarget, fields: ItemFields, param = ''): ItemRecord {
  const currency = fields.price_data === undefined ? target.currency : requireCurrency(fields.price_data.currency);
  if (currency !== target.currency)
    throw invalid(`The currency of a line (${currency}) must be that of its invoice (${target.currency}).`, {
      param: at(param, 'price_data'),
    });
  const pricing = priceOf(fields, param);
  checkAmount(pricing.amount, currency, at(param, 'amount'));
  if (target.invoice !== null) requireRoom(account, target.invoice);
  const created = nowSeconds(account);
  return {
    id: newId('ii'),
    lineId: newId('il'),
    created,
    currency,
    customer: target.customer,
    ...pricing,
    description: orNull(fields.description ?? fields.price_data?.product_data?.name ?? ''),
    discountable: fields.discountable ?? true,
    invoice: target.invoice,
    metadata: mergeMetadata({}, fields.metadata),
    period: fields.period ?? { start: created, end: created },
    product: fields.price_data?.product ?? newId('prod'),
    price: newId('price'),
  };
}

/** Keeps an item and tells of it. */
export function keepItem(account: Account, item: ItemRecord): void {
  account.items.set(item.id, item);
  emit(account, 'invoiceitem.created', renderItem(item));
}

export function deleteItem(account: Account, item: ItemRecord): void {
  account.items.delete(item.id);
  emit(account, 'invoiceitem.deleted', renderItem(item));
}

/** The changed values of an item; checked before anything is written. */
export function itemChanges(item: ItemRecord, fields: ItemFields, param = ''): Partial<ItemRecord> {
  const next: Partial<ItemRecord> = { metadata: mergeMetadata(item.metadata, fields.metadata) };
  if (fields.description !== undefined) next.description = orNull(fields.description);
  if (fields.discountable !== undefined) next.discountable = fields.discountable;
  if (fields.period !== undefined) next.period = fields.period;
  const isRepriced = [fields.amount, fields.price_data, fields.quantity, fields.unit_amount_decimal].some(
    (value) => value !== undefined,
  );
  if (!isRepriced) return next;
  const { quantity } = fields;
  const onlyQuantity = quantity !== undefined && fields.amount === undefined && fields.price_data === undefined;
  const pricing = priceOf(onlyQuantity ? { quantity, unit_amount_decimal: item.unitAmount } : fields, param);
  checkAmount(pricing.amount, item.currency, at(param, 'amount'));
  return { ...next, ...pricing };
}

/** The line of an invoice with this id, or a refusal. */
export function lineOf(account: Account, invoice: InvoiceRecord, lineId: string, param: string): ItemRecord {
  const line = linesOf(account, invoice.id).find((candidate) => candidate.lineId === lineId);
  if (line === undefined) throw invalid(`No such invoice line item: '${lineId}'`, { code: 'resource_missing', param });
  return line;
}
