import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import type { ReceiverEnv } from './raw-body.ts';

/** `problems` says in words what keeps the process from working; ready when it is empty. */
export type Health = { readonly problems: readonly string[] };

export type OperationsOptions = {
  readonly health: () => Promise<Health>;
  readonly metrics: Registry;
};

/** What a supervisor, a load balancer and Prometheus ask; every role answers these. */
export function operations({ health, metrics }: OperationsOptions): Hono<ReceiverEnv> {
  return new Hono<ReceiverEnv>()
    .get('/healthz', (c) => c.json({ status: 'alive' }))
    .get('/readyz', async (c) => {
      const { problems } = await checked(health);
      return problems.length === 0 ? c.json({ status: 'ready' }) : c.json({ status: 'not ready', problems }, 503);
    })
    .get('/metrics', async (c) => c.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType }));
}

/** A health check that breaks is itself a problem, not a reason to break the answer. */
async function checked(health: () => Promise<Health>): Promise<Health> {
  try {
    return await health();
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
}
