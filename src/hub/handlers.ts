import type { Logger } from 'pino';
import { lookAtClient } from '../../jobs/client.ts';
import { lookAtDeal } from '../../jobs/deal.ts';
import {
  lookAroundClient,
  lookAroundDeal,
  lookAroundProject,
  lookForCustomer,
  lookForMilestone,
  lookForPayment,
} from '../../jobs/fan-out.ts';
import { followUp } from '../../jobs/follow-up.ts';
import { followUpClient } from '../../jobs/follow-up-client.ts';
import { lookAtMilestone } from '../../jobs/milestone.ts';
import { lookAtOpenInvoices } from '../../jobs/open-invoices.ts';
import type { JobContext, MayAct, Outcome, Work } from '../../jobs/ports.ts';
import { lookAtProject } from '../../jobs/project.ts';
import { renewals } from '../../jobs/renewals.ts';
import { readReviewFacts } from '../../jobs/review-facts.ts';
import { sweep } from '../../jobs/sweep.ts';
import { weeklyReview } from '../../jobs/weekly-review.ts';
import type { ClientPlan } from '../billing/follow-up/plan.ts';
import type { Review } from '../billing/review/plan-review.ts';
import { withLease } from '../queue/lease.ts';
import { LEASE_MS } from './context.ts';
import type { FollowUpMessages } from './follow-up-messages.ts';
import type { Services, Storage } from './foundation.ts';
import { hubHealth } from './hub-health.ts';
import { withProblemNoted } from './review-problem.ts';
import { createRowEdits, type RowEdits } from './row-edits.ts';
import { shareReads } from './shared-reads.ts';
import { areScarce, stripeReads } from './stripe-reads.ts';
import { watchWebhooks } from './watch-webhooks.ts';

/** Milestones, or projects, that come due by the clock, at most so many in one sweep; the rest follows with the next. */
const DUE_MAX = 5_000;

/** What Stripe allows everybody. */
const STRIPE_READS_ALLOWED = 10_000;

export type HandlerDeps = {
  readonly context: JobContext;
  readonly services: Pick<Services, 'notion' | 'stripe' | 'sheets' | 'messages'>;
  readonly storage: Pick<Storage, 'redis' | 'keys' | 'lookAgain' | 'lastSeen' | 'memory' | 'queue'>;
  readonly log: Logger;
  /** How many reads Stripe allows in thirty days, at least. */
  readonly stripeReads?: number;
  /** A person asked for this run of a scheduled job: it does not wait for what only announces it. */
  readonly isAsked?: boolean;
  /** The clock is not the real one, and stands still. */
  readonly ownClock?: boolean;
  /** Present in a dry run: is given what would be sent to a client, and what not. */
  readonly onFollowUp?: (plan: ClientPlan, inWords: FollowUpMessages['inWords']) => void;
  /** Told how far a long run has come. */
  readonly tell?: (line: string) => void;
  /** Present in a dry run: is given what would have been written to the sheet. */
  readonly onReview?: (review: Review) => void;
};

export type WorkHandler = (work: Work, mayAct: MayAct & AbortSignal) => Promise<Outcome>;

/** Which job does which work. The lease makes it one at a time per thing, across workers and the command line. */
export function createHandlers(deps: HandlerDeps): Readonly<Record<string, WorkHandler>> {
  const { context, services, storage, log } = deps;
  const { notion, stripe } = services;
  const readsAllowed = deps.stripeReads ?? STRIPE_READS_ALLOWED;
  const leased =
    (run: (id: string, mayAct: AbortSignal) => Promise<Outcome>): WorkHandler =>
    (work, signal) =>
      withLease(storage.redis, storage.keys, `${work.name}:${work.id}`, LEASE_MS, (lost) =>
        run(work.id, AbortSignal.any([signal, lost])),
      );

  const edits = createRowEdits(storage);
  const shared = withSharedReads(notion, edits);
  return {
    milestone: leased((id, mayAct) => lookAtMilestone({ ...context, notion: shared, stripe, mayAct }, id)),
    project: leased((id) => lookAtProject({ ...context, notion, stripe }, id)),
    client: leased((id) => lookAtClient({ ...context, notion: shared, stripe }, id)),
    deal: leased((id, mayAct) => lookAtDeal({ ...context, notion, mayAct }, id)),
    'around project': async ({ id, origin }) => {
      await edits.note(id);
      return await lookAroundProject({ ...context, notion }, id, origin);
    },
    'around client': async ({ id, origin }) => {
      await edits.note(id);
      return await lookAroundClient({ ...context, notion }, id, origin);
    },
    'around deal': ({ id, origin }) => lookAroundDeal({ ...context, notion }, id, origin),
    'stripe payment': ({ id, origin }) => lookForPayment({ ...context, stripe }, id, origin),
    'stripe customer': ({ id, origin }) => lookForCustomer({ ...context, stripe }, id, origin),
    'stripe invoice': ({ id, origin }) => lookForMilestone({ ...context, stripe }, id, origin),
    'notion schema': async ({ id }) => {
      notion.forgetSchemas(id);
      return { outcome: 'done' };
    },
    sweep: leased(async () => {
      const watch = watchWebhooks({ ...storage, memory: context.memory }, log);
      const outcome = await sweep({
        ...context,
        notion,
        stripe,
        dueAgain: async (what, now) => (await storage.lookAgain.due(what, now, DUE_MAX)).ids,
        onUnreadable: (id, problem) => log.warn({ page_id: id, reason: problem.message }, 'row cannot be read'),
        onFound: watch.found,
      }).finally(watch.settle);
      await storage.lastSeen.note('sweep', context.clock());
      return outcome;
    }),
    'open-invoices': leased(async () => {
      const used = await stripeReads(storage).total();
      if (areScarce(used, readsAllowed)) {
        log.warn({ stripe_reads: used, allowed: readsAllowed }, 'nightly look at open invoices put off');
        return { outcome: 'ignored', reason: 'few of the reads that Stripe allows are left' };
      }
      const outcome = await lookAtOpenInvoices({ ...context, stripe });
      await storage.lastSeen.note('open invoices', context.clock());
      return outcome;
    }),
    renewals: leased(async () => {
      const outcome = await renewals({ ...context, notion });
      await storage.lastSeen.note('renewals', context.clock());
      return outcome;
    }),
    'follow-up': leased(async () => {
      const { inWords, sendList } = await services.messages();
      const { onFollowUp } = deps;
      const outcome = await followUp({
        ...context,
        notion: shared,
        stripe,
        sendList,
        isAsked: deps.isAsked === true,
        onPlan: onFollowUp === undefined ? undefined : (plan) => onFollowUp(plan, inWords),
        tell: deps.tell,
      });
      await storage.lastSeen.note('follow-up', context.clock());
      return outcome;
    }),
    // What it rests on is read for itself, never shared with others: it must be of this very minute.
    'follow-up client': leased(async (id, mayAct) => {
      const { send } = await services.messages();
      const brokenAfterMs = deps.ownClock === true ? 0 : undefined;
      return await followUpClient({ ...context, notion, stripe, send, mayAct, brokenAfterMs }, id);
    }),
    'weekly-review': leased(async () => {
      const dryRun = deps.onReview !== undefined;
      const around = {
        memory: context.memory,
        now: context.clock(),
        say: dryRun ? undefined : notion.sayToTeam,
      };
      const done = await withProblemNoted(around, async () =>
        weeklyReview(
          {
            readReviewFacts: async () =>
              await readReviewFacts({
                ...context,
                notion,
                stripe: areScarce(await stripeReads(storage).total(), readsAllowed) ? undefined : stripe,
                tell: deps.tell,
              }),
            sheets: await services.sheets(),
            policy: context.policy,
            clock: context.clock,
            health: () =>
              hubHealth(storage, {
                timeZone: context.policy.timeZone,
                stripeReads: readsAllowed,
                now: context.clock(),
              }),
          },
          { dryRun },
        ),
      );
      if (done.outcome === 'dry run') {
        deps.onReview?.(done.review);
        return { outcome: 'unchanged', week: done.week };
      }
      await storage.lastSeen.note('weekly review', context.clock());
      return {
        outcome: done.outcome === 'written' ? 'done' : 'unchanged',
        week: done.week,
        tab: done.tab,
        url: done.url,
      };
    }),
  };
}

/** What milestones have in common is read once for all that are looked at together; our own note on a client is an edit as well. */
function withSharedReads(notion: Services['notion'], edits: RowEdits): Services['notion'] {
  return {
    ...notion,
    readProject: shareReads(notion.readProject, edits),
    readClient: shareReads(notion.readClient, edits),
    async linkStripeCustomer(clientId, customerId) {
      await notion.linkStripeCustomer(clientId, customerId);
      await edits.note(clientId);
    },
    async showOnClient(clientId, changes) {
      await notion.showOnClient(clientId, changes);
      await edits.note(clientId);
    },
  };
}
