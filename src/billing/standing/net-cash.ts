import type { Invoice } from '../facts.ts';

/** What settled an invoice, on or off Stripe, the client's credit with us included. Smallest units. */
export function settledOn({ total, credited, amountDue, amountPaid }: Invoice): number {
  const creditApplied = Math.max(0, total - credited - amountDue);
  return amountPaid + creditApplied;
}

/**
 * What is left of it: less refunds that succeeded and disputes that were lost (Rule 7.2-4a). What was paid too much may be
 * given back without anything being missing.
 */
export const netCash = (invoice: Invoice): number =>
  settledOn(invoice) +
  invoice.amountOverpaid -
  invoice.moves.refundedAsAgreed -
  invoice.moves.refundedUnexplained -
  invoice.moves.disputesLost;

/** What has to be there for the invoice to be paid: its total less all credit notes. */
export const requiredOf = ({ total, credited, creditedAfterPayment }: Invoice): number =>
  total - credited - creditedAfterPayment;

/** Zero, or what went back although it is owed. */
export const shortfallOf = (invoice: Invoice): number => Math.max(0, requiredOf(invoice) - netCash(invoice));
