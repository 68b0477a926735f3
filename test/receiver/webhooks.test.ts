import { expect, test } from 'vitest';
import { createReceiver } from '../../src/receiver/app.ts';
import { NOTION_TOKEN, notionDelivery, post, receiverSetup, stripeDelivery } from './kit.ts';

test('an authentic Stripe event is queued, answered and logged under one request id', async () => {
  const { options, hints, lines } = receiverSetup();
  const delivery = stripeDelivery();
  const answer = await createReceiver(options).request('/webhooks/stripe', post(delivery));
  expect(answer.status).toBe(200);
  const eventId = JSON.parse(delivery.body).id;
  expect(hints).toEqual([{ about: 'stripe invoice', id: 'in_1', origin: `stripe:${eventId}` }]);
  expect(lines).toMatchObject([
    {
      source: 'stripe',
      event_id: eventId,
      event_type: 'invoice.paid',
      outcome: 'queued',
      request_id: answer.headers.get('x-request-id'),
      duration_ms: expect.any(Number),
    },
  ]);
});

test('an authentic Notion event is queued', async () => {
  const { options, hints } = receiverSetup();
  const answer = await createReceiver(options).request('/webhooks/notion', post(await notionDelivery()));
  expect(answer.status).toBe(200);
  expect(hints).toMatchObject([{ about: 'notion row', id: 'page-1' }]);
});

test('an authentic event of an unknown type is answered with success and queues nothing', async () => {
  const { options, hints, lines } = receiverSetup();
  const app = createReceiver(options);
  expect((await app.request('/webhooks/stripe', post(stripeDelivery('radar.unheard_of')))).status).toBe(200);
  expect((await app.request('/webhooks/notion', post(await notionDelivery('view.created')))).status).toBe(200);
  expect(hints).toEqual([]);
  expect(lines.map((line) => line.outcome)).toEqual(['ignored', 'ignored']);
});

const now = () => Math.floor(Date.now() / 1000);
const withSignature = (signature: string | undefined) => {
  const { body, headers } = stripeDelivery();
  const { 'stripe-signature': _own, ...others } = headers;
  return { body, headers: signature === undefined ? others : { ...others, 'stripe-signature': signature } };
};

test.each([
  ['without a signature', () => withSignature(undefined)],
  ['with an empty signature', () => withSignature('')],
  ['with a signature of nonsense', () => withSignature('t=abc,v1=zz')],
  [
    'with the signature of another delivery',
    () => withSignature(stripeDelivery('invoice.sent').headers['stripe-signature']),
  ],
  ['signed more than five minutes ago', () => stripeDelivery('invoice.paid', now() - 301)],
  ['with a changed body', () => ({ ...stripeDelivery(), body: '{"id":"evt_1","type":"invoice.paid"}' })],
])('a Stripe delivery %s is refused with 400 and queues nothing', async (_what, delivery) => {
  const { options, hints, lines } = receiverSetup();
  const answer = await createReceiver(options).request('/webhooks/stripe', post(delivery()));
  expect(answer.status).toBe(400);
  expect(hints).toEqual([]);
  expect(lines).toMatchObject([{ source: 'stripe', outcome: 'not_verified', level: 40 }]);
});

test('a Stripe event signed just within five minutes counts', async () => {
  const { options, hints } = receiverSetup();
  const answer = await createReceiver(options).request(
    '/webhooks/stripe',
    post(stripeDelivery('invoice.paid', now() - 295)),
  );
  expect(answer.status).toBe(200);
  expect(hints).toHaveLength(1);
});

test.each([
  ['no signature', undefined],
  ['an upper-case prefix', (signature: string) => signature.replace('sha256', 'SHA256')],
  ['a changed digit', (signature: string) => signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
])('a Notion delivery with %s is refused with 401 and queues nothing', async (_what, change) => {
  const { options, hints } = receiverSetup();
  const { body, headers } = await notionDelivery();
  const { 'x-notion-signature': signature = '', ...others } = headers;
  const changed = change === undefined ? others : { ...others, 'x-notion-signature': change(signature) };
  const answer = await createReceiver(options).request('/webhooks/notion', post({ body, headers: changed }));
  expect(answer.status).toBe(401);
  expect(hints).toEqual([]);
});

test('bodies and signatures never reach the log', async () => {
  const { options, lines } = receiverSetup({ inbox: { put: () => Promise.reject(new Error('away')) } });
  const app = createReceiver(options);
  const { body, headers } = stripeDelivery();
  await app.request('/webhooks/stripe', post({ body, headers }));
  await app.request('/webhooks/stripe', post({ body: `${body} `, headers }));
  const written = JSON.stringify(lines);
  expect(lines).toHaveLength(2);
  expect(written).not.toContain(headers['stripe-signature']);
  expect(written).not.toContain('"object"');
  expect(written).not.toContain('in_1');
});

const introduction = { body: JSON.stringify({ verification_token: NOTION_TOKEN }), headers: {} };

test('a handshake is kept where one is expected', async () => {
  const tokens: string[] = [];
  const { options, lines } = receiverSetup();
  const keepHandshake = async (token: string) => void tokens.push(token);
  const app = createReceiver({ ...options, notion: { ...options.notion, keepHandshake } });
  expect((await app.request('/webhooks/notion', post(introduction))).status).toBe(200);
  expect(tokens).toEqual([NOTION_TOKEN]);
  expect(lines).toMatchObject([{ outcome: 'handshake' }]);
  expect(JSON.stringify(lines)).not.toContain(NOTION_TOKEN);
});

test('a handshake is refused where none is expected, and with 503 when it cannot be kept', async () => {
  const { options } = receiverSetup();
  expect((await createReceiver(options).request('/webhooks/notion', post(introduction))).status).toBe(401);
  const keepHandshake = () => Promise.reject(new Error('Redis does not answer'));
  const app = createReceiver({ ...receiverSetup().options, notion: { ...options.notion, keepHandshake } });
  expect((await app.request('/webhooks/notion', post(introduction))).status).toBe(503);
});

test('what cannot be kept is refused with 503, and the sender is asked to come again', async () => {
  const { options, lines } = receiverSetup({
    inbox: { put: () => Promise.reject(new Error('Redis does not answer')) },
  });
  const answer = await createReceiver(options).request('/webhooks/stripe', post(stripeDelivery()));
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(answer.headers.get('x-request-id')).toBe(lines[0]?.request_id);
  expect(lines).toMatchObject([{ outcome: 'not_queued', level: 50 }]);
});

test('a bug in a verifier is answered with 500 and logged, and tells the sender nothing', async () => {
  const { options, lines } = receiverSetup({
    stripe: () => {
      throw new TypeError('secret detail');
    },
  });
  const answer = await createReceiver(options).request('/webhooks/stripe', post(stripeDelivery()));
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret detail');
  expect(lines).toMatchObject([{ outcome: 'failed', level: 50 }]);
});

test('authentic deliveries are noted, but not each of them', async () => {
  const noted: unknown[] = [];
  let clock = 1_000;
  const { options } = receiverSetup({ clock: () => clock, noteAuthentic: (...note) => void noted.push(note) });
  const app = createReceiver(options);
  const bad = { body: '{}', headers: {} };
  await app.request('/webhooks/stripe', post(bad));
  for (const at of [1_000, 2_000, 6_000]) {
    clock = at;
    await app.request('/webhooks/stripe', post(stripeDelivery()));
  }
  await app.request('/webhooks/notion', post(await notionDelivery('view.created')));
  expect(noted).toEqual([
    ['stripe', 1_000],
    ['stripe', 6_000],
    ['notion', 6_000],
  ]);
});

test('other methods and routes do not exist', async () => {
  const app = createReceiver(receiverSetup().options);
  expect((await app.request('/webhooks/stripe')).status).toBe(404);
  expect((await app.request('/webhooks/paypal', { method: 'POST' })).status).toBe(404);
});
