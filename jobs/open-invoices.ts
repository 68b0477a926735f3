import { z } from 'zod';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import type { Invoice } from '../src/billing/facts.ts';
import type { JobContext, Outcome, Work } from './ports.ts';

export type OpenInvoicesDeps = Pick<JobContext, 'memory' | 'addWork'> & {
  readonly stripe: Pick<StripeConnector, 'unsettledInvoices'>;
};

/** Invoice id → its milestone, and what it said when it was last seen. */
const Note = z.record(z.string(), z.tuple([z.string(), z.string()]));
type Note = z.infer<typeof Note>;

const NOTE = 'open invoices';

/** Everything of a listed invoice that a milestone shows. */
const printOf = (invoice: Invoice): string =>
  [
    invoice.status,
    invoice.total,
    invoice.amountDue,
    invoice.amountPaid,
    invoice.amountRemaining,
    invoice.amountOverpaid,
    invoice.credited,
    invoice.creditedAfterPayment,
  ].join(' ');

/**
 * The second net below events: once a night every unsettled invoice is compared with what was seen of it the night before. One that
 * differs, that is new, or that is not unsettled any more is looked at. What is noted follows what is queued.
 */
export async function compareOpenInvoices({
  memory,
  addWork,
  stripe,
}: OpenInvoicesDeps): Promise<{ readonly found: number; readonly open: number; readonly hadNote: boolean }> {
  const text = await memory.fingerprint(NOTE, 'all');
  const before = Note.safeParse(text === undefined ? undefined : JSON.parse(text)).data;
  const ours = (await stripe.unsettledInvoices()).filter(({ milestoneId }) => milestoneId !== '');
  const now: Note = Object.fromEntries(ours.map((invoice) => [invoice.id, [invoice.milestoneId, printOf(invoice)]]));
  const milestones = new Set([...differing(now, before ?? {}), ...differing(before ?? {}, now)]);
  await addWork([...milestones].map((id): Work => ({ name: 'milestone', id, origin: 'open invoices' })));
  await memory.rememberFingerprint(NOTE, 'all', JSON.stringify(now));
  return { found: milestones.size, open: ours.length, hadNote: before !== undefined };
}

/** The milestones of what the one says and the other does not. */
const differing = (one: Note, other: Note): readonly string[] =>
  Object.entries(one).flatMap(([id, [milestone, print]]) => (other[id]?.[1] === print ? [] : [milestone]));

export async function lookAtOpenInvoices(deps: OpenInvoicesDeps): Promise<Outcome> {
  const { found, open } = await compareOpenInvoices(deps);
  return { outcome: found > 0 ? 'done' : 'unchanged', open, milestones: found };
}
