import type { Context } from 'hono';
import type { Hint } from '../billing/hint.ts';
import { type RawBody, type ReceiverEnv, readRawBody } from './raw-body.ts';
import type { Verified, VerifyWebhook } from './verified.ts';

/** Where hints are kept; resolves only once they are durable. */
export type HintSink = { readonly put: (hints: readonly Hint[]) => Promise<void> };

export type WebhookSource = {
  readonly name: 'stripe' | 'notion';
  readonly verify: VerifyWebhook;
  /** Absent: a handshake is refused, because a secret is configured already or the source knows none. */
  readonly keepHandshake?: ((token: string) => Promise<void>) | undefined;
};

export const DELIVERY_OUTCOMES = [
  'queued', // authentic, hints are durable
  'ignored', // authentic, nothing to look at
  'handshake', // token kept for a person
  'not_verified', // not proven to come from the source, or unreadable
  'too_large',
  'cut_off', // the sender went away within the body
  'not_queued', // authentic, but could not be kept: the sender comes again
  'failed', // a bug of ours; the sender comes again
] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/** One delivery, settled: what is answered and what is logged. */
export type Settled = {
  readonly outcome: DeliveryOutcome;
  readonly status: 200 | 400 | 401 | 413 | 500 | 503;
  readonly eventId?: string;
  readonly eventType?: string;
  readonly why?: string;
  readonly error?: unknown;
};

/** Decides on one delivery; never throws. */
export async function settleDelivery(
  c: Context<ReceiverEnv>,
  source: WebhookSource,
  inbox: HintSink,
): Promise<Settled> {
  try {
    const body = await readRawBody(c);
    if (body.outcome !== 'read') return unread(body);
    return await settleVerified(await source.verify(body.raw, (name) => c.req.header(name)), source, inbox);
  } catch (error) {
    return { outcome: 'failed', status: 500, why: 'internal error', error };
  }
}

function unread(body: Exclude<RawBody, { outcome: 'read' }>): Settled {
  return body.outcome === 'too large'
    ? { outcome: 'too_large', status: 413, why: 'body too large' }
    : { outcome: 'cut_off', status: 400, why: 'body cut off' };
}

async function settleVerified(verified: Verified, source: WebhookSource, inbox: HintSink): Promise<Settled> {
  switch (verified.outcome) {
    case 'refused':
      return { outcome: 'not_verified', status: verified.status, why: verified.why };
    case 'handshake':
      return await settleHandshake(verified.token, source);
    case 'ignored': {
      const { eventId, eventType, why } = verified;
      return { outcome: 'ignored', status: 200, eventId, eventType, why };
    }
    case 'hints': {
      const { eventId, eventType, hints } = verified;
      const kept = await keep(() => inbox.put(hints));
      return { ...kept, eventId, eventType };
    }
  }
}

async function settleHandshake(token: string, source: WebhookSource): Promise<Settled> {
  const { keepHandshake } = source;
  // A handshake is signed with the token it carries, so it proves nothing: it may only fill an empty place.
  if (keepHandshake === undefined) return { outcome: 'not_verified', status: 401, why: 'no handshake is expected' };
  const kept = await keep(() => keepHandshake(token));
  return kept.outcome === 'queued' ? { ...kept, outcome: 'handshake' } : kept;
}

/** Only what is durably kept is acknowledged; anything else is refused at once, so that the sender comes again. */
async function keep(store: () => Promise<void>): Promise<Settled> {
  try {
    await store();
    return { outcome: 'queued', status: 200 };
  } catch (error) {
    return { outcome: 'not_queued', status: 503, why: 'not queued, please retry', error };
  }
}
