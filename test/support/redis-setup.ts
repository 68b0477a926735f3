import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    redisUrl: string;
  }
}

/** One throwaway Redis per run. Tests share it, so each takes a queue name or key prefix of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'milepost-test-redis-'));
  const redis = await startPrivateRedis({
    dataDir,
    durability: 'none',
    tcp: true,
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  project.provide('redisUrl', redis.url);
  return async () => {
    await redis.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
