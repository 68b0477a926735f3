import { type Currency, decimalsOf } from '../currency.ts';
import type { Money } from '../money.ts';

/**
 * The sum that a number of major units stands for, for showing and adding up. Exact for every sum that the hub itself
 * wrote; what a person typed with too many decimals is rounded, since whether it can be billed is decided elsewhere.
 * @returns undefined when the field is empty, holds no finite number, or its currency is not billed
 */
export function moneyShown(major: number | null, currency: Currency | undefined): Money | undefined {
  if (major === null || currency === undefined) return undefined;
  const decimals = decimalsOf(currency);
  if (decimals === undefined) return undefined;
  const minor = Math.round(major * 10 ** decimals);
  return Number.isSafeInteger(minor) ? { minor, currency } : undefined;
}
