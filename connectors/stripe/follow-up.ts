import Stripe from 'stripe';
import type { Instant } from '../../src/billing/calendar.ts';
import type { Invoice } from '../../src/billing/facts.ts';
import { TryAgain } from '../../src/billing/failure.ts';
import type { MessageState, Slot, StopNote } from '../../src/billing/follow-up/record.ts';
import { NoLeaveToSend } from '../metered-fetch.ts';
import { calling, toFailure } from './errors.ts';
import { claimFields, messageFields, noMessageFields, stopFields } from './follow-up-record.ts';
import { METADATA, toInvoice } from './invoice.ts';
import { KEY_PREFIX } from './once.ts';

/** A message about one invoice that somebody is about to send. */
export type MessageClaim = {
  readonly slot: Slot;
  readonly at: Instant;
  /** Tells this claim from anybody else's. */
  readonly claim: string;
  readonly cycle: number;
  readonly sentTo: string;
  /** Which failed payment it is about, on a failure notice. */
  readonly failureAt: Instant | null;
};

type ClaimedInvoice = Pick<Invoice, 'id' | 'followUps'>;

/**
 * One key for one attempt at one message: of two processes that claim it, Stripe believes one (docs/decisions/0024). Notices of failed
 * payments are told apart by the one before.
 */
function keyOf({ id, followUps }: ClaimedInvoice, { slot, cycle }: Pick<MessageClaim, 'slot' | 'cycle'>): string {
  const after = slot === 'failure' && followUps.failureAt !== null ? `:after-${followUps.failureAt}` : '';
  return `${KEY_PREFIX}:follow-up:${id}:${slot}:${cycle}:${followUps.attempt}${after}`;
}

/**
 * Claims a message before it is sent. The body is different for every claim, so that a second one under the same key is refused.
 * @returns false when somebody else has claimed it
 * @throws TryAgain when the outcome is not known: whoever reads the invoice again sees whose claim stands
 */
export async function claimMessage(stripe: Stripe, invoice: ClaimedInvoice, claim: MessageClaim): Promise<boolean> {
  const metadata = {
    ...messageFields(claim.slot, { state: 'claimed', at: claim.at }),
    ...claimFields({
      cycle: claim.cycle,
      claim: claim.claim,
      sentTo: claim.sentTo,
      ...(claim.failureAt === null ? {} : { failureAt: claim.failureAt }),
    }),
  };
  try {
    const options = { idempotencyKey: keyOf(invoice, claim) };
    const claimed = toInvoice(await stripe.invoices.update(invoice.id, { metadata }, options));
    return claimed.followUps.claim === claim.claim;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeIdempotencyError) return false;
    throw toFailure(error, 'claim the message');
  }
}

/**
 * Notes how a claimed message ended. A message to a corrected address takes the mark of the returned one away, also where nobody knows
 * whether it went out: what came back was the one before.
 */
export async function settleMessage(
  stripe: Stripe,
  invoiceId: string,
  slot: Slot,
  { state, at }: MessageState,
): Promise<void> {
  const metadata = {
    ...messageFields(slot, { state, at }),
    ...claimFields({ claim: '' }),
    [METADATA.mailReturned]: '',
  };
  await calling('note what became of the message', () => stripe.invoices.update(invoiceId, { metadata }));
}

/** Two that let go of one claim do so at the same time; what Stripe keeps under a key for a day, even a failure, holds nobody up for longer. */
const LET_GO_KEY_MS = 10 * 60_000;

/**
 * Takes a claim back whose message certainly did not go out: everything stands as it did before it. Of two processes that do so, one is
 * heard: the other's answer would undo what has been claimed, and sent, since.
 */
export async function letGoOfMessage(stripe: Stripe, before: ClaimedInvoice, slot: Slot, now: Instant): Promise<void> {
  const { followUps } = before;
  const message = followUps.messages[slot];
  const metadata = {
    ...(message === undefined ? noMessageFields(slot) : messageFields(slot, message)),
    ...claimFields({ ...followUps, claim: '', attempt: followUps.attempt + 1 }),
  };
  const idempotencyKey = `${KEY_PREFIX}:follow-up:${before.id}:${slot}:let-go:${followUps.attempt}:${Math.floor(now / LET_GO_KEY_MS)}`;
  try {
    await stripe.invoices.update(before.id, { metadata }, { idempotencyKey });
  } catch (error) {
    // Somebody else has let go of it, and may have claimed it anew.
    if (!(error instanceof Stripe.errors.StripeIdempotencyError)) throw toFailure(error, 'let go of the message');
  }
}

/** Notes the stops that were seen beside the milestone. */
export async function noteStops(stripe: Stripe, invoiceId: string, stops: readonly StopNote[]): Promise<void> {
  const metadata = stopFields(stops);
  await calling('note since when follow-up rests', () => stripe.invoices.update(invoiceId, { metadata }));
}

/** What became of an attempt to send; `refused`: certainly nothing went out. */
export type Sent = { readonly kind: 'sent' } | { readonly kind: 'refused' | 'unknown'; readonly why: string };

/** Has Stripe mail the invoice again, in its own words. */
export async function mailInvoiceAgain(
  stripe: Stripe,
  invoice: ClaimedInvoice,
  message: Pick<MessageClaim, 'slot' | 'cycle'>,
): Promise<Sent> {
  try {
    await stripe.invoices.sendInvoice(invoice.id, {}, { idempotencyKey: `${keyOf(invoice, message)}:send` });
    return { kind: 'sent' };
  } catch (error) {
    const why = toFailure(error, 'mail the invoice again').message;
    return { kind: isRefused(error) ? 'refused' : 'unknown', why };
  }
}

/** An answer below 500 says that nothing was done; a broken line and a server's own failure say nothing. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  const status = error.statusCode ?? 0;
  return (status >= 400 && status < 500 && status !== 409) || hasNotLeft(error.detail);
}

/** What `fetch` says of a server that it did not get through to. */
const NOT_CONNECTED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function hasNotLeft(why: unknown): boolean {
  if (why instanceof TryAgain || why instanceof NoLeaveToSend) return true;
  const cause = why instanceof Error ? why.cause : undefined;
  return cause instanceof Error && 'code' in cause && NOT_CONNECTED.has(cause.code);
}
