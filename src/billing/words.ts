import { addDays, dateIn } from './calendar.ts';
import type { Invoice, Policy, ShownOnMilestone } from './facts.ts';
import { formatMoney, majorUnits } from './money.ts';
import { invoiceDates, type StatusView } from './status.ts';

/** The properties of a milestone that repeat what stands in Stripe (Rule 6.7). */
export type InvoiceFields = Pick<
  ShownOnMilestone,
  'invoiceUrl' | 'invoiceNumber' | 'stripeInvoice' | 'invoiced' | 'remaining' | 'issued' | 'due' | 'paidOn'
>;

/** Sums in major units, days on the seller's calendar. */
export function invoiceFields(invoice: Invoice, policy: Policy): InvoiceFields {
  const { currency } = invoice;
  const dates = invoiceDates(invoice, policy.timeZone);
  return {
    invoiceUrl: invoice.hostedUrl,
    invoiceNumber: invoice.number ?? '',
    stripeInvoice: invoice.id,
    invoiced: majorUnits({ minor: invoice.total, currency }),
    remaining: majorUnits({ minor: invoice.amountRemaining, currency }),
    issued: dates?.issued ?? null,
    due: dates?.due ?? null,
    paidOn: invoice.paidAt === null ? null : dateIn(policy.timeZone, invoice.paidAt),
  };
}

/**
 * `Billing detail` of an issued invoice, in one line. It names days, never "in 3 days": a text that the calendar changes
 * would be written again every night.
 */
export function detailWords({ status, detail }: StatusView, invoice: Invoice, policy: Policy): string {
  const money = (minor: number): string => formatMoney({ minor, currency: invoice.currency });
  const dates = invoiceDates(invoice, policy.timeZone);
  const due = dates?.due ?? '';
  if (detail === 'written off') return `Written off: ${money(invoice.amountRemaining)} marked uncollectible in Stripe.`;
  if (detail === 'credited') return `Credited: credit notes cover all of invoice ${invoice.number ?? invoice.id}.`;
  if (status === 'Paid')
    return invoice.paidAt === null ? 'Paid.' : `Paid on ${dateIn(policy.timeZone, invoice.paidAt)}.`;
  const overdue = status === 'Overdue' && dates !== undefined ? `Overdue since ${addDays(dates.due, 1)}` : undefined;
  if (detail === 'partially paid') {
    const paid = `Partially paid: ${money(invoice.amountPaid)} of ${money(invoice.amountDue)} received, ${money(invoice.amountRemaining)} remaining`;
    return `${paid}, ${overdue === undefined ? `due ${due}` : overdue.toLowerCase()}.`;
  }
  if (overdue !== undefined) return `${overdue}.`;
  return status === 'Due soon' ? `Due on ${due}.` : `Sent on ${dates?.issued ?? ''}, due on ${due}.`;
}
