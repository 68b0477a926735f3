import { z } from 'zod';
import type { Hint } from '../../src/billing/hint.ts';
import { CLIENT_METADATA } from './customer.ts';
import { METADATA } from './invoice.ts';
import { KEY_PREFIX } from './once.ts';

/**
 * The events that an endpoint is asked to send. Left out are `invoice.created`, since a draft changes nothing before another
 * event follows, `invoice.payment_succeeded`, which comes with `invoice.paid`, and whatever says the same of a charge as of its
 * refund, dispute or payment.
 */
export const HINT_TYPES = [
  'invoice.updated',
  'invoice.deleted',
  'invoice.finalized',
  'invoice.finalization_failed',
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
  'payment_intent.payment_failed',
  'payment_intent.partially_funded',
  'payment_intent.canceled',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'customer.updated',
  'customer.deleted',
  'cash_balance.funds_available',
  'customer_cash_balance_transaction.created',
] as const;

const isHintType = (type: string): boolean => HINT_TYPES.some((known) => known === type);

/** Events have the shape of their endpoint's API version: what is there in another shape counts as not there. */
const id = z.string().nullish().catch(undefined);

/** Only what is used is copied: an invoice has many fields, and this runs for every webhook. */
const EventObject = z.object({
  type: z.string(),
  request: z.object({ idempotency_key: z.string().nullish() }).nullish().catch(undefined), // before 2017-05-25 it was the request's id alone
  data: z.object({
    object: z.object({
      id,
      object: z.string(),
      customer: id,
      invoice: id,
      payment_intent: id,
      metadata: z.record(z.string(), z.string()).nullish().catch(undefined),
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

type Named = z.infer<typeof EventObject>['data']['object'];

function hintsOfObject(object: Named, origin: string): readonly Hint[] {
  if (object.object === 'invoice') {
    const milestone = object.metadata?.[METADATA.milestone];
    return milestone === undefined ? [] : [{ about: 'milestone', id: milestone, origin }];
  }
  const customer = customerOf(object);
  if (customer !== undefined) return [{ about: 'stripe customer', id: customer, origin }];
  if (typeof object.invoice === 'string') return [{ about: 'stripe invoice', id: object.invoice, origin }];
  const payment = object.object === 'payment_intent' ? object.id : object.payment_intent;
  return typeof payment === 'string' ? [{ about: 'stripe payment', id: payment, origin }] : [];
}

/** A customer of ours, or whoever's cash balance moved: that of a client may have been noted without our metadata. */
function customerOf({ object, id, customer, metadata }: Named): string | undefined {
  if (object === 'customer') return metadata?.[CLIENT_METADATA] === undefined ? undefined : (id ?? undefined);
  return object === 'cash_balance' || object === 'customer_cash_balance_transaction'
    ? (customer ?? undefined)
    : undefined;
}
