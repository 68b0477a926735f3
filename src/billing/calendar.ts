import { Temporal } from 'temporal-polyfill';

/** A day on the calendar, `YYYY-MM-DD`, without time or zone. Compared as text. */
export type PlainDate = string & { readonly brand: 'PlainDate' };

/** A point in time in milliseconds since the epoch, UTC. Stripe counts in seconds: convert at the border. */
export type Instant = number & { readonly brand: 'Instant' };

/** A zone by its name, `Europe/London`, never an offset (Rule 2.7). */
export type TimeZone = string;

/** The clock is an input to every decision (Rule 2.8). */
export type Clock = () => Instant;

export function isPlainDate(text: string): text is PlainDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const isInstant = (ms: number): ms is Instant => Number.isSafeInteger(ms);

/** @throws RangeError when the text is not an existing day */
export function plainDate(text: string): PlainDate {
  if (!isPlainDate(text)) throw new RangeError(`"${text}" is not a calendar date (YYYY-MM-DD).`);
  return text;
}

/** @param ms milliseconds since the epoch. @throws RangeError when it is not a whole number */
export function instantFromMillis(ms: number): Instant {
  if (!isInstant(ms)) throw new RangeError(`${ms} is not a number of milliseconds.`);
  return ms;
}

/** @param seconds since the epoch, as Stripe counts */
export const instantFromSeconds = (seconds: number): Instant => instantFromMillis(seconds * 1000);

/** @param text ISO 8601 with an offset or Z. @throws RangeError when it is not an instant */
export function instantFromIso(text: string): Instant {
  return instantFromMillis(Temporal.Instant.from(text).epochMilliseconds);
}

export const toIso = (instant: Instant): string => new Date(instant).toISOString();

export const systemClock: Clock = () => instantFromMillis(Date.now());

const DAY_MS = 86_400_000;

/** Zones are asked for the same few days again and again, and each answer costs many microseconds; they never change. */
const KEPT_MAX = 2_000;

function kept<T>(answers: Map<string, T>, key: string, work: () => T): T {
  const known = answers.get(key);
  if (known !== undefined) return known;
  if (answers.size >= KEPT_MAX) answers.clear();
  const answer = work();
  answers.set(key, answer);
  return answer;
}

type Day = { readonly date: PlainDate; readonly from: Instant; readonly to: Instant };

/** The days of a zone that touch a day of UTC, by both. */
const daysOf = new Map<string, Day[]>();

/** The calendar day that a clock on the wall in this zone shows at this instant. */
export function dateIn(zone: TimeZone, instant: Instant): PlainDate {
  const near = kept(daysOf, `${zone} ${Math.floor(instant / DAY_MS)}`, () => []);
  for (const { date, from, to } of near) if (from <= instant && instant < to) return date;
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const date = plainDate(zoned.toPlainDate().toString());
  near.push({ date, from: startOfDay(zone, date), to: startOfDay(zone, addDays(date, 1)) });
  return date;
}

const moments = new Map<string, Instant>();

const atTime = (zone: TimeZone, date: PlainDate, time: string): Instant =>
  kept(moments, `${zone} ${date} ${time}`, () =>
    instantFromMillis(Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds),
  );

/** The first instant of the day in the zone. Where midnight does not exist (a clock change), the first one that does. */
export const startOfDay = (zone: TimeZone, date: PlainDate): Instant =>
  kept(moments, `${zone} ${date}`, () =>
    instantFromMillis(Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds),
  );

/** 23:59:59 of the due date in the seller's zone: what Stripe is told, so that the client sees the same day (Rule 2.2). */
export const dueInstant = (zone: TimeZone, dueDate: PlainDate): Instant => atTime(zone, dueDate, '23:59:59');

/** The instant at which a clock in the zone shows a whole hour of the day, 0 to 24; 24 is the end of the day. */
export const atHour = (zone: TimeZone, date: PlainDate, hour: number): Instant =>
  hour === 24 ? startOfDay(zone, addDays(date, 1)) : atTime(zone, date, `${String(hour).padStart(2, '0')}:00:00`);

/** A day has 24 hours in UTC, so days are counted there. */
const utcDay = (date: PlainDate): number => Date.parse(date) / DAY_MS;

export const addDays = (date: PlainDate, days: number): PlainDate =>
  plainDate(new Date((utcDay(date) + days) * DAY_MS).toISOString().slice(0, 10));

/** 1 to 31. */
export const dayOfMonth = (date: PlainDate): number => Temporal.PlainDate.from(date).day;

/** 28 to 31: the last day of the date's month. */
export const daysInMonth = (date: PlainDate): number => Temporal.PlainDate.from(date).daysInMonth;

/** The given day of the month, so many months after the date; the month's last day where it is shorter (Rule 3.4). */
export const addMonths = (date: PlainDate, months: number, day = dayOfMonth(date)): PlainDate =>
  plainDate(Temporal.PlainDate.from(date).add({ months }).with({ day }).toString());

/** Whole days from the first date to the second; negative when the second is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => utcDay(to) - utcDay(from);

export type IsoWeek = { readonly year: number; readonly week: number };

/** ISO week: Monday is the first day, week 1 holds the year's first Thursday. 2026 has 53 weeks. */
export function isoWeek(date: PlainDate): IsoWeek {
  const day = Temporal.PlainDate.from(date);
  const { yearOfWeek, weekOfYear } = day;
  // Only calendars other than ISO have no weeks, and a PlainDate has none of those.
  /* v8 ignore if -- @preserve */
  if (yearOfWeek === undefined || weekOfYear === undefined) throw new RangeError(`No ISO week for ${date}.`);
  return { year: yearOfWeek, week: weekOfYear };
}

/** Monday of the date's ISO week. */
export const startOfWeek = (date: PlainDate): PlainDate => addDays(date, 1 - Temporal.PlainDate.from(date).dayOfWeek);

/** "2026-W47" */
export const formatWeek = ({ year, week }: IsoWeek): string => `${year}-W${String(week).padStart(2, '0')}`;

/** "10:04" on the wall in this zone. */
export const timeIn = (zone: TimeZone, instant: Instant): string =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
