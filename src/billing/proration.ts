import { addDays, daysBetween, type PlainDate } from './calendar.ts';
import { type Currency, wholeUnitsOnly } from './currency.ts';
import { decimalString, type Money } from './money.ts';

export type Period = { readonly from: PlainDate; readonly to: PlainDate };

/** The first day paused and the first day active again; undefined while nobody knows when that will be. */
export type Pause = { readonly pausedOn: PlainDate; readonly resumeOn: PlainDate | undefined };

/**
 * The same numbers, all multiplied by one power of ten, as whole ones: 33.3 and 50 become 333 and 500. Their proportions
 * are exact, which they are not in floating point.
 * @throws RangeError when one is not a finite number
 */
export function asWholeNumbers(values: readonly number[]): readonly bigint[] {
  const texts = values.map((value) => {
    if (!Number.isFinite(value)) throw new RangeError(`${value} is not a number that can be calculated with.`);
    return decimalString(value);
  });
  const decimalsIn = (text: string): number => (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0);
  const most = Math.max(0, ...texts.map(decimalsIn));
  return texts.map((text) => BigInt(text.replace('.', '') + '0'.repeat(most - decimalsIn(text))));
}

/** The smallest step in which a currency can be billed, in smallest units: 100 where Stripe wants whole units only. */
export const smallestStep = (currency: Currency): bigint => (wholeUnitsOnly(currency) ? 100n : 1n);

/**
 * A fraction of smallest units as money, rounded half up to what the currency can be billed in (Rule 1.6). A negative sum
 * mirrors the positive one, so that a credit undoes its charge.
 * @param denominator above zero
 */
export function roundedHalfUp(numerator: bigint, denominator: bigint, currency: Currency): Money {
  const step = smallestStep(currency);
  const size = numerator < 0n ? -numerator : numerator;
  const steps = (2n * size + denominator * step) / (2n * denominator * step);
  return { minor: Number(numerator < 0n ? -steps * step : steps * step), currency };
}

/**
 * `part / whole` of the money, exact and rounded half up once, at the end (Rule 1.6).
 * @throws RangeError when the part is negative, the whole is not above zero, or one is not a finite number
 */
export function proportion({ minor, currency }: Money, part: number, whole: number): Money {
  if (part < 0 || whole <= 0) throw new RangeError(`${part} of ${whole} is not a proportion.`);
  const [numerator = 0n, denominator = 1n] = asWholeNumbers([part, whole]);
  return roundedHalfUp(BigInt(minor) * numerator, denominator, currency);
}

/** Days from the first to the last, both counted; 0 when the last comes before the first. */
export const daysIn = (from: PlainDate, to: PlainDate): number => Math.max(0, daysBetween(from, to) + 1);

/**
 * Days of the period, both ends counted, on which the project was active (Rule 10.3). A pause that covers nothing of the
 * period changes nothing.
 */
export function activeDays({ from, to }: Period, pause: Pause | undefined): number {
  if (pause === undefined) return daysIn(from, to);
  const { pausedOn, resumeOn } = pause;
  const firstPaused = pausedOn > from ? pausedOn : from;
  const lastPaused = resumeOn === undefined || resumeOn > to ? to : addDays(resumeOn, -1);
  return daysIn(from, to) - daysIn(firstPaused, lastPaused);
}
