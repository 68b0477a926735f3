import { describe, expect, test } from 'vitest';
import { fixedSum, statutoryInterest } from '../../../src/billing/follow-up/late-charge.ts';
import { currency } from '../../support/facts.ts';

const pounds = (minor: number) => ({ minor, currency: currency('GBP') });

describe('statutory interest', () => {
  test.each([
    { minor: 500_000, days: 101, base: 4.25, interest: 16_949, fixed: 7000 },
    { minor: 1_000_000, days: 30, base: 3.75, interest: 9658, fixed: 10_000 },
  ])('X25: on $minor for $days days at $base % is $interest, plus $fixed', ({ minor, days, base, interest, fixed }) => {
    expect(statutoryInterest(pounds(minor), days, base)).toEqual(pounds(interest));
    expect(fixedSum(pounds(minor))).toEqual(pounds(fixed));
  });

  test.each([
    { minor: 500_000, days: 0, base: 4.25, interest: 0, why: 'not late' },
    { minor: 36_500, days: 1, base: 0, interest: 8, why: 'a base rate of nothing' },
    { minor: 18_250, days: 1, base: 1, interest: 5, why: '4.5 goes up' },
    { minor: 36_500, days: 1, base: 0.1, interest: 8, why: '8.1 goes down' },
    { minor: 100_000, days: 365, base: -0.5, interest: 7500, why: 'a base rate below nothing' },
  ])('on $minor for $days days at $base % is $interest ($why)', ({ minor, days, base, interest }) => {
    expect(statutoryInterest(pounds(minor), days, base).minor).toBe(interest);
  });

  test('on a debt that was paid down is rounded once, over all days together', () => {
    const days = 500_000 * 10 + 350_000 * 20;
    expect(statutoryInterest(pounds(days), 1, 3.75).minor).toBe(3863);
  });

  test.each([-1, 1.5, Number.NaN])('for %d days is refused', (days) => {
    expect(() => statutoryInterest(pounds(100), days, 4.25)).toThrow(RangeError);
  });

  test('at a rate that is no number is refused', () => {
    expect(() => statutoryInterest(pounds(100), 1, Number.NaN)).toThrow(RangeError);
  });
});

describe('the fixed sum', () => {
  test.each([
    { minor: 99_999, fixed: 4000 },
    { minor: 100_000, fixed: 7000 },
    { minor: 999_999, fixed: 7000 },
    { minor: 1_000_000, fixed: 10_000 },
  ])('for a debt of $minor is $fixed', ({ minor, fixed }) => {
    expect(fixedSum(pounds(minor))).toEqual(pounds(fixed));
  });
});

test('late charges of the UK are for pounds only', () => {
  const euros = { minor: 500_000, currency: currency('EUR') };
  expect(() => statutoryInterest(euros, 101, 4.25)).toThrow('not for 5,000.00 EUR');
  expect(() => fixedSum(euros)).toThrow(RangeError);
});
