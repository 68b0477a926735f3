import { billingCurrency } from './amounts/terms.ts';
import type { BillingView } from './decision.ts';
import type { Client, Milestone, Policy, Project } from './facts.ts';
import type { Money } from './money.ts';
import { moneyShown } from './review/amount.ts';
import { isApproved, isUnbilled } from './review/item.ts';

type Row = {
  readonly milestone: Milestone;
  readonly project?: Project | undefined;
  readonly client?: Client | undefined;
};

/**
 * What is approved on a milestone and not asked for yet, as the review adds it up ("Approved, not yet billed"); undefined when
 * there is nothing.
 */
export function unbilledSum(
  { milestone, project, client }: Row,
  view: Partial<Pick<BillingView, 'billingStatus' | 'invoiced'>>,
  policy: Policy,
): Money | undefined {
  const item = { milestone: { ...milestone, shown: { ...milestone.shown, ...view } }, project };
  const status = item.milestone.shown.billingStatus ?? 'Not yet triggered';
  if (!isApproved(item) || !isUnbilled({ ...item, status })) return undefined;
  const amount = milestone.approval === 'Approved in part' ? milestone.approvedAmount : milestone.amount;
  return moneyShown(amount, billingCurrency(milestone, client, policy));
}
