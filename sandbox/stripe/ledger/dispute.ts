import { type Account, emit, nowSeconds } from '../account.ts';
import { invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { ChargeRecord, DebitReturnReason, DisputeKind, DisputeOutcome, DisputeRecord } from '../records.ts';
import { renderDispute } from '../render/dispute.ts';

const EVIDENCE_SECONDS = 10 * 86_400;

/** The client's bank takes the money back and asks questions; in an inquiry it only asks. */
export function openDispute(
  account: Account,
  charge: ChargeRecord,
  { kind = 'chargeback', reason = 'general' }: { readonly kind?: DisputeKind; readonly reason?: string } = {},
): DisputeRecord {
  // A client who sent a transfer has nobody to complain to.
  const isDisputable = charge.status === 'succeeded' && !charge.disputed && charge.method !== 'customer_balance';
  if (!isDisputable || charge.amountRefunded === charge.amount)
    throw invalid(`Charge ${charge.id} cannot be disputed.`);
  const created = nowSeconds(account);
  const dispute: DisputeRecord = {
    id: newId('du'),
    amount: charge.amount - charge.amountRefunded,
    charge: charge.id,
    created,
    currency: charge.currency,
    dueBy: created + EVIDENCE_SECONDS,
    paymentIntent: charge.paymentIntent,
    reason,
    status: kind === 'inquiry' ? 'warning_needs_response' : 'needs_response',
  };
  account.disputes.set(dispute.id, dispute);
  charge.disputed = true;
  emit(account, 'charge.dispute.created', renderDispute(dispute));
  if (kind === 'chargeback') emit(account, 'charge.dispute.funds_withdrawn', renderDispute(dispute));
  return dispute;
}

/** Days after a debit went through the bank takes it back, which nobody can fight. */
export function returnDebit(
  account: Account,
  charge: ChargeRecord,
  reason: DebitReturnReason = 'insufficient_funds',
): DisputeRecord {
  if (charge.method !== 'sepa_debit') throw invalid(`Charge ${charge.id} is no debit.`);
  const dispute = openDispute(account, charge, { reason });
  closeDispute(account, dispute, 'lost');
  return dispute;
}

/** Nobody has decided it yet. */
export const isOpenDispute = (dispute: DisputeRecord): boolean =>
  isInquiry(dispute) || dispute.status === 'needs_response' || dispute.status === 'under_review';

/** The bank only asks: the money is still there, and can be given back. */
export const isInquiry = ({ status }: DisputeRecord): boolean =>
  status === 'warning_needs_response' || status === 'warning_under_review';

/** The seller has answered; now the bank looks at it. */
export function reviewDispute(account: Account, dispute: DisputeRecord): void {
  const { status } = dispute;
  if (status !== 'needs_response' && status !== 'warning_needs_response')
    throw invalid('This dispute does not wait for an answer.');
  dispute.status = status === 'needs_response' ? 'under_review' : 'warning_under_review';
  emit(account, 'charge.dispute.updated', renderDispute(dispute), { status });
}

/** The bank has decided. Won: the money comes back. */
export function closeDispute(account: Account, dispute: DisputeRecord, outcome: DisputeOutcome): void {
  if (!isOpenDispute(dispute)) throw invalid('This dispute is closed already.');
  if (isInquiry(dispute) && (outcome === 'won' || outcome === 'lost'))
    throw invalid('An inquiry is neither won nor lost: no money was taken.');
  dispute.status = outcome;
  emit(account, 'charge.dispute.closed', renderDispute(dispute));
  if (outcome === 'won') emit(account, 'charge.dispute.funds_reinstated', renderDispute(dispute));
}
