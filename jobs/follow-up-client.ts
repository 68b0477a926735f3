import { randomUUID } from 'node:crypto';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { TryAgain } from '../src/billing/failure.ts';
import { type Planned, planClient } from '../src/billing/follow-up/plan.ts';
import { mayLeave } from '../src/billing/follow-up/sending-time.ts';
import { type Attempt, claimAll, freeStuckKey, letGo, recordIn } from './follow-up-attempt.ts';
import { BROKEN_AFTER_MS, noteClaim, settleBrokenClaims } from './follow-up-claims.ts';
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
    /** After how long a claim that stands counts as broken, where that is not as usual. */
    readonly brokenAfterMs?: number | undefined;
    readonly mayAct: MayAct;
  };

/** What a message rests on is never older than this when it leaves (Rule 11.6). */
const FRESH_FOR_MS = 60_000;

/** A claim is used within this time or not at all: after a while others take it for broken, and their clocks may differ from ours. */
const CLAIM_GOOD_FOR_MS = BROKEN_AFTER_MS - 30_000;

/** What changes while a message is composed makes another plan; more than a few times in a row, it is left to the next run. */
const PLANS_MAX = 3;

/**
 * Writes to one client, at most once: facts → plan → claim → the same facts once more → send → note (docs/decisions/0024).
 * Safe to repeat and to interrupt anywhere.
 */
export async function followUpClient(deps: FollowUpClientDeps, clientId: string): Promise<Outcome> {
  if (deps.policy.shadow) return { outcome: 'ignored', reason: 'in shadow mode nothing is sent' };
  await settleBrokenClaims(deps, clientId);
  for (let round = 0; round < PLANS_MAX; round += 1) {
    const facts = await gatherClient(deps, clientId);
    if (facts === undefined) return { outcome: 'ignored', reason: 'the client is gone, or has no Stripe customer' };
    const now = deps.clock();
    const { planned } = planClient(facts, deps.policy, now);
    if (planned === undefined) return { outcome: 'unchanged' };
    if (!mayLeave(facts.client, deps.policy, now))
      return { outcome: 'ignored', reason: 'messages do not leave at this hour' };
    const outcome = await sendPlanned(deps, { planned, claim: randomUUID(), at: now });
    if (outcome !== 'overtaken') return outcome;
  }
  throw new TryAgain('What the message rests on keeps changing');
}

/** @returns `overtaken` when something has changed since: the next plan is made of that */
async function sendPlanned(deps: FollowUpClientDeps, attempt: Attempt): Promise<Outcome | 'overtaken'> {
  const ready = await claimed(deps, attempt);
  if (ready !== true) {
    await letGo(deps, attempt);
    return ready;
  }
  return await settle(deps, attempt, await sent(deps, attempt));
}

/** A bug in sending stays one; what it leaves behind is an unknown outcome like any other. */
async function sent(deps: FollowUpClientDeps, attempt: Attempt): Promise<SendOutcome> {
  try {
    return await deps.send(attempt.planned);
  } catch (error) {
    await settle(deps, attempt, { kind: 'unknown', why: 'sending it broke off' });
    throw error;
  }
}

/** Claims the message and looks whether everything still is as it was planned; what breaks off here has sent nothing. */
async function claimed(deps: FollowUpClientDeps, attempt: Attempt): Promise<Outcome | 'overtaken' | true> {
  try {
    const taken = await claimAll(deps, attempt);
    if (taken !== undefined)
      return (await freeStuckKey(deps, taken))
        ? 'overtaken'
        : { outcome: 'ignored', reason: 'another process sends it' };
    return (await isStillRight(deps, attempt)) ? true : 'overtaken';
  } catch (error) {
    // Where that fails as well, the claim is found to be broken later on.
    await letGo(deps, attempt).catch(() => undefined);
    throw error;
  }
}

/** Reads everything once more: the same message, the claim still ours, the hour right, and no time lost on the way. */
async function isStillRight(deps: FollowUpClientDeps, { planned, claim, at }: Attempt): Promise<boolean> {
  const { clock, policy, mayAct } = deps;
  const checkedAt = clock();
  const before = new Map(planned.counts.map(({ followed: { invoice } }) => [invoice.id, invoice.followUps]));
  const facts = await gatherClient(deps, planned.message.client.id, { claim, before });
  if (facts === undefined) return false;
  const now = clock();
  const again = planClient(facts, policy, now).planned;
  if (again === undefined || !mayLeave(facts.client, policy, now) || !isSame(again, planned)) return false;
  mayAct.throwIfAborted();
  await noteClaim(deps, planned, claim, 'sending');
  const ready = clock();
  return ready - checkedAt <= FRESH_FOR_MS && ready - at <= CLAIM_GOOD_FOR_MS;
}

/** Whoever let go of our claim, or took it over, left another record behind. */
const isSame = (one: Planned, other: Planned): boolean => printOf(one) === printOf(other);

const printOf = ({ message, counts }: Planned): string =>
  JSON.stringify([message, counts.map(({ followed: { invoice }, due }) => [due.slot, due.cycle, recordIn(invoice)])]);

async function settle(deps: FollowUpClientDeps, attempt: Attempt, outcome: SendOutcome): Promise<Outcome> {
  const { planned, claim, at } = attempt;
  const { kind, about } = planned.message;
  const said = { message: kind, invoices: about.length };
  if (outcome.kind === 'refused') {
    await letGo(deps, attempt);
    return { outcome: 'needs a person', reason: `the message was refused: ${outcome.why}`, ...said };
  }
  const state = outcome.kind === 'sent' ? 'sent' : 'unconfirmed';
  await noteClaim(deps, planned, claim, state).catch(() => undefined);
  for (const { followed, due } of planned.counts)
    await deps.stripe.settleMessage(followed.invoice.id, due.slot, { state, at });
  const milestones = milestonesOf(planned.counts.map(({ followed }) => followed));
  await deps.addWork(milestones.map((id) => ({ name: 'milestone', id, origin: 'follow-up' })));
  if (outcome.kind === 'unknown')
    return { outcome: 'needs a person', reason: `nobody knows whether the message went out: ${outcome.why}`, ...said };
  return {
    outcome: 'done',
    ...said,
    ...(outcome.without === undefined ? {} : { copies_refused: outcome.without.length }),
  };
}
