import { type Job, type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { ATTEMPTS_MAX } from './retry-delay.ts';
import { orTryAgain } from './script.ts';

/** One thing to look at: `name` is the kind of work, `id` the thing, `origin` what started the chain. */
export type Work = {
  readonly name: string;
  readonly id: string;
  readonly origin: string;
  /** Wait so long for more of the same to coalesce. */
  readonly delayMs?: number;
};

/** What a job carries. `notBefore`: the outside asked for a pause, and a new hint must not cut it short. */
export type JobData = { readonly id: string; readonly origin: string; readonly notBefore?: number };
export type WorkJob = Job<JobData, void, string>;

export type WorkCounts = {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
};

export type FailedWork = {
  readonly jobId: string;
  readonly name: string;
  readonly id: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly failedAt: number;
  readonly attempts: number;
};

export type WorkQueue = {
  /** Equal work coalesces while it waits, and never runs side by side; resolves once it is durable. */
  readonly add: (works: readonly Work[]) => Promise<void>;
  readonly counts: () => Promise<WorkCounts>;
  /** The newest first. */
  readonly failed: (limit?: number) => Promise<readonly FailedWork[]>;
  /** Takes failed work up again; all of it without an id. Returns how many. */
  readonly retry: (jobId?: string) => Promise<number>;
  /** For the queue board and the schedules. */
  readonly queue: Queue;
  readonly close: () => Promise<void>;
};

export const WORK_QUEUE = 'work';
const FAILED_KEPT = 1_000;

/** @param redis a prompt connection: adding fails within a second while Redis is away */
export function createWorkQueue(redis: Redis, keys: Keys): WorkQueue {
  const queue = new Queue<JobData, void, string>(WORK_QUEUE, {
    connection: redis,
    prefix: keys.prefix,
    // Together: the version check would remember a failed first attempt for ever.
    skipWaitingForReady: true,
    skipVersionCheck: true,
  });
  // The connection's own listeners log what happens to it.
  queue.on('error', () => {});

  const add = async (works: readonly Work[]): Promise<void> => {
    const jobs = distinct(works).map(({ name, id, origin, delayMs = 0 }) => ({
      name,
      data: { id, origin },
      opts: jobOptions(name, id, delayMs),
    }));
    if (jobs.length > 0) await orTryAgain(() => queue.addBulk(jobs));
  };

  return {
    add,
    counts: async () => countsOf(await queue.getJobCounts()),
    failed: async (limit = 100) => (await queue.getFailed(0, limit - 1)).map(failedWork),
    retry: async (jobId) => {
      const jobs = jobId === undefined ? await queue.getFailed(0, -1) : [await queue.getJob(jobId)];
      let count = 0;
      for (const job of jobs) {
        if (job === undefined || !(await job.isFailed())) continue;
        // Not job.retry(): it would run beside other work for the same thing.
        await add([{ name: job.name, id: job.data.id, origin: 'retry' }]);
        await job.remove();
        count += 1;
      }
      return count;
    },
    queue,
    close: () => queue.close(),
  };
}

/** Job ids are BullMQ's own numbers; what coalesces is this. */
export const workKey = (name: string, id: string): string => `${name} ${id}`;

function distinct(works: readonly Work[]): readonly Work[] {
  const byKey = new Map<string, Work>();
  for (const work of works) {
    const key = workKey(work.name, work.id);
    const known = byKey.get(key);
    if (known === undefined || (work.delayMs ?? 0) < (known.delayMs ?? 0)) byKey.set(key, work);
  }
  return [...byKey.values()];
}

function jobOptions(name: string, id: string, delayMs: number): JobsOptions {
  return {
    delay: delayMs,
    // Work that waits for its next attempt is taken up at once when something new is known about it. Only work
    // without a delay may do that: else a stream of hints would put it off for ever.
    deduplication: { id: workKey(name, id), keepLastIfActive: true, ...(delayMs === 0 ? { reschedule: true } : {}) },
    attempts: ATTEMPTS_MAX,
    backoff: { type: 'custom' },
    removeOnComplete: true,
    removeOnFail: { count: FAILED_KEPT },
  };
}

function countsOf(counts: Readonly<Record<string, number>>): WorkCounts {
  const of = (state: string): number => counts[state] ?? 0;
  return {
    waiting: of('waiting') + of('prioritized') + of('paused'),
    active: of('active'),
    delayed: of('delayed'),
    failed: of('failed'),
  };
}

function failedWork(job: WorkJob): FailedWork {
  return {
    jobId: job.id ?? '',
    name: job.name,
    id: job.data.id,
    reason: job.failedReason ?? 'unknown',
    failedAt: job.finishedOn ?? job.timestamp,
    attempts: job.attemptsMade,
  };
}
