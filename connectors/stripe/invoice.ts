import { z } from 'zod';
import { type Instant, instantFromIso, instantFromSeconds } from '../../src/billing/calendar.ts';
import { parseCurrency } from '../../src/billing/currency.ts';
import { type Invoice, TRIGGERS } from '../../src/billing/facts.ts';
import { parseAnswer } from '../answer.ts';
import { CLIENT_METADATA } from './customer.ts';
import { cut } from './cut.ts';
import { followUpsIn } from './follow-up-record.ts';
import { NO_MOVES } from './no-moves.ts';

const Seconds = z.number().int();

const Reference = z.union([z.string(), z.looseObject({ id: z.string() })]);

const idOf = (reference: z.infer<typeof Reference> | null | undefined): string =>
  typeof reference === 'string' ? reference : (reference?.id ?? '');

/** Read with the invoice where it is asked for. Of a deleted one nothing but the id is left. */
const CustomerObject = z.looseObject({
  id: z.string(),
  metadata: z.record(z.string(), z.string()).nullish(),
  cash_balance: z.looseObject({ available: z.record(z.string(), z.number().int()).nullish() }).nullish(),
});

/**
 * What we use of a Stripe invoice. Parsed, because the SDK resolves a proxy's JSON error page as if it were the object
 * that was asked for.
 */
const InvoiceObject = z.looseObject({
  id: z.string().startsWith('in_'),
  object: z.literal('invoice'),
  livemode: z.boolean(),
  status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']),
  customer: z.union([z.string(), CustomerObject]),
  customer_email: z.string().nullable(),
  currency: z.string(),
  total: z.number().int(),
  amount_due: z.number().int(),
  amount_paid: z.number().int(),
  amount_remaining: z.number().int(),
  amount_overpaid: z.number().int(),
  pre_payment_credit_notes_amount: z.number().int(),
  post_payment_credit_notes_amount: z.number().int(),
  lines: z.looseObject({ data: z.array(z.unknown()) }),
  number: z.string().nullable(),
  hosted_invoice_url: z.string().nullish(),
  invoice_pdf: z.string().nullish(),
  auto_advance: z.boolean().nullish(),
  due_date: Seconds.nullable(),
  from_invoice: z.looseObject({ invoice: Reference }).nullish(),
  latest_revision: Reference.nullish(),
  created: Seconds,
  effective_at: Seconds.nullish(),
  status_transitions: z.object({ finalized_at: Seconds.nullable(), paid_at: Seconds.nullable() }),
  metadata: z.record(z.string(), z.string()).nullable(),
});
export type InvoiceObject = z.infer<typeof InvoiceObject>;

/** @throws TryAgain when the answer is something else */
export const parseInvoice = (answer: unknown): InvoiceObject => parseAnswer(InvoiceObject, answer, 'a Stripe invoice');

/** The metadata under which an invoice of ours is found again. Names are relied upon by other programs. */
export const METADATA = {
  key: 'milepost_key',
  milestone: 'milepost_milestone',
  project: 'milepost_project',
  trigger: 'milepost_trigger',
  revision: 'milepost_revision',
  decision: 'milepost_decision',
  po: 'milepost_po',
  order: 'milepost_order',
  /** What had been billed before and was taken off, in smallest units; only where something was. */
  takenOff: 'milepost_taken_off',
  /** When it was taken over, as an ISO instant; only on an invoice that a person made. */
  adopted: 'milepost_adopted',
  /** Only as `portal`: what says nothing was mailed. */
  delivering: 'milepost_delivering',
  /** Anything but empty means that a message came back. */
  mailReturned: 'milepost_mail_returned',
} as const;

type BilledAs = Pick<
  Invoice,
  'milestoneId' | 'projectId' | 'trigger' | 'revision' | 'decision' | 'takenOff' | 'poNumber'
> & { readonly key: string };

const VALUE_MAX = 500;

/** The metadata that says what an invoice bills. */
export const billedAs = (bills: BilledAs): Record<string, string> => ({
  [METADATA.key]: bills.key,
  [METADATA.milestone]: bills.milestoneId,
  [METADATA.project]: bills.projectId,
  ...(bills.trigger === null ? {} : { [METADATA.trigger]: bills.trigger }),
  [METADATA.revision]: String(bills.revision),
  [METADATA.decision]: bills.decision,
  ...(bills.poNumber === '' ? {} : { [METADATA.po]: cut(bills.poNumber, VALUE_MAX) }),
  ...(bills.takenOff > 0 ? { [METADATA.takenOff]: String(bills.takenOff) } : {}),
});

const countIn = (text: string | undefined): number => Math.max(0, Number.parseInt(text ?? '0', 10) || 0);

const instantIn = (text: string | undefined): Instant | null =>
  text === undefined || Number.isNaN(Date.parse(text)) ? null : instantFromIso(text);

const orNull = (seconds: number | null) => (seconds === null ? null : instantFromSeconds(seconds));

/**
 * Stripe's invoice as billing's plain value. What became of its money stands elsewhere: `moves` stays at `NO_MOVES`.
 * @throws when the answer is not an invoice, or in an unknown currency
 */
export function toInvoice(answer: unknown): Invoice {
  const invoice = parseInvoice(answer);
  const currency = parseCurrency(invoice.currency);
  if (currency === undefined) throw new Error(`Stripe invoice ${invoice.id} is in an unknown currency.`);
  const metadata = invoice.metadata ?? {};
  return {
    id: invoice.id,
    status: invoice.status,
    mode: invoice.livemode ? 'live' : 'test',
    customerId: idOf(invoice.customer),
    customerClient: typeof invoice.customer === 'string' ? '' : (invoice.customer.metadata?.[CLIENT_METADATA] ?? ''),
    customerEmail: invoice.customer_email,
    billingKey: metadata[METADATA.key] ?? '',
    milestoneId: metadata[METADATA.milestone] ?? '',
    projectId: metadata[METADATA.project] ?? '',
    trigger: TRIGGERS.find((trigger) => trigger === metadata[METADATA.trigger]) ?? null,
    takenOff: countIn(metadata[METADATA.takenOff]),
    delivering: metadata[METADATA.delivering] === 'portal' ? 'portal' : 'mail',
    mailReturned: (metadata[METADATA.mailReturned] ?? '').trim() !== '',
    followUps: followUpsIn(metadata),
    adoptedAt: instantIn(metadata[METADATA.adopted]),
    autoAdvance: invoice.auto_advance === true,
    revision: countIn(metadata[METADATA.revision]),
    decision: metadata[METADATA.decision] ?? '',
    order: metadata[METADATA.order] ?? '',
    poNumber: metadata[METADATA.po] ?? '',
    revises: idOf(invoice.from_invoice?.invoice),
    revisedBy: idOf(invoice.latest_revision),
    number: invoice.number,
    hostedUrl: invoice.hosted_invoice_url ?? null,
    pdfUrl: invoice.invoice_pdf ?? null,
    currency,
    total: invoice.total,
    amountDue: invoice.amount_due,
    amountPaid: invoice.amount_paid,
    amountRemaining: invoice.amount_remaining,
    amountOverpaid: invoice.amount_overpaid,
    credited: invoice.pre_payment_credit_notes_amount,
    creditedAfterPayment: invoice.post_payment_credit_notes_amount,
    moves: NO_MOVES,
    dueAt: orNull(invoice.due_date),
    createdAt: instantFromSeconds(invoice.created),
    // The date that is printed; it is set when the order is made.
    finalizedAt:
      invoice.status_transitions.finalized_at === null
        ? null
        : orNull(invoice.effective_at ?? invoice.status_transitions.finalized_at),
    paidAt: orNull(invoice.status_transitions.paid_at),
  };
}
