import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import type { Faults } from '../kit/faults.ts';
import type { StripeActions } from './actions.ts';
import { ApiError } from './api/errors.ts';
import * as body from './control-schemas.ts';
import type { StripeStore } from './store.ts';
import type { WebhookControl } from './webhooks/dispatcher.ts';

export type Controls = StripeActions & {
  readonly faults: Faults;
  readonly store: StripeStore;
  readonly webhooks: WebhookControl;
};

const bodyOf = async <T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> => {
  const text = await c.req.text();
  return schema.parse(text === '' ? {} : JSON.parse(text));
};

const done = (c: Context): Response => c.json({ ok: true });

function applyMode(webhooks: WebhookControl, mode: z.output<typeof body.webhookMode>): void {
  if (mode.normally) webhooks.deliverNormally();
  if (mode.delay !== undefined) webhooks.delay(mode.delay);
  if (mode.double !== undefined) webhooks.double(mode.double);
  if (mode.latePayments !== undefined) webhooks.latePayments(mode.latePayments);
  if (mode.lose !== undefined) webhooks.lose(mode.lose);
  if (mode.missign !== undefined) webhooks.missign(mode.missign);
  if (mode.sameSecond !== undefined) webhooks.sameSecond(mode.sameSecond);
  if (mode.shuffle !== undefined) webhooks.shuffle(mode.shuffle);
  if (mode.stale !== undefined) webhooks.stale(mode.stale);
  if (mode.tangle !== undefined) webhooks.tangle(mode.tangle);
  if (mode.twin !== undefined) webhooks.twin(mode.twin);
}

/** What happens to one invoice, outside the API. */
function invoiceControl(controls: Controls): Hono {
  const app = new Hono();
  /** Does something to the invoice that the path names and answers with what became of it. */
  const step = (path: string, act: (id: string, c: Context) => unknown) =>
    app.post(`/invoices/:id/${path}`, async (c) => {
      const id = c.req.param('id');
      await act(id, c);
      return c.json(controls.store.invoice(id) ?? null);
    });
  step('apply-cash-balance', (id) => controls.applyCashBalance(id));
  step('confirm', async (id, c) => controls.confirm(id, (await bodyOf(c, body.answer)).outcome));
  step('detach-payment', (id) => controls.detachPayment(id));
  step('pay', async (id, c) => controls.pay(id, await bodyOf(c, body.payment)));
  step('pay-twice', (id) => controls.payTwice(id));
  step('record-outside', async (id, c) => controls.recordOutside(id, (await bodyOf(c, body.sum)).amount));
  step('settle', async (id, c) => controls.settle(id, (await bodyOf(c, body.answer)).outcome));
  app.post('/invoices/:id/dispute', async (c) =>
    c.json({ dispute: controls.dispute(c.req.param('id'), (await bodyOf(c, body.dispute)).kind) }),
  );
  app.post('/invoices/:id/refund', async (c) =>
    c.json({ refund: controls.refund(c.req.param('id'), await bodyOf(c, body.refund)) }),
  );
  app.post('/invoices/:id/return-debit', async (c) => {
    const { reason } = await bodyOf(c, body.debitReturn);
    return c.json({ dispute: controls.returnDebit(c.req.param('id'), reason) });
  });
  app.post('/invoices/:id/revise', async (c) =>
    c.json({ invoice: controls.revise(c.req.param('id'), await bodyOf(c, body.sum)) }),
  );
  return app;
}

/** What happens to money that is not that of one invoice. */
function moneyControl(controls: Controls): Hono {
  const app = new Hono();
  app.post('/customers/:id/fund-cash-balance', async (c) => {
    controls.fundCashBalance(c.req.param('id'), await bodyOf(c, body.transfer));
    return done(c);
  });
  app.post('/invoices/pay-together', async (c) => {
    controls.payTogether((await bodyOf(c, body.together)).invoices);
    return done(c);
  });
  app.post('/disputes/:id/close', async (c) => {
    controls.closeDispute(c.req.param('id'), (await bodyOf(c, body.closing)).outcome);
    return done(c);
  });
  app.post('/disputes/:id/review', (c) => {
    controls.reviewDispute(c.req.param('id'));
    return done(c);
  });
  app.post('/refunds/:id/complete', (c) => {
    controls.completeRefund(c.req.param('id'));
    return done(c);
  });
  app.post('/refunds/:id/fail', (c) => {
    controls.failRefund(c.req.param('id'));
    return done(c);
  });
  return app;
}

function webhookControl({ addWebhookEndpoint, webhooks }: Controls): Hono {
  const app = new Hono();
  app.get('/webhooks/attempts', (c) => c.json(webhooks.attempts));
  app.post('/webhooks/endpoints', async (c) => {
    const { apiVersion, enabledEvents, secret, url } = await bodyOf(c, body.endpoint);
    return c.json(addWebhookEndpoint(url, secret, enabledEvents, apiVersion));
  });
  app.post('/webhooks/mode', async (c) => {
    applyMode(webhooks, await bodyOf(c, body.webhookMode));
    return done(c);
  });
  app.post('/webhooks/idle', async (c) => {
    await webhooks.idle();
    return done(c);
  });
  return app;
}

/** The same switches over HTTP, for people with `curl` and for the demo. Bodies are JSON. */
export function createControl(controls: Controls): Hono {
  const { faults, store } = controls;
  const app = new Hono();
  app.onError((error, c) => c.json({ error: error.message }, error instanceof ApiError ? 409 : 400));
  app.get('/mails', (c) => c.json(store.mails()));
  app.route('/', invoiceControl(controls));
  app.route('/', moneyControl(controls));
  app.route('/', webhookControl(controls));
  app.post('/other-mode/:id', (c) => {
    controls.existsInOtherMode(c.req.param('id'));
    return done(c);
  });
  app.post('/faults', async (c) => {
    faults.add(await bodyOf(c, body.faultRule));
    return done(c);
  });
  app.delete('/faults', (c) => {
    faults.clear();
    return done(c);
  });
  app.post('/revisions', async (c) => {
    controls.copyMetadataToRevisions((await bodyOf(c, body.revisions)).copyMetadata);
    return done(c);
  });
  app.post('/idempotency-keys/expire', (c) => {
    controls.expireIdempotencyKeys();
    return done(c);
  });
  return app;
}
