import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  dateIn,
  dayOfMonth,
  daysBetween,
  daysInMonth,
  dueInstant,
  formatWeek,
  instantFromIso,
  instantFromMillis,
  instantFromSeconds,
  isoWeek,
  isPlainDate,
  plainDate,
  startOfDay,
  startOfWeek,
  systemClock,
  timeIn,
  toIso,
} from '../../src/billing/calendar.ts';

describe('a due date', () => {
  test.each([
    { zone: 'Europe/London', date: '2026-11-17', instant: '2026-11-17T23:59:59.000Z', why: 'winter time is UTC' },
    { zone: 'Europe/London', date: '2026-07-17', instant: '2026-07-17T22:59:59.000Z', why: 'summer time' },
    { zone: 'America/New_York', date: '2026-11-17', instant: '2026-11-18T04:59:59.000Z', why: 'west of Greenwich' },
    { zone: 'Pacific/Auckland', date: '2026-11-17', instant: '2026-11-17T10:59:59.000Z', why: 'far east' },
    {
      zone: 'Europe/Berlin',
      date: '2026-10-25',
      instant: '2026-10-25T22:59:59.000Z',
      why: 'the day the clock goes back',
    },
  ])('of $date in $zone ends at $instant ($why)', ({ zone, date, instant }) => {
    expect(toIso(dueInstant(zone, plainDate(date)))).toBe(instant);
    expect(dateIn(zone, dueInstant(zone, plainDate(date)))).toBe(date);
  });

  test('is term days after the issue date, without a roll for weekends', () => {
    expect(addDays(plainDate('2026-11-03'), 14)).toBe('2026-11-17');
    expect(addDays(plainDate('2028-02-28'), 1)).toBe('2028-02-29');
  });
});

describe('a calendar day', () => {
  test.each(['2026-02-29', '2026-13-01', '2026-1-01', '2026-11-03T00:00', ''])('"%s" does not exist', (text) => {
    expect(isPlainDate(text)).toBe(false);
    expect(() => plainDate(text)).toThrow(RangeError);
  });

  test('begins where midnight does not exist at the first instant that does', () => {
    expect(toIso(startOfDay('America/Sao_Paulo', plainDate('2018-11-04')))).toBe('2018-11-04T03:00:00.000Z');
  });

  test('is the one that the wall clock of the zone shows', () => {
    expect(dateIn('Asia/Tokyo', instantFromIso('2026-11-03T15:30:00Z'))).toBe('2026-11-04');
  });

  test('differs from another by whole days, across a clock change too', () => {
    expect(daysBetween(plainDate('2026-10-24'), plainDate('2026-10-26'))).toBe(2);
    expect(daysBetween(plainDate('2026-11-03'), plainDate('2026-11-01'))).toBe(-2);
  });
});

describe('a month', () => {
  test.each([
    { date: '2026-02-10', days: 28 },
    { date: '2028-02-10', days: 29 },
    { date: '2026-04-30', days: 30 },
    { date: '2026-12-31', days: 31 },
  ])('that $date is in has $days days', ({ date, days }) => {
    expect(daysInMonth(plainDate(date))).toBe(days);
  });

  test.each([
    { date: '2026-01-31', months: 1, day: 31, result: '2026-02-28' },
    { date: '2026-02-28', months: 1, day: 31, result: '2026-03-31' },
    { date: '2026-11-15', months: 2, day: 1, result: '2027-01-01' },
  ])('$months after $date has its day $day on $result', ({ date, months, day, result }) => {
    expect(addMonths(plainDate(date), months, day)).toBe(result);
  });

  test('later is the same day where nothing else is asked', () => {
    expect(addMonths(plainDate('2026-11-03'), 1)).toBe('2026-12-03');
    expect(dayOfMonth(plainDate('2026-11-03'))).toBe(3);
  });
});

describe('an instant', () => {
  test('of Stripe is in seconds, ours in milliseconds', () => {
    expect(toIso(instantFromSeconds(1_793_714_400))).toBe('2026-11-03T14:00:00.000Z');
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY])('is not %d', (ms) => {
    expect(() => instantFromMillis(ms)).toThrow(RangeError);
  });

  test.each(['2026-11-03', '2026-11-03T14:00:00', 'now'])('is not "%s"', (text) => {
    expect(() => instantFromIso(text)).toThrow(RangeError);
  });

  test('reads as the time on the wall of the zone', () => {
    expect(timeIn('Europe/Berlin', instantFromIso('2026-11-03T13:04:59Z'))).toBe('14:04');
  });

  test('of the clock is now', () => {
    const before = Date.now();
    expect(systemClock()).toBeGreaterThanOrEqual(before);
    expect(systemClock()).toBeLessThanOrEqual(Date.now());
  });
});

describe('an ISO week', () => {
  test.each([
    { date: '2026-11-22', week: '2026-W47' },
    { date: '2026-12-31', week: '2026-W53' },
    { date: '2027-01-03', week: '2026-W53' },
    { date: '2027-01-04', week: '2027-W01' },
  ])('of $date is $week', ({ date, week }) => {
    expect(formatWeek(isoWeek(plainDate(date)))).toBe(week);
  });

  test('begins on Monday', () => {
    expect(startOfWeek(plainDate('2026-11-22'))).toBe('2026-11-16');
    expect(startOfWeek(plainDate('2026-11-23'))).toBe('2026-11-23');
  });
});

test('a day is the same however many were asked for before: what is remembered is forgotten in time', () => {
  const zone = 'Europe/London';
  const first = plainDate('2026-03-29');
  const begins = startOfDay(zone, first);
  for (let day = 0; day < 2100; day += 1) startOfDay(zone, addDays(first, day));
  expect(startOfDay(zone, first)).toBe(begins);
  expect(dateIn(zone, begins)).toBe(first);
});
