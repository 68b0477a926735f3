import { z } from 'zod';
import type { Hint } from '../../src/billing/hint.ts';
import { METADATA } from './invoice.ts';
import { KEY_PREFIX } from './once.ts';

/** The events that say "look at this invoice". Stripe's list endpoint takes at most 20 types. */
export const HINT_TYPES = [
  'invoice.created',
  'invoice.updated',
  'invoice.deleted',
  'invoice.finalized',
  'invoice.sent',
  'invoice.paid',
  'invoice.payment_succeeded',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.overpaid',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'invoice_payment.paid',
  'credit_note.created',
  'credit_note.updated',
  'credit_note.voided',
] as const;

const isHintType = (type: string): boolean => HINT_TYPES.some((known) => known === type);

const EventObject = z.looseObject({
  id: z.string(),
  type: z.string(),
  request: z.looseObject({ idempotency_key: z.string().nullish() }).nullish(),
  data: z.looseObject({
    object: z.looseObject({
      object: z.string(),
      id: z.string().optional(),
      invoice: z.string().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
});

/** Caused by a call of ours: whoever made it is showing its result already. */
export const isOwnEcho = (event: unknown): boolean => {
  const parsed = EventObject.safeParse(event);
  return parsed.success && (parsed.data.request?.idempotency_key?.startsWith(`${KEY_PREFIX}:`) ?? false);
};

/**
 * What an event hints at. The metadata of an invoice names its milestone; of other objects only the invoice is known.
 * Nothing else of the event is believed: whatever happened is read afresh.
 */
export function hintsOfEvent(event: unknown, origin: string): readonly Hint[] {
  const parsed = EventObject.safeParse(event);
  if (!parsed.success || !isHintType(parsed.data.type) || isOwnEcho(event)) return [];
  const { object } = parsed.data.data;
  if (object.object === 'invoice') {
    const milestone = object.metadata?.[METADATA.milestone];
    return milestone === undefined ? [] : [{ about: 'milestone', id: milestone, origin }];
  }
  return typeof object.invoice === 'string' ? [{ about: 'stripe invoice', id: object.invoice, origin }] : [];
}
