import { execFileSync } from 'node:child_process';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addBusinessDays,
  type BusinessCalendar,
  businessDayBefore,
  businessDaysBetween,
  firstBusinessDayFrom,
  isBusinessDay,
} from '../../src/billing/business-days.ts';
import { addDays, plainDate, startOfWeek } from '../../src/billing/calendar.ts';

const calendar = (...countries: string[]): BusinessCalendar => ({ countries, holidays: [] });
const WEEKDAYS = calendar();
const ENGLAND = calendar('GB-ENG');

/** Days from Monday to Friday in a year on which the calendar does not work. */
const daysOff = (year: number, on: BusinessCalendar): readonly string[] =>
  Array.from({ length: 366 }, (_, day) => addDays(plainDate(`${year}-01-01`), day)).filter(
    (day) => day.startsWith(String(year)) && isBusinessDay(day, WEEKDAYS) && !isBusinessDay(day, on),
  );

describe('a business day', () => {
  test.each([
    { date: '2026-11-06', is: true, why: 'Friday' },
    { date: '2026-11-07', is: false, why: 'Saturday' },
    { date: '2026-11-08', is: false, why: 'Sunday' },
    { date: '2026-11-09', is: true, why: 'Monday' },
  ])('is $date: $is ($why)', ({ date, is }) => {
    expect(isBusinessDay(plainDate(date), WEEKDAYS)).toBe(is);
  });

  test.each([
    {
      year: 2026,
      days: '2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28',
      why: 'Boxing Day is a Saturday, its substitute the Monday after',
    },
    {
      year: 2027,
      days: '2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28',
      why: 'both days of Christmas have substitutes',
    },
    {
      year: 2028,
      days: '2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26',
      why: 'so has New Year',
    },
  ])('is none of the bank holidays of England and Wales in $year ($why)', ({ year, days }) => {
    expect(daysOff(year, ENGLAND)).toEqual(days.split(' '));
  });

  test.each([
    { country: 'GB-WLS', date: '2026-08-31', is: false, why: 'Wales shares the summer bank holiday' },
    { country: 'GB-SCT', date: '2026-08-31', is: true, why: 'Scotland had it on the 3rd' },
    { country: 'GB', date: '2026-08-31', is: true, why: 'not all of the United Kingdom has it' },
    { country: 'GB', date: '2026-12-28', is: false, why: 'all of it has this one' },
    { country: 'DE-BY', date: '2026-01-06', is: false, why: 'Epiphany in Bavaria' },
    { country: 'DE-BE', date: '2026-01-06', is: true, why: 'not in Berlin' },
    { country: 'DE', date: '2026-05-14', is: false, why: 'Ascension in all of Germany' },
    { country: 'DE-XX', date: '2026-05-14', is: false, why: 'an unknown region has the holidays of its country' },
    { country: 'US', date: '2026-07-03', is: false, why: 'observed on the Friday before' },
    { country: 'US', date: '2027-12-31', is: false, why: 'New Year 2028, observed in the old year' },
    { country: 'GB-ENG', date: '2026-03-16', is: true, why: 'a day that is only remembered is no holiday' },
    { country: 'CN', date: '2027-03-08', is: true, why: 'half a day off is no holiday' },
    { country: 'AE', date: '2026-03-20', is: false, why: 'counted from the day, not from sunset before' },
    { country: 'KR', date: '2026-09-25', is: false, why: 'in a holiday of three days' },
    { country: 'XX', date: '2026-12-25', is: true, why: 'an unknown country has no holidays' },
    { country: '', date: '2026-12-25', is: true, why: 'no country has none' },
  ])('with the calendar of "$country" is $date: $is ($why)', ({ country, date, is }) => {
    expect(isBusinessDay(plainDate(date), calendar(country))).toBe(is);
  });

  test('is one for the seller and the client together', () => {
    const both = calendar('GB-ENG', 'DE-BY');
    expect(isBusinessDay(plainDate('2026-08-31'), both)).toBe(false);
    expect(isBusinessDay(plainDate('2026-01-06'), both)).toBe(false);
    expect(isBusinessDay(plainDate('2026-01-07'), both)).toBe(true);
  });

  test('is none of the days that the team closes', () => {
    const closed = { countries: ['GB-ENG'], holidays: [plainDate('2026-12-29')] };
    expect(firstBusinessDayFrom(plainDate('2026-12-25'), closed)).toBe('2026-12-30');
  });
});

describe('counting business days', () => {
  test.each([
    { date: '2026-11-07', n: 0, result: '2026-11-07', why: 'the date itself, whatever day it is' },
    { date: '2026-11-06', n: 1, result: '2026-11-09', why: 'over a weekend' },
    { date: '2026-11-07', n: 1, result: '2026-11-09', why: 'from a Saturday' },
    { date: '2026-11-09', n: 5, result: '2026-11-16', why: 'a week' },
    { date: '2026-12-24', n: 1, result: '2026-12-29', why: 'over Christmas' },
  ])('$n from $date ends on $result ($why)', ({ date, n, result }) => {
    expect(addBusinessDays(plainDate(date), n, ENGLAND)).toBe(result);
  });

  test.each([-1, 0.5, Number.NaN])('%d of them is refused', (n) => {
    expect(() => addBusinessDays(plainDate('2026-11-06'), n, ENGLAND)).toThrow(RangeError);
  });

  test.each([
    { from: '2026-11-06', to: '2026-11-09', days: 1, why: 'the last day counts, the first does not' },
    { from: '2026-11-06', to: '2026-11-08', days: 0, why: 'a weekend' },
    { from: '2026-12-24', to: '2026-12-31', days: 3, why: 'Christmas' },
    { from: '2026-11-09', to: '2026-11-09', days: 0, why: 'the same day' },
    { from: '2026-11-10', to: '2026-11-09', days: 0, why: 'backwards' },
  ])('from $from to $to gives $days ($why)', ({ from, to, days }) => {
    expect(businessDaysBetween(plainDate(from), plainDate(to), ENGLAND)).toBe(days);
  });

  test.each([
    { date: '2026-11-16', n: 3, result: '2026-11-11', why: 'over a weekend' },
    { date: '2026-11-14', n: 3, result: '2026-11-11', why: 'from a Saturday' },
    { date: '2026-12-29', n: 1, result: '2026-12-24', why: 'over Christmas' },
  ])('$n before $date is $result ($why)', ({ date, n, result }) => {
    expect(businessDayBefore(plainDate(date), n, ENGLAND)).toBe(result);
  });

  test('back gives what was added, and ends on a business day', () => {
    fc.assert(
      fc.property(fc.nat(1500), fc.integer({ min: 1, max: 40 }), (at, n) => {
        const date = addDays(plainDate('2025-01-01'), at);
        const later = addBusinessDays(date, n, ENGLAND);
        expect(isBusinessDay(later, ENGLAND)).toBe(true);
        expect(businessDaysBetween(date, later, ENGLAND)).toBe(n);
      }),
      { numRuns: 40 },
    );
  });

  test('without holidays finds five in every week', () => {
    const monday = startOfWeek(plainDate('2026-12-30'));
    expect(businessDaysBetween(addDays(monday, -1), addDays(monday, 6), WEEKDAYS)).toBe(5);
  });
});

test('the library of holidays is loaded only when one is asked for', () => {
  const script = `
    import { createRequire } from 'node:module';
    import { isBusinessDay } from './src/billing/business-days.ts';
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('date-holidays'));
    isBusinessDay('2026-11-09', { countries: [], holidays: [] });
    const before = loaded();
    isBusinessDay('2026-11-09', { countries: ['GB'], holidays: [] });
    console.log(before, loaded());`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: `${import.meta.dirname}/../..`,
    encoding: 'utf8',
  });
  expect(output.trim()).toBe('false true');
});
