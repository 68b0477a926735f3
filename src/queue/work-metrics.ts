import type { Redis } from 'ioredis';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { AttemptResult } from './attempt.ts';
import { inboxKey } from './inbox.ts';
import type { Keys } from './keys.ts';
import type { WorkCounts, WorkQueue } from './work.ts';

export type WorkMetrics = { readonly observe: (work: string, end: string, durationMs: number) => void };

/** How an attempt may end, as `attempt.ts` says it. */
const ENDS = ['completed', 'needs a person', 'postponed', 'try again', 'bug'] satisfies AttemptResult['end'][];

/** What the workers of this process did, by kind of work. */
export function createWorkMetrics(registry: Registry): WorkMetrics {
  const total = new Counter({
    name: 'milepost_work_attempts_total',
    help: 'Attempts at work, by kind of work and how they ended',
    labelNames: ['work', 'end'] as const,
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'milepost_work_duration_seconds',
    help: 'Duration of attempts at work',
    labelNames: ['work'] as const,
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    registers: [registry],
  });
  const known = new Set<string>();
  return {
    observe: (work, end, durationMs) => {
      // The other ends as well, so that the first failure is a rise and not a number out of nowhere.
      if (!known.has(work)) for (const other of ENDS) total.inc({ work, end: other }, 0);
      known.add(work);
      total.inc({ work, end });
      duration.observe({ work }, durationMs / 1000);
    },
  };
}

/** How much work there is, read when Prometheus asks. Redis being away leaves the numbers out, not the whole page. */
export function gaugeQueue(registry: Registry, counts: () => Promise<WorkCounts>): void {
  new Gauge({
    name: 'milepost_queue_jobs',
    help: 'Jobs in the queue by state',
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      const now = await counts().catch(() => undefined);
      for (const [state, count] of Object.entries(now ?? {})) this.set({ state }, count);
    },
  });
}

export type WaitingOptions = {
  /** A prompt connection. */
  readonly redis: Redis;
  readonly keys: Keys;
  readonly queue: Pick<WorkQueue, 'queue'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** How long what waits has waited, read when Prometheus asks. What grows here is what nobody takes up. */
export function gaugeWaiting(registry: Registry, { redis, keys, queue, now }: WaitingOptions): void {
  const age = (name: string, help: string, oldest: () => Promise<number | undefined>): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.remove(); // a reset would leave a zero
        // 0 while nothing waits; left out while Redis does not say.
        const at = await oldest().catch(() => Number.NaN);
        if (at === undefined) this.set(0);
        else if (!Number.isNaN(at)) this.set(Math.max(0, now() - at) / 1000);
      },
    });
  };
  age('milepost_oldest_hint_age_seconds', 'Age of the oldest hint that is not queued as work yet', async () => {
    const [entry] = await redis.xrange(inboxKey(keys), '-', '+', 'COUNT', 1);
    return entry === undefined ? undefined : Number(entry[0].split('-')[0]);
  });
  age('milepost_oldest_work_age_seconds', 'Since when the oldest work that could run has been asked for', async () => {
    const [job] = await queue.queue.getJobs(['wait'], 0, 0, true);
    return job === undefined ? undefined : job.timestamp + job.delay;
  });
}
