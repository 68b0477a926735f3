import { Registry } from 'prom-client';
import { openStorage } from '../../src/hub/foundation.ts';
import { gaugeHub } from '../../src/hub/hub-metrics.ts';
import { countMessages } from '../../src/hub/message-metrics.ts';
import { watchRequests } from '../../src/hub/request-metrics.ts';
import { createWorkMetrics } from '../../src/queue/work-metrics.ts';
import { createDeliveryMetrics } from '../../src/receiver/delivery-metrics.ts';
import { silent } from '../queue/kit.ts';

export type KnownMetric = { readonly type: string; readonly labels: readonly string[] };

/** Every metric that a process of role `all` has, by its name, with its labels. No Redis is needed to know them. */
export async function everyMetric(): Promise<ReadonlyMap<string, KnownMetric>> {
  const registry = new Registry();
  const storage = await openStorage('redis://127.0.0.1:1', silent);
  try {
    gaugeHub(registry, { storage, stripeReadsAllowed: 10_000, budgetsLeft: async () => ({}), now: Date.now });
    createDeliveryMetrics(registry);
    createWorkMetrics(registry);
    watchRequests(registry);
    countMessages({ messages: () => Promise.reject(new Error('never asked')) }, registry);
    const all = await registry.getMetricsAsJSON();
    return new Map(
      all.map(({ name, type }) => {
        const metric = registry.getSingleMetric(name);
        const labels = metric !== undefined && 'labelNames' in metric ? metric.labelNames : [];
        return [name, { type: String(type), labels: Array.isArray(labels) ? labels.map(String) : [] }];
      }),
    );
  } finally {
    await storage.close();
  }
}
