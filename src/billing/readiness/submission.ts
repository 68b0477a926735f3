import type { Client, Invoice, Milestone } from '../facts.ts';

/** R12. A client with a portal has said what it wants: format, cut-off day, where to hand it in (Rule 10.4). */
export const portalProblem = (client: Client | undefined): string | undefined =>
  client?.submission === 'Portal' && client.submissionNotes.trim() === ''
    ? 'Ask the client how its portal takes invoices: "Submission notes" of the client is empty'
    : undefined;

/**
 * An invoice for a portal is only issued until a person has handed it in and noted under what it was taken (Rules 6.4, 6.5).
 * Money that comes proves that it arrived.
 */
export const awaitsSubmission = (invoice: Invoice, { portalReference }: Pick<Milestone, 'portalReference'>): boolean =>
  invoice.delivering === 'portal' &&
  invoice.status === 'open' &&
  invoice.amountPaid === 0 &&
  portalReference.trim() === '';
