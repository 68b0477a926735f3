import type { Redis } from 'ioredis';
import type { Clock } from '../billing/calendar.ts';
import type { Keys } from './keys.ts';
import { orTryAgain } from './script.ts';

/** How many reads were sent to a service that grants so many in thirty days. Forgotten with Redis: it is counted anew then. */
export type ReadCount = {
  /** Counts one. Never in the way of the read: where Redis does not answer it is not counted. */
  readonly note: () => void;
  /** Those of the last thirty days, today included. */
  readonly total: () => Promise<number>;
};

export const COUNTED_DAYS = 30;

const DAY_MS = 24 * 60 * 60_000;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** @param redis a prompt connection */
export function createReadCount(redis: Redis, keys: Keys, name: string, clock: Clock): ReadCount {
  const key = keys.of('reads', name);
  return {
    note: () => {
      redis.hincrby(key, dayOf(clock()), 1).catch(() => undefined);
    },
    total: async () => {
      const days = await orTryAgain(() => redis.hgetall(key));
      const oldest = dayOf(clock() - (COUNTED_DAYS - 1) * DAY_MS);
      const old = Object.keys(days).filter((day) => day < oldest);
      if (old.length > 0) await orTryAgain(() => redis.hdel(key, ...old));
      return Object.entries(days).reduce((sum, [day, count]) => (day < oldest ? sum : sum + Number(count)), 0);
    },
  };
}
