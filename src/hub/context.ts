import type { JobContext } from '../../jobs/ports.ts';
import type { Clock } from '../billing/calendar.ts';
import type { Policy } from '../billing/facts.ts';
import type { Storage } from './foundation.ts';

/** What jobs are given when the hub runs: work goes into the shared queue. */
export function queueContext({ memory, lookAgain, queue }: Storage, policy: Policy, clock: Clock): JobContext {
  return {
    clock,
    policy,
    memory,
    addWork: queue.add,
    lookAgain: (milestoneId, at) => lookAgain.set('milestone', milestoneId, at),
  };
}
