import { type Account, nowSeconds } from '../account.ts';
import { findReference, invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { InvoicePaymentRecord, InvoiceRecord, PaymentReport, ReportedOutcome } from '../records.ts';
import { newInvoicePayment } from './finalize.ts';
import { liveCustomer, requireCurrency } from './invoice-draft.ts';
import { checkAmount } from './money.ts';
import { bookMoney } from './payment.ts';
import { type MetadataPatch, mergeMetadata } from './text.ts';

export type ReportFields = {
  readonly amount_requested: { readonly currency: string; readonly value: number };
  readonly customer_details?: { readonly customer?: string | undefined } | undefined;
  readonly description?: string | undefined;
  readonly initiated_at: number;
  readonly metadata?: MetadataPatch | undefined;
  readonly outcome?: Exclude<ReportedOutcome, 'pending'> | undefined;
  readonly payment_method_details: { readonly custom?: { readonly display_name?: string | undefined } | undefined };
  readonly processor_details?: { readonly custom?: { readonly payment_reference: string } | undefined } | undefined;
};

/** Somebody reports a payment that was made outside Stripe. It belongs to no invoice yet. */
export function reportPayment(account: Account, fields: ReportFields): PaymentReport {
  const { value } = fields.amount_requested;
  const currency = requireCurrency(fields.amount_requested.currency);
  if (value <= 0) throw invalid(`Invalid amount: ${value}`, { param: 'amount_requested[value]' });
  checkAmount(value, currency, 'amount_requested[value]');
  const customer = fields.customer_details?.customer;
  return addReport(account, {
    amount: value,
    currency,
    customer: customer === undefined ? null : liveCustomer(account, customer).id,
    description: fields.description ?? null,
    method: fields.payment_method_details.custom?.display_name ?? 'Custom',
    reference: fields.processor_details?.custom?.payment_reference ?? null,
    metadata: mergeMetadata({}, fields.metadata),
    outcome: fields.outcome ?? 'pending',
  });
}

function addReport(account: Account, fields: Omit<PaymentReport, 'attempt' | 'created' | 'id'>): PaymentReport {
  const report: PaymentReport = { ...fields, id: newId('pr'), attempt: newId('par'), created: nowSeconds(account) };
  account.paymentReports.set(report.id, report);
  return report;
}

/** What Stripe notes by itself where an invoice is settled out of band. */
export const reportOutOfBand = (account: Account, invoice: InvoiceRecord, amount: number): PaymentReport =>
  addReport(account, {
    amount,
    currency: invoice.currency,
    customer: invoice.customer,
    description: null,
    method: 'Paid out of band',
    reference: null,
    metadata: {},
    outcome: 'guaranteed',
  });

export const paymentsByReport = (account: Account, { id }: PaymentReport): readonly InvoicePaymentRecord[] =>
  [...account.invoicePayments.values()].filter(
    ({ payment }) => payment.type === 'payment_record' && payment.paymentRecord === id,
  );

/** Says that a report pays an invoice; what has come in counts at once. */
export function attachReport(account: Account, invoice: InvoiceRecord, report: PaymentReport, remaining: number): void {
  const used = paymentsByReport(account, report).filter(({ status }) => status !== 'canceled');
  const left = report.amount - used.reduce((sum, payment) => sum + (payment.amountPaid ?? payment.amountRequested), 0);
  if (left <= 0) throw invalid('The payment is attached already.', { param: 'payment_record' });
  if (left > remaining) throw invalid('The payment is above what remains of the invoice.', { param: 'payment_record' });
  const payment = newInvoicePayment(account, invoice, {
    amount: left,
    isDefault: false,
    payment: { type: 'payment_record', paymentRecord: report.id },
  });
  if (report.outcome === 'guaranteed') bookMoney(account, invoice, payment, { amount: left, offStripe: true });
}

/** The report that a parameter names; it must be able to pay this invoice. */
export function attachableReport(account: Account, invoice: InvoiceRecord, id: string): PaymentReport {
  const report = findReference(account.paymentReports, 'payment_record', id, 'payment_record');
  const isOthers = report.customer !== null && report.customer !== invoice.customer;
  if (isOthers || report.currency !== invoice.currency)
    throw invalid('The payment is of another customer or in another currency.', { param: 'payment_record' });
  if (report.outcome === 'canceled' || report.outcome === 'failed')
    throw invalid(`The payment was ${report.outcome}.`, { param: 'payment_record' });
  return report;
}

/** What became of a reported payment. Once its money is guaranteed, the invoices that wait for it get it. */
export function settleReport(
  account: Account,
  report: PaymentReport,
  outcome: Exclude<ReportedOutcome, 'pending'>,
): void {
  if (report.outcome !== 'pending')
    throw invalid(`The latest attempt of payment record ${report.id} was ${report.outcome} already.`);
  report.outcome = outcome;
  for (const payment of paymentsByReport(account, report)) {
    const invoice = account.invoices.get(payment.invoice);
    if (payment.status !== 'open' || invoice === undefined) continue;
    if (outcome === 'guaranteed')
      bookMoney(account, invoice, payment, { amount: payment.amountRequested, offStripe: true });
    else Object.assign(payment, { status: 'canceled', canceledAt: nowSeconds(account) });
  }
}
