import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, plainDate } from '../../src/billing/calendar.ts';
import { MINOR_MAX } from '../../src/billing/money.ts';
import { activeDays, daysIn, proportion } from '../../src/billing/proration.ts';
import { currency } from '../support/facts.ts';

const of = (minor: number, part: number, whole: number, code = 'GBP'): number =>
  proportion({ minor, currency: currency(code) }, part, whole).minor;

describe('a proportion of money', () => {
  test.each([
    { minor: 300_000, part: 20, whole: 30, result: 200_000, why: 'nothing to round' },
    { minor: 100_000, part: 17, whole: 31, result: 54_839, why: '548.387… rounds up' },
    { minor: 100_000, part: 10, whole: 30, result: 33_333, why: '333.333… rounds down' },
    { minor: 1, part: 1, whole: 2, result: 1, why: 'half goes up' },
    { minor: 3, part: 1, whole: 2, result: 2, why: 'half goes up, not to even' },
    { minor: -3, part: 1, whole: 2, result: -2, why: 'a credit mirrors its charge' },
    { minor: 1000, part: 0.1, whole: 0.3, result: 333, why: 'decimals are exact' },
    { minor: 1005, part: 10, whole: 100, result: 101, why: '100.5 in smallest units' },
    { minor: 5000, part: 0, whole: 30, result: 0, why: 'no part' },
    { minor: 5000, part: 45, whole: 30, result: 7500, why: 'more than the whole' },
  ])('$part / $whole of $minor is $result ($why)', ({ minor, part, whole, result }) => {
    expect(of(minor, part, whole)).toBe(result);
  });

  test.each([
    { minor: 10_000, code: 'JPY', result: 3333 },
    { minor: 1_000_000, code: 'ISK', result: 333_300 },
  ])('is a sum that can be billed in $code', ({ minor, code, result }) => {
    expect(of(minor, 1, 3, code)).toBe(result);
  });

  test.each([
    [-1, 30],
    [1, 0],
    [1, -30],
    [Number.NaN, 30],
    [1, Number.POSITIVE_INFINITY],
  ])('%d of %d is refused', (part, whole) => {
    expect(() => of(100, part, whole)).toThrow(RangeError);
  });

  test('lies within half a unit of the exact one, and never below by half', () => {
    const anAmount = fc.integer({ min: 0, max: MINOR_MAX });
    const days = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(anAmount, fc.nat(400), days, (minor, part, whole) => {
        const twiceTheError = 2n * (BigInt(of(minor, part, whole)) * BigInt(whole) - BigInt(minor) * BigInt(part));
        expect(twiceTheError > -BigInt(whole) && twiceTheError <= BigInt(whole)).toBe(true);
      }),
    );
  });
});

const NOVEMBER = { from: plainDate('2026-11-01'), to: plainDate('2026-11-30') };

describe('the days of a period', () => {
  test('count both ends', () => {
    expect(daysIn(NOVEMBER.from, NOVEMBER.to)).toBe(30);
    expect(daysIn(NOVEMBER.from, NOVEMBER.from)).toBe(1);
    expect(daysIn(NOVEMBER.to, NOVEMBER.from)).toBe(0);
  });

  test.each([
    { pausedOn: '2026-11-11', resumeOn: '2026-11-21', days: 20, why: '11 to 20 Nov are paused' },
    { pausedOn: '2026-11-11', resumeOn: '2026-11-12', days: 29, why: 'one day' },
    { pausedOn: '2026-10-20', resumeOn: '2026-11-04', days: 27, why: 'begun before the period' },
    { pausedOn: '2026-11-25', resumeOn: '2027-01-10', days: 24, why: 'goes on after the period' },
    { pausedOn: '2026-11-30', resumeOn: '2026-12-01', days: 29, why: 'the last day' },
    { pausedOn: '2026-10-01', resumeOn: '2026-12-24', days: 0, why: 'all of it' },
    { pausedOn: '2026-11-01', resumeOn: '2026-12-01', days: 0, why: 'exactly the period' },
    { pausedOn: '2026-10-01', resumeOn: '2026-11-01', days: 30, why: 'over before it' },
    { pausedOn: '2026-12-01', resumeOn: '2026-12-24', days: 30, why: 'not begun in it' },
    { pausedOn: '2026-11-12', resumeOn: '2026-11-12', days: 30, why: 'resumed on the day it began' },
    { pausedOn: '2026-11-21', resumeOn: '2026-11-11', days: 30, why: 'dates the wrong way round' },
    { pausedOn: '2026-11-11', resumeOn: undefined, days: 10, why: 'nobody knows until when' },
  ])('less a pause from $pausedOn until $resumeOn are $days ($why)', ({ pausedOn, resumeOn, days }) => {
    const pause = {
      pausedOn: plainDate(pausedOn),
      resumeOn: resumeOn === undefined ? undefined : plainDate(resumeOn),
    };
    expect(activeDays(NOVEMBER, pause)).toBe(days);
  });

  test('are all active without a pause', () => {
    expect(activeDays(NOVEMBER, undefined)).toBe(30);
  });

  test('are active exactly when no pause holds on them, counted one by one', () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.integer({ min: -80, max: 80 }),
        fc.integer({ min: 0, max: 80 }),
        (length, at, long) => {
          const period = { from: NOVEMBER.from, to: addDays(NOVEMBER.from, length) };
          const pausedOn = addDays(NOVEMBER.from, at);
          const resumeOn = addDays(pausedOn, long);
          const all = Array.from({ length: length + 1 }, (_, day) => addDays(period.from, day));
          const active = all.filter((day) => day < pausedOn || day >= resumeOn);
          expect(activeDays(period, { pausedOn, resumeOn })).toBe(active.length);
        },
      ),
    );
  });
});
