import { randomUUID } from 'node:crypto';
import { signWebhookPayload, verifyWebhookSignature } from '@notionhq/client';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import Stripe from 'stripe';
import * as z from 'zod';
import type { Hint } from '../../src/billing/hint.ts';
import type { ReceiverOptions } from '../../src/receiver/app.ts';
import type { VerifyWebhook } from '../../src/receiver/verified.ts';

/** Small verifiers on the SDKs' own checks, so that these tests depend on no connector. */
export const STRIPE_SECRET = 'whsec_test_0123456789';
export const NOTION_TOKEN = 'secret_test_0123456789';

const stripeEvent = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({ object: z.object({ id: z.string() }) }),
});
const notionEvent = z.object({ id: z.string(), type: z.string(), entity: z.object({ id: z.string() }) });
const handshake = z.object({ verification_token: z.string() });

export const verifyStripe: VerifyWebhook = (raw, header) => {
  try {
    const event = stripeEvent.parse(
      Stripe.webhooks.constructEvent(raw, header('stripe-signature') ?? '', STRIPE_SECRET, 300),
    );
    const known = { eventId: event.id, eventType: event.type };
    if (!event.type.startsWith('invoice.')) return { ...known, outcome: 'ignored', why: 'not used' };
    const hint: Hint = { about: 'stripe invoice', id: event.data.object.id, origin: `stripe:${event.id}` };
    return { ...known, outcome: 'hints', hints: [hint] };
  } catch {
    return { outcome: 'refused', status: 400, why: 'not proven to come from Stripe' };
  }
};

export const verifyNotion: VerifyWebhook = async (raw, header) => {
  const body = parsed(raw);
  const token = handshake.safeParse(body);
  if (token.success) return { outcome: 'handshake', token: token.data.verification_token };
  const signature = header('x-notion-signature');
  if (!(await verifyWebhookSignature({ body: raw, signature, verificationToken: NOTION_TOKEN }))) {
    return { outcome: 'refused', status: 401, why: 'not proven to come from Notion' };
  }
  const event = notionEvent.safeParse(body);
  if (!event.success) return { outcome: 'refused', status: 400, why: 'not readable' };
  const { id: eventId, type: eventType, entity } = event.data;
  if (!eventType.startsWith('page.')) return { outcome: 'ignored', eventId, eventType, why: 'not used' };
  return {
    outcome: 'hints',
    eventId,
    eventType,
    hints: [{ about: 'notion row', id: entity.id, origin: `notion:${eventId}` }],
  };
};

function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}

export type Delivery = { readonly body: string; readonly headers: Record<string, string> };

export function stripeDelivery(type = 'invoice.paid', timestamp = Math.floor(Date.now() / 1000)): Delivery {
  const event = {
    id: `evt_${randomUUID()}`,
    object: 'event',
    type,
    data: { object: { id: 'in_1', object: 'invoice' } },
  };
  const body = JSON.stringify(event);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: STRIPE_SECRET, timestamp });
  return { body, headers: { 'content-type': 'application/json', 'stripe-signature': signature } };
}

export async function notionDelivery(type = 'page.properties_updated'): Promise<Delivery> {
  const body = JSON.stringify({ id: randomUUID(), type, entity: { id: 'page-1', type: 'page' } });
  const signature = await signWebhookPayload({ body, verificationToken: NOTION_TOKEN });
  return { body, headers: { 'content-type': 'application/json', 'x-notion-signature': signature } };
}

/** A receiver's options with an inbox in memory and a log whose lines can be looked at. */
export function receiverSetup(overrides: Partial<ReceiverOptions> = {}) {
  const hints: Hint[] = [];
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const options: ReceiverOptions = {
    stripe: verifyStripe,
    notion: { verify: verifyNotion },
    inbox: { put: async (added) => void hints.push(...added) },
    health: async () => ({ problems: [] }),
    metrics: new Registry(),
    log,
    clock: Date.now,
    ...overrides,
  };
  return { options, hints, lines };
}

export const post = ({ body, headers }: Delivery): RequestInit => ({ method: 'POST', body, headers });
