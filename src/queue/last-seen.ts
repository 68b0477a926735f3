import type { Redis } from 'ioredis';
import { type Instant, instantFromMillis } from '../billing/calendar.ts';
import type { Keys } from './keys.ts';
import { orTryAgain } from './script.ts';

/** When each regular thing last happened (a webhook per service, a sweep, a review): for `milepost status` and the review. */
export type LastSeen = {
  readonly note: (what: string, at: Instant) => Promise<void>;
  readonly all: () => Promise<ReadonlyMap<string, Instant>>;
};

export function createLastSeen(redis: Redis, keys: Keys): LastSeen {
  const key = keys.of('last-seen');
  return {
    note: async (what, at) => {
      await orTryAgain(() => redis.hset(key, what, at));
    },
    all: async () => {
      const record = await orTryAgain(() => redis.hgetall(key));
      return new Map(Object.entries(record).map(([what, at]) => [what, instantFromMillis(Number(at))]));
    },
  };
}
