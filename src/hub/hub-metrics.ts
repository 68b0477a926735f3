import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { gaugeQueue, gaugeWaiting } from '../queue/work-metrics.ts';
import type { Storage } from './foundation.ts';
import { gaugeRegular } from './regular-metrics.ts';
import { stripeReads } from './stripe-reads.ts';
import { gaugeUnbilled } from './unbilled-metrics.ts';
import { silentWebhooks, WEBHOOK_SOURCES } from './watch-webhooks.ts';

export type HubMetricsOptions = {
  readonly storage: Storage;
  readonly stripeReadsAllowed: number;
  /** Requests that could be sent at once now, by service. */
  readonly budgetsLeft: () => Promise<Readonly<Record<string, number>>>;
};

export type HubGauges = HubMetricsOptions & {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/**
 * Everything that is read when Prometheus asks: the same from every process, since it stands in Redis. What a process counts
 * itself comes on top, where it is counted.
 */
export function gaugeHub(registry: Registry, options: HubGauges): void {
  const { storage, now } = options;
  collectDefaultMetrics({ register: registry });
  gaugeQueue(registry, storage.queue.counts);
  gaugeWaiting(registry, { ...storage, now });
  gaugeRegular(registry, { storage, now });
  gaugeUnbilled(registry, { storage, now });
  gaugeServices(registry, options);
}

/** What the services grant us and tell us, read when Prometheus asks. Redis being away leaves the numbers out. */
export function gaugeServices(
  registry: Registry,
  { storage, stripeReadsAllowed, budgetsLeft }: HubMetricsOptions,
): void {
  const registers = [registry];
  const reads = stripeReads(storage);
  new Gauge({
    name: 'milepost_stripe_reads_30_days',
    help: 'Reads sent to Stripe in the last thirty days',
    registers,
    async collect() {
      this.remove(); // a reset would leave a zero
      const total = await reads.total().catch(() => undefined);
      if (total !== undefined) this.set(total);
    },
  });
  new Gauge({
    name: 'milepost_stripe_reads_allowed',
    help: 'Reads that Stripe allows in thirty days, at least',
    registers,
  }).set(stripeReadsAllowed);
  new Gauge({
    name: 'milepost_rate_budget_left',
    help: 'Requests that could be sent to a service at once now',
    labelNames: ['service'] as const,
    registers,
    async collect() {
      this.reset();
      const left = await budgetsLeft().catch(() => ({}));
      for (const [service, requests] of Object.entries(left)) this.set({ service }, requests);
    },
  });
  new Gauge({
    name: 'milepost_webhooks_silent',
    help: '1 while sweeps find what no webhook of the source tells of',
    labelNames: ['source'] as const,
    registers,
    async collect() {
      this.reset();
      const silent = await silentWebhooks(storage).catch(() => undefined);
      if (silent !== undefined) for (const source of WEBHOOK_SOURCES) this.set({ source }, silent.has(source) ? 1 : 0);
    },
  });
}
