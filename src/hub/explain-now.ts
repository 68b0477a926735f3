import type { Logger } from 'pino';
import { explainMilestone } from '../../jobs/explain.ts';
import type { Memory } from '../../jobs/ports.ts';
import type { Clock } from '../billing/calendar.ts';
import type { Explanation } from '../billing/explain.ts';
import type { Config } from '../config/config.ts';
import { whenReady } from '../queue/redis.ts';
import { billingPolicy } from './billing-policy.ts';
import { connectServices, openStorage } from './foundation.ts';

const REDIS_WITHIN_MS = 3_000;

/** Remembers nothing, so that asking why changes nothing: an approval that no look has read yet is read now. */
export const readOnlyMemory = (memory: Memory): Memory => ({
  ...memory,
  firstSeen: async (kind, id, fingerprint, now) => (await memory.seenSince(kind, id, fingerprint)) ?? now,
  rememberFingerprint: async () => {},
  moveCursor: async () => {},
});

/** Explains one milestone; undefined when there is none under this id. A hub need not run for it. */
export async function explainNow(
  id: string,
  config: Config,
  { clock, log, tell }: { readonly clock: Clock; readonly log: Logger; readonly tell: (line: string) => void },
): Promise<Explanation | undefined> {
  const storage = await openStorage(config.redisUrl, log, tell);
  await whenReady(storage.redis, REDIS_WITHIN_MS);
  const { notion, stripe, stop } = connectServices(config, storage);
  try {
    const memory = readOnlyMemory(storage.memory);
    return await explainMilestone({ notion, stripe, clock, policy: billingPolicy(config), memory }, id);
  } finally {
    stop();
    await storage.close();
  }
}
