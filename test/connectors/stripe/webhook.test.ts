import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyStripeWebhook } from '../../../connectors/stripe/webhook.ts';

const SECRET = 'whsec_current';
const MILESTONE = '11111111-1111-4111-8111-111111111111';
const verify = verifyStripeWebhook({ secrets: ['whsec_previous', SECRET], live: false });

/** Signed by the published scheme, not by the SDK that verifies it. */
function sign(body: string, { secret = SECRET, ageSeconds = 0 } = {}): string {
  const time = Math.floor(Date.now() / 1000) - ageSeconds;
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
}

const event = (changes: object = {}): string =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'invoice.paid',
    livemode: false,
    created: 1,
    request: null,
    data: { object: { id: 'in_1', object: 'invoice', metadata: { milepost_milestone: MILESTONE } } },
    ...changes,
  });

const deliver = (body: string, signature: string | undefined = sign(body)) =>
  verify(Buffer.from(body), (name) => (name === 'stripe-signature' ? signature : undefined));

describe('a Stripe delivery', () => {
  test('hints at the milestone that its invoice bills', () => {
    expect(deliver(event())).toEqual({
      outcome: 'hints',
      eventId: 'evt_1',
      eventType: 'invoice.paid',
      hints: [{ about: 'milestone', id: MILESTONE, origin: 'stripe:evt_1' }],
    });
  });

  test('hints at the invoice where the event names no milestone', () => {
    const body = event({
      type: 'invoice_payment.paid',
      data: { object: { id: 'inpay_1', object: 'invoice_payment', invoice: 'in_7' } },
    });
    expect(deliver(body)).toMatchObject({ hints: [{ about: 'stripe invoice', id: 'in_7' }] });
  });

  test.each([
    { name: 'an unknown type', body: event({ type: 'invoice.something_new' }), why: 'not used' },
    {
      name: 'an invoice that is not ours',
      body: event({ data: { object: { id: 'in_2', object: 'invoice', metadata: {} } } }),
      why: 'not used',
    },
    {
      name: 'the echo of our own call',
      body: event({ request: { id: 'req_1', idempotency_key: 'milepost:send:in_1:x:0' } }),
      why: 'own write',
    },
  ])('about $name is authentic and ignored', ({ body, why }) => {
    expect(deliver(body)).toMatchObject({ outcome: 'ignored', why });
  });

  test('signed with the previous secret still counts while it is being replaced', () => {
    expect(deliver(event(), sign(event(), { secret: 'whsec_previous' }))).toMatchObject({ outcome: 'hints' });
  });

  test('of exactly 300 seconds counts, an older one does not', () => {
    expect(deliver(event(), sign(event(), { ageSeconds: 299 }))).toMatchObject({ outcome: 'hints' });
    expect(deliver(event(), sign(event(), { ageSeconds: 302 }))).toMatchObject({ outcome: 'refused', status: 400 });
  });

  test.each([
    { name: 'without a signature', signature: '' },
    { name: 'with a foreign signature', signature: sign(event(), { secret: 'whsec_foreign' }) },
    { name: 'with a malformed signature', signature: 't=now,v1=zz' },
  ])('$name is refused', ({ signature }) => {
    expect(deliver(event(), signature)).toMatchObject({ outcome: 'refused', status: 400 });
  });

  test('of the other mode is refused, whatever its signature', () => {
    expect(deliver(event({ livemode: true }))).toMatchObject({ outcome: 'refused', status: 400 });
  });
});
