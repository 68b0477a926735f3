import { Gauge, type Registry } from 'prom-client';
import { UNREADABLE } from '../../jobs/unreadable.ts';
import { version } from '../log.ts';
import type { Storage } from './foundation.ts';

export type RegularMetricsOptions = {
  readonly storage: Pick<Storage, 'redis' | 'lastSeen' | 'memory'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** What happens again and again, by the name that its age is shown under. */
const REGULAR: Readonly<Record<string, string>> = {
  sweep: 'sweep',
  'open invoices': 'open_invoices',
  'follow-up': 'follow_up',
  renewals: 'renewals',
  'weekly review': 'weekly_review',
  'webhook stripe': 'webhook_stripe',
  'webhook notion': 'webhook_notion',
};

/** How the hub as a whole stands, read when Prometheus asks. Redis being away leaves the numbers out, but for the one that says so. */
export function gaugeRegular(registry: Registry, { storage, now }: RegularMetricsOptions): void {
  const registers = [registry];
  const { redis, lastSeen, memory } = storage;
  new Gauge({
    name: 'milepost_build_info',
    help: 'Always 1; the version is a label',
    labelNames: ['version'] as const,
    registers,
  }).set({ version }, 1);
  new Gauge({
    name: 'milepost_redis_up',
    help: '1 while Redis answers this process',
    registers,
    async collect() {
      const answers = await redis.ping().then(
        () => 1,
        () => 0,
      );
      this.set(answers);
    },
  });
  new Gauge({
    name: 'milepost_since_last_seconds',
    help: 'Seconds since the last sweep, webhook of each source, and other regular thing; absent for what has not come yet',
    labelNames: ['what'] as const,
    registers,
    async collect() {
      this.reset();
      const seen = await lastSeen.all().catch(() => undefined);
      for (const [name, what] of Object.entries(REGULAR)) {
        const at = seen?.get(name);
        if (at !== undefined) this.set({ what }, Math.max(0, now() - at) / 1000);
      }
    },
  });
  new Gauge({
    name: 'milepost_unreadable_rows',
    help: 'Rows, and whole databases, of Notion that cannot be read until somebody mends them',
    registers,
    async collect() {
      this.remove();
      const all = await memory.fingerprints(UNREADABLE).catch(() => undefined);
      if (all !== undefined) this.set(Object.values(all).filter((words) => words !== '').length);
    },
  });
}
