import type { Redis } from 'ioredis';
import * as z from 'zod';
import { inboxKey } from './inbox.ts';
import type { Keys } from './keys.ts';

/** One consumer's view of the inbox: what it reads stays pending under its name until it is done. */
export type InboxGroup = {
  /** Creates the stream and the group where they are missing, as after Redis lost everything. */
  readonly ensure: () => Promise<void>;
  /** Waits for new entries, up to `blockMs`. */
  readonly readNew: (blockMs: number) => Promise<readonly Entry[]>;
  /** Own entries after `id` that were read before but not done. */
  readonly readOwn: (id: string) => Promise<readonly Entry[]>;
  /** Takes over entries that nobody has finished for so long; their consumer has probably died. */
  readonly claim: (idleMs: number) => Promise<readonly Entry[]>;
  readonly done: (ids: readonly string[]) => Promise<void>;
  /** Takes this consumer, and others that have long gone, off the list, unless they still have something pending. */
  readonly leave: (goneMs: number) => Promise<void>;
};

/** Fields are names and values, alternating; null: the entry was deleted while it was pending. */
const entrySchema = z.tuple([z.string(), z.array(z.string()).nullable()]);
export type Entry = z.infer<typeof entrySchema>;
const readReply = z.array(z.tuple([z.string(), z.array(entrySchema)])).nullable();
const claimReply = z.tuple([z.string(), z.array(entrySchema)]).rest(z.unknown());

const GROUP = 'workers';
const BATCH_MAX = 64;

/** Deleting a consumer also forgets what it has pending, so asking and deleting must be one step. */
const LEAVE = `
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local fields = {}
  for i = 1, #consumer, 2 do fields[consumer[i]] = consumer[i + 1] end
  local gone = fields.name == ARGV[2] or fields.idle > tonumber(ARGV[3])
  if gone and fields.pending == 0 then redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], fields.name) end
end
return 1`;

/**
 * @param redis a prompt connection
 * @param blocking a patient connection of its own, since a blocking read holds it
 */
export function createInboxGroup(redis: Redis, blocking: Redis, keys: Keys, consumer: string): InboxGroup {
  const stream = inboxKey(keys);
  return {
    ensure: async () => {
      try {
        await redis.xgroup('CREATE', stream, GROUP, '0', 'MKSTREAM');
      } catch (error) {
        if (!hasCode(error, 'BUSYGROUP')) throw error;
      }
    },
    readNew: async (blockMs) =>
      entriesOf(
        await blocking.xreadgroup(
          'GROUP',
          GROUP,
          consumer,
          'COUNT',
          BATCH_MAX,
          'BLOCK',
          blockMs,
          'STREAMS',
          stream,
          '>',
        ),
      ),
    readOwn: async (id) =>
      entriesOf(await redis.xreadgroup('GROUP', GROUP, consumer, 'COUNT', BATCH_MAX, 'STREAMS', stream, id)),
    claim: async (idleMs) => {
      const reply = await redis.xautoclaim(stream, GROUP, consumer, idleMs, '0-0', 'COUNT', BATCH_MAX);
      return claimReply.parse(reply)[1];
    },
    done: async (ids) => {
      if (ids.length === 0) return;
      await redis
        .multi()
        .xack(stream, GROUP, ...ids)
        .xdel(stream, ...ids)
        .exec();
    },
    leave: async (goneMs) => {
      await redis.eval(LEAVE, 1, stream, GROUP, consumer, goneMs);
    },
  };
}

const entriesOf = (reply: unknown): readonly Entry[] =>
  (readReply.parse(reply) ?? []).flatMap(([, entries]) => entries);

/** The group went away with everything else in Redis. */
export const isGroupMissing = (error: unknown): boolean => hasCode(error, 'NOGROUP');

const hasCode = (error: unknown, code: string): boolean => error instanceof Error && error.message.startsWith(code);
