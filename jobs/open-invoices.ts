import { z } from 'zod';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { type Instant, instantFromMillis } from '../src/billing/calendar.ts';
import type { Invoice } from '../src/billing/facts.ts';
import type { JobContext, Outcome, Work } from './ports.ts';

export type OpenInvoicesDeps = Pick<JobContext, 'clock' | 'memory' | 'addWork'> & {
  readonly stripe: Pick<StripeConnector, 'unsettledInvoices'>;
};

/** Invoice id → its milestone, and what it said when it was last seen. */
const Seen = z.record(z.string(), z.tuple([z.string(), z.string()]));
type Seen = z.infer<typeof Seen>;

const Note = z.object({ at: z.number(), seen: Seen });

/** What the last comparison saw, and when; undefined before the first one and where Redis was lost. */
export type OpenInvoicesNote = { readonly at: Instant; readonly seen: Seen };

const NOTE = 'open invoices';

export async function readNote(memory: JobContext['memory']): Promise<OpenInvoicesNote | undefined> {
  const text = await memory.fingerprint(NOTE, 'all');
  const note = Note.safeParse(text === undefined ? undefined : JSON.parse(text)).data;
  return note === undefined ? undefined : { at: instantFromMillis(note.at), seen: note.seen };
}

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
 * Compares every unsettled invoice with what was last seen of it, and looks at whatever differs, is new, or is not unsettled any
 * more. What is noted follows what is queued.
 * @param which `all` looks at those that are the same as well: an attempt to pay leaves the figures as they were
 */
export async function compareOpenInvoices(
  { clock, memory, addWork, stripe }: OpenInvoicesDeps,
  which: 'differing' | 'all' = 'differing',
): Promise<{ readonly found: number; readonly open: number }> {
  const at = clock();
  const before = (await readNote(memory))?.seen ?? {};
  const ours = (await stripe.unsettledInvoices()).filter(({ milestoneId }) => milestoneId !== '');
  const seen: Seen = Object.fromEntries(ours.map((invoice) => [invoice.id, [invoice.milestoneId, printOf(invoice)]]));
  const milestones = new Set([...differing(seen, which === 'all' ? {} : before), ...differing(before, seen)]);
  await addWork([...milestones].map((id): Work => ({ name: 'milestone', id, origin: 'open invoices' })));
  await memory.rememberFingerprint(NOTE, 'all', JSON.stringify({ at, seen }));
  return { found: milestones.size, open: ours.length };
}

/** The milestones of what the one says and the other does not. */
const differing = (one: Seen, other: Seen): readonly string[] =>
  Object.entries(one).flatMap(([id, [milestone, print]]) => (other[id]?.[1] === print ? [] : [milestone]));

/** The second net below events, once a night. */
export async function lookAtOpenInvoices(deps: OpenInvoicesDeps): Promise<Outcome> {
  const { found, open } = await compareOpenInvoices(deps);
  return { outcome: found > 0 ? 'done' : 'unchanged', open, milestones: found };
}
