import type { Account } from '../account.ts';
import type { EventRecord, WebhookEndpointRecord } from '../records.ts';
import { renderEvent } from '../render/event.ts';
import { inVersion } from '../render/older-version.ts';
import type { Signing } from './modes.ts';
import { signatureHeader } from './signature.ts';

const TIMEOUT_MS = 10_000;
/** Twice as old as the official SDK takes. */
const STALE_SECONDS = 600;
const FOREIGN_SECRET = 'whsec_of_somebody_else';

/** Posts one event and returns the answer's status. Redirects are not followed: they count as failures. */
export async function send(
  account: Account,
  event: EventRecord,
  endpoint: WebhookEndpointRecord,
  { isForeign, isStale }: Signing,
  closing: AbortSignal,
): Promise<number> {
  const inItsVersion = { ...event, object: inVersion(account, event.object, endpoint.apiVersion) };
  const body = JSON.stringify(renderEvent(inItsVersion, endpoint.apiVersion), null, 2);
  // Receivers refuse what is old by their own clock, which may be the real one or the sandbox's; a signature from the
  // future is fine for both, and a stale one must be old for both.
  const clocks = [Date.now(), account.clock.now()];
  const millis = isStale ? Math.min(...clocks) - STALE_SECONDS * 1000 : Math.max(...clocks);
  const secret = isForeign ? FOREIGN_SECRET : endpoint.secret;
  const response = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': signatureHeader(body, secret, Math.floor(millis / 1000)),
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  await response.body?.cancel();
  return response.status;
}
