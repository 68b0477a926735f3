import type { DecisionInput, Milestone, Project } from '../facts.ts';
import { type MoneyResult, moneyFromMajor } from '../money.ts';
import { billingCurrency } from './terms.ts';

/** A part that was approved by itself is billed by itself, where the project's policy says so. */
export const billsPart = ({ approval }: Pick<Milestone, 'approval'>, project: Project | undefined): boolean =>
  approval === 'Approved in part' && project?.partialApproval === 'Bill approved part';

/**
 * The whole sum that the milestone entitles us to bill, part by part: its amount, or what of it was approved (Rules R08,
 * 10.1). Parts together never exceed it.
 */
export function claimOf({ facts: { milestone, project, client }, policy }: DecisionInput): MoneyResult {
  const { amount, approvedAmount } = milestone;
  if (amount === null) return { ok: false, why: 'the amount is empty' };
  const currency = billingCurrency(milestone, client, policy);
  if (currency === undefined)
    return { ok: false, why: `"${milestone.currency ?? client?.currency}" is not a currency` };
  if (billsPart(milestone, project)) {
    if (approvedAmount === null) return { ok: false, why: 'a part was approved, but "Approved amount" is empty' };
    if (approvedAmount > amount)
      return { ok: false, why: `the approved amount ${approvedAmount} is above the amount ${amount}` };
    return moneyFromMajor(approvedAmount, currency);
  }
  if (milestone.approval === 'Approved' && approvedAmount !== null && approvedAmount !== amount)
    return { ok: false, why: `the amount is ${amount}, the approved amount is ${approvedAmount}` };
  return moneyFromMajor(amount, currency);
}
