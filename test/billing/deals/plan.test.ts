import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planSums } from '../../../src/billing/deals/plan.ts';
import type { PaymentPlan, PlanPart } from '../../../src/billing/facts.ts';
import { currency } from '../../support/facts.ts';

type Given = Partial<Omit<PlanPart, 'name'>>;
const planOf = (...parts: readonly Given[]): PaymentPlan =>
  parts.map((part, at) => ({ name: `Part ${at + 1}`, trigger: 'Milestone approval', ...part }));
const deposit = (part: Given): Given => ({ trigger: 'Deposit', ...part });

/** Smallest units, or why there are none. */
function sumsOf(plan: PaymentPlan, value: number | null, code = 'GBP'): readonly number[] | string {
  const result = planSums(plan, value, currency(code));
  return result.ok ? result.sums.map(({ minor }) => minor) : result.why;
}

const THIRDS = planOf({ share: 33.33 }, { share: 33.33 }, { share: 33.34 });

describe('what the parts of a plan come to', () => {
  test.each<{ name: string; plan: PaymentPlan; value: number | null; code?: string; sums: readonly number[] }>([
    { name: 'one part', plan: planOf({ share: 100 }), value: 10_000, sums: [1_000_000] },
    {
      name: 'halves of an odd sum (1.5)',
      plan: planOf({ share: 50 }, { share: 50 }),
      value: 0.01 + 100,
      sums: [5000, 5001],
    },
    {
      name: 'a deposit within the price',
      plan: planOf(deposit({ share: 30 }), { share: 40 }, { share: 30 }),
      value: 20_000,
      sums: [600_000, 800_000, 600_000],
    },
    {
      name: 'X16: a deposit on top of the work, taken off again later',
      plan: planOf(deposit({ share: 30 }), { share: 40 }, { share: 60 }),
      value: 20_000,
      sums: [600_000, 800_000, 1_200_000],
    },
    {
      name: 'a fixed deposit on top of shares',
      plan: planOf(deposit({ amount: 2500 }), { share: 50 }, { share: 50 }),
      value: 9999.99,
      sums: [250_000, 499_999, 500_000],
    },
    {
      name: 'a fixed deposit within the price, and shares that fill the rest',
      plan: planOf(deposit({ amount: 2000 }), { share: 40 }, { share: 40 }),
      value: 10_000,
      sums: [200_000, 400_000, 400_000],
    },
    {
      name: 'shares beside an amount that fills the rest: no penny is lost',
      plan: planOf({ share: 33.3 }, { share: 33.3 }, { amount: 33.41 }),
      value: 100.03,
      sums: [3331, 3331, 3341],
    },
    {
      name: 'shares beside an amount that leaves some of the price open: as they say',
      plan: planOf({ share: 25 }, { amount: 1000 }),
      value: 10_000,
      sums: [250_000, 100_000],
    },
    {
      name: 'amounts alone, without a value',
      plan: planOf({ amount: 10 }, { amount: 20.5 }),
      value: null,
      sums: [1000, 2050],
    },
    { name: 'yen has no decimals', plan: THIRDS, value: 10_000, code: 'JPY', sums: [3333, 3333, 3334] },
    {
      name: 'krona in whole units',
      plan: planOf({ share: 50 }, { share: 50 }),
      value: 101,
      code: 'ISK',
      sums: [5000, 5100],
    },
  ])('$name', ({ plan, value, code, sums }) => {
    expect(sumsOf(plan, value, code)).toEqual(sums);
  });

  test('X27: 10,000.00 in three', () => {
    const equal = planOf({ share: 100 / 3 }, { share: 100 / 3 }, { share: 100 / 3 });
    expect(sumsOf(equal, 10_000)).toEqual([333_333, 333_333, 333_334]);
    expect(sumsOf(equal, 10_000, 'JPY')).toEqual([3333, 3333, 3334]);
  });

  test.each<{ name: string; plan: PaymentPlan; value: number | null; code?: string; why: string }>([
    { name: 'a share of nothing', plan: THIRDS, value: null, why: '"Value" of the deal is empty' },
    { name: 'a value with too many decimals', plan: THIRDS, value: 10.5, code: 'JPY', why: 'JPY allows 0 decimals' },
    {
      name: 'an amount with decimals in yen',
      plan: planOf({ amount: 10.5 }),
      value: 100,
      code: 'JPY',
      why: 'part "Part 1"',
    },
    {
      name: 'a part too small to be billed',
      plan: planOf({ share: 0.1 }, { share: 99.9 }),
      value: 1,
      why: 'comes to nothing',
    },
    { name: 'a currency with three decimals', plan: THIRDS, value: 10, code: 'KWD', why: 'three decimals' },
    { name: 'a negative value', plan: THIRDS, value: -10, why: 'the amount is negative' },
  ])('$name: $why', ({ plan, value, code, why }) => {
    expect(sumsOf(plan, value, code)).toEqual(expect.stringContaining(why));
  });
});

const shares = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 }).map((weights) => {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (weight / all) * 100);
});
const code = fc.constantFrom('GBP', 'EUR', 'JPY', 'ISK');
const minorPerUnit = (one: string): number => (one === 'JPY' ? 1 : 100);

describe('whatever the plan', () => {
  test('shares of the whole add up to exactly the value, and only the last part is more than its share', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: 1000, max: 900_000 }), code, (percents, value, one) => {
        const sums = sumsOf(planOf(...percents.map((share) => ({ share }))), value, one);
        if (typeof sums === 'string') {
          expect(sums).toContain('comes to nothing');
          return;
        }
        const whole = value * minorPerUnit(one);
        expect(sums.reduce((all, sum) => all + sum, 0)).toBe(whole);
        for (const [at, share] of percents.slice(0, -1).entries())
          expect(sums[at] ?? 0).toBeLessThanOrEqual(Math.ceil((whole * share) / 100));
      }),
    );
  });

  test('a deposit on top changes nothing of what the work comes to', () => {
    const percent = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(shares, percent, fc.integer({ min: 1000, max: 900_000 }), code, (percents, share, value, one) => {
        const work = percents.map((of) => ({ share: of }));
        const sums = sumsOf(planOf(deposit({ share }), ...work), value, one);
        const alone = sumsOf(planOf(...work), value, one);
        if (typeof alone === 'string') return;
        expect(typeof sums === 'string' ? sums : sums.slice(1)).toEqual(alone);
      }),
    );
  });

  test('shares fill what a fixed part leaves, to the penny', () => {
    const open = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 900_000 }),
        open,
        fc.integer({ min: 1, max: 6 }),
        (minor, left, count) => {
          // A fixed part of so many percent, rounded to a penny, and equal shares of the rest.
          const fixed = Math.round((minor * (100 - left)) / 100);
          if (fixed === 0 || fixed === minor) return;
          const equal = Array.from({ length: count }, () => ({ share: left / count }));
          const sums = sumsOf(planOf({ amount: fixed / 100 }, ...equal), minor / 100);
          if (typeof sums === 'string') return;
          expect(sums.reduce((all, sum) => all + sum, 0)).toBe(minor);
        },
      ),
    );
  });
});
