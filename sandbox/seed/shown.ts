import { dateIn, type Instant } from '../../src/billing/calendar.ts';
import { parseCurrency } from '../../src/billing/currency.ts';
import type { Invoice, Policy } from '../../src/billing/facts.ts';
import { statusOf } from '../../src/billing/status.ts';
import { detailWords, type InvoiceFields, invoiceFields } from '../../src/billing/words.ts';
import type { PropertyWrites } from '../notion/index.ts';
import { SEED_ZONE } from './history.ts';
import { date, number, select, text, url } from './writes.ts';

/** The settings under which the agency has worked with the hub so far; the currency stands for clients without one. */
function seedPolicy(): Policy {
  const currency = parseCurrency('GBP');
  if (currency === undefined) throw new RangeError('GBP is not a currency.');
  return {
    timeZone: SEED_ZONE,
    currency,
    paymentTermsDays: 14,
    dueSoonDays: 7,
    quietPeriodSeconds: 120,
    defaultBillingOwner: undefined,
    shadow: false,
  };
}

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

/** What the hub shows beside a milestone that it has billed, so that it finds nothing to change when it starts. */
export function shownBeside(invoice: Invoice, isWithdrawn: boolean, now: Instant): PropertyWrites {
  const policy = seedPolicy();
  const view = statusOf(invoice, dateIn(SEED_ZONE, now), isWithdrawn, policy);
  const isVoid = invoice.status === 'void';
  const fields = isVoid ? ofVoided(invoiceFields(invoice, policy)) : invoiceFields(invoice, policy);
  const detail = isVoid
    ? `Voided: invoice ${fields.invoiceNumber}. To bill again, log a new decision with a new date or amount.`
    : detailWords(view, invoice, policy);
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
