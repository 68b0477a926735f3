import { randomUUID } from 'node:crypto';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import type { MessageClaim } from '../connectors/stripe/follow-up.ts';
import type { Instant } from '../src/billing/calendar.ts';
import { TryAgain } from '../src/billing/failure.ts';
import type { PlannedMessage } from '../src/billing/follow-up/message.ts';
import { type ClientFacts, type Planned, planClient } from '../src/billing/follow-up/plan.ts';
import type { Slot } from '../src/billing/follow-up/record.ts';
import { mayLeave } from '../src/billing/follow-up/sending-time.ts';
import { noteClaim, settleBrokenClaims } from './follow-up-claims.ts';
import { type FollowUpFactsDeps, gatherClient, milestonesOf } from './follow-up-facts.ts';
import type { JobContext, MayAct, Outcome } from './ports.ts';

/** What became of an attempt to send. `refused`: certainly nobody got it. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly without?: readonly string[] }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** How a planned message leaves: through the team's mail server, or by Stripe. */
export type SendMessage = (planned: Planned) => Promise<SendOutcome>;

export type FollowUpClientDeps = JobContext &
  FollowUpFactsDeps & {
    readonly stripe: FollowUpFactsDeps['stripe'] &
      Pick<StripeConnector, 'claimMessage' | 'settleMessage' | 'letGoOfMessage'>;
    readonly send: SendMessage;
    readonly mayAct: MayAct;
  };

/** What a message rests on is never older than this when it leaves (Rule 11.6). */
const FRESH_FOR_MS = 60_000;

/** What changes while a message is composed makes another plan; more than a few times in a row, it is left to the next run. */
const PLANS_MAX = 3;

/**
 * Writes to one client, at most once: facts → plan → claim → the same facts once more → send → note (docs/decisions/0024).
 * Safe to repeat and to interrupt anywhere.
 */
export async function followUpClient(deps: FollowUpClientDeps, clientId: string): Promise<Outcome> {
  await settleBrokenClaims(deps, clientId);
  for (let round = 0; round < PLANS_MAX; round += 1) {
    const facts = await gatherClient(deps, clientId);
    if (facts === undefined) return { outcome: 'ignored', reason: 'the client is gone, or has no Stripe customer' };
    const now = deps.clock();
    const { planned } = planClient(facts, deps.policy, now);
    if (planned === undefined) return { outcome: 'unchanged' };
    if (!mayLeave(facts.client, deps.policy, now))
      return { outcome: 'ignored', reason: 'messages do not leave at this hour' };
    const outcome = await sendPlanned(deps, planned);
    if (outcome !== 'overtaken') return outcome;
  }
  throw new TryAgain('What the message rests on keeps changing');
}

/** @returns `overtaken` when something has changed since: the next plan is made of that */
async function sendPlanned(deps: FollowUpClientDeps, planned: Planned): Promise<Outcome | 'overtaken'> {
  const claim = randomUUID();
  const at = deps.clock();
  if (!(await claimAll(deps, planned, claim, at))) {
    await letGo(deps, planned, claim);
    return { outcome: 'ignored', reason: 'another process sends it' };
  }
  const checkedAt = deps.clock();
  const before = new Map(planned.counts.map(({ followed: { invoice } }) => [invoice.id, invoice.followUps]));
  const fresh = await gatherClient(deps, planned.message.client.id, { claim, before });
  if (fresh === undefined || !isStillRight(deps, planned, fresh)) {
    await letGo(deps, planned, claim);
    return 'overtaken';
  }
  deps.mayAct.throwIfAborted();
  await noteClaim(deps, planned, `${claim} sending`);
  if (deps.clock() - checkedAt > FRESH_FOR_MS) {
    await letGo(deps, planned, claim);
    return 'overtaken';
  }
  return await settle(deps, planned, claim, at, await deps.send(planned));
}

/** Claims the message for every invoice that it is about; false as soon as one belongs to somebody else. */
async function claimAll(deps: FollowUpClientDeps, planned: Planned, claim: string, at: Instant): Promise<boolean> {
  await noteClaim(deps, planned, `${claim} claiming`);
  for (const { followed, due } of planned.counts) {
    deps.mayAct.throwIfAborted();
    const { invoice } = followed;
    const wanted: MessageClaim = {
      slot: due.slot,
      at,
      claim,
      cycle: due.cycle,
      sentTo: planned.message.to,
      failureAt: due.slot === 'failure' ? (invoice.moves.failedAt ?? at) : null,
    };
    if (!(await deps.stripe.claimMessage(invoice, wanted))) return false;
  }
  return true;
}

function isStillRight({ policy, clock }: FollowUpClientDeps, { message }: Planned, facts: ClientFacts): boolean {
  const now = clock();
  const again = planClient(facts, policy, now).planned;
  return again !== undefined && mayLeave(facts.client, policy, now) && isSame(again.message, message);
}

const isSame = (one: PlannedMessage, other: PlannedMessage): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Certainly nothing went out: everything stands as it did before the claim. */
async function letGo(deps: FollowUpClientDeps, planned: Planned, claim: string): Promise<void> {
  const { stripe } = deps;
  await noteClaim(deps, planned, `${claim} refused`);
  for (const { followed, due } of planned.counts) {
    const now = await stripe.readInvoice(followed.invoice.id);
    if (typeof now === 'object' && now.followUps.claim === claim)
      await stripe.letGoOfMessage(followed.invoice, due.slot);
  }
}

async function settle(
  deps: FollowUpClientDeps,
  planned: Planned,
  claim: string,
  at: Instant,
  outcome: SendOutcome,
): Promise<Outcome> {
  const milestones = milestonesOf(planned.counts.map(({ followed }) => followed));
  const look = () => deps.addWork(milestones.map((id) => ({ name: 'milestone', id, origin: 'follow-up' })));
  const { kind, about } = planned.message;
  const said = { message: kind, invoices: about.length };
  if (outcome.kind === 'refused') {
    await letGo(deps, planned, claim);
    return { outcome: 'needs a person', reason: `the message was refused: ${outcome.why}`, ...said };
  }
  const state = outcome.kind === 'sent' ? 'sent' : 'unconfirmed';
  await noteClaim(deps, planned, `${claim} ${state}`);
  for (const { followed, due } of planned.counts)
    await deps.stripe.settleMessage(followed.invoice.id, due.slot satisfies Slot, { state, at });
  await look();
  if (outcome.kind === 'unknown')
    return { outcome: 'needs a person', reason: `nobody knows whether the message went out: ${outcome.why}`, ...said };
  return {
    outcome: 'done',
    ...said,
    ...(outcome.without === undefined ? {} : { copies_refused: outcome.without.length }),
  };
}
