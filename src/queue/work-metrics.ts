import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { WorkCounts } from './work.ts';

export type WorkMetrics = { readonly observe: (work: string, end: string, durationMs: number) => void };

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
  return {
    observe: (work, end, durationMs) => {
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
