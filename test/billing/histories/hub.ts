import { lookAtClient } from '../../../jobs/client.ts';
import { lookAtMilestone } from '../../../jobs/milestone.ts';
import type { JobContext } from '../../../jobs/ports.ts';
import { lookAtProject } from '../../../jobs/project.ts';
import { NeedsPerson, TryAgain } from '../../../src/billing/failure.ts';
import { noteApproved } from './approved.ts';
import { noteSkipped } from './nothing-to-bill.ts';
import { notionOf } from './notion.ts';
import { stripeOf } from './stripe.ts';
import type { Cut, World } from './world.ts';

/** How a look ended. One that was cut, or whose row cannot be read, has shown nothing. */
export type Looked = 'whole' | 'cut';

/** The hub's own jobs on a world: one look at a time. */
export type Hub = {
  readonly lookAtMilestone: (id: string, cut?: Cut | undefined) => Promise<Looked>;
  readonly lookAtProject: (id: string) => Promise<Looked>;
  readonly lookAtClient: (id: string) => Promise<Looked>;
};

const mayAct = { throwIfAborted() {} };

export function hubOn(world: World): Hub {
  const notion = notionOf(world);
  const stripe = stripeOf(world);
  const context: JobContext = {
    clock: () => world.now,
    policy: world.policy,
    memory: world.memory,
    addWork: async (works) => {
      for (const { name, id } of works) if (name === 'milestone') world.asked.add(id);
    },
    exclusively: (_name, run) => run(),
    lookAgain: async (what, id, at) => {
      if (what !== 'milestone') return;
      if (at === undefined) world.again.delete(id);
      else world.again.set(id, at);
    },
    alarm: async (id, words) => {
      // Nobody sends anything here: that nothing has gone out is true.
      if (!world.detached.has(id) && !words.endsWith('has not gone out'))
        world.broken.push(`a false alarm about ${id}: ${words}`);
    },
  };
  const run = async (look: () => Promise<unknown>): Promise<Looked> => {
    try {
      await look();
      return 'whole';
    } catch (error) {
      if (error instanceof TryAgain || error instanceof NeedsPerson) return 'cut';
      world.broken.push(`a bug: ${error instanceof Error ? error.stack : String(error)}`);
      return 'cut';
    } finally {
      world.cut = undefined;
    }
  };
  return {
    async lookAtMilestone(id, cut) {
      world.asked.delete(id);
      noteApproved(world, id);
      world.cut = cut;
      const looked = await run(() => lookAtMilestone({ ...context, notion, stripe, mayAct }, id));
      noteSkipped(world, id);
      return looked;
    },
    lookAtClient: (id) => run(() => lookAtClient({ ...context, notion, stripe }, id)),
    lookAtProject: (id) => run(() => lookAtProject({ ...context, notion, stripe }, id)),
  };
}
