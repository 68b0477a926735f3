import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newSentInvoice, type Received, type Setup, setUp, startReceiver, typesOf } from './support.ts';

const eventShape = z.looseObject({ id: z.string(), type: z.string(), data: z.looseObject({}) });
const eventsOf = (received: readonly Received[]) => received.map(({ body }) => eventShape.parse(JSON.parse(body)));

/** A receiver of `types`, and what checks one of its deliveries as the official SDK does. */
async function listenFor(setup: Setup, types: readonly string[], statuses: number[] = []) {
  const { url, received } = await startReceiver(statuses);
  const { secret } = setup.sandbox.addWebhookEndpoint(url, undefined, types);
  const check = (delivery: Received | undefined) =>
    setup.stripe.webhooks.constructEvent(delivery?.body ?? '', String(delivery?.headers['stripe-signature']), secret);
  return { received, check };
}

describe('deliveries that go wrong', () => {
  test('tell of each change in two events that differ in their id only', async () => {
    const setup = await setUp();
    const { received } = await listenFor(setup, ['invoice.paid']);
    const { id } = await newSentInvoice(setup);
    setup.sandbox.webhooks.twin(true);
    await setup.sandbox.pay(id);
    await setup.sandbox.webhooks.idle();
    const [first, second, ...others] = eventsOf(received);
    expect(others).toEqual([]);
    expect(first?.id).not.toBe(second?.id);
    expect(second).toEqual({ ...first, id: second?.id });
    const listed = (await setup.stripe.events.list({ type: 'invoice.paid' })).data.map((event) => event.id);
    expect(new Set(listed)).toEqual(new Set([first?.id, second?.id]));
  });

  test('come late by the sandbox’s clock, with the object as it was when it changed', async () => {
    const setup = await setUp();
    const { received } = await listenFor(setup, ['invoice.sent']);
    setup.sandbox.webhooks.delay(600);
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.webhooks.idle();
    expect(received).toEqual([]);
    await setup.sandbox.pay(id);
    setup.clock.advance(601_000);
    await setup.sandbox.webhooks.idle();
    expect(eventsOf(received)).toMatchObject([{ type: 'invoice.sent', data: { object: { id, status: 'open' } } }]);
  });

  test('tell of the payment long after the invoice was paid', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    setup.sandbox.webhooks.latePayments(22);
    await setup.sandbox.pay(id);
    await setup.sandbox.webhooks.idle();
    expect(typesOf(setup.sandbox)).toContain('invoice.paid');
    expect(typesOf(setup.sandbox)).not.toContain('invoice_payment.paid');
    setup.clock.advance(23_000);
    expect(typesOf(setup.sandbox).at(-1)).toBe('invoice_payment.paid');
    const [paid] = (await setup.stripe.events.list({ type: 'invoice.paid' })).data;
    const [payment] = (await setup.stripe.events.list({ type: 'invoice_payment.paid' })).data;
    expect((payment?.created ?? 0) - (paid?.created ?? 0)).toBeGreaterThanOrEqual(22);
  });

  test('carry a signature of somebody else, until the retry', async () => {
    const setup = await setUp();
    const { received, check } = await listenFor(setup, ['invoice.sent'], [400]);
    setup.sandbox.webhooks.missign(1);
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.webhooks.idle();
    expect(received).toHaveLength(2);
    expect(() => check(received[0])).toThrow(/signature/i);
    expect(check(received[1])).toMatchObject({ data: { object: { id } } });
  });

  test('carry a signature that is too old', async () => {
    const setup = await setUp();
    const { received, check } = await listenFor(setup, ['invoice.sent'], [400]);
    setup.sandbox.webhooks.stale(1);
    await newSentInvoice(setup);
    await setup.sandbox.webhooks.idle();
    expect(() => check(received[0])).toThrow(/tolerance/);
    expect(check(received[1])).toMatchObject({ type: 'invoice.sent' });
  });

  test('end when they are told to', async () => {
    const setup = await setUp();
    const { received, check } = await listenFor(setup, ['invoice.sent']);
    const { webhooks } = setup.sandbox;
    webhooks.twin(true);
    webhooks.delay(600);
    webhooks.missign('all');
    webhooks.stale('all');
    webhooks.deliverNormally();
    await newSentInvoice(setup);
    await webhooks.idle();
    expect(received).toHaveLength(1);
    expect(check(received[0])).toMatchObject({ type: 'invoice.sent' });
  });

  test('are switched over HTTP as well', async () => {
    const setup = await setUp();
    const { received } = await listenFor(setup, ['invoice.sent']);
    const mode = { twin: true, delay: 5, latePayments: 5 };
    const answer = await fetch(`${setup.sandbox.url}/_sandbox/webhooks/mode`, {
      method: 'POST',
      body: JSON.stringify(mode),
    });
    expect(answer.status).toBe(200);
    await newSentInvoice(setup);
    setup.clock.advance(6_000);
    await setup.sandbox.webhooks.idle();
    expect(received).toHaveLength(2);
  });
});
