import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { addDays, daysBetween, type PlainDate, plainDate, startOfWeek } from './calendar.ts';

/** Whose holidays count (Rule 2.5): the seller's, and the client's when the client has a country. */
export type BusinessCalendar = {
  /** A country, or one with its region where holidays differ by region: `DE`, `GB-ENG`, `DE-BY`. */
  readonly countries: readonly string[];
  /** Further days on which nobody works. */
  readonly holidays: readonly PlainDate[];
};

const DAY_MS = 86_400_000;

// Not imported: the library costs 0.2 s and up to 34 MB, which a hub that asks for no holiday does not pay.
const load = createRequire(import.meta.url);

/** By country and year. The library's data never changes while the hub runs. */
const known = new Map<string, ReadonlySet<string>>();

/**
 * Whole days of public holidays that begin in the year, substitute days included. An afternoon off is no holiday:
 * messages leave in the morning. A country that is not known has none; a region that is not known has its country's.
 */
function publicHolidays(country: string, year: number): ReadonlySet<string> {
  const key = `${country} ${year}`;
  const before = known.get(key);
  if (before !== undefined) return before;

  const Library: typeof Holidays = load('date-holidays');
  // In UTC a day has 24 hours, and the machine's own zone makes no difference.
  const found = new Library(country, { types: ['public'], timezone: 'UTC' }).getHolidays(year);
  const days = found.flatMap(({ date, start, end }) => {
    const length = Math.floor((end.getTime() - start.getTime()) / DAY_MS);
    return Array.from({ length }, (_, at) => addDays(plainDate(date.slice(0, 10)), at));
  });
  const holidays = new Set<string>(days);
  known.set(key, holidays);
  return holidays;
}

const isWeekend = (date: PlainDate): boolean => daysBetween(startOfWeek(date), date) > 4;

/** Monday to Friday, less the holidays of the calendar (Rule 2.5). */
export function isBusinessDay(date: PlainDate, { countries, holidays }: BusinessCalendar): boolean {
  if (isWeekend(date) || holidays.includes(date)) return false;
  return !countries.some((country) => publicHolidays(country, Number(date.slice(0, 4))).has(date));
}

/** The date itself, or the first business day after it. */
export function firstBusinessDayFrom(date: PlainDate, calendar: BusinessCalendar): PlainDate {
  let day = date;
  while (!isBusinessDay(day, calendar)) day = addDays(day, 1);
  return day;
}

/**
 * The n-th business day after the date; 0 is the date itself, whatever day it is.
 * @throws RangeError when `n` is not a whole number from 0
 */
export function addBusinessDays(date: PlainDate, n: number, calendar: BusinessCalendar): PlainDate {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`${n} is not a number of business days.`);
  let day = date;
  for (let left = n; left > 0; left -= 1) day = firstBusinessDayFrom(addDays(day, 1), calendar);
  return day;
}

/** The n-th business day before the date, counted backwards from it; the date itself may be any day. `n` is 1 or more. */
export function businessDayBefore(date: PlainDate, n: number, calendar: BusinessCalendar): PlainDate {
  let day = date;
  for (let left = n; left > 0; left -= 1) {
    day = addDays(day, -1);
    while (!isBusinessDay(day, calendar)) day = addDays(day, -1);
  }
  return day;
}

/** Business days after the first date up to the second one, itself counted; 0 when the second is not later. */
export function businessDaysBetween(from: PlainDate, to: PlainDate, calendar: BusinessCalendar): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isBusinessDay(day, calendar)) count += 1;
  return count;
}
