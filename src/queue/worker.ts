import { DelayedError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type AttemptResult, attemptLine, type Handler, runAttempt } from './attempt.ts';
import type { Keys } from './keys.ts';
import { retryDelayMs } from './retry-delay.ts';
import { type JobData, WORK_QUEUE, type Work, type WorkJob } from './work.ts';
import type { WorkMetrics } from './work-metrics.ts';

export type WorkerOptions = {
  /** A patient connection for this worker alone; closed by `stop`. */
  readonly redis: Redis;
  readonly keys: Keys;
  /** One per kind of work. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** How many things are worked on at once in this process. */
  readonly concurrency: number;
  /** Puts the work of a schedule into the queue, where it coalesces like any other. */
  readonly add: (works: readonly Work[]) => Promise<void>;
  readonly log: Logger;
  readonly metrics?: WorkMetrics | undefined;
  /** How long a lock outlives its worker; default {@link LOCK_MS}. */
  readonly lockMs?: number;
};

export type RunningWorker = {
  readonly isRunning: () => boolean;
  /** Takes no new work, lets running work finish until the deadline, then aborts it and leaves it to other workers. */
  readonly stop: (withinMs?: number) => Promise<'drained' | 'cut off'>;
};

/**
 * How a dead worker's job comes back: its lock runs out, then a check finds it. Together well below 15 s.
 * A living worker renews the lock every LOCK_MS / 2, so only an event loop that stands still for long loses one.
 */
const LOCK_MS = 7_000;
const STALLED_CHECK_MS = 2_000;
/** A job may go down with its worker so often before it is itself the suspect. */
const STALLED_MAX = 3;
const RETRY_AFTER_TROUBLE_MS = 1_000;
const STOP_WITHIN_MS = 20_000;
const UNWIND_WITHIN_MS = 1_000;

/** Takes work from the queue and runs its handler; all the rest here is about what happens when that fails. */
export function startWorker(options: WorkerOptions): RunningWorker {
  const { redis, keys, concurrency, log, lockMs = LOCK_MS } = options;
  const worker = new Worker<JobData, void, string>(
    WORK_QUEUE,
    (job, token, signal) => processJob(job, token, signal, options),
    {
      connection: redis,
      prefix: keys.prefix,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLED_MAX,
      runRetryDelay: RETRY_AFTER_TROUBLE_MS,
      settings: { backoffStrategy: (attemptsMade, _type, error) => retryDelayMs(attemptsMade, error) },
    },
  );
  // Redis' own troubles are logged once by the connection; BullMQ would repeat them for every command.
  worker.on('error', (error) => log.debug({ err: error }, 'worker'));
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const jobId of jobIds) worker.cancelJob(jobId, 'another worker may have taken this work over');
  });
  worker.on('failed', (job, error) => {
    if (job?.deferredFailure) log.error({ ...identity(job), reason: error.message }, 'work given up');
  });
  return {
    isRunning: () => worker.isRunning() && redis.status === 'ready',
    stop: (withinMs = STOP_WITHIN_MS) => stopWorker(worker, redis, withinMs),
  };
}

async function processJob(
  job: WorkJob,
  token = '',
  signal: AbortSignal | undefined,
  options: WorkerOptions,
): Promise<void> {
  const work: Work = { name: job.name, id: job.data.id, origin: job.data.origin };
  // A schedule's job only asks for work: run as such, it could run beside the same work from elsewhere.
  if (job.repeatJobKey !== undefined) return await options.add([work]);

  const notBefore = job.data.notBefore ?? 0;
  if (notBefore > Date.now()) return await postpone(job, notBefore, token);

  const startedAt = performance.now();
  const attempt = job.attemptsMade + 1;
  const context = { attempt, signal: signal ?? new AbortController().signal };
  const result = await runAttempt(options.handlers[job.name], work, context);
  report(options, job, attempt, result, performance.now() - startedAt);
  await conclude(job, token, result);
}

/** Tells BullMQ how the attempt ended: by returning, by failing, or by putting the job off. */
async function conclude(job: WorkJob, token: string, result: AttemptResult): Promise<void> {
  switch (result.end) {
    case 'completed':
    case 'needs a person':
      return;
    case 'postponed':
      return await postpone(job, Date.now() + result.delayMs, token);
    case 'try again': {
      const { retryAfterMs } = result.error;
      if (retryAfterMs !== undefined) await job.updateData({ ...job.data, notBefore: Date.now() + retryAfterMs });
      throw result.error;
    }
    case 'bug':
      throw result.error;
  }
}

async function postpone(job: WorkJob, until: number, token: string): Promise<never> {
  await job.moveToDelayed(Math.ceil(until), token);
  throw new DelayedError();
}

const identity = (job: WorkJob) => ({ job: job.name, job_id: job.id, id: job.data.id, origin: job.data.origin });

function report(
  { log, metrics }: WorkerOptions,
  job: WorkJob,
  attempt: number,
  result: AttemptResult,
  ms: number,
): void {
  metrics?.observe(job.name, result.end, ms);
  const line = { ...identity(job), attempt, ...attemptLine(result), duration_ms: Math.round(ms) };
  if (result.end === 'bug') log.error(line, result.last ? 'work given up' : 'work failed');
  else if (result.end === 'try again') log.warn(line, 'work failed');
  else log.info(line, 'work');
}

/** BullMQ's own close waits for running jobs without end, and a second, forced close changes nothing about that. */
async function stopWorker(
  worker: Worker<JobData, void, string>,
  redis: Redis,
  withinMs: number,
): Promise<'drained' | 'cut off'> {
  const closed = worker.close().then(() => true);
  // Without Redis nothing that still finishes could be recorded, and closing itself would wait for Redis.
  let drained = await within(closed, redis.status === 'ready' ? withinMs : Math.min(withinMs, UNWIND_WITHIN_MS));
  const end = drained ? 'drained' : 'cut off';
  if (!drained) {
    worker.cancelAllJobs('the process is stopping');
    drained = await within(closed, UNWIND_WITHIN_MS);
  }
  redis.disconnect();
  return end;
}

async function within(done: Promise<boolean>, ms: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
