import { setTimeout as delay } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';

/** The one place where connections to Redis are made. */
export type OpenRedis = {
  /** `redis://…`, `rediss://…`, or a Unix socket as a path or `unix://…`. */
  readonly url: string;
  /** Says in the log which connection this is. */
  readonly name: string;
  readonly log: Logger;
};

const ANSWER_WITHIN_MS = 800;
/** A connection that owes an answer for so long is dead, even if nobody closed it. */
const SILENT_SOCKET_MS = 5_000;
const RETRY_MS_MAX = 1_000;

const retryStrategy = (times: number): number => Math.min(50 * 2 ** times, RETRY_MS_MAX);

/**
 * A connection that answers or fails within a second: for whoever has somebody waiting.
 * A command that timed out may still run later, so everything sent over it must be repeatable.
 */
export function openPrompt(options: OpenRedis): Redis {
  return open(options, {
    enableOfflineQueue: false,
    commandTimeout: ANSWER_WITHIN_MS,
    connectTimeout: ANSWER_WITHIN_MS,
    socketTimeout: SILENT_SOCKET_MS,
    maxRetriesPerRequest: 0,
    retryStrategy,
  });
}

/** A connection that waits for Redis as long as it takes: for blocking reads and BullMQ's workers. */
export function openPatient(options: OpenRedis): Redis {
  return open(options, { maxRetriesPerRequest: null, retryStrategy });
}

function open({ url, name, log }: OpenRedis, options: Omit<RedisOptions, 'replyMapping'>): Redis {
  const redis = new Redis(url.replace(/^unix:\/\//, ''), options);
  logStateChanges(redis, log.child({ connection: name }));
  return redis;
}

/** One line when Redis goes away and one when it is back, however many attempts lie between. */
function logStateChanges(redis: Redis, log: Logger): void {
  let away = false;
  let reason: string | undefined;
  redis.on('error', (error) => {
    reason = error.message;
  });
  redis.on('close', () => {
    if (away || redis.status === 'end') return;
    away = true;
    log.warn({ reason }, 'Redis is away');
  });
  redis.on('ready', () => {
    if (away) log.info('Redis is back');
    away = false;
  });
}

/** Waits until the connection can be used; a prompt connection refuses commands before that. */
export async function whenReady(redis: Redis, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (redis.status !== 'ready' && performance.now() < deadline) await delay(10);
  return redis.status === 'ready';
}

/** Ends a connection; what is under way is answered first where Redis still answers. */
export async function closeRedis(redis: Redis, withinMs = 500): Promise<void> {
  if (redis.status === 'ready')
    await Promise.race([redis.quit().catch(() => undefined), delay(withinMs, undefined, { ref: false })]);
  redis.disconnect();
}
