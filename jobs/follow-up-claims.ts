import type { StripeConnector } from '../connectors/stripe/client.ts';
import type { Invoice } from '../src/billing/facts.ts';
import { TryAgain } from '../src/billing/failure.ts';
import type { Planned } from '../src/billing/follow-up/plan.ts';
import { claimedSlot, type Slot } from '../src/billing/follow-up/record.ts';
import type { JobContext } from './ports.ts';

/**
 * How far the run that holds a claim has come, by invoice: `<claim> claiming|sending|sent|unconfirmed|refused`. Only a help: where it
 * is lost, a broken claim counts as unconfirmed.
 */
const CLAIMS = 'follow-up claims';

/** Whoever claimed a message sends it within a minute, or not at all; after this long its claim is broken. */
const BROKEN_AFTER_MS = 2 * 60_000;

export async function noteClaim(
  { memory }: Pick<JobContext, 'memory'>,
  { counts }: Pick<Planned, 'counts'>,
  mark: string,
): Promise<void> {
  for (const { followed } of counts) await memory.rememberFingerprint(CLAIMS, followed.invoice.id, mark);
}

type ClaimsDeps = Pick<JobContext, 'clock' | 'memory' | 'addWork'> & {
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
  const { clock, memory, stripe } = deps;
  const { messages, claim } = invoice.followUps;
  const claimed = messages[slot];
  if (claimed === undefined) return;
  const age = clock() - claimed.at;
  if (age < BROKEN_AFTER_MS)
    throw new TryAgain('A message to this client is being sent', { retryAfterMs: BROKEN_AFTER_MS - age });
  const mark = await memory.fingerprint(CLAIMS, invoice.id);
  if (mark === `${claim} claiming` || mark === `${claim} refused`) {
    const { [slot]: _, ...before } = messages;
    await stripe.letGoOfMessage({ ...invoice, followUps: { ...invoice.followUps, messages: before } }, slot);
    return;
  }
  const state = mark === `${claim} sent` ? 'sent' : 'unconfirmed';
  await stripe.settleMessage(invoice.id, slot, { state, at: claimed.at });
  await deps.addWork([{ name: 'milestone', id: invoice.milestoneId, origin: 'follow-up' }]);
}
