import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextRenewal, renewalPeriod } from '../../../src/billing/amounts/renewal-dates.ts';
import { daysInMonth, type PlainDate, plainDate } from '../../../src/billing/calendar.ts';

const dates = (texts: readonly string[]): readonly PlainDate[] => texts.map(plainDate);

describe('the next renewal', () => {
  test.each([
    { latest: '2026-01-31', earlier: [], months: 1, next: '2026-02-28', why: 'the month is shorter' },
    { latest: '2026-02-28', earlier: ['2026-01-31'], months: 1, next: '2026-03-31', why: 'the 31st is remembered' },
    {
      latest: '2026-04-30',
      earlier: ['2026-03-31', '2026-02-28', '2026-01-31'],
      months: 1,
      next: '2026-05-31',
      why: '',
    },
    { latest: '2026-02-28', earlier: ['2026-01-30'], months: 1, next: '2026-03-30', why: 'the 30th is remembered' },
    { latest: '2026-02-28', earlier: [], months: 1, next: '2026-03-28', why: 'began on the 28th' },
    { latest: '2028-02-28', earlier: ['2028-01-31'], months: 1, next: '2028-03-28', why: 'a leap year: moved by hand' },
    { latest: '2026-11-15', earlier: ['2026-10-31'], months: 1, next: '2026-12-15', why: 'moved by hand' },
    { latest: '2026-11-15', earlier: ['2026-10-15'], months: 3, next: '2027-02-15', why: 'a quarter' },
    { latest: '2028-02-29', earlier: [], months: 12, next: '2029-02-28', why: 'a year' },
  ])('after $latest, $months months on, is $next ($why)', ({ latest, earlier, months, next }) => {
    expect(nextRenewal(plainDate(latest), dates(earlier), months)).toBe(next);
  });

  test('falls on the day it began with, or the last of a shorter month, for years', () => {
    const aStart = fc.record({ year: fc.integer({ min: 2024, max: 2031 }), day: fc.integer({ min: 1, max: 31 }) });
    fc.assert(
      fc.property(aStart, fc.integer({ min: 1, max: 12 }), ({ year, day }, months) => {
        let latest = plainDate(`${year}-01-${String(day).padStart(2, '0')}`);
        const earlier: PlainDate[] = [];
        for (let month = months; month <= 60; month += months) {
          const next = nextRenewal(latest, earlier, months);
          const expectedMonth = `${year + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
          expect(next.slice(0, 7)).toBe(expectedMonth);
          expect(Number(next.slice(8))).toBe(Math.min(day, daysInMonth(next)));
          earlier.unshift(latest);
          latest = next;
        }
      }),
    );
  });

  test.each([0, -1, 1.5, Number.NaN])('every %d months is refused', (months) => {
    expect(() => nextRenewal(plainDate('2026-01-31'), [], months)).toThrow(RangeError);
  });
});

test('a renewal pays for the days up to the one before the next', () => {
  expect(renewalPeriod(plainDate('2026-01-31'), plainDate('2026-02-28'))).toEqual({
    from: '2026-01-31',
    to: '2026-02-27',
  });
});
