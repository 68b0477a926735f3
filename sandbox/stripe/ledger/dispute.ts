import { type Account, emit, nowSeconds } from '../account.ts';
import { invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { ChargeRecord, DisputeOutcome, DisputeRecord } from '../records.ts';
import { renderDispute } from '../render/dispute.ts';

const EVIDENCE_SECONDS = 10 * 86_400;

/** The client's bank takes the money back and asks questions. */
export function openDispute(account: Account, charge: ChargeRecord, reason = 'general'): DisputeRecord {
  if (charge.status !== 'succeeded' || charge.disputed) throw invalid(`Charge ${charge.id} cannot be disputed.`);
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
    status: 'needs_response',
  };
  account.disputes.set(dispute.id, dispute);
  charge.disputed = true;
  emit(account, 'charge.dispute.created', renderDispute(dispute));
  emit(account, 'charge.dispute.funds_withdrawn', renderDispute(dispute));
  return dispute;
}

/** Days after a debit went through the bank takes it back, which nobody can fight. */
export function returnDebit(account: Account, charge: ChargeRecord): DisputeRecord {
  if (charge.method !== 'sepa_debit') throw invalid(`Charge ${charge.id} is no debit.`);
  const dispute = openDispute(account, charge, 'insufficient_funds');
  closeDispute(account, dispute, 'lost');
  return dispute;
}

/** Nobody has decided it yet. */
export const isOpenDispute = ({ status }: DisputeRecord): boolean =>
  status === 'needs_response' || status === 'under_review';

/** The bank has decided. Won: the money comes back. */
export function closeDispute(account: Account, dispute: DisputeRecord, outcome: DisputeOutcome): void {
  if (!isOpenDispute(dispute)) throw invalid('This dispute is closed already.');
  dispute.status = outcome;
  emit(account, 'charge.dispute.closed', renderDispute(dispute));
  if (outcome === 'won') emit(account, 'charge.dispute.funds_reinstated', renderDispute(dispute));
}
