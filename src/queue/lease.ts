import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { TryAgain } from '../billing/failure.ts';
import type { Keys } from './keys.ts';
import { orTryAgain, runScript } from './script.ts';

/** Somebody else holds the lease right now: come again shortly; it is nobody's fault. */
export class LeaseBusy extends TryAgain {
  constructor(name: string) {
    super(`${name} is being worked on elsewhere`, { retryAfterMs: 1_000 });
  }
}

/** Only the holder may prolong or release: the token proves it. */
const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;
const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

/** A third of the time: two renewals may fail before the lease is gone. */
const RENEWALS_PER_LEASE = 3;

type Lease = { readonly redis: Redis; readonly key: string; readonly token: string; readonly ms: number };

/**
 * Runs `fn` while nobody else, in any process, runs one under the same name; throws {@link LeaseBusy} when somebody does.
 *
 * A lease can be lost while `fn` runs: this process stood still for too long, or Redis forgot. The signal then aborts,
 * and `fn` should stop before its next effect, since another holder may be at work.
 *
 * @param redis a prompt connection
 * @param ms how long the lease outlives a holder that died
 */
export async function withLease<T>(
  redis: Redis,
  keys: Keys,
  name: string,
  ms: number,
  fn: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lease: Lease = { redis, key: keys.of('lease', name), token: randomUUID(), ms };
  const takenAt = performance.now();
  const taken = await orTryAgain(() => redis.set(lease.key, lease.token, 'PX', ms, 'NX'));
  if (taken !== 'OK') throw new LeaseBusy(name);

  const lost = new AbortController();
  const stopRenewing = keepRenewing(lease, takenAt, () => lost.abort(new TryAgain(`the lease of ${name} was lost`)));
  try {
    return await fn(lost.signal);
  } finally {
    stopRenewing();
    // A release that fails costs the next holder a little waiting, no more.
    await runScript(redis, { lua: RELEASE, keys: [lease.key], args: [lease.token] }).catch(() => undefined);
  }
}

/** Calls `onLost` once: when Redis says so, or when it has not confirmed for the whole time of the lease. */
function keepRenewing(lease: Lease, takenAt: number, onLost: () => void): () => void {
  const { redis, key, token, ms } = lease;
  // Taken before each command leaves, so that our view of the lease ends before Redis' does.
  let confirmedAt = takenAt;
  let asking = false;
  const renew = async (): Promise<void> => {
    const askedAt = performance.now();
    if (askedAt - confirmedAt >= ms) return lose();
    if (asking) return;
    asking = true;
    try {
      if ((await runScript(redis, { lua: RENEW, keys: [key], args: [token, ms] })) === 1) confirmedAt = askedAt;
      else lose();
    } catch {
      // Redis is away for a moment; the clock above decides.
    } finally {
      asking = false;
    }
  };
  const timer = setInterval(() => void renew(), ms / RENEWALS_PER_LEASE);
  const lose = (): void => {
    clearInterval(timer);
    onLost();
  };
  return () => clearInterval(timer);
}
