import Stripe from 'stripe';
import { z } from 'zod';
import type { Hint } from '../../src/billing/hint.ts';
import { hintsOfEvent } from './event-hints.ts';

/** What a delivery turned out to be. */
export type StripeDelivery =
  | { readonly outcome: 'hints'; readonly eventId: string; readonly eventType: string; readonly hints: readonly Hint[] }
  | { readonly outcome: 'ignored'; readonly eventId: string; readonly eventType: string; readonly why: string }
  | { readonly outcome: 'refused'; readonly status: 400; readonly why: string };

/** What every snapshot event says of itself. */
const Envelope = z.looseObject({ id: z.string(), type: z.string(), livemode: z.boolean() });

/** A destination for thin events was set up by mistake: refused, they would come again for days. */
const ThinEvent = z.looseObject({ object: z.literal('v2.core.event'), id: z.string(), type: z.string() });

/** Age in seconds above which a signature counts no more: a recorded delivery cannot be played again later. */
const TOLERANCE_SECONDS = 300;

export type StripeWebhookOptions = {
  /** Several while a secret is being replaced. */
  readonly secrets: readonly string[];
  /** Whether our key is a live one: an event of the other mode is refused. */
  readonly live: boolean;
};

/** Proves that a delivery comes from Stripe, over the raw bytes, and says what it hints at. */
export function verifyStripeWebhook({ secrets, live }: StripeWebhookOptions) {
  return (raw: Buffer, header: (name: string) => string | undefined): StripeDelivery => {
    if (!isSigned(raw, header('stripe-signature'), secrets))
      return { outcome: 'refused', status: 400, why: 'the signature does not match' };
    const body = parseJson(raw);
    const thin = ThinEvent.safeParse(body);
    if (thin.success)
      return { outcome: 'ignored', eventId: thin.data.id, eventType: thin.data.type, why: 'a thin event' };
    const snapshot = Envelope.safeParse(body);
    if (!snapshot.success) return { outcome: 'refused', status: 400, why: 'the body is not an event' };
    const event = snapshot.data;
    if (event.livemode !== live)
      return {
        outcome: 'refused',
        status: 400,
        why: `a ${event.livemode ? 'live' : 'test'} event, but our key is for the other mode`,
      };
    const { id: eventId, type: eventType } = event;
    const { hints, isOwnEcho } = hintsOfEvent(event, `stripe:${eventId}`);
    if (hints.length > 0) return { outcome: 'hints', eventId, eventType, hints };
    return { outcome: 'ignored', eventId, eventType, why: isOwnEcho ? 'own write' : 'not used' };
  };
}

function isSigned(raw: Buffer, signature: string | undefined, secrets: readonly string[]): boolean {
  if (signature === undefined) return false;
  return secrets.some((secret) => {
    try {
      return Stripe.webhooks.signature?.verifyHeader(raw, signature, secret, TOLERANCE_SECONDS) === true;
    } catch {
      return false; // forged, too old, malformed, or signed with another of our secrets: all the same to the sender
    }
  });
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
