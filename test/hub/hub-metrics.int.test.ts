import { Registry } from 'prom-client';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openStorage, type Storage } from '../../src/hub/foundation.ts';
import { gaugeServices } from '../../src/hub/hub-metrics.ts';
import { stripeReads } from '../../src/hub/stripe-reads.ts';
import { createLastSeen } from '../../src/queue/last-seen.ts';
import { createMemory } from '../../src/queue/memory.ts';
import { whenReady } from '../../src/queue/redis.ts';
import { freshKeys, silent, until } from '../queue/kit.ts';

async function startGauges(redisUrl: string) {
  const shared = await openStorage(redisUrl, silent);
  onTestFinished(() => shared.close());
  const keys = freshKeys();
  const { redis } = shared;
  const storage: Storage = {
    ...shared,
    keys,
    memory: createMemory(redis, keys),
    lastSeen: createLastSeen(redis, keys),
  };
  const registry = new Registry();
  gaugeServices(registry, {
    storage,
    stripeReadsAllowed: 10_000,
    budgetsLeft: async () => ({ notion: 178, stripe: 20 }),
  });
  return {
    storage,
    lines: async () => (await registry.metrics()).split('\n').filter((line) => /^milepost/.test(line)),
  };
}

test('Prometheus reads what Stripe was asked for, what services still take, and which of them fell silent', async () => {
  const { storage, lines } = await startGauges(inject('redisUrl'));
  if (!(await whenReady(storage.redis, 5_000))) throw new Error('No Redis.');
  const reads = stripeReads(storage);
  reads.note();
  reads.note();
  await until(async () => (await reads.total()) === 2);
  expect(await lines()).toEqual([
    'milepost_stripe_reads_30_days 2',
    'milepost_stripe_reads_allowed 10000',
    'milepost_rate_budget_left{service="notion"} 178',
    'milepost_rate_budget_left{service="stripe"} 20',
    'milepost_webhooks_silent{source="stripe"} 0',
    'milepost_webhooks_silent{source="notion"} 0',
  ]);
});

test('while Redis is away the numbers that it holds are left out, and the others are there', async () => {
  const { lines } = await startGauges('redis://127.0.0.1:1');
  expect(await lines()).toEqual([
    'milepost_stripe_reads_allowed 10000',
    'milepost_rate_budget_left{service="notion"} 178',
    'milepost_rate_budget_left{service="stripe"} 20',
  ]);
});
