import type { StripeConnector } from '../connectors/stripe/client.ts';
import type { MessageClaim } from '../connectors/stripe/follow-up.ts';
import type { Instant } from '../src/billing/calendar.ts';
import type { Invoice } from '../src/billing/facts.ts';
import { TryAgain } from '../src/billing/failure.ts';
import type { Planned } from '../src/billing/follow-up/plan.ts';
import { BROKEN_AFTER_MS, noteClaim } from './follow-up-claims.ts';
import type { JobContext, MayAct } from './ports.ts';

type Counted = Planned['counts'][number];

/** A message that this run is about to send, and under what name it is claimed. */
export type Attempt = { readonly planned: Planned; readonly claim: string; readonly at: Instant };

export type AttemptDeps = Pick<JobContext, 'clock' | 'memory'> & {
  readonly stripe: Pick<StripeConnector, 'readInvoice' | 'claimMessage' | 'letGoOfMessage'>;
  readonly mayAct: MayAct;
  readonly brokenAfterMs?: number | undefined;
};

/** Claims the message for every invoice that it is about. @returns the first one that could not be had */
export async function claimAll(deps: AttemptDeps, { planned, claim, at }: Attempt): Promise<Counted | undefined> {
  await noteClaim(deps, planned, claim, 'claiming');
  for (const counted of planned.counts) {
    deps.mayAct.throwIfAborted();
    const {
      due,
      followed: { invoice },
    } = counted;
    const wanted: MessageClaim = {
      slot: due.slot,
      at,
      claim,
      cycle: due.cycle,
      sentTo: planned.message.to,
      failureAt: due.slot === 'failure' ? (invoice.moves.failedAt ?? at) : null,
    };
    if (!(await deps.stripe.claimMessage(invoice, wanted))) return counted;
  }
  return undefined;
}

/** Keys under which nothing was claimed, since when. */
const STUCK = 'follow-up keys';

/**
 * Stripe may keep a failure of its own under a key, and then refuses the key for a day although nobody holds the message. Once that has
 * lasted longer than any request, the next attempt gets a key of its own.
 * @returns false where somebody does hold the message, or has sent it
 * @throws TryAgain while a request under this key may still be under way
 */
export async function freeStuckKey(deps: AttemptDeps, { followed: { invoice }, due }: Counted): Promise<boolean> {
  const { stripe, memory, clock, brokenAfterMs = BROKEN_AFTER_MS } = deps;
  const now = await stripe.readInvoice(invoice.id);
  if (typeof now !== 'object' || recordIn(now) !== recordIn(invoice)) return false;
  const since = await memory.firstSeen(STUCK, invoice.id, `${due.slot} ${recordIn(invoice)}`, clock());
  const lasted = clock() - since;
  if (lasted < brokenAfterMs)
    throw new TryAgain('Another process claims the message', { retryAfterMs: brokenAfterMs - lasted });
  await stripe.letGoOfMessage(now, due.slot, clock());
  return true;
}

/** What Stripe keeps of messages; stops are noted at any time. */
export const recordIn = ({ followUps }: Invoice): string => JSON.stringify({ ...followUps, stops: [] });

/** Certainly nothing went out: everything stands as it did before the claim, whether or not Redis hears of it. */
export async function letGo(deps: AttemptDeps, { planned, claim }: Attempt): Promise<void> {
  const { stripe } = deps;
  await noteClaim(deps, planned, claim, 'refused').catch(() => undefined);
  for (const { followed, due } of planned.counts) {
    const now = await stripe.readInvoice(followed.invoice.id);
    if (typeof now === 'object' && now.followUps.claim === claim)
      await stripe.letGoOfMessage(followed.invoice, due.slot, deps.clock());
  }
}
