import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Faults } from '../kit/faults.ts';
import type { StripeActions } from './actions.ts';
import { ApiError } from './api/errors.ts';
import { PAYMENT_METHODS } from './ledger/hosted-payment.ts';
import { DISPUTE_OUTCOMES, REFUND_REASONS } from './records.ts';
import type { StripeStore } from './store.ts';
import type { WebhookControl } from './webhooks/dispatcher.ts';

export type Controls = StripeActions & {
  readonly faults: Faults;
  readonly store: StripeStore;
  readonly webhooks: WebhookControl;
};

const payment = z.strictObject({
  amount: z.int().positive().exactOptional(),
  method: z.enum(PAYMENT_METHODS).exactOptional(),
});

const refund = z.strictObject({
  amount: z.int().positive().exactOptional(),
  reason: z.enum(REFUND_REASONS).exactOptional(),
});

const sum = z.strictObject({ amount: z.int().positive().exactOptional() });

const transfer = z.strictObject({
  amount: z.int().positive(),
  currency: z.string(),
  reference: z.string().exactOptional(),
});

const webhookMode = z.strictObject({
  double: z.boolean().optional(),
  lose: z.union([z.int().nonnegative(), z.literal('all')]).optional(),
  normally: z.literal(true).optional(),
  shuffle: z.boolean().optional(),
});

const fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['answer', 'answer after commit']),
    status: z.int(),
    body: z.string(),
    headers: z.record(z.string(), z.string()).exactOptional(),
  }),
  z.strictObject({ kind: z.enum(['cut before commit', 'cut after commit']) }),
  z.strictObject({ kind: z.literal('delay'), ms: z.number() }),
]);

const faultRule = z.strictObject({
  fault,
  method: z.string().exactOptional(),
  path: z.string().exactOptional(),
  skip: z.int().exactOptional(),
  times: z.int().exactOptional(),
});

const endpoint = z.strictObject({
  enabledEvents: z.array(z.string()).optional(),
  secret: z.string().optional(),
  url: z.url(),
});

const bodyOf = async <T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> => {
  const text = await c.req.text();
  return schema.parse(text === '' ? {} : JSON.parse(text));
};

function applyMode(webhooks: WebhookControl, mode: z.output<typeof webhookMode>): void {
  if (mode.normally) webhooks.deliverNormally();
  if (mode.double !== undefined) webhooks.double(mode.double);
  if (mode.lose !== undefined) webhooks.lose(mode.lose);
  if (mode.shuffle !== undefined) webhooks.shuffle(mode.shuffle);
}

/** The same switches over HTTP, for people with `curl` and for the demo. Bodies are JSON. */
export function createControl(controls: Controls): Hono {
  const { faults, store, webhooks } = controls;
  const app = new Hono();
  app.onError((error, c) => c.json({ error: error.message }, error instanceof ApiError ? 409 : 400));
  app.get('/mails', (c) => c.json(store.mails()));
  app.get('/webhooks/attempts', (c) => c.json(webhooks.attempts));
  app.post('/invoices/:id/pay', async (c) => {
    await controls.pay(c.req.param('id'), await bodyOf(c, payment));
    return c.json(store.invoice(c.req.param('id')) ?? null);
  });
  app.post('/invoices/:id/settle', async (c) => {
    const { outcome } = await bodyOf(c, z.strictObject({ outcome: z.enum(['fails', 'succeeds']) }));
    controls.settle(c.req.param('id'), outcome);
    return c.json(store.invoice(c.req.param('id')) ?? null);
  });
  app.post('/invoices/:id/dispute', (c) => c.json({ dispute: controls.dispute(c.req.param('id')) }));
  app.post('/invoices/:id/refund', async (c) =>
    c.json({ refund: controls.refund(c.req.param('id'), await bodyOf(c, refund)) }),
  );
  app.post('/invoices/:id/apply-cash-balance', (c) => {
    controls.applyCashBalance(c.req.param('id'));
    return c.json(store.invoice(c.req.param('id')) ?? null);
  });
  app.post('/invoices/:id/detach-payment', (c) => {
    controls.detachPayment(c.req.param('id'));
    return c.json(store.invoice(c.req.param('id')) ?? null);
  });
  app.post('/invoices/:id/pay-twice', (c) => {
    controls.payTwice(c.req.param('id'));
    return c.json(store.invoice(c.req.param('id')) ?? null);
  });
  app.post('/invoices/:id/record-outside', async (c) => {
    controls.recordOutside(c.req.param('id'), (await bodyOf(c, sum)).amount);
    return c.json(store.invoice(c.req.param('id')) ?? null);
  });
  app.post('/invoices/:id/return-debit', (c) => c.json({ dispute: controls.returnDebit(c.req.param('id')) }));
  app.post('/invoices/:id/revise', async (c) =>
    c.json({ invoice: controls.revise(c.req.param('id'), await bodyOf(c, sum)) }),
  );
  app.post('/customers/:id/fund-cash-balance', async (c) => {
    controls.fundCashBalance(c.req.param('id'), await bodyOf(c, transfer));
    return c.json({ ok: true });
  });
  app.post('/invoices/pay-together', async (c) => {
    const { invoices } = await bodyOf(c, z.strictObject({ invoices: z.array(z.string()) }));
    controls.payTogether(invoices);
    return c.json({ ok: true });
  });
  app.post('/disputes/:id/close', async (c) => {
    const { outcome } = await bodyOf(c, z.strictObject({ outcome: z.enum(DISPUTE_OUTCOMES) }));
    controls.closeDispute(c.req.param('id'), outcome);
    return c.json({ ok: true });
  });
  app.post('/refunds/:id/fail', (c) => {
    controls.failRefund(c.req.param('id'));
    return c.json({ ok: true });
  });
  app.post('/other-mode/:id', (c) => {
    controls.existsInOtherMode(c.req.param('id'));
    return c.json({ ok: true });
  });
  app.post('/webhooks/endpoints', async (c) => {
    const { enabledEvents, secret, url } = await bodyOf(c, endpoint);
    return c.json(controls.addWebhookEndpoint(url, secret, enabledEvents));
  });
  app.post('/webhooks/mode', async (c) => {
    applyMode(webhooks, await bodyOf(c, webhookMode));
    return c.json({ ok: true });
  });
  app.post('/webhooks/idle', async (c) => {
    await webhooks.idle();
    return c.json({ ok: true });
  });
  app.post('/faults', async (c) => {
    faults.add(await bodyOf(c, faultRule));
    return c.json({ ok: true });
  });
  app.delete('/faults', (c) => {
    faults.clear();
    return c.json({ ok: true });
  });
  app.post('/idempotency-keys/expire', (c) => {
    controls.expireIdempotencyKeys();
    return c.json({ ok: true });
  });
  return app;
}
