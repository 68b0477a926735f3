import { randomUUID } from 'node:crypto';
import { rmSync, symlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type Logger, pino } from 'pino';
import { inject, onTestFinished } from 'vitest';
import type { Handler } from '../../src/queue/attempt.ts';
import { createKeys, type Keys } from '../../src/queue/keys.ts';
import { type PrivateRedis, startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';
import { closeRedis, openPatient, openPrompt, whenReady } from '../../src/queue/redis.ts';
import { createWorkQueue, type WorkQueue } from '../../src/queue/work.ts';
import { type RunningWorker, startWorker } from '../../src/queue/worker.ts';

export const silent: Logger = pino({ level: 'silent' });

/** A log whose lines can be looked at. */
export function collectingLog(): { readonly log: Logger; readonly lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { log, lines };
}

/** Names nobody else uses, so that tests can share one Redis. */
export const freshKeys = (): Keys => createKeys(`test-${randomUUID()}`);

export async function promptRedis(url: string = inject('redisUrl')): Promise<Redis> {
  const redis = openPrompt({ url, name: 'test', log: silent });
  onTestFinished(() => closeRedis(redis));
  if (!(await whenReady(redis, 5_000))) throw new Error(`No Redis at ${url}.`);
  return redis;
}

export function patientRedis(url: string = inject('redisUrl')): Redis {
  const redis = openPatient({ url, name: 'test', log: silent });
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** Waits for a state instead of a time. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${holds}`);
    await delay(5);
  }
}

/** A durable server of the test's own, found at `address`, where a restarted one is found as well. */
export async function redisAt(address: string, dataDir: string): Promise<PrivateRedis> {
  const server = await startPrivateRedis({ dataDir, durability: 'always' });
  onTestFinished(() => server.stop());
  rmSync(address, { force: true });
  symlinkSync(server.url, address);
  return server;
}

export async function workQueue(keys: Keys, url?: string): Promise<WorkQueue> {
  const work = createWorkQueue(await promptRedis(url), keys);
  onTestFinished(() => work.close());
  return work;
}

export type WorkerSetup = { readonly keys: Keys; readonly work: WorkQueue; readonly handlers: Record<string, Handler> };

export type WorkerDetails = { concurrency?: number; log?: Logger; lockMs?: number; url?: string };

export function worker(
  { keys, work, handlers }: WorkerSetup,
  { concurrency = 5, log = silent, lockMs, url }: WorkerDetails = {},
): RunningWorker {
  const running = startWorker({
    redis: patientRedis(url),
    keys,
    handlers,
    concurrency,
    add: work.add,
    log,
    ...(lockMs === undefined ? {} : { lockMs }),
  });
  onTestFinished(async () => {
    await running.stop(2_000);
  });
  return running;
}
