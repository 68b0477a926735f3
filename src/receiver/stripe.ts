import { Hono } from 'hono';
import type { TakeDelivery } from './delivery.ts';
import type { ReceiverEnv } from './raw-body.ts';
import type { VerifyWebhook } from './verified.ts';

/**
 * `POST /webhooks/stripe`: snapshot events.
 *
 * Stripe repeats for up to three days whatever is not answered with 2xx, doubles and reorders events. All of that is
 * harmless here: an event only names an invoice to look at.
 */
export function stripeWebhook(verify: VerifyWebhook, take: TakeDelivery): Hono<ReceiverEnv> {
  const source = { name: 'stripe', verify } as const;
  return new Hono<ReceiverEnv>().post('/webhooks/stripe', (c) => take(c, source));
}
