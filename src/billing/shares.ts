import type { Money } from './money.ts';
import { asWholeNumbers, smallestStep } from './proration.ts';

/**
 * Splits a sum by shares (Rule 1.5): each part rounded down to what the currency can be billed in, the leftover on the
 * last part, so that the parts always add up to the sum.
 * @param shares positive numbers of any scale: 1, 1, 1 and 33.3, 33.3, 33.3 mean the same
 * @throws RangeError when there are no shares, or one is not a positive number
 */
export function splitByShares({ minor, currency }: Money, shares: readonly number[]): readonly Money[] {
  if (shares.length === 0) throw new RangeError('There are no shares to split by.');
  for (const share of shares) if (!(share > 0)) throw new RangeError(`A share of ${share} is not positive.`);

  const weights = asWholeNumbers(shares);
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  const step = smallestStep(currency);
  const parts = weights.slice(0, -1).map((weight) => Number(((BigInt(minor) * weight) / (all * step)) * step));
  const last = parts.reduce((left, part) => left - part, minor);
  return [...parts, last].map((part) => ({ minor: part, currency }));
}
