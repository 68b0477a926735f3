import { billsPart, claimOf } from './amounts/claim.ts';
import { coveredSoFar, isDecidedAnew, madeForSoFar, nextBill } from './amounts/next-bill.ts';
import type { DecisionInput } from './facts.ts';
import { formatMoney, type Money, moneyFromMajor } from './money.ts';
import { type Progress, proceed } from './proceed.ts';
import type { CheckResult } from './readiness/readiness.ts';
import type { Standing } from './standing/standing.ts';
import { billsByDate, hasApproval } from './trigger.ts';

/** What a milestone asks for beside what live invoices bill already, in smallest units; negative when they bill too much. */
export type Difference =
  | { readonly kind: 'unclear'; readonly why: string }
  | {
      readonly kind: 'known';
      readonly minor: number;
      readonly money: Money;
      /** More than invoices were ever made for; the rest is what credit notes have taken back. */
      readonly isMoreThanMade: boolean;
    };

/**
 * How the milestone's sum differs from what was billed for it, credit notes and deposits included (Rule 8.2, M05).
 * @returns undefined where nothing can be compared: a retainer that is billed by its days, a currency that changed
 */
export function differenceOf(input: DecisionInput): Difference | undefined {
  const { milestone, project, invoices } = input.facts;
  if (milestone.trigger === 'Retainer renewal' && project?.pausedRetainer === 'Prorate') return undefined;
  const claim = claimOf(input);
  if (!claim.ok) return { kind: 'unclear', why: claim.why };
  if (invoices.some(({ currency }) => currency !== claim.money.currency)) return undefined;
  const minor = claim.money.minor - coveredSoFar(invoices);
  const isMoreThanMade = claim.money.minor > madeForSoFar(invoices);
  return { kind: 'known', minor, money: { ...claim.money, minor: Math.abs(minor) }, isMoreThanMade };
}

const NOTHING: Progress = { detail: '' };

/**
 * What follows from a change after sending (Rule 8): more is billed on top only after a new decision, less is for a person to
 * credit, and nothing in Stripe is ever edited.
 * @param who answers for the milestone
 */
export function amendment(
  input: DecisionInput,
  checks: readonly CheckResult[],
  standing: Standing,
  who: string,
): Progress {
  const { milestone } = input.facts;
  // An approval that was taken back is the detail itself; what is closed expects no money any more.
  if (standing.status === 'Closed' || !(billsByDate(milestone) || hasApproval(milestone))) return NOTHING;
  const difference = differenceOf(input);
  if (difference === undefined) return NOTHING;
  if (difference.kind === 'unclear') return { detail: ` Correct the amount: ${difference.why}.` };
  const { minor, money } = difference;
  const invoice = standing.invoice.number ?? standing.invoice.id;
  if (minor < 0)
    return {
      detail: ` ${formatMoney(money)} more than the amount here was billed: ${who} gives it back with a credit note on invoice ${invoice} in Stripe.`,
    };
  if (minor === 0) return { detail: openPart(input) };
  if (!difference.isMoreThanMade) return { detail: creditedWords(money) };
  if (!isDecidedAnew(input))
    return {
      detail: ` The amount here is ${formatMoney(money)} more than was billed: log a new decision to bill the difference.`,
    };
  const progress = proceed(input, checks);
  const next = nextBill(input);
  const onTop = next.kind === 'bill' ? formatMoney(next.bill.net) : formatMoney(money);
  return { ...progress, detail: ` On top, ${onTop}: ${lowerFirst(progress.detail)}` };
}

const creditedWords = (money: Money): string =>
  ` A credit note took back ${formatMoney(money)} of the amount here: lower the amount, or void the credit note in Stripe.`;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What was not approved with the part stays to be decided (Rule 10.1). */
function openPart(input: DecisionInput): string {
  const { milestone, project, invoices } = input.facts;
  const [{ currency } = { currency: undefined }] = invoices;
  if (!billsPart(milestone, project) || milestone.amount === null || currency === undefined) return '';
  const whole = moneyFromMajor(milestone.amount, currency);
  const rest = whole.ok ? whole.money.minor - coveredSoFar(invoices) : 0;
  return rest > 0 ? ` The rest, ${formatMoney({ minor: rest, currency })}, waits for approval.` : '';
}
