import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCurrency } from '../../src/billing/currency.ts';
import {
  addMoney,
  decimalString,
  formatMoney,
  MINOR_MAX,
  majorUnits,
  moneyFromMajor,
  totalsByCurrency,
} from '../../src/billing/money.ts';
import { currency } from '../support/facts.ts';

const EUR = currency('EUR');
const minorOf = (amount: number, code: string): number | string => {
  const result = moneyFromMajor(amount, currency(code));
  return result.ok ? result.money.minor : result.why;
};

describe('an amount from Notion', () => {
  test.each([
    { amount: 4000, code: 'GBP', minor: 400_000, why: 'two decimals' },
    { amount: 0.57, code: 'EUR', minor: 57, why: '0.57 * 100 is 56.99999999999999' },
    { amount: 1234.56, code: 'USD', minor: 123_456, why: 'cents' },
    { amount: 10.1, code: 'EUR', minor: 1010, why: 'one decimal is padded' },
    { amount: 10_000, code: 'JPY', minor: 10_000, why: 'yen have no decimals' },
    { amount: 5000, code: 'ISK', minor: 500_000, why: 'Stripe counts ISK with two decimals, in whole units' },
    { amount: 999_999.99, code: 'EUR', minor: MINOR_MAX, why: 'the most one invoice can carry' },
    { amount: 0.5, code: 'EUR', minor: 50, why: 'the least Stripe charges' },
  ])('$amount $code is $minor smallest units ($why)', ({ amount, code, minor }) => {
    expect(minorOf(amount, code)).toBe(minor);
  });

  test.each([
    { amount: 10.005, code: 'EUR', says: 'EUR allows 2 decimals, the amount has 3' },
    { amount: 0.1 + 0.2, code: 'EUR', says: 'EUR allows 2 decimals, the amount has 17' },
    { amount: 1e-7, code: 'EUR', says: 'EUR allows 2 decimals, the amount has 7' },
    { amount: 100.5, code: 'JPY', says: 'JPY allows 0 decimals, the amount has 1' },
    { amount: 10.5, code: 'ISK', says: 'ISK allows 0 decimals, the amount has 1' },
    { amount: 0, code: 'EUR', says: 'the amount is zero' },
    { amount: -5, code: 'EUR', says: 'the amount is negative' },
    { amount: 1_000_000, code: 'EUR', says: 'the amount is above 999,999.99 EUR, the most that one invoice can carry' },
    { amount: 1e21, code: 'EUR', says: 'the amount is too large' },
    { amount: 0.49, code: 'EUR', says: 'the amount is below 0.50 EUR, the least that Stripe charges' },
    { amount: 12.5, code: 'KWD', says: 'KWD has three decimals and is not supported yet' },
    { amount: Number.NaN, code: 'EUR', says: 'the amount is not a number' },
  ])('$amount $code is refused: $says', ({ amount, code, says }) => {
    expect(minorOf(amount, code)).toBe(says);
  });

  test('is shown with two decimals where the currency is not supported', () => {
    expect(majorUnits({ minor: 12_345, currency: currency('KWD') })).toBe(123.45);
  });

  test('comes back unchanged in major units, whatever the sum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: MINOR_MAX }), (minor) => {
        const result = moneyFromMajor(majorUnits({ minor, currency: EUR }), EUR);
        expect(result).toEqual({ ok: true, money: { minor, currency: EUR } });
      }),
    );
  });
});

describe('a floating number as a decimal', () => {
  test.each([
    { value: 33.3, text: '33.3' },
    { value: 100, text: '100' },
    { value: 1e-7, text: '0.0000001' },
    { value: -1.25e-7, text: '-0.000000125' },
  ])('$value is $text', ({ value, text }) => {
    expect(decimalString(value)).toBe(text);
  });

  test('means the same number, whatever its size', () => {
    const aNumber = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(aNumber, (value) => {
        const text = decimalString(value);
        expect(text).toMatch(/^-?\d+(\.\d*)?$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('sums', () => {
  test('of one currency add up', () => {
    expect(addMoney({ minor: 1, currency: EUR }, { minor: 2, currency: EUR })).toEqual({ minor: 3, currency: EUR });
  });

  test('never cross currencies', () => {
    expect(() => addMoney({ minor: 1, currency: EUR }, { minor: 1, currency: currency('USD') })).toThrow(RangeError);
  });

  test('are kept per currency, in alphabetical order', () => {
    const sums = [
      { minor: 100, currency: currency('USD') },
      { minor: 200, currency: EUR },
      { minor: 50, currency: currency('USD') },
      { minor: 7, currency: currency('GBP') },
    ];
    expect(totalsByCurrency(sums)).toEqual([
      { minor: 200, currency: 'EUR' },
      { minor: 7, currency: 'GBP' },
      { minor: 150, currency: 'USD' },
    ]);
  });
});

describe('money in words', () => {
  test.each([
    { minor: 400_000, code: 'EUR', words: '4,000.00 EUR' },
    { minor: 5, code: 'EUR', words: '0.05 EUR' },
    { minor: 1_234_567, code: 'JPY', words: '1,234,567 JPY' },
    { minor: -150, code: 'GBP', words: '-1.50 GBP' },
    { minor: 12_345, code: 'KWD', words: '123.45 KWD' },
  ])('$minor $code reads $words', ({ minor, code, words }) => {
    expect(formatMoney({ minor, currency: currency(code) })).toBe(words);
  });

  test.each(['eur', ' EUR ', 'Eur'])('"%s" names the euro', (text) => {
    expect(parseCurrency(text)).toBe('EUR');
  });

  test.each(['', 'EURO', 'XQQ', '12'])('"%s" names no currency', (text) => {
    expect(parseCurrency(text)).toBeUndefined();
  });
});
