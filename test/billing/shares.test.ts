import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINOR_MAX } from '../../src/billing/money.ts';
import { splitByShares } from '../../src/billing/shares.ts';
import { currency } from '../support/facts.ts';

const split = (minor: number, code: string, shares: readonly number[]): readonly number[] =>
  splitByShares({ minor, currency: currency(code) }, shares).map((part) => part.minor);

describe('a sum split by shares', () => {
  test.each([
    { minor: 1_000_000, code: 'GBP', shares: [1, 1, 1], parts: [333_333, 333_333, 333_334], why: 'X27, pounds' },
    { minor: 10_000, code: 'JPY', shares: [1, 1, 1], parts: [3333, 3333, 3334], why: 'X27, yen' },
    { minor: 1_000_000, code: 'GBP', shares: [33.3, 33.3, 33.3], parts: [333_333, 333_333, 333_334], why: 'any scale' },
    { minor: 100, code: 'GBP', shares: [0.1, 0.2], parts: [33, 67], why: '0.1 + 0.2 is exactly 0.3' },
    { minor: 30, code: 'GBP', shares: [1e-7, 2e-7], parts: [10, 20], why: 'tiny shares' },
    { minor: 300, code: 'GBP', shares: [1e21, 2e21], parts: [100, 200], why: 'huge shares' },
    { minor: 1000, code: 'GBP', shares: [30, 70], parts: [300, 700], why: 'nothing is left over' },
    { minor: 1001, code: 'EUR', shares: [50, 50], parts: [500, 501], why: 'the last part takes what is left' },
    { minor: 2, code: 'GBP', shares: [1, 1, 1], parts: [0, 0, 2], why: 'less than a unit each' },
    { minor: 999, code: 'GBP', shares: [7], parts: [999], why: 'a single share takes all' },
    { minor: 1_000_000, code: 'ISK', shares: [1, 1, 1], parts: [333_300, 333_300, 333_400], why: 'whole krónur only' },
  ])('of $minor $code by $shares is $parts ($why)', ({ minor, code, shares, parts }) => {
    expect(split(minor, code, shares)).toEqual(parts);
  });

  test('keeps its currency in every part', () => {
    expect(splitByShares({ minor: 3, currency: currency('EUR') }, [1, 2])).toEqual([
      { minor: 1, currency: 'EUR' },
      { minor: 2, currency: 'EUR' },
    ]);
  });

  test.each([
    { shares: [], says: 'no shares' },
    { shares: [1, 0], says: 'A share of 0' },
    { shares: [-1, 2], says: 'A share of -1' },
    { shares: [Number.NaN], says: 'A share of NaN' },
    { shares: [1, Number.POSITIVE_INFINITY], says: 'Infinity' },
  ])('is refused for $shares', ({ shares, says }) => {
    expect(() => split(100, 'GBP', shares)).toThrow(RangeError);
    expect(() => split(100, 'GBP', shares)).toThrow(says);
  });

  const aSum = fc.integer({ min: 0, max: MINOR_MAX });
  const aShare = fc.integer({ min: 1, max: 10_000 });

  test('adds up again, and only the last part is more than its share', () => {
    fc.assert(
      fc.property(aSum, fc.array(aShare, { minLength: 1, maxLength: 12 }), (minor, shares) => {
        const parts = split(minor, 'GBP', shares);
        const all = shares.reduce((sum, share) => sum + share, 0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(minor);
        parts.slice(0, -1).forEach((part, at) => {
          const owed = BigInt(minor) * BigInt(shares[at] ?? 0);
          expect(BigInt(part) * BigInt(all) <= owed && owed < BigInt(part + 1) * BigInt(all)).toBe(true);
        });
      }),
    );
  });

  test('does not depend on the scale of the shares', () => {
    fc.assert(
      fc.property(aSum, fc.array(aShare, { minLength: 1, maxLength: 6 }), (minor, shares) => {
        const percents = shares.map((share) => share / 100);
        expect(split(minor, 'GBP', percents)).toEqual(split(minor, 'GBP', shares));
      }),
    );
  });
});
