import type Stripe from 'stripe';
import { z } from 'zod';
import { type Instant, instantFromSeconds } from '../../src/billing/calendar.ts';
import type { Invoice } from '../../src/billing/facts.ts';
import type { GivenUp } from '../../src/billing/review/facts.ts';
import { parseAnswer } from '../answer.ts';
import { METADATA, toInvoice } from './invoice.ts';
import { listed } from './list.ts';

const Uncollectible = z.looseObject({
  status_transitions: z.looseObject({ marked_uncollectible_at: z.number().int().nullish() }),
});

/** Invoices of ours that a weekly review rests on, and which of them were written off and when. */
export type InvoicesForReview = { readonly invoices: readonly Invoice[]; readonly givenUp: readonly GivenUp[] };

const Noted = z.looseObject({ metadata: z.record(z.string(), z.string()).nullish() });

/** Looked at before all else: whatever a foreign invoice holds is none of our business. */
const isOurs = (item: unknown): boolean =>
  (parseAnswer(Noted, item, 'a Stripe invoice').metadata?.[METADATA.milestone] ?? '') !== '';

/**
 * Invoices of ours that were created since an instant, are open, or were given up: three lists, whatever came before.
 * `moves` stays at `NO_MOVES`.
 */
export async function invoicesForReview(stripe: Stripe, since: Instant): Promise<InvoicesForReview> {
  const found = new Map<string, Invoice>();
  const givenUp: GivenUp[] = [];
  const created = { created: { gte: Math.floor(since / 1000) } };
  for (const which of [created, { status: 'open' }, { status: 'uncollectible' }] as const) {
    const list = listed('list invoices for the review', (page) => stripe.invoices.list({ ...which, ...page }));
    for await (const item of list) {
      if (!isOurs(item)) continue;
      const invoice = toInvoice(item);
      if (found.has(invoice.id)) continue;
      found.set(invoice.id, invoice);
      const at = givenUpAt(item);
      if (invoice.status === 'uncollectible' && at !== undefined) givenUp.push({ invoice, at });
    }
  }
  return { invoices: [...found.values()], givenUp };
}

function givenUpAt(item: unknown): Instant | undefined {
  const { marked_uncollectible_at: at } = parseAnswer(Uncollectible, item, 'a Stripe invoice').status_transitions;
  return at == null ? undefined : instantFromSeconds(at);
}
