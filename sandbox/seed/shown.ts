import { dateIn, type Instant, type PlainDate } from '../../src/billing/calendar.ts';
import type { Invoice, Milestone } from '../../src/billing/facts.ts';
import { detailsOf } from '../../src/billing/standing/details.ts';
import { type InvoiceFields, invoiceFields } from '../../src/billing/standing/standing.ts';
import { statusOf } from '../../src/billing/standing/status.ts';
import { stopInForce } from '../../src/billing/standing/stops.ts';
import { detailWords } from '../../src/billing/standing/words.ts';
import type { PropertyWrites } from '../notion/index.ts';
import { SEED_ZONE } from './history.ts';
import { date, number, select, text, url } from './writes.ts';

/** The settings under which the agency has worked with the hub so far. */
const POLICY = { timeZone: SEED_ZONE, dueSoonDays: 7, holidays: [], holidayCountry: undefined };

/** Nothing of a voided invoice is owed; it only stays findable. */
const ofVoided = ({ invoiceUrl, invoiceNumber, stripeInvoice }: InvoiceFields): InvoiceFields => ({
  invoiceUrl,
  invoiceNumber,
  stripeInvoice,
  invoiced: null,
  remaining: null,
  issued: null,
  due: null,
  paidOn: null,
});

/** What else the milestone's row says that the hub's words rest on. */
export type Beside = {
  readonly isWithdrawn: boolean;
  readonly stop:
    | { readonly kind: NonNullable<Milestone['followUpStop']>; readonly until: PlainDate; readonly reason: string }
    | undefined;
  readonly country: string;
};

/** What the hub shows beside a milestone that it has billed, so that it finds nothing to change when it starts. */
export function shownBeside(invoice: Invoice, beside: Beside, now: Instant): PropertyWrites {
  const { isWithdrawn, stop: set, country } = beside;
  const stopped = { followUpStop: set?.kind ?? null, stopUntil: set?.until ?? null, stopReason: set?.reason ?? '' };
  const stop = stopInForce(stopped, { country }, POLICY, now);
  const view = statusOf(invoice, dateIn(SEED_ZONE, now), isWithdrawn, POLICY);
  const isVoid = invoice.status === 'void';
  const milestone = { approval: isWithdrawn ? ('Withdrawn' as const) : null, portalReference: '' };
  const details = detailsOf({ invoice, view, milestone, stop, client: undefined });
  const answerOverdueFrom = undefined; // no debit of the seed is on its way for long
  const standing = { status: view.status, details, invoice, view, stop, answerOverdueFrom, all: [{ invoice, view }] };
  const fields = isVoid ? ofVoided(invoiceFields(standing, POLICY)) : invoiceFields(standing, POLICY);
  const names = { who: '', accountOwner: '', portal: '', stop, isAnswerOverdue: false };
  const detail = isVoid
    ? `Voided: invoice ${fields.invoiceNumber}. To bill again, log a new decision: a new "Decided on".`
    : detailWords(details, { invoice, view, policy: POLICY, ...names });
  return {
    'Billing status': select(view.status),
    'Billing detail': text(detail),
    Invoice: url(fields.invoiceUrl),
    'Invoice number': text(fields.invoiceNumber),
    'Stripe invoice': text(fields.stripeInvoice),
    Invoiced: number(fields.invoiced),
    Remaining: number(fields.remaining),
    Issued: date(fields.issued),
    Due: date(fields.due),
    'Paid on': date(fields.paidOn),
  };
}
