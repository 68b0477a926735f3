import type { Redis } from 'ioredis';
import type { Hint } from '../billing/hint.ts';
import { encodeHints, HINTS_FIELD } from './inbox-entry.ts';
import type { Keys } from './keys.ts';

/**
 * The durable hand-over from receivers to workers: a Redis stream.
 *
 * BullMQ's own `add` costs several times what the rest of a webhook costs. So a receiver only appends to the stream, one
 * command for all hints that arrived while the command before was under way, and a worker moves them into the queue.
 */
export type Inbox = {
  /** Resolves only once Redis has answered; rejects when it does not within a second. */
  readonly put: (hints: readonly Hint[]) => Promise<void>;
};

export const inboxKey = (keys: Keys): string => keys.of('inbox');

/** Keeps a single command short, however many requests wait. */
const BATCH_MAX = 500;

type Put = { readonly hints: readonly Hint[]; readonly kept: () => void; readonly failed: (error: unknown) => void };

/** @param redis a prompt connection */
export function createInbox(redis: Redis, keys: Keys): Inbox {
  const stream = inboxKey(keys);
  let waiting: Put[] = [];
  let writing = false;

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH_MAX);
      try {
        await redis.xadd(stream, '*', HINTS_FIELD, encodeHints(batch.flatMap((put) => put.hints)));
        for (const put of batch) put.kept();
      } catch (error) {
        // Who came meanwhile has waited as well: one more round would break the promise of one second.
        const refused = [...batch, ...waiting];
        waiting = [];
        for (const put of refused) put.failed(error);
      }
    }
    writing = false;
  };

  return {
    put: (hints) =>
      new Promise((kept, failed) => {
        if (hints.length === 0) return kept();
        waiting.push({ hints, kept, failed });
        if (writing) return;
        writing = true;
        // Everything that arrives in the same turn of the event loop goes into the first batch.
        setImmediate(() => void writeAll());
      }),
  };
}
