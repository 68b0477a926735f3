import { isCancelled } from '../approval.ts';
import { isLive } from '../billing-key.ts';
import { addDays, dateIn, type Instant, instantFromMillis, type PlainDate, startOfDay } from '../calendar.ts';
import type { BillingStatus, DecisionInput, Invoice, Policy, ShownOnMilestone } from '../facts.ts';
import { placedOn } from '../follow-up/stop-notes.ts';
import { majorUnits } from '../money.ts';
import { awaitsSubmission } from '../readiness/submission.ts';
import { type Detail, detailsOf } from './details.ts';
import { answerOverdueFrom } from './slow-debit.ts';
import { invoiceDates, nextStatusChange, owedOn, type StatusView, statusOf } from './status.ts';
import { type Stop, stopInForce } from './stops.ts';

/** The properties of a milestone that repeat what stands in Stripe (Rule 6.7). */
export type InvoiceFields = Pick<
  ShownOnMilestone,
  'invoiceUrl' | 'invoiceNumber' | 'stripeInvoice' | 'invoiced' | 'remaining' | 'issued' | 'due' | 'paidOn'
>;

export type Standing = {
  readonly status: BillingStatus;
  readonly details: readonly Detail[];
  /** The invoice that the milestone names: the one that asks for attention. */
  readonly invoice: Invoice;
  readonly view: StatusView;
  readonly stop: Stop | undefined;
  /** The day from which the bank's answer to a debit is overdue; undefined while none is on its way. */
  readonly answerOverdueFrom: PlainDate | undefined;
  /** Every live invoice with how it stands. */
  readonly all: readonly { readonly invoice: Invoice; readonly view: StatusView }[];
};

const byId = (a: Invoice, b: Invoice): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const newestFirst = (a: Invoice, b: Invoice): number =>
  b.revision - a.revision || b.createdAt - a.createdAt || byId(a, b);

/** The invoice that counts where none is live: the newest voided one (a replaced one gives way to its replacement, Rule 7.2). */
export function voidedInvoice(invoices: readonly Invoice[]): Invoice | undefined {
  return [...invoices.filter(({ status }) => status === 'void')].sort(newestFirst)[0];
}

type Viewed = Standing['all'][number];

/** Returned money first, then what is open by due date, then what was settled last: a bill in parts is as late as its latest part. */
function urgency({ invoice, view }: Viewed): number {
  if (view.ending === 'money returned') return 0;
  if (view.status === 'Sent' || view.status === 'Due soon' || view.status === 'Overdue') return 1;
  return invoice.status === 'uncollectible' ? 3 : 2;
}

const dueFirst = (a: Viewed, b: Viewed): number =>
  (a.invoice.dueAt ?? Number.POSITIVE_INFINITY) - (b.invoice.dueAt ?? Number.POSITIVE_INFINITY);

const byUrgency = (a: Viewed, b: Viewed): number =>
  urgency(a) - urgency(b) || (urgency(a) < 2 ? dueFirst(a, b) : 0) || newestFirst(a.invoice, b.invoice);

/** How a milestone stands by its live invoices (Rule 7.2); undefined when it has none. Parts that were billed later count as well. */
export function standingOf({ facts, policy, now }: DecisionInput): Standing | undefined {
  const { milestone, client } = facts;
  const today = dateIn(policy.timeZone, now);
  const cancelled = isCancelled(milestone.approval);
  const all = facts.invoices
    .filter(isLive)
    .map((invoice) => ({ invoice, view: statusOf(invoice, today, cancelled, policy) }))
    .sort(byUrgency);
  const [first] = all;
  if (first === undefined) return undefined;
  const { invoice, view } = first;
  const stop = stopInForce(milestone, client, policy, now, placedOn({ invoice, milestone }, policy, now));
  // Nobody has sent it yet, whatever day it is (Rules 6.4, 6.5).
  const status = awaitsSubmission(invoice, milestone) ? 'Not yet triggered' : view.status;
  return {
    status,
    details: detailsOf({ invoice, view, milestone, stop, client }),
    invoice,
    view,
    stop,
    answerOverdueFrom: answerOverdueFrom(invoice, client, policy),
    all,
  };
}

/** When the calendar alone changes how the milestone stands. */
export function standingChangesAt(standing: Standing, policy: Policy, now: Instant): Instant | undefined {
  const { all, stop, answerOverdueFrom: overdueFrom } = standing;
  const until = stop?.until;
  const isAnswerDue = overdueFrom !== undefined && dateIn(policy.timeZone, now) < overdueFrom;
  return earliest([
    ...all.map(({ invoice, view }) => nextStatusChange(view, invoice, policy)),
    until === undefined ? undefined : startOfDay(policy.timeZone, addDays(until, 1)),
    isAnswerDue ? startOfDay(policy.timeZone, overdueFrom) : undefined,
  ]);
}

/** The first of these; undefined when there is none. */
export function earliest(moments: readonly (Instant | undefined)[]): Instant | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : instantFromMillis(Math.min(...known));
}

/** Sums in major units, over all live invoices; days on the seller's calendar, of the one that is named. */
export function invoiceFields({ invoice, status, all }: Standing, policy: Pick<Policy, 'timeZone'>): InvoiceFields {
  const { currency } = invoice;
  const dates = invoiceDates(invoice, policy.timeZone);
  const sum = (of: (one: Viewed) => number): number =>
    majorUnits({ minor: all.reduce((total, one) => total + of(one), 0), currency });
  const paidAt = Math.max(...all.map((one) => one.invoice.paidAt ?? 0));
  return {
    invoiceUrl: invoice.hostedUrl,
    invoiceNumber: invoice.number ?? '',
    stripeInvoice: invoice.id,
    invoiced: sum((one) => one.invoice.total),
    remaining: sum((one) => owedOn(one.invoice, one.view)),
    issued: dates?.issued ?? null,
    due: dates?.due ?? null,
    paidOn: status === 'Paid' && paidAt > 0 ? dateIn(policy.timeZone, instantFromMillis(paidAt)) : null,
  };
}
