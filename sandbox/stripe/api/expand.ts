import type { Account } from '../account.ts';
import { renderCashBalance } from '../render/cash-balance.ts';
import { renderCustomer, renderDeletedCustomer, renderTaxId } from '../render/customer.ts';
import { renderInvoice } from '../render/invoice.ts';
import { embeddedList } from '../render/list.ts';
import { renderCharge, renderInvoicePayment, renderPaymentIntent, renderRefund } from '../render/payment.ts';
import { renderPaymentRecord } from '../render/payment-record.ts';
import { isWire, toWire, type Wire, type WireValue } from '../wire.ts';
import { invalid } from './errors.ts';

const render = <T>(records: ReadonlyMap<string, T>, id: string, show: (record: T) => object): object | undefined => {
  const record = records.get(id);
  return record === undefined ? undefined : show(record);
};

/** Field name → the object behind the id that stands there. */
const references: Readonly<Record<string, (account: Account, id: string) => object | undefined>> = {
  charge: (account, id) => render(account.charges, id, (record) => renderCharge(account, record)),
  customer: (account, id) =>
    render(account.customers, id, (record) => (record.deleted ? renderDeletedCustomer(id) : renderCustomer(record))),
  invoice: (account, id) => render(account.invoices, id, (record) => renderInvoice(account, record)),
  latest_charge: (account, id) => render(account.charges, id, (record) => renderCharge(account, record)),
  latest_revision: (account, id) => render(account.invoices, id, (record) => renderInvoice(account, record)),
  payment_intent: (account, id) => render(account.paymentIntents, id, (record) => renderPaymentIntent(account, record)),
  payment_record: (account, id) => render(account.paymentReports, id, renderPaymentRecord),
  refund: (account, id) => render(account.refunds, id, (record) => renderRefund(account, record)),
};

/** What was paid on an invoice outside Stripe. */
const paidOffStripe = (account: Account, id: string): number =>
  [...account.invoicePayments.values()]
    .filter(({ invoice, payment, status }) => invoice === id && payment.type === 'payment_record' && status === 'paid')
    .reduce((sum, { amountPaid }) => sum + (amountPaid ?? 0), 0);

/** `object.field` → what is left out unless it is asked for. */
const includable: Readonly<Record<string, (account: Account, id: string) => number | object>> = {
  'invoice.amount_paid_off_stripe': paidOffStripe,
  'invoice.payments': (account, id) =>
    embeddedList(
      [...account.invoicePayments.values()]
        .filter((payment) => payment.invoice === id)
        .reverse()
        .map(renderInvoicePayment),
      `/v1/invoice_payments?invoice=${id}`,
    ),
  'charge.refunds': (account, id) =>
    embeddedList(
      [...account.refunds.values()]
        .filter((refund) => refund.charge === id)
        .reverse()
        .map((refund) => renderRefund(account, refund)),
      `/v1/charges/${id}/refunds`,
    ),
  'customer.cash_balance': (account, id) => {
    const customer = account.customers.get(id);
    if (customer === undefined || customer.deleted) throw notExpandable('cash_balance');
    return renderCashBalance(customer);
  },
  'customer.tax_ids': (account, id) =>
    embeddedList(
      (account.customers.get(id)?.taxIds ?? []).map((taxId) => renderTaxId(id, taxId)),
      `/v1/customers/${id}/tax_ids`,
    ),
};

/** Fields that could be expanded but are always empty here. */
const emptyHere = new Set([
  'default_payment_method',
  'default_source',
  'on_behalf_of',
  'balance_transaction',
  'review',
]);

function expandField(account: Account, object: Wire, field: string, path: string): void {
  const value = object[field];
  const include = includable[`${String(object.object)}.${field}`];
  if (value === undefined && include !== undefined && typeof object.id === 'string') {
    const included = include(account, object.id);
    object[field] = typeof included === 'number' ? included : toWire(included);
    return;
  }
  const reference = references[field];
  if (typeof value === 'string' && reference !== undefined) {
    const found = reference(account, value);
    if (found !== undefined) object[field] = toWire(found);
    return;
  }
  const isExpandable = reference !== undefined || emptyHere.has(field) || typeof value === 'object';
  // A part of an object (a payment's kind, say) has a field or not, depending on what it describes.
  const isAbsent = value === undefined && object.object !== undefined;
  if (!isExpandable || isAbsent) throw notExpandable(path);
}

const notExpandable = (path: string) => invalid(`This property cannot be expanded (${path}).`, { param: 'expand' });

function expandPath(account: Account, value: WireValue | undefined, path: readonly string[], whole: string): void {
  if (Array.isArray(value)) {
    for (const element of value) expandPath(account, element, path, whole);
    return;
  }
  const [field, ...rest] = path;
  if (field === undefined || !isWire(value)) return;
  expandField(account, value, field, whole);
  expandPath(account, value[field], rest, whole);
}

/** The answer with the objects and lists that `expand[]` asks for put in place. */
export function expand(account: Account, answer: object, paths: readonly string[]): Wire {
  const wire = toWire(answer);
  for (const path of paths) {
    if (path.split('.').length > 4) throw invalid(`You cannot expand more than 4 levels of a property (${path}).`);
    expandPath(account, wire, path.split('.'), path);
  }
  return wire;
}
