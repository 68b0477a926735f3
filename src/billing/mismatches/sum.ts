import { billingCurrency } from '../amounts/terms.ts';
import { isCancelled } from '../approval.ts';
import type { Currency } from '../currency.ts';
import type { Client, Milestone, Policy } from '../facts.ts';
import { type Money, sumFromMajor } from '../money.ts';

type Around = { readonly client: Client | undefined; readonly policy: Policy };

/** What a milestone adds to the price, in smallest units; undefined where it is in another currency, or cannot be read as a sum. */
function priceOf(milestone: Milestone, { client, policy }: Around, currency: Currency): number | undefined {
  if (milestone.amount === null || billingCurrency(milestone, client, policy) !== currency) return undefined;
  const money = sumFromMajor(milestone.amount, currency);
  return money.ok ? money.money.minor : undefined;
}

/**
 * How milestones and an agreed value differ (Rule 19.5, M24). A deposit may come on top of the value, because it is taken off
 * again. Retainers and what is cancelled do not count.
 * @param agreed major units, in the currency of the milestones
 * @returns undefined where they fit, or where nobody can tell
 */
export function sumDifference(
  milestones: readonly Milestone[],
  around: Around,
  agreed: { readonly value: number; readonly currency: Currency },
): { readonly sum: Money; readonly value: Money } | undefined {
  const { currency } = agreed;
  const value = sumFromMajor(agreed.value, currency);
  const counted = milestones.filter(
    ({ approval, trigger }) => !isCancelled(approval) && trigger !== 'Retainer renewal',
  );
  const prices = counted.map((milestone) => priceOf(milestone, around, currency));
  if (!value.ok || prices.some((price) => price === undefined)) return undefined;
  const of = (isDeposit: boolean): number =>
    counted.reduce((sum, { trigger }, at) => sum + ((trigger === 'Deposit') === isDeposit ? (prices[at] ?? 0) : 0), 0);
  const [work, deposits] = [of(false), of(true)];
  if (work === value.money.minor || work + deposits === value.money.minor) return undefined;
  return { sum: { minor: work + deposits, currency }, value: value.money };
}
