import type { Redis } from 'ioredis';
import { type Instant, instantFromMillis } from '../billing/calendar.ts';
import type { Keys } from './keys.ts';
import { orTryAgain, runScript } from './script.ts';

/** What may be forgotten at any time: the next sweep restores it, or a person repeats a step of setting up. */
export type Memory = {
  /** The earliest reading at which this very fingerprint was seen; another fingerprint starts afresh. */
  readonly firstSeen: (kind: string, id: string, fingerprint: string, now: Instant) => Promise<Instant>;
  /** When this very fingerprint was first seen; undefined when it never was. Notes nothing. */
  readonly seenSince: (kind: string, id: string, fingerprint: string) => Promise<Instant | undefined>;
  /** What a thing looked like when its work was last done. */
  readonly fingerprint: (kind: string, id: string) => Promise<string | undefined>;
  /** All that is remembered of a kind, by id. */
  readonly fingerprints: (kind: string) => Promise<Readonly<Record<string, string>>>;
  readonly rememberFingerprint: (kind: string, id: string, fingerprint: string) => Promise<void>;
  /** How far something has been read. */
  readonly cursor: (name: string) => Promise<Instant | undefined>;
  readonly moveCursor: (name: string, to: Instant) => Promise<void>;
};

/** One field per thing: `<instant> <fingerprint>`. */
const FIRST_SEEN = `
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then
  local at, print = string.match(known, '^(%d+) (.*)$')
  if print == ARGV[2] and tonumber(at) <= tonumber(ARGV[3]) then return at end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3] .. ' ' .. ARGV[2])
return ARGV[3]`;

/** @param redis a prompt connection; while Redis is away everything here throws TryAgain */
export function createMemory(redis: Redis, keys: Keys): Memory {
  const prints = (kind: string): string => keys.of('fingerprints', kind);
  const cursors = keys.of('cursors');
  return {
    firstSeen: async (kind, id, fingerprint, now) => {
      const args = [id, fingerprint, now];
      return instantFromMillis(
        Number(await runScript(redis, { lua: FIRST_SEEN, keys: [keys.of('first-seen', kind)], args })),
      );
    },
    seenSince: async (kind, id, fingerprint) => {
      const known = await orTryAgain(() => redis.hget(keys.of('first-seen', kind), id));
      const space = known?.indexOf(' ') ?? -1;
      return known !== null && known.slice(space + 1) === fingerprint
        ? instantFromMillis(Number(known.slice(0, space)))
        : undefined;
    },
    fingerprint: async (kind, id) => (await orTryAgain(() => redis.hget(prints(kind), id))) ?? undefined,
    fingerprints: (kind) => orTryAgain(() => redis.hgetall(prints(kind))),
    rememberFingerprint: async (kind, id, fingerprint) => {
      await orTryAgain(() => redis.hset(prints(kind), id, fingerprint));
    },
    cursor: async (name) => {
      const at = await orTryAgain(() => redis.hget(cursors, name));
      return at === null ? undefined : instantFromMillis(Number(at));
    },
    moveCursor: async (name, to) => {
      await orTryAgain(() => redis.hset(cursors, name, to));
    },
  };
}
