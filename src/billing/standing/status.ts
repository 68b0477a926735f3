import { addDays, dateIn, daysBetween, type Instant, type PlainDate, startOfDay } from '../calendar.ts';
import type { BillingStatus, Invoice, Policy } from '../facts.ts';
import { netCash, requiredOf, settledOn, shortfallOf } from './net-cash.ts';

/** Why the money alone makes a status what it is (Rule 7.2); `none` where the calendar decides. */
export type Ending = 'none' | 'voided' | 'written off' | 'credited' | 'refunded' | 'part refunded' | 'money returned';

export type StatusView = { readonly status: BillingStatus; readonly ending: Ending };

/** Days before the due date from which an invoice is due soon: never more than half its term (Rule 7.3). */
export function dueSoonWindow(issued: PlainDate, due: PlainDate, dueSoonDays: number): number {
  return Math.min(dueSoonDays, Math.floor(Math.max(0, daysBetween(issued, due)) / 2));
}

/** Sent, due soon or overdue, by the calendar alone. The due day itself is due soon (Rules 2.4, 7.2). */
export function statusByDate(
  issued: PlainDate,
  due: PlainDate,
  today: PlainDate,
  dueSoonDays: number,
): 'Sent' | 'Due soon' | 'Overdue' {
  const daysLeft = daysBetween(today, due);
  if (daysLeft < 0) return 'Overdue';
  return daysLeft <= dueSoonWindow(issued, due, dueSoonDays) ? 'Due soon' : 'Sent';
}

/** Issue and due day of an invoice on the seller's calendar; undefined for a draft or without a due date. */
export function invoiceDates(
  invoice: Invoice,
  zone: string,
): { readonly issued: PlainDate; readonly due: PlainDate } | undefined {
  if (invoice.finalizedAt === null) return undefined;
  const issued = dateIn(zone, invoice.finalizedAt);
  return { issued, due: invoice.dueAt === null ? issued : dateIn(zone, invoice.dueAt) };
}

/**
 * Billing status as a function of the invoice read from Stripe and of today; the first match wins (Rule 7.2).
 * @param invoice the one that counts for the milestone; undefined or a draft: nothing was issued
 * @param isCancelled the milestone's approval was rejected or withdrawn, so a void invoice is final
 */
export function statusOf(
  invoice: Invoice | undefined,
  today: PlainDate,
  isCancelled: boolean,
  policy: Pick<Policy, 'timeZone' | 'dueSoonDays'>,
): StatusView {
  if (invoice === undefined || invoice.status === 'draft') return { status: 'Not yet triggered', ending: 'none' };
  if (invoice.status === 'void') return { status: isCancelled ? 'Closed' : 'Not yet triggered', ending: 'voided' };
  if (invoice.status === 'uncollectible' && invoice.amountRemaining > 0)
    return { status: 'Closed', ending: 'written off' };
  if (invoice.status === 'paid' || invoice.amountRemaining === 0) return byCash(invoice);
  const dates = invoiceDates(invoice, policy.timeZone) ?? { issued: today, due: today };
  return { status: statusByDate(dates.issued, dates.due, today, policy.dueSoonDays), ending: 'none' };
}

/** "Paid" in Stripe never changes again, so the cash that is really there decides (Rules 7.2-4, 7.4). */
function byCash(invoice: Invoice): StatusView {
  const settled = settledOn(invoice);
  if (settled === 0 && invoice.credited > 0 && invoice.credited >= invoice.total)
    return { status: 'Closed', ending: 'credited' };
  const net = netCash(invoice);
  if (settled > 0 && net <= 0 && requiredOf(invoice) <= 0) return { status: 'Closed', ending: 'refunded' };
  if (net >= requiredOf(invoice))
    return { status: 'Paid', ending: invoice.creditedAfterPayment > 0 ? 'part refunded' : 'none' };
  const { moves } = invoice;
  const isAgreed = moves.refundedAsAgreed >= shortfallOf(invoice);
  if (!isAgreed) return { status: 'Overdue', ending: 'money returned' };
  return net <= 0 ? { status: 'Closed', ending: 'refunded' } : { status: 'Paid', ending: 'part refunded' };
}

/** What the client still owes, in smallest units: what Stripe says remains, or what went back (Rules 1.4, 16.1). */
export const owedOn = (invoice: Invoice, { ending }: StatusView): number =>
  ending === 'money returned' ? shortfallOf(invoice) : invoice.amountRemaining;

/** When the calendar alone will change the status next; undefined when it will not. */
export function nextStatusChange(view: StatusView, invoice: Invoice, policy: Policy): Instant | undefined {
  const dates = invoiceDates(invoice, policy.timeZone);
  if (dates === undefined) return undefined;
  if (view.status === 'Sent') {
    return startOfDay(policy.timeZone, addDays(dates.due, -dueSoonWindow(dates.issued, dates.due, policy.dueSoonDays)));
  }
  return view.status === 'Due soon' ? startOfDay(policy.timeZone, addDays(dates.due, 1)) : undefined;
}
