import { Redis } from 'ioredis';
import { inboxKey } from '../../src/queue/inbox.ts';
import { readEntry } from '../../src/queue/inbox-entry.ts';
import { createKeys } from '../../src/queue/keys.ts';
import type { Surroundings } from '../figure.ts';

/** Looks at what the receiver has left in the inbox. */
export type KeptHints = {
  /** How many different things the hints name; the inbox is empty afterwards. */
  readonly take: () => Promise<number>;
};

/** @throws unless this Redis has every write on disk before it answers */
export async function openKeptHints(redisUrl: string, atEnd: Surroundings['atEnd']): Promise<KeptHints> {
  const redis = new Redis(redisUrl);
  atEnd(() => redis.disconnect());
  const stream = inboxKey(createKeys());
  const [, syncs] = (await redis.call('CONFIG', 'GET', 'appendfsync').then(flat)) ?? [];
  if (syncs !== 'always') throw new Error(`Redis has appendfsync ${syncs}; these figures are about "always".`);
  return {
    async take() {
      const ids = new Set<string>();
      for (const [, fields] of await redis.xrange(stream, '-', '+')) {
        for (const hint of readEntry(fields).hints) ids.add(hint.id);
      }
      await redis.del(stream);
      return ids.size;
    },
  };
}

/** A map of one entry, in whichever shape the protocol's version gives it. */
function flat(reply: unknown): readonly unknown[] {
  if (Array.isArray(reply)) return reply;
  return typeof reply === 'object' && reply !== null ? Object.entries(reply).flat() : [];
}
