import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { TryAgain } from '../billing/failure.ts';
import type { Hint } from '../billing/hint.ts';
import { readEntry } from './inbox-entry.ts';
import { createInboxGroup, type Entry, type InboxGroup, isGroupMissing } from './inbox-group.ts';
import type { Keys } from './keys.ts';
import type { Work } from './work.ts';

/** Which work a hint starts. TryAgain leaves the hint for later; any other error drops it, since the sweep sees all. */
export type Route = (hint: Hint) => Promise<readonly Work[]> | readonly Work[];

export type InboxConsumerOptions = {
  /** A prompt connection. */
  readonly redis: Redis;
  /** A patient connection for this consumer alone; closed by `stop`. */
  readonly blocking: Redis;
  readonly keys: Keys;
  readonly route: Route;
  /** Resolves once the work is durable in the queue. */
  readonly add: (works: readonly Work[]) => Promise<void>;
  readonly log: Logger;
  /** After so long without being finished, an entry is taken from whoever read it. */
  readonly claimAfterMs?: number;
};

export type InboxConsumer = { readonly stop: () => Promise<void> };

const CLAIM_AFTER_MS = 5_000;
const BLOCK_MS = 1_000;
const PAUSE_AFTER_TROUBLE_MS = 500;
const STOP_WITHIN_MS = 2_000;
/** A consumer that was not heard of for a day and has nothing pending is only a name. */
const GONE_MS = 24 * 60 * 60 * 1000;

/** Moves hints from the inbox into the queue. Several may run; an entry that one leaves behind goes to another. */
export function startInboxConsumer(options: InboxConsumerOptions): InboxConsumer {
  const { redis, blocking, keys, log, claimAfterMs = CLAIM_AFTER_MS } = options;
  const group = createInboxGroup(redis, blocking, keys, randomUUID());
  const stopping = new AbortController();
  const running = run(group, { ...options, claimAfterMs }, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.race([running, delay(STOP_WITHIN_MS, undefined, { ref: false })]);
      blocking.disconnect();
      // A name that stays on the list is removed by another consumer, later.
      await group.leave(GONE_MS).catch((error: unknown) => log.debug({ err: error }, 'consumer stays on the list'));
    },
  };
}

type RunOptions = InboxConsumerOptions & { readonly claimAfterMs: number };

async function run(group: InboxGroup, options: RunOptions, signal: AbortSignal): Promise<void> {
  let claimAt = 0;
  let trouble = true;
  while (!signal.aborted) {
    try {
      if (trouble) {
        await group.ensure();
        await moveOwn(group, options);
        trouble = false;
      }
      if (performance.now() >= claimAt) {
        await move(group, await group.claim(options.claimAfterMs), options);
        claimAt = performance.now() + options.claimAfterMs;
      }
      await move(group, await group.readNew(Math.min(BLOCK_MS, options.claimAfterMs)), options);
    } catch (error) {
      if (signal.aborted) return;
      if (!trouble && !isGroupMissing(error)) options.log.warn({ err: error }, 'inbox paused');
      trouble = true;
      await delay(PAUSE_AFTER_TROUBLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** What was read before a moment of trouble, but not finished. */
async function moveOwn(group: InboxGroup, options: RunOptions): Promise<void> {
  let after = '0';
  for (;;) {
    const entries = await group.readOwn(after);
    const last = entries.at(-1);
    if (last === undefined) return;
    await move(group, entries, options);
    [after] = last;
  }
}

/** Into the queue first, off the inbox second: dying in between only means that equal work is added twice, and coalesces. */
async function move(group: InboxGroup, entries: readonly Entry[], { route, add, log }: RunOptions): Promise<void> {
  const works: Work[] = [];
  const done: string[] = [];
  for (const [id, fields] of entries) {
    const { hints, dropped } = readEntry(fields);
    if (dropped > 0) log.error({ entry_id: id, dropped }, 'unreadable hints dropped');
    const routed = await routeAll(hints, route, log);
    works.push(...routed.works);
    if (!routed.later) done.push(id);
  }
  if (works.length > 0) await add(works);
  await group.done(done);
}

type Routed = {
  readonly works: readonly Work[] /** Some hint could not be routed just now. */;
  readonly later: boolean;
};

async function routeAll(hints: readonly Hint[], route: Route, log: Logger): Promise<Routed> {
  const works: Work[] = [];
  let later = false;
  for (const hint of hints) {
    try {
      works.push(...(await route(hint)));
    } catch (error) {
      const line = { about: hint.about, id: hint.id, origin: hint.origin, err: error };
      if (error instanceof TryAgain) {
        later = true;
        log.warn(line, 'hint not routed yet');
      } else log.error(line, 'hint dropped');
    }
  }
  return { works, later };
}
