import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import * as z from 'zod';
import { TryAgain } from '../billing/failure.ts';
import type { Keys } from './keys.ts';
import { runScript } from './script.ts';

/**
 * A shared allowance of requests: never more than `requests` in ANY window of `seconds`, over all processes.
 * Some services count in fixed windows whose start nobody sees; a sliding window satisfies every such window, and still
 * lets a burst through when nothing was sent lately.
 */
export type RateBudget = {
  /** Resolves, in the order of asking, when exactly one request may be sent now. */
  readonly spend: () => Promise<void>;
  /** The service asked for a pause: nobody in any process sends anything for so many milliseconds. */
  readonly holdFor: (ms: number) => Promise<void>;
  /** How many requests could be sent at once now. Takes nothing. */
  readonly left: () => Promise<number>;
  /** Turns everybody who waits away, with {@link TryAgain}; used when the process stops. */
  readonly stop: () => void;
};

export type Allowance = { readonly requests: number; readonly seconds: number };

/**
 * Grants up to ARGV[3] requests. KEYS[1] holds the instants of the last grants, newest first; KEYS[2] the end of a pause.
 * The grant that is `requests` back must be older than the window. Redis' clock decides, so processes need not agree.
 */
const GRANT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local requests, window, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local pause = tonumber(redis.call('GET', KEYS[2]) or 0) - now
if pause > 0 then return {0, pause} end
local granted, wait = 0, 0
while granted < wanted do
  local oldest = tonumber(redis.call('LINDEX', KEYS[1], requests - 1) or 0)
  wait = oldest + window - now
  if wait > 0 then break end
  redis.call('LPUSH', KEYS[1], now)
  redis.call('LTRIM', KEYS[1], 0, requests - 1)
  granted = granted + 1
end
if granted > 0 then redis.call('PEXPIRE', KEYS[1], 2 * window) end
return {granted, wait}`;

/** A shorter pause never cuts a longer one. */
const HOLD = `
local time = redis.call('TIME')
local till = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
if till > tonumber(redis.call('GET', KEYS[1]) or 0) then redis.call('SET', KEYS[1], till, 'PX', ARGV[1]) end
return till`;

/** How many of ARGV[1] requests are left in the window ARGV[2]; none during a pause. */
const LEFT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if tonumber(redis.call('GET', KEYS[2]) or 0) > now then return 0 end
local spent = 0
for _, at in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if tonumber(at) + tonumber(ARGV[2]) > now then spent = spent + 1 end
end
return math.max(0, ARGV[1] - spent)`;

const grantReply = z.tuple([z.number(), z.number()]);

/**
 * @param redis a prompt connection
 * @param name one budget per account at the service
 */
export function createRateBudget(redis: Redis, keys: Keys, name: string, allowance: Allowance): RateBudget {
  // The braces keep both keys on one node of a cluster.
  const sent = keys.of('budget', `{${name}}`, 'sent');
  const pause = keys.of('budget', `{${name}}`, 'pause');
  const args = [allowance.requests, windowMs(allowance)] as const;
  const waiters = createWaiters(async (wanted) => {
    const reply = await runScript(redis, { lua: GRANT, keys: [sent, pause], args: [...args, wanted] });
    const [granted, waitMs] = grantReply.parse(reply);
    return { granted, waitMs };
  });
  return {
    spend: waiters.wait,
    holdFor: async (ms) => {
      await runScript(redis, { lua: HOLD, keys: [pause], args: [Math.max(1, Math.ceil(ms))] });
    },
    left: async () => z.number().parse(await runScript(redis, { lua: LEFT, keys: [sent, pause], args })),
    stop: waiters.stop,
  };
}

/** The window, widened by what may pass between our grant and the arrival there: requests on the way are not evenly late. */
function windowMs({ seconds }: Allowance): number {
  return seconds * 1000 + (seconds >= 10 ? 1_000 : Math.max(35, seconds * 50));
}

type Ask = (wanted: number) => Promise<{ readonly granted: number; readonly waitMs: number }>;
type Waiter = { readonly go: () => void; readonly fail: (error: unknown) => void };

/** First come, first served within the process; only one question to Redis is under way, whatever number waits. */
function createWaiters(ask: Ask): { readonly wait: () => Promise<void>; readonly stop: () => void } {
  const stopped = new AbortController();
  let waiting: Waiter[] = [];
  let serving = false;

  const failAll = (error: unknown): void => {
    const failed = waiting;
    waiting = [];
    for (const waiter of failed) waiter.fail(error);
  };
  const serve = async (): Promise<void> => {
    while (waiting.length > 0) {
      try {
        const { granted, waitMs } = await ask(waiting.length);
        for (const waiter of waiting.splice(0, granted)) waiter.go();
        if (waitMs > 0 && waiting.length > 0) await delay(waitMs, undefined, { signal: stopped.signal });
      } catch (error) {
        failAll(stopped.signal.aborted ? stopping() : error);
      }
    }
    serving = false;
  };
  return {
    wait: () =>
      new Promise((go, fail) => {
        if (stopped.signal.aborted) return fail(stopping());
        waiting.push({ go, fail });
        if (serving) return;
        serving = true;
        void serve();
      }),
    stop: () => stopped.abort(),
  };
}

const stopping = (): TryAgain => new TryAgain('the process is stopping');
