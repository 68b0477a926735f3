import { type Currency, decimalsOf, minimumCharge, wholeUnitsOnly } from './currency.ts';

/** A whole number of the currency's smallest unit. Never a floating point sum (Rule 1.2). */
export type Money = { readonly minor: number; readonly currency: Currency };

/** Stripe's own limit for one charge, in smallest units. */
export const MINOR_MAX = 99_999_999;

export type MoneyResult = { readonly ok: true; readonly money: Money } | { readonly ok: false; readonly why: string };

const refuse = (why: string): MoneyResult => ({ ok: false, why });

/** Writes a floating number as the shortest decimal string that means it, without an exponent: 1e-7 → "0.0000001". */
export function decimalString(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  const [mantissa = '0', exponent = '0'] = text.split('e');
  const [whole = '0', fraction = ''] = mantissa.replace('-', '').split('.');
  const shift = Number(exponent);
  const digits = shift < 0 ? '0'.repeat(-shift) + whole + fraction : whole + fraction.padEnd(shift, '0');
  const point = shift < 0 ? whole.length : digits.length;
  return `${value < 0 ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/**
 * Turns an amount as Notion keeps it (a floating number of major units) into money, through its decimal string:
 * multiplying by 100 would make 1.005 a cent wrong.
 * @returns the money, or the reason in words why it is none: not a number, zero, negative, more decimals than the currency
 *   has, a currency that is not supported, more than can be counted exactly
 */
export function sumFromMajor(amount: number, currency: Currency): MoneyResult {
  const decimals = decimalsOf(currency);
  if (decimals === undefined) return refuse(`${currency} has three decimals and is not supported yet`);
  if (!Number.isFinite(amount)) return refuse('the amount is not a number');
  if (amount === 0) return refuse('the amount is zero');
  if (amount < 0) return refuse('the amount is negative');

  const [whole = '0', rawFraction = ''] = decimalString(amount).split('.');
  const fraction = rawFraction.replace(/0+$/, '');
  const decimalsAllowed = wholeUnitsOnly(currency) ? 0 : decimals;
  if (fraction.length > decimalsAllowed)
    return refuse(`${currency} allows ${decimalsAllowed} decimals, the amount has ${fraction.length}`);

  const minor = Number(whole + fraction.padEnd(decimals, '0'));
  return Number.isSafeInteger(minor) ? { ok: true, money: { minor, currency } } : refuse('the amount is too large');
}

/** The same for a sum that one invoice is to ask for, which Stripe takes only within limits (Rule R08). */
export function moneyFromMajor(amount: number, currency: Currency): MoneyResult {
  const sum = sumFromMajor(amount, currency);
  const limit = sum.ok ? limitProblem(sum.money) : undefined;
  return limit === undefined ? sum : refuse(limit);
}

/** Why a sum cannot be charged although it is one: below or above what Stripe takes; undefined when it can. */
export function limitProblem({ minor, currency }: Money): string | undefined {
  const words = (limit: number): string => formatMoney({ minor: limit, currency });
  if (minor > MINOR_MAX) return `the amount is above ${words(MINOR_MAX)}, the most that one invoice can carry`;
  const minimum = minimumCharge(currency);
  return minor < minimum ? `the amount is below ${words(minimum)}, the least that Stripe charges` : undefined;
}

/** Major units as Notion and Sheets show them. Exact: at most eight digits before division by a power of ten. */
export function majorUnits({ minor, currency }: Money): number {
  return minor / 10 ** (decimalsOf(currency) ?? 2);
}

/** "4,000.00 EUR", "10,000 JPY": the same in every place that people read. */
export function formatMoney({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency) ?? 2;
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${minor < 0 ? '-' : ''}${whole}${fraction} ${currency}`;
}

/** Adds within one currency. @throws RangeError when the currencies differ (Rule 1.3) */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`Cannot add ${b.currency} to ${a.currency}.`);
  return { minor: a.minor + b.minor, currency: a.currency };
}

/** One total per currency, in alphabetical order of the currency (Rule 1.3). */
export function totalsByCurrency(sums: readonly Money[]): readonly Money[] {
  const totals = new Map<Currency, number>();
  for (const { minor, currency } of sums) totals.set(currency, (totals.get(currency) ?? 0) + minor);
  return [...totals]
    .map(([currency, minor]) => ({ minor, currency }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
