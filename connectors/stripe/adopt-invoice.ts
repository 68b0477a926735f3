import type Stripe from 'stripe';
import type { Adoption } from '../../src/billing/adoption.ts';
import { type Instant, toIso } from '../../src/billing/calendar.ts';
import type { Invoice } from '../../src/billing/facts.ts';
import { calling } from './errors.ts';
import { billedAs, METADATA, toInvoice } from './invoice.ts';

/**
 * Notes on an invoice that a person made which milestone it bills: from then on it is found as ours. Nothing else of it is
 * touched. The caller has looked that no other milestone is noted there.
 * @returns the invoice, its `moves` unread
 */
export async function adoptInvoice(stripe: Stripe, adoption: Adoption, at: Instant): Promise<Invoice> {
  const metadata = { ...billedAs(adoption), [METADATA.adopted]: toIso(at) };
  // No key of ours: the same values may be written again after somebody took them away in between.
  return toInvoice(
    await calling('note the milestone on the invoice', () => stripe.invoices.update(adoption.invoice.id, { metadata })),
  );
}
