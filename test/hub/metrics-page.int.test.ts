import { Registry } from 'prom-client';
import { expect, inject, onTestFinished, test } from 'vitest';
import { meteredFetch } from '../../connectors/metered-fetch.ts';
import { noteUnbilled } from '../../jobs/unbilled.ts';
import { noteUnreadable } from '../../jobs/unreadable.ts';
import { instantFromMillis } from '../../src/billing/calendar.ts';
import { isCurrency } from '../../src/billing/currency.ts';
import { openStorage, type Storage } from '../../src/hub/foundation.ts';
import { gaugeHub } from '../../src/hub/hub-metrics.ts';
import { watchRequests } from '../../src/hub/request-metrics.ts';
import { createInbox } from '../../src/queue/inbox.ts';
import { createLastSeen } from '../../src/queue/last-seen.ts';
import { createMemory } from '../../src/queue/memory.ts';
import { createRateBudget } from '../../src/queue/rate-budget.ts';
import { whenReady } from '../../src/queue/redis.ts';
import { createWorkQueue } from '../../src/queue/work.ts';
import { createReceiver } from '../../src/receiver/app.ts';
import { type Family, parseMetrics } from '../ops/prometheus-text.ts';
import { freshKeys, silent, until } from '../queue/kit.ts';
import { post, receiverSetup, stripeDelivery } from '../receiver/kit.ts';

const MINUTE_MS = 60_000;

async function aHub() {
  const shared = await openStorage(inject('redisUrl'), silent);
  onTestFinished(() => shared.close());
  if (!(await whenReady(shared.redis, 5_000))) throw new Error('No Redis.');
  const keys = freshKeys();
  const { redis } = shared;
  const queue = createWorkQueue(redis, keys);
  onTestFinished(() => queue.close());
  const storage: Storage = {
    ...shared,
    keys,
    queue,
    memory: createMemory(redis, keys),
    lastSeen: createLastSeen(redis, keys),
  };
  const metrics = new Registry();
  let later = 0;
  gaugeHub(metrics, {
    storage,
    stripeReadsAllowed: 10_000,
    budgetsLeft: async () => ({ notion: 180 }),
    now: () => Date.now() + later,
  });
  const app = createReceiver(receiverSetup({ metrics }).options);
  const read = async (): Promise<readonly Family[]> => parseMetrics(await (await app.request('/metrics')).text());
  const value = async (name: string, labels: Readonly<Record<string, string>> = {}): Promise<number | undefined> =>
    (await read())
      .flatMap(({ samples }) => samples)
      .find(
        (sample) => sample.name === name && Object.entries(labels).every(([label, is]) => sample.labels[label] === is),
      )?.value;
  return {
    storage,
    metrics,
    app,
    read,
    value,
    wait: (ms: number) => {
      later += ms;
    },
  };
}

test('the page is one that Prometheus can read, down to its last line', async () => {
  const { app, read, value } = await aHub();
  await app.request('/webhooks/stripe', post(stripeDelivery()));
  const families = await read();
  expect(families.length).toBeGreaterThan(30);
  for (const { name, type, help, samples } of families) {
    if (!name.startsWith('milepost_')) continue;
    expect(help.length).toBeGreaterThan(10);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(samples.every(({ labels }) => Object.keys(labels).length <= 3)).toBe(true);
  }
  expect(await value('milepost_webhooks_total', { source: 'stripe', outcome: 'queued' })).toBe(1);
  expect(await value('milepost_webhooks_total', { source: 'stripe', outcome: 'not_verified' })).toBe(0);
  expect(await value('milepost_redis_up')).toBe(1);
});

test('hints and work that nobody takes up grow older', async () => {
  const { storage, value, wait } = await aHub();
  expect(await value('milepost_oldest_hint_age_seconds')).toBe(0);
  expect(await value('milepost_oldest_work_age_seconds')).toBe(0);
  await createInbox(storage.redis, storage.keys).put([{ about: 'milestone', id: '1f0c', origin: 'test' }]);
  await storage.queue.add([{ name: 'milestone', id: '1f0c', origin: 'test' }]);
  await storage.queue.add([{ name: 'milestone', id: '2a', origin: 'test', delayMs: 3_600_000 }]);
  wait(10 * MINUTE_MS);
  for (const name of ['milepost_oldest_hint_age_seconds', 'milepost_oldest_work_age_seconds']) {
    const age = (await value(name)) ?? 0;
    expect(age).toBeGreaterThanOrEqual(600);
    expect(age).toBeLessThan(660);
  }
  expect(await value('milepost_queue_jobs', { state: 'waiting' })).toBe(1);
});

test('how long ago each regular thing was is known once it has been', async () => {
  const { storage, value } = await aHub();
  expect(await value('milepost_since_last_seconds', { what: 'sweep' })).toBeUndefined();
  await storage.lastSeen.note('sweep', instantFromMillis(Date.now() - 5 * MINUTE_MS));
  await storage.lastSeen.note('webhook notion', instantFromMillis(Date.now()));
  expect(Math.round((await value('milepost_since_last_seconds', { what: 'sweep' })) ?? 0)).toBe(300);
  expect(await value('milepost_since_last_seconds', { what: 'webhook_notion' })).toBeLessThan(60);
});

test('what is approved and not billed is added up by currency, in major units', async () => {
  const { storage, value, wait } = await aHub();
  const sum = (currency: string, minor: number) => {
    if (!isCurrency(currency)) throw new Error(currency);
    return { currency, minor };
  };
  await noteUnbilled(storage, 'a', sum('EUR', 120_050));
  await noteUnbilled(storage, 'b', sum('EUR', 80_000));
  await noteUnbilled(storage, 'c', sum('JPY', 50_000));
  expect(await value('milepost_unbilled_approved_amount', { currency: 'EUR' })).toBe(2_000.5);
  expect(await value('milepost_unbilled_approved_amount', { currency: 'JPY' })).toBe(50_000);
  await noteUnbilled(storage, 'b', undefined);
  wait(2 * MINUTE_MS);
  expect(await value('milepost_unbilled_approved_amount', { currency: 'EUR' })).toBe(1_200.5);
});

test('rows that cannot be read are counted until they can', async () => {
  const { storage, value } = await aHub();
  expect(await value('milepost_unreadable_rows')).toBe(0);
  await noteUnreadable(storage, 'milestones', '1f0c', new Error('"Amount" cannot be read'));
  expect(await value('milepost_unreadable_rows')).toBe(1);
});

test('requests are counted by how they ended, with the time that they waited for leave', async () => {
  const { storage, metrics, value } = await aHub();
  const budget = createRateBudget(storage.redis, storage.keys, 'notion', { requests: 1, seconds: 1 });
  onTestFinished(budget.stop);
  const send = meteredFetch({ budget: watchRequests(metrics)('notion', budget), timeoutMs: 5_000 });
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => {
    if (request.url === '/cut') response.destroy();
    else response.writeHead(Number(request.url?.slice(1)), { 'retry-after': '1' }).end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await until(() => server.listening);
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await send(`${url}/200`);
  await expect(send(`${url}/cut`)).rejects.toThrow();
  await send(`${url}/429`);
  for (const status of ['200', 'none', '429'])
    expect(await value('milepost_service_requests_total', { service: 'notion', status })).toBe(1);
  expect(await value('milepost_service_requests_total', { service: 'notion', status: '403' })).toBe(0);
  expect(await value('milepost_rate_wait_seconds_count', { service: 'notion' })).toBe(3);
  expect(await value('milepost_rate_wait_seconds_sum', { service: 'notion' })).toBeGreaterThan(1.5);
});
