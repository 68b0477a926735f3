import type { Account } from '../account.ts';
import type { EventRecord, WebhookEndpointRecord } from '../records.ts';
import { renderEvent } from '../render/event.ts';
import { signatureHeader } from './signature.ts';

const TIMEOUT_MS = 10_000;

/** Posts one event and returns the answer's status. Redirects are not followed: they count as failures. */
export async function send(
  account: Account,
  event: EventRecord,
  endpoint: WebhookEndpointRecord,
  closing: AbortSignal,
): Promise<number> {
  const body = JSON.stringify(renderEvent(event, endpoint.apiVersion), null, 2);
  // Receivers refuse what is old by their own clock, which may be the real one or the sandbox's; a signature from the
  // future is fine for both.
  const seconds = Math.floor(Math.max(Date.now(), account.clock.now()) / 1000);
  const response = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': signatureHeader(body, endpoint.secret, seconds),
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  await response.body?.cancel();
  return response.status;
}
