import { dateIn, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { Client, Invoice, Milestone, Policy, Project } from '../facts.ts';
import { invoiceDates } from '../standing/status.ts';

/** One invoice with everything that its follow-up rests on. */
export type Followed = {
  readonly invoice: Invoice;
  readonly milestone: Milestone;
  readonly project: Project | undefined;
  readonly client: Client | undefined;
};

/**
 * What a client is to be asked for, in smallest units: what remains, less what is on its way already.
 */
export const askedFor = ({ invoice }: Pick<Followed, 'invoice'>): number =>
  Math.max(0, invoice.amountRemaining - invoice.moves.inFlight);

/** Whether it was late already when it was taken over from whoever made it (Rule 11.11). */
export function isOld({ invoice }: Pick<Followed, 'invoice'>, policy: Pick<Policy, 'timeZone'>): boolean {
  const due = invoiceDates(invoice, policy.timeZone)?.due;
  return invoice.adoptedAt !== null && due !== undefined && due < dateIn(policy.timeZone, invoice.adoptedAt);
}

/** The day from which a person wants this client's old invoices to be followed up; undefined while nobody has said yes. */
export const oldFrom = (
  { client }: Pick<Followed, 'client'>,
  policy: Pick<Policy, 'timeZone'>,
): PlainDate | undefined => dayOf(policy.timeZone, client?.oldInvoicesFrom ?? null);

/**
 * Whether a message about the invoice came back and its address has not been corrected since (Rule 12). The address that failed is
 * where the last message went, or else where Stripe had mailed the invoice.
 */
export function isReturned({ invoice, client }: Pick<Followed, 'invoice' | 'client'>): boolean {
  if (!invoice.mailReturned) return false;
  const failed = invoice.followUps.sentTo || (invoice.customerEmail ?? '');
  const address = client?.billingEmail?.trim() ?? '';
  return failed === '' || address === '' || failed.toLowerCase() === address.toLowerCase();
}
