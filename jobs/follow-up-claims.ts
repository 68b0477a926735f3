import { z } from 'zod';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { type Instant, instantFromMillis } from '../src/billing/calendar.ts';
import type { Invoice, MilestoneFacts } from '../src/billing/facts.ts';
import { TryAgain } from '../src/billing/failure.ts';
import type { Planned } from '../src/billing/follow-up/plan.ts';
import { claimedSlot, type FollowUpRecord, MESSAGE_STATES, type Slot } from '../src/billing/follow-up/record.ts';
import type { JobContext } from './ports.ts';

/**
 * How far the run that holds a claim has come, by invoice, and what stood there before it. Only a help: where it is lost, a broken
 * claim counts as unconfirmed.
 */
const CLAIMS = 'follow-up claims';

const PROGRESS = ['claiming', 'sending', 'sent', 'unconfirmed', 'refused'] as const;
export type Progress = (typeof PROGRESS)[number];

const At = z.number().transform(instantFromMillis);

const Mark = z.object({
  claim: z.string(),
  progress: z.enum(PROGRESS),
  before: z.object({
    message: z.object({ state: z.enum(MESSAGE_STATES), at: At }).optional(),
    cycle: z.number(),
    sentTo: z.string(),
    failureAt: At.nullable(),
  }),
});
type Mark = z.infer<typeof Mark>;

/** Whoever claimed a message sends it within a minute, or not at all; after this long its claim is broken. */
export const BROKEN_AFTER_MS = 2 * 60_000;

export async function noteClaim(
  { memory }: Pick<JobContext, 'memory'>,
  { counts }: Pick<Planned, 'counts'>,
  claim: string,
  progress: Progress,
): Promise<void> {
  for (const { followed, due } of counts) {
    const { messages, cycle, sentTo, failureAt } = followed.invoice.followUps;
    const mark: Mark = { claim, progress, before: { message: messages[due.slot], cycle, sentTo, failureAt } };
    await memory.rememberFingerprint(CLAIMS, followed.invoice.id, JSON.stringify(mark));
  }
}

async function markOf({ memory }: Pick<JobContext, 'memory'>, { id, followUps }: Invoice): Promise<Mark | undefined> {
  const text = await memory.fingerprint(CLAIMS, id);
  const mark = text?.startsWith('{') ? Mark.safeParse(JSON.parse(text)).data : undefined;
  return mark?.claim === followUps.claim ? mark : undefined;
}

type ClaimsDeps = Pick<JobContext, 'clock' | 'memory' | 'addWork'> & {
  /** Where the clock stands still, no claim grows older, and the lease alone says that nobody else is at it: 0. */
  readonly brokenAfterMs?: number | undefined;
  readonly notion: { readonly readClient: (id: string) => Promise<CustomerOf | undefined> };
  readonly stripe: Pick<StripeConnector, 'invoicesOfCustomer' | 'settleMessage' | 'letGoOfMessage'>;
};

type CustomerOf = { readonly shown: { readonly stripeCustomer: string } };

/**
 * Settles what a run left behind that broke off between claim and note: back to before where it surely had not begun to send, sent
 * where it had said so, else unconfirmed.
 * @throws TryAgain while somebody may still be sending
 */
export async function settleBrokenClaims(deps: ClaimsDeps, clientId: string): Promise<void> {
  const customer = (await deps.notion.readClient(clientId))?.shown.stripeCustomer ?? '';
  if (customer === '') return;
  for (const invoice of await deps.stripe.invoicesOfCustomer(customer)) {
    const slot = claimedSlot(invoice.followUps);
    if (slot !== undefined) await settleBroken(deps, invoice, slot);
  }
}

async function settleBroken(deps: ClaimsDeps, invoice: Invoice, slot: Slot): Promise<void> {
  const { stripe, brokenAfterMs = BROKEN_AFTER_MS } = deps;
  const claimed = invoice.followUps.messages[slot];
  if (claimed === undefined) return;
  const age = await ageOf(deps, invoice, claimed.at);
  if (age < brokenAfterMs)
    throw new TryAgain('A message to this client is being sent', { retryAfterMs: brokenAfterMs - age });
  const mark = await markOf(deps, invoice);
  if (mark?.progress === 'claiming' || mark?.progress === 'refused') {
    const before = asBefore(invoice.followUps, slot, mark.before);
    await stripe.letGoOfMessage({ ...invoice, followUps: before }, slot, deps.clock());
    return;
  }
  const state = mark?.progress === 'sent' ? 'sent' : 'unconfirmed';
  await stripe.settleMessage(invoice.id, slot, { state, at: claimed.at });
  await deps.addWork([{ name: 'milestone', id: invoice.milestoneId, origin: 'follow-up' }]);
}

/** What another clock dates ahead of ours is as old as we have known of it. */
async function ageOf({ clock, memory }: ClaimsDeps, { id, followUps }: Invoice, at: Instant): Promise<number> {
  const now = clock();
  return now - (at <= now ? at : await memory.firstSeen(AHEAD, id, followUps.claim, now));
}

const AHEAD = 'follow-up claims ahead';

function asBefore(now: FollowUpRecord, slot: Slot, { message, ...before }: Mark['before']): FollowUpRecord {
  const { [slot]: _, ...others } = now.messages;
  return { ...now, ...before, messages: message === undefined ? others : { ...others, [slot]: message } };
}

/** Whose claim stands beside an invoice may have broken off, and with Redis lost nobody else would come back to it. */
export async function askAboutClaims(
  { addWork }: Pick<JobContext, 'addWork'>,
  { client, invoices }: Pick<MilestoneFacts, 'client' | 'invoices'>,
): Promise<void> {
  if (client === undefined || !invoices.some(({ followUps }) => claimedSlot(followUps) !== undefined)) return;
  await addWork([{ name: 'follow-up client', id: client.id, origin: 'milestone' }]);
}
