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
import { followUpClient, type SendMessage } from '../../jobs/follow-up-client.ts';
import { lookAtMilestone } from '../../jobs/milestone.ts';
import type { LooksAgain, Outcome, Work } from '../../jobs/ports.ts';
import { lookAtProject } from '../../jobs/project.ts';
import { renewals } from '../../jobs/renewals.ts';
import { sweep } from '../../jobs/sweep.ts';
import { failureKind } from '../../src/billing/failure.ts';
import type { TestWorld } from './world.ts';

/** The hub's work without a queue: one thing after the other, in this process. */
export type LocalHub = {
  /** Does one thing and what follows from it. What has to be tried again stays for later. */
  readonly work: (...works: readonly Work[]) => Promise<void>;
  /** Sweeps and does all that the sweep found. */
  readonly sweep: () => Promise<void>;
  /** Redis is lost, and with it all work that waits. */
  readonly forget: () => void;
  /** Failures that are nobody's bad moment and nothing that a person could mend. */
  readonly bugs: readonly unknown[];
};

/** Retries and what follows from works come to an end much earlier. */
const ROUNDS_MAX = 20;

/** @param send how messages to clients leave; without it there are none */
export function localHub(world: TestWorld, send?: SendMessage): LocalHub {
  const { context, notion, stripe, memory, asked, again } = world;
  const bugs: unknown[] = [];

  const perform = async ({ name, id, origin }: Work): Promise<Outcome> => {
    const mayAct = new AbortController().signal;
    switch (name) {
      case 'milestone':
        return await lookAtMilestone({ ...context, notion, stripe, mayAct }, id);
      case 'follow-up client':
        if (send === undefined) throw new Error('Nobody sends messages here.');
        return await followUpClient({ ...context, notion, stripe, send, mayAct }, id);
      case 'project':
        return await lookAtProject({ ...context, notion, stripe }, id);
      case 'client':
        return await lookAtClient({ ...context, notion, stripe }, id);
      case 'deal':
        return await lookAtDeal({ ...context, notion, mayAct }, id);
      case 'around project':
        return await lookAroundProject({ ...context, notion }, id, origin);
      case 'around deal':
        return await lookAroundDeal({ ...context, notion }, id, origin);
      case 'stripe payment':
        return await lookForPayment({ ...context, stripe }, id, origin);
      case 'stripe customer':
        return await lookForCustomer({ ...context, stripe }, id, origin);
      case 'renewals':
        return await renewals({ ...context, notion });
      case 'around client':
        return await lookAroundClient({ ...context, notion }, id, origin);
      case 'stripe invoice':
        return await lookForMilestone({ ...context, stripe }, id, origin);
      default:
        throw new Error(`Nobody does the work "${name}".`);
    }
  };
  /** @returns whether it has to be tried again */
  const attempt = async (run: () => Promise<unknown>): Promise<boolean> => {
    try {
      await run();
      return false;
    } catch (error) {
      const kind = failureKind(error);
      if (kind === 'bug') bugs.push(error);
      return kind === 'try again';
    }
  };
  const doAsked = async (): Promise<void> => {
    const later: Work[] = [];
    for (let round = 0; asked.length > 0 && round < ROUNDS_MAX; round += 1) {
      const works = new Map(asked.splice(0).map((work) => [`${work.name} ${work.id}`, work]));
      for (const work of works.values()) if (await attempt(() => perform(work))) later.push(work);
    }
    asked.push(...later);
  };
  const due = (what: LooksAgain, now: number): string[] =>
    [...again].flatMap(([key, at]) => {
      const behind = key.lastIndexOf(' ');
      return key.slice(0, behind) === what && at !== undefined && at <= now ? [key.slice(behind + 1)] : [];
    });

  return {
    bugs,
    async work(...works) {
      asked.push(...works);
      await doAsked();
    },
    async sweep() {
      await attempt(() =>
        sweep({ ...context, notion, stripe, dueAgain: async (what, now) => due(what, now), onUnreadable: () => {} }),
      );
      await doAsked();
    },
    forget() {
      memory.forget();
      again.clear();
      asked.length = 0;
    },
  };
}
