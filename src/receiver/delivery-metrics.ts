import { Counter, Histogram, type Registry } from 'prom-client';
import { DELIVERY_OUTCOMES, type DeliveryOutcome } from './settle.ts';

export type DeliveryMetrics = {
  readonly observe: (source: string, outcome: DeliveryOutcome, durationMs: number) => void;
};

/** How many webhooks came, what became of them, and how long the sender waited. */
export function createDeliveryMetrics(registry: Registry): DeliveryMetrics {
  const total = new Counter({
    name: 'milepost_webhooks_total',
    help: 'Webhook deliveries by source and outcome',
    labelNames: ['source', 'outcome'] as const,
    registers: [registry],
  });
  // From the start, so that the first refusal is a rise and not a number out of nowhere.
  for (const source of ['stripe', 'notion']) for (const outcome of DELIVERY_OUTCOMES) total.inc({ source, outcome }, 0);
  const duration = new Histogram({
    name: 'milepost_webhook_duration_seconds',
    help: 'Time from the first byte read to the answer',
    labelNames: ['source'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  return {
    observe: (source, outcome, durationMs) => {
      total.inc({ source, outcome });
      duration.observe({ source }, durationMs / 1000);
    },
  };
}
