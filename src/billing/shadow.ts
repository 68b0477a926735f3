import type { Decision } from './decision.ts';
import type { MilestoneFacts, Policy } from './facts.ts';
import { formatMoney } from './money.ts';
import { billableMoney } from './terms.ts';

/**
 * In shadow mode a decision only says what would happen: everything shown stays as it was, but for the reason.
 * Nothing is done in Stripe.
 */
export function inShadow(decision: Decision, { milestone, client }: MilestoneFacts, policy: Policy): Decision {
  const billed = billableMoney(milestone, client, policy);
  const wouldBill = decision.action?.kind === 'issue invoice' || decision.action?.kind === 'link customer';
  const words =
    wouldBill && billed.ok ? `would send an invoice over ${formatMoney(billed.money)}.` : decision.shown.billingDetail;
  return {
    ...decision,
    shown: {
      ...milestone.shown,
      billingDetail: `Shadow: ${words}`,
      missingForBilling: decision.shown.missingForBilling,
    },
    action: undefined,
  };
}
