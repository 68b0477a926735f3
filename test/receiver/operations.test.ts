import { expect, test } from 'vitest';
import { createOffice, createReceiver } from '../../src/receiver/app.ts';
import { post, receiverSetup, stripeDelivery } from './kit.ts';

test('a process is alive even when it is not ready, and says why it is not', async () => {
  const { options } = receiverSetup({ health: async () => ({ problems: ['Redis does not answer'] }) });
  const app = createReceiver(options);
  expect((await app.request('/healthz')).status).toBe(200);
  const readiness = await app.request('/readyz');
  expect(readiness.status).toBe(503);
  expect(await readiness.json()).toEqual({ status: 'not ready', problems: ['Redis does not answer'] });
});

test('a health check that breaks is a reason not to be ready', async () => {
  const { options } = receiverSetup({ health: () => Promise.reject(new Error('Command timed out')) });
  const readiness = await createReceiver(options).request('/readyz');
  expect(readiness.status).toBe(503);
  expect(await readiness.json()).toMatchObject({ problems: ['Command timed out'] });
});

test('metrics count deliveries by source and outcome', async () => {
  const app = createReceiver(receiverSetup().options);
  await app.request('/webhooks/stripe', post(stripeDelivery()));
  await app.request('/webhooks/stripe', post({ body: '{}', headers: {} }));
  const metrics = await app.request('/metrics');
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  const text = await metrics.text();
  expect(text).toContain('milepost_webhooks_total{source="stripe",outcome="queued"} 1');
  expect(text).toContain('milepost_webhooks_total{source="stripe",outcome="not_verified"} 1');
});

test('a process that takes no webhooks answers the same questions', async () => {
  const { options } = receiverSetup();
  const app = createOffice(options);
  expect((await app.request('/readyz')).status).toBe(200);
  expect((await app.request('/metrics')).status).toBe(200);
  expect((await app.request('/webhooks/stripe', post(stripeDelivery()))).status).toBe(404);
});

test('without a password there is no admin page', async () => {
  const app = createReceiver(receiverSetup().options);
  expect((await app.request('/admin')).status).toBe(404);
  expect((await app.request('/admin/queues')).status).toBe(404);
});
