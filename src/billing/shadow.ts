import { nextBill } from './amounts/next-bill.ts';
import type { Action, BillingView, Decision } from './decision.ts';
import type { DecisionInput } from './facts.ts';
import { formatMoney, sumFromMajor } from './money.ts';

const PREFIX = 'Shadow: ';

/**
 * In shadow mode a decision only says what would happen: everything shown stays as it was, but for the reason.
 * Nothing is done in Stripe, and no row is made.
 */
export function inShadow(decision: Decision, input: DecisionInput): Decision {
  const { followUpStep: _step, lastFollowUp: _last, nextFollowUp: _next, ...shown } = input.facts.milestone.shown;
  const wouldDo = decision.action === undefined ? undefined : actionWords(decision.action, input);
  return {
    ...decision,
    shown: {
      ...shown,
      billingDetail: inShadowWords(detailWords(decision, input, wouldDo)),
      missingForBilling: decision.shown.missingForBilling,
    },
    action: undefined,
    wouldDo: wouldDo ?? wouldShow(decision.shown, input),
  };
}

/** A detail as shadow mode shows it. */
export const inShadowWords = (detail: string): string => `${PREFIX}${detail}`;

function detailWords({ action, shown }: Decision, input: DecisionInput, wouldDo: string | undefined): string {
  const status = wouldShow(shown, input);
  const standing = status === undefined ? shown.billingDetail : `${status}. ${shown.billingDetail}`;
  if (wouldDo === undefined) return `${standing}${comesAfterAll(shown, input)}`;
  // "Issuing the invoice" and "Taking over" would be untrue; what else is done leaves standing what is said.
  return action?.kind === 'discard drafts' || action?.kind === 'plan renewal'
    ? `${standing} Also ${wouldDo}.`
    : `${wouldDo}.`;
}

/** The amount of what waits, or is held up. */
function comesAfterAll({ billingStatus }: BillingView, input: DecisionInput): string {
  if (billingStatus !== 'Not yet triggered') return '';
  const next = nextBill(input);
  return next.kind === 'bill'
    ? ` Once nothing holds it up: would send an invoice over ${formatMoney(next.bill.net)}.`
    : '';
}

/** What would be done, with the amount, and without anybody's name: it goes into the log as well. */
function actionWords(action: Action, input: DecisionInput): string | undefined {
  switch (action.kind) {
    case 'issue invoice':
      return `would send an invoice over ${formatMoney(action.order.money)}`;
    case 'link customer': {
      const next = nextBill(input);
      return next.kind === 'bill' ? `would send an invoice over ${formatMoney(next.bill.net)}` : undefined;
    }
    case 'adopt invoice': {
      const { invoice } = action.adoption;
      return `would take over invoice ${invoice.number ?? invoice.id} over ${formatMoney({ minor: invoice.total, currency: invoice.currency })}`;
    }
    case 'discard drafts':
      return `would delete ${action.drafts.length === 1 ? 'a draft' : `${action.drafts.length} drafts`} in Stripe`;
    case 'note stops':
      return undefined;
    case 'plan renewal':
      return `would add a row for the period from ${action.renewal.plannedDate}`;
  }
}

/** Another status than the one that stands, with the amount. */
function wouldShow({ billingStatus, invoiced, remaining }: BillingView, { facts }: DecisionInput): string | undefined {
  const [invoice] = facts.invoices;
  if (billingStatus === facts.milestone.shown.billingStatus || invoice === undefined || invoiced === null)
    return undefined;
  const words = (amount: number): string => {
    const sum = sumFromMajor(amount, invoice.currency);
    return sum.ok ? formatMoney(sum.money) : String(amount);
  };
  const open = remaining === null || remaining === 0 || remaining === invoiced ? '' : `, ${words(remaining)} owed`;
  return `would show ${billingStatus} for ${words(invoiced)}${open}`;
}
