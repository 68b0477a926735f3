import { nextBill } from './amounts/next-bill.ts';
import type { Decision } from './decision.ts';
import type { DecisionInput } from './facts.ts';
import { formatMoney } from './money.ts';

/**
 * In shadow mode a decision only says what would happen: everything shown stays as it was, but for the reason.
 * Nothing is done in Stripe, and no row is made.
 */
export function inShadow(decision: Decision, input: DecisionInput): Decision {
  const next = nextBill(input);
  const wouldBill = decision.action?.kind === 'issue invoice' || decision.action?.kind === 'link customer';
  const words =
    wouldBill && next.kind === 'bill'
      ? `would send an invoice over ${formatMoney(next.bill.net)}.`
      : decision.shown.billingDetail;
  const { followUpStep: _step, lastFollowUp: _last, nextFollowUp: _next, ...shown } = input.facts.milestone.shown;
  return {
    ...decision,
    shown: { ...shown, billingDetail: `Shadow: ${words}`, missingForBilling: decision.shown.missingForBilling },
    action: undefined,
  };
}
