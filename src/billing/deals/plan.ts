import type { Currency } from '../currency.ts';
import type { PaymentPlan } from '../facts.ts';
import { type Money, sumFromMajor } from '../money.ts';
import { asWholeNumbers, smallestStep } from '../proration.ts';
import { splitByShares } from '../shares.ts';

export type PlanSums =
  | { readonly ok: true; readonly sums: readonly Money[] }
  | { readonly ok: false; readonly why: string };

/**
 * What each part of a plan comes to. Shares are split by Rule 1.5, so that parts that make up the whole value add up to
 * exactly that; a deposit on top of the work, which the last invoice takes off again, is worked out by itself.
 * @param value of the deal, major units; may be null where every part is an amount
 */
export function planSums(plan: PaymentPlan, value: number | null, currency: Currency): PlanSums {
  const refuse = (why: string): PlanSums => ({ ok: false, why });
  if (value === null && plan.some(({ share }) => share !== undefined)) return refuse('"Value" of the deal is empty');
  const whole = value === null ? undefined : sumFromMajor(value, currency);
  if (whole?.ok === false) return refuse(`"Value" of the deal cannot be billed: ${whole.why}`);
  const fixed = plan.map(({ amount }) => (amount === undefined ? undefined : sumFromMajor(amount, currency)));
  const wrong = fixed.findIndex((sum) => sum?.ok === false);
  const problem = fixed[wrong];
  if (problem?.ok === false)
    return refuse(`its part "${plan[wrong]?.name ?? ''}" cannot be billed in ${currency}: ${problem.why}`);

  const parts = plan.map((part, at): Part => {
    const sum = fixed[at];
    return {
      at,
      isDeposit: part.trigger === 'Deposit',
      share: part.share,
      fixed: sum?.ok ? sum.money.minor : undefined,
    };
  });
  const work = parts.filter(({ isDeposit }) => !isDeposit);
  const price = whole?.money ?? { minor: fixedOf(parts), currency };
  const groups =
    work.length > 0 && work.length < parts.length && makesUp(work, price)
      ? [work, parts.filter(({ isDeposit }) => isDeposit)]
      : [parts];
  const minor = new Map(groups.flatMap((group) => sumsIn(group, price)));
  const sums = plan.map((_, at) => ({ minor: minor.get(at) ?? 0, currency }));
  const nothing = sums.findIndex((sum) => sum.minor <= 0);
  return nothing < 0
    ? { ok: true, sums }
    : refuse(`its part "${plan[nothing]?.name ?? ''}" comes to nothing of ${value ?? 0} ${currency}`);
}

type Part = {
  readonly at: number;
  readonly isDeposit: boolean;
  readonly share: number | undefined;
  /** Smallest units. */
  readonly fixed: number | undefined;
};

const fixedOf = (parts: readonly Part[]): number => parts.reduce((sum, { fixed = 0 }) => sum + fixed, 0);
const sharesOf = (parts: readonly Part[]): readonly number[] => parts.flatMap(({ share }) => share ?? []);

/** 33.33, 33.33 and 33.34 are all of it, whatever floating point makes of them. */
const isWhole = (percents: readonly number[]): boolean =>
  Math.abs(percents.reduce((sum, share) => sum + share, 0) - 100) < 0.01;

/** Percents of a sum, rounded down to what the currency can be billed in. */
function percentOf({ minor, currency }: Money, percents: readonly number[]): number {
  const [hundred = 100n, ...shares] = asWholeNumbers([100, ...percents]);
  const all = shares.reduce((sum, share) => sum + share, 0n);
  const step = smallestStep(currency);
  return Number(((BigInt(minor) * all) / (hundred * step)) * step);
}

/** What the shares among these parts have to add up to: the rest of the price, where they are meant to fill it. */
function shared(parts: readonly Part[], price: Money): number {
  const percents = sharesOf(parts);
  const rest = price.minor - fixedOf(parts);
  const exact = percentOf(price, percents);
  const roundings = percents.length * Number(smallestStep(price.currency));
  const fills = rest === price.minor ? isWhole(percents) : Math.abs(rest - exact) <= roundings;
  return fills ? rest : exact;
}

/** Whether these parts make up the whole price by themselves. */
const makesUp = (parts: readonly Part[], price: Money): boolean =>
  fixedOf(parts) + (sharesOf(parts).length === 0 ? 0 : shared(parts, price)) === price.minor;

/** What each of these parts comes to, in smallest units, by its place in the plan. */
function sumsIn(parts: readonly Part[], price: Money): readonly (readonly [number, number])[] {
  const percents = sharesOf(parts);
  const split =
    percents.length === 0 ? [] : splitByShares({ minor: shared(parts, price), currency: price.currency }, percents);
  let next = 0;
  return parts.map(({ at, fixed }) => {
    if (fixed !== undefined) return [at, fixed] as const;
    const money = split[next];
    next += 1;
    return [at, money?.minor ?? 0] as const;
  });
}
