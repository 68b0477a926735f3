import type { JobContext } from '../../jobs/ports.ts';
import type { Clock } from '../billing/calendar.ts';
import type { Policy } from '../billing/facts.ts';
import { withLease } from '../queue/lease.ts';
import type { Storage } from './foundation.ts';

/** How long something stays taken when its holder dies without a word. */
export const LEASE_MS = 8_000;

/** @throws LeaseBusy when somebody else is at it: the work comes back shortly */
export const exclusively = <T>(
  { redis, keys }: Pick<Storage, 'redis' | 'keys'>,
  name: string,
  run: () => Promise<T>,
): Promise<T> => withLease(redis, keys, name, LEASE_MS, run);

/** What jobs are given when the hub runs: work goes into the shared queue. */
export function queueContext(storage: Storage, policy: Policy, clock: Clock): JobContext {
  const { memory, lookAgain, queue } = storage;
  return {
    clock,
    policy,
    memory,
    addWork: queue.add,
    exclusively: (name, run) => exclusively(storage, name, run),
    lookAgain: (milestoneId, at) => lookAgain.set('milestone', milestoneId, at),
  };
}
