import type { Logger } from 'pino';
import type { JobContext } from '../../jobs/ports.ts';
import { type Clock, toIso } from '../billing/calendar.ts';
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

export const ALARMS = 'alarms';

/** What nothing may cause is loud in the log and stays in `status`, one line for each milestone. */
export const raiseAlarm =
  ({ memory }: Pick<Storage, 'memory'>, clock: Clock, log: Logger): JobContext['alarm'] =>
  async (milestoneId, words) => {
    log.error({ page_id: milestoneId, reason: words }, 'integrity alarm');
    await memory.rememberFingerprint(ALARMS, milestoneId, `${toIso(clock())} ${words}`);
  };

/** What jobs are given when the hub runs: work goes into the shared queue. */
export function queueContext(storage: Storage, policy: Policy, clock: Clock, log: Logger): JobContext {
  const { memory, lookAgain, queue } = storage;
  return {
    clock,
    policy,
    memory,
    addWork: queue.add,
    exclusively: (name, run) => exclusively(storage, name, run),
    lookAgain: (what, id, at) => lookAgain.set(what, id, at),
    alarm: raiseAlarm(storage, clock, log),
  };
}
