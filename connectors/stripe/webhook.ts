import Stripe from 'stripe';
import type { Hint } from '../../src/billing/hint.ts';
import { hintsOfEvent } from './event-hints.ts';

/** What a delivery turned out to be. */
export type StripeDelivery =
  | { readonly outcome: 'hints'; readonly eventId: string; readonly eventType: string; readonly hints: readonly Hint[] }
  | { readonly outcome: 'ignored'; readonly eventId: string; readonly eventType: string; readonly why: string }
  | { readonly outcome: 'refused'; readonly status: 400; readonly why: string };

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
    const event = firstVerified(raw, header('stripe-signature'), secrets);
    if (event === undefined) return { outcome: 'refused', status: 400, why: 'the signature does not match' };
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

function firstVerified(
  raw: Buffer,
  signature: string | undefined,
  secrets: readonly string[],
): Stripe.Event | undefined {
  if (signature === undefined) return undefined;
  for (const secret of secrets) {
    try {
      return Stripe.webhooks.constructEvent(raw, signature, secret, TOLERANCE_SECONDS);
    } catch {
      // Forged, too old, malformed, or signed with another of our secrets: all the same to the sender.
    }
  }
  return undefined;
}
