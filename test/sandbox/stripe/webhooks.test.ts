import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newCustomer, newSentInvoice, type Received, refusal, setUp, startReceiver } from './support.ts';

const eventShape = z.looseObject({ id: z.string(), type: z.string(), pending_webhooks: z.number() });

const idsOf = (received: readonly Received[]): string[] =>
  received.map(({ body }) => eventShape.parse(JSON.parse(body)).id);

describe('webhooks', () => {
  it('arrive signed so that the official SDK accepts them', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const { url, received } = await startReceiver();
    const { secret } = sandbox.addWebhookEndpoint(url, undefined, ['invoice.sent']);
    expect(secret).toMatch(/^whsec_/);
    const sent = await newSentInvoice(setup);
    await sandbox.webhooks.idle();
    const [delivery] = received;
    const signature = String(delivery?.headers['stripe-signature']);
    const event = stripe.webhooks.constructEvent(delivery?.body ?? '', signature, secret);
    expect(event).toMatchObject({
      type: 'invoice.sent',
      data: { object: { id: sent.id, status: 'open' } },
      livemode: false,
    });
    expect(delivery?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    });
    expect(() => stripe.webhooks.constructEvent(delivery?.body ?? '', signature, 'whsec_other')).toThrow(/signature/i);
    expect(received).toHaveLength(1);
    expect((await stripe.events.retrieve(event.id)).pending_webhooks).toBe(0);
  });

  it('carry the object as it was, whatever happens to it later', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id);
    const [sent] = (await stripe.events.list({ type: 'invoice.sent' })).data;
    expect(sent?.data.object).toMatchObject({ id, status: 'open', amount_paid: 0 });
    const [updated] = (await stripe.events.list({ type: 'invoice.updated' })).data;
    expect(updated?.data.previous_attributes).toMatchObject({ status: 'open', amount_paid: 0 });
    expect(updated?.request).toEqual({ id: null, idempotency_key: null });
  });

  it('are tried again until a 2xx, each time with a fresh signature; a redirect is no success', async () => {
    const { sandbox, stripe } = await setUp();
    const { url, received } = await startReceiver([500, 302]);
    sandbox.addWebhookEndpoint(url);
    await newCustomer(stripe);
    await sandbox.webhooks.idle();
    expect(new Set(idsOf(received)).size).toBe(1);
    expect(sandbox.webhooks.attempts.map(({ attempt, outcome, status }) => [attempt, outcome, status])).toEqual([
      [1, 'refused', 500],
      [2, 'refused', 302],
      [3, 'delivered', 200],
    ]);
    expect((await stripe.events.list({ delivery_success: false })).data).toEqual([]);
  });

  it('are given up in the end, and then show as undelivered', async () => {
    const { sandbox, stripe } = await setUp();
    const { url } = await startReceiver([500, 500, 500]);
    sandbox.addWebhookEndpoint(url);
    await newCustomer(stripe);
    await sandbox.webhooks.idle();
    const failed = await stripe.events.list({ delivery_success: false });
    expect(failed.data).toMatchObject([{ type: 'customer.created', pending_webhooks: 1 }]);
  });

  it('can be lost and doubled, and be normal again', async () => {
    const { sandbox, stripe } = await setUp();
    const { url, received } = await startReceiver();
    sandbox.addWebhookEndpoint(url);
    const deliveredBy = async (count: number): Promise<string[]> => {
      received.length = 0;
      for (let index = 0; index < count; index += 1) await newCustomer(stripe);
      await sandbox.webhooks.idle();
      return idsOf(received);
    };
    const newest = async (count: number) => (await stripe.events.list({ limit: count })).data.map(({ id }) => id);

    sandbox.webhooks.lose(1);
    expect(await deliveredBy(2)).toEqual(await newest(1));
    sandbox.webhooks.lose('all');
    expect(await deliveredBy(1)).toEqual([]);
    sandbox.webhooks.deliverNormally();
    sandbox.webhooks.double(true);
    expect(await deliveredBy(1)).toEqual([...(await newest(1)), ...(await newest(1))]);
    sandbox.webhooks.deliverNormally();
    expect(await deliveredBy(1)).toHaveLength(1);
  });

  it('arrive backwards when shuffled', async () => {
    const setup = await setUp();
    const { sandbox } = setup;
    const { url, received } = await startReceiver();
    const { id } = await newSentInvoice(setup);
    sandbox.addWebhookEndpoint(url);
    sandbox.webhooks.shuffle(true);
    const known = sandbox.store.events().length;
    await sandbox.pay(id);
    const atOnce = sandbox.store.events().slice(known);
    expect(atOnce.length).toBeGreaterThan(2);
    await sandbox.webhooks.idle();
    const delivered = idsOf(received).filter((event) => atOnce.some((one) => one.id === event));
    expect(delivered).toEqual(atOnce.map((event) => event.id).toReversed());
  });
});

describe('webhook endpoints', () => {
  it('show their secret once and can be changed, switched off and removed', async () => {
    const { sandbox, stripe } = await setUp();
    const { url, received } = await startReceiver();
    const created = await stripe.webhookEndpoints.create({
      url,
      enabled_events: ['invoice.paid', 'invoice.sent'],
      api_version: '2026-10-28.endive',
    });
    expect(created.secret).toMatch(/^whsec_/);
    const read = await stripe.webhookEndpoints.retrieve(created.id);
    expect(read).toMatchObject({ api_version: '2026-10-28.endive', status: 'enabled', url });
    expect(read.secret).toBeUndefined();
    expect((await stripe.webhookEndpoints.list()).data.map(({ id }) => id)).toEqual([created.id]);
    await stripe.webhookEndpoints.update(created.id, { enabled_events: ['*'] });
    await newCustomer(stripe);
    await sandbox.webhooks.idle();
    expect(received).toHaveLength(1);
    expect((await stripe.webhookEndpoints.update(created.id, { disabled: true })).status).toBe('disabled');
    await newCustomer(stripe);
    await sandbox.webhooks.idle();
    expect(received).toHaveLength(1);
    expect(await stripe.webhookEndpoints.del(created.id)).toMatchObject({ deleted: true });
    expect((await refusal(stripe.webhookEndpoints.retrieve(created.id))).code).toBe('resource_missing');
  });

  it('refuse what is no address and no event', async () => {
    const { stripe } = await setUp();
    const create = (url: string, enabled_events: ('*' | 'invoice.paid')[]) =>
      refusal(stripe.webhookEndpoints.create({ url, enabled_events }));
    expect((await create('nowhere', ['*'])).code).toBe('url_invalid');
    expect((await create('http://127.0.0.1:1', ['*', 'invoice.paid'])).param).toBe('enabled_events');
  });
});

describe('the list of events', () => {
  it('goes back in time from the newest and forward from a known one', async () => {
    const { stripe } = await setUp();
    for (let index = 0; index < 5; index += 1) await newCustomer(stripe, { name: `client ${index}` });
    const nameOf = (event: { data: { object: object } }) =>
      z.looseObject({ name: z.string() }).parse(event.data.object).name;
    const back = await stripe.events.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(back.map(nameOf)).toEqual(['client 4', 'client 3', 'client 2', 'client 1', 'client 0']);
    const mark = back.at(-1)?.id ?? '';
    const forward: string[] = [];
    for await (const event of stripe.events.list({ ending_before: mark, limit: 2 })) forward.push(nameOf(event));
    expect(forward).toEqual(['client 1', 'client 2', 'client 3', 'client 4']);
  });

  it('filters by type, several types, wildcard and time, and forgets after thirty days', async () => {
    const setup = await setUp();
    const { clock, stripe } = setup;
    await newSentInvoice(setup);
    const types = async (params: Parameters<typeof stripe.events.list>[0]) =>
      (await stripe.events.list({ limit: 100, ...params })).data.map(({ type }) => type);
    expect(await types({ type: 'invoice.sent' })).toEqual(['invoice.sent']);
    expect(await types({ types: ['invoice.sent', 'customer.created'] })).toEqual(['invoice.sent', 'customer.created']);
    expect(new Set((await types({ type: 'invoice.*' })).map((type) => type.split('.')[0]))).toEqual(
      new Set(['invoice']),
    );
    const now = Math.floor(clock.now() / 1000);
    expect(await types({ created: { gt: now + 1 } })).toEqual([]);
    expect((await refusal(stripe.events.list({ ending_before: 'evt_none' }))).code).toBe('resource_missing');
    clock.advance(31 * 86_400_000);
    expect(await types({})).toEqual([]);
  });
});
