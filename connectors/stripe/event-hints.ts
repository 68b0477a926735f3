import { z } from 'zod';
import type { Hint } from '../../src/billing/hint.ts';
import { METADATA } from './invoice.ts';
import { KEY_PREFIX } from './once.ts';

/**
 * The events that say "look at this invoice". Stripe's list endpoint takes at most 20 types. Left out are
 * `invoice.created`, since a draft changes nothing before another event follows, and `invoice.payment_succeeded`, which
 * comes with `invoice.paid`.
 */
export const HINT_TYPES = [
  'invoice.updated',
  'invoice.deleted',
  'invoice.finalized',
  'invoice.sent',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.overpaid',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'invoice_payment.paid',
  'credit_note.created',
  'credit_note.updated',
  'credit_note.voided',
  'payment_intent.processing',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
] as const;

const isHintType = (type: string): boolean => HINT_TYPES.some((known) => known === type);

/** Only what is used is copied: an invoice has many fields, and this runs for every webhook. */
const EventObject = z.object({
  type: z.string(),
  request: z.object({ idempotency_key: z.string().nullish() }).nullish(),
  data: z.object({
    object: z.object({
      id: z.string().nullish(),
      object: z.string(),
      invoice: z.string().nullish(),
      payment_intent: z.string().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
});

/** What an event says to us: where to look, or why nowhere. */
export type EventHints = { readonly hints: readonly Hint[]; readonly isOwnEcho: boolean };

const NOTHING: EventHints = { hints: [], isOwnEcho: false };

/**
 * What an event hints at. The metadata of an invoice names its milestone; of other objects only the invoice is known, or
 * only the payment. Nothing else of the event is believed: whatever happened is read afresh. An event that a call of ours
 * caused hints at nothing: whoever made the call is showing its result already.
 */
export function hintsOfEvent(event: unknown, origin: string): EventHints {
  const parsed = EventObject.safeParse(event);
  if (!parsed.success) return NOTHING;
  const { type, request, data } = parsed.data;
  if (request?.idempotency_key?.startsWith(`${KEY_PREFIX}:`)) return { hints: [], isOwnEcho: true };
  return isHintType(type) ? { hints: hintsOfObject(data.object, origin), isOwnEcho: false } : NOTHING;
}

function hintsOfObject(object: z.infer<typeof EventObject>['data']['object'], origin: string): readonly Hint[] {
  if (object.object === 'invoice') {
    const milestone = object.metadata?.[METADATA.milestone];
    return milestone === undefined ? [] : [{ about: 'milestone', id: milestone, origin }];
  }
  if (typeof object.invoice === 'string') return [{ about: 'stripe invoice', id: object.invoice, origin }];
  const payment = object.object === 'payment_intent' ? object.id : object.payment_intent;
  return typeof payment === 'string' ? [{ about: 'stripe payment', id: payment, origin }] : [];
}
