import type { Redis } from 'ioredis';
import * as z from 'zod';
import type { Instant } from '../billing/calendar.ts';
import type { Keys } from './keys.ts';
import { orTryAgain, runScript } from './script.ts';

/** Things that must be looked at again at an instant, because a date passes or a quiet period ends. */
export type LookAgain = {
  /** One instant per thing: the latest word counts; undefined takes it off the list. */
  readonly set: (name: string, id: string, at: Instant | undefined) => Promise<void>;
  /** Claims what is due: nobody else gets it for a minute, and it comes back then unless it was settled. */
  readonly due: (name: string, now: Instant, limit: number) => Promise<Claim>;
  /** Takes claimed things off the list, except those for which a new instant was set meanwhile. */
  readonly settle: (name: string, claim: Claim) => Promise<void>;
};

export type Claim = { readonly ids: readonly string[]; readonly until: number };

const CLAIM_MS = 60_000;

const DUE = `
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], ARGV[2], id) end
return ids`;

const SETTLE = `
local settled = 0
for i = 2, #ARGV do
  if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[i])) == tonumber(ARGV[1]) then
    settled = settled + redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return settled`;

const idsReply = z.array(z.string());

/** @param redis a prompt connection; while Redis is away everything here throws TryAgain */
export function createLookAgain(redis: Redis, keys: Keys): LookAgain {
  const key = (name: string): string => keys.of('look-again', name);
  return {
    set: async (name, id, at) => {
      await orTryAgain(() => (at === undefined ? redis.zrem(key(name), id) : redis.zadd(key(name), at, id)));
    },
    due: async (name, now, limit) => {
      const until = now + CLAIM_MS;
      const ids = await runScript(redis, { lua: DUE, keys: [key(name)], args: [now, until, limit] });
      return { ids: idsReply.parse(ids), until };
    },
    settle: async (name, { ids, until }) => {
      if (ids.length > 0) await runScript(redis, { lua: SETTLE, keys: [key(name)], args: [until, ...ids] });
    },
  };
}
