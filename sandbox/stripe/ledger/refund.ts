import { type Account, emit, nowSeconds } from '../account.ts';
import { findReference, invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { ChargeRecord, RefundRecord } from '../records.ts';
import { renderCharge, renderRefund } from '../render/payment.ts';
import { previousAttributes, toWire } from '../wire.ts';
import { isInquiry, isOpenDispute } from './dispute.ts';
import { type MetadataPatch, mergeMetadata } from './text.ts';

export type RefundFields = {
  amount?: number | undefined;
  charge?: string | undefined;
  /** The bank takes its time; the money counts as given back meanwhile. */
  isPending?: boolean | undefined;
  metadata?: MetadataPatch | undefined;
  payment_intent?: string | undefined;
  reason?: NonNullable<RefundRecord['reason']> | undefined;
};

function chargeOf(account: Account, { charge, payment_intent }: RefundFields): ChargeRecord {
  if (charge !== undefined) return findReference(account.charges, 'charge', charge, 'charge');
  if (payment_intent === undefined)
    throw invalid('One of the following params should be provided for this request: payment_intent or charge.', {
      code: 'parameter_missing',
      param: 'payment_intent',
    });
  const intent = findReference(account.paymentIntents, 'payment_intent', payment_intent, 'payment_intent');
  const latest = account.charges.get(intent.latestCharge ?? '');
  if (latest === undefined) throw invalid('This PaymentIntent does not have a successful charge to refund.');
  return latest;
}

/** Gives money back. The invoice that it paid keeps reading "paid". */
export function createRefund(account: Account, fields: RefundFields): RefundRecord {
  const charge = chargeOf(account, fields);
  if (charge.status !== 'succeeded') throw invalid(`Charge ${charge.id} has not succeeded and cannot be refunded.`);
  const disputes = [...account.disputes.values()].filter((one) => one.charge === charge.id);
  if (disputes.some((dispute) => (isOpenDispute(dispute) && !isInquiry(dispute)) || dispute.status === 'lost'))
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  const left = charge.amount - charge.amountRefunded;
  if (left === 0) throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = fields.amount ?? left;
  if (amount <= 0) throw invalid(`Invalid amount: ${amount}`, { param: 'amount' });
  if (amount > left)
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`, {
      param: 'amount',
    });
  const refund: RefundRecord = {
    id: newId('re'),
    amount,
    charge: charge.id,
    created: nowSeconds(account),
    currency: charge.currency,
    paymentIntent: charge.paymentIntent,
    failureReason: null,
    reason: fields.reason ?? null,
    metadata: mergeMetadata({}, fields.metadata),
    status: fields.isPending ? 'pending' : 'succeeded',
  };
  const before = toWire(renderCharge(account, charge));
  account.refunds.set(refund.id, refund);
  charge.amountRefunded += amount;
  const after = toWire(renderCharge(account, charge));
  emit(account, 'refund.created', renderRefund(account, refund));
  emit(account, 'charge.refunded', after, previousAttributes(before, after));
  return refund;
}

/** A refund that the bank sends back: the money counts as received again. */
export function failRefund(account: Account, refund: RefundRecord): void {
  const charge = account.charges.get(refund.charge);
  const { status } = refund;
  if ((status !== 'succeeded' && status !== 'pending') || charge === undefined)
    throw invalid('This refund cannot fail any more.');
  refund.status = 'failed';
  refund.failureReason = 'unknown';
  charge.amountRefunded -= refund.amount;
  emit(account, 'refund.updated', renderRefund(account, refund), { status });
  emit(account, 'refund.failed', renderRefund(account, refund));
}

/** A refund that the bank took its time for has arrived. */
export function completeRefund(account: Account, refund: RefundRecord): void {
  const { status } = refund;
  if (status !== 'pending') throw invalid('This refund is not pending.');
  refund.status = 'succeeded';
  emit(account, 'refund.updated', renderRefund(account, refund), { status });
}
