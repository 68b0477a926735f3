import { formatMoney, type Money } from '../money.ts';
import { asWholeNumbers, roundedHalfUp } from '../proration.ts';

/** A year over the Bank of England's base rate, in percent: what the law grants between businesses (Rule 13.3). */
const OVER_BASE_PERCENT = 8;
const YEAR_DAYS = 365n;

const refuseOtherCurrencies = (principal: Money): void => {
  if (principal.currency !== 'GBP')
    throw new RangeError(`UK late charges are for debts in GBP, not for ${formatMoney(principal)}.`);
};

/**
 * UK statutory interest: principal x (8 % + base) x days / 365, simple, exact, rounded half up once (Rules 1.6, 13.3). A
 * proposal that people see, never added by itself.
 * @param principal outstanding on each of the days. Where part payments changed it, pass the sum over all days as the
 *   principal of one day, so that only the end is rounded (Rule 13.4)
 * @param daysLate whole days from the day after the due date
 * @param basePercent the base rate fixed for the half-year, such as 4.25
 * @throws RangeError for another currency than GBP, days that are not a whole number from 0, a rate that is no number
 */
export function statutoryInterest(principal: Money, daysLate: number, basePercent: number): Money {
  refuseOtherCurrencies(principal);
  if (!Number.isInteger(daysLate) || daysLate < 0) throw new RangeError(`${daysLate} is not a number of days.`);
  const [base = 0n, over = 0n, hundred = 1n] = asWholeNumbers([basePercent, OVER_BASE_PERCENT, 100]);
  const numerator = BigInt(principal.minor) * (base + over) * BigInt(daysLate);
  return roundedHalfUp(numerator, hundred * YEAR_DAYS, principal.currency);
}

/**
 * The fixed sum on top of the interest, once per invoice: 40, 70 or 100 GBP by the size of the debt (Rule 13.3).
 * @throws RangeError for another currency than GBP
 */
export function fixedSum(principal: Money): Money {
  refuseOtherCurrencies(principal);
  const { minor, currency } = principal;
  if (minor < 100_000) return { minor: 4000, currency };
  return { minor: minor < 1_000_000 ? 7000 : 10_000, currency };
}
