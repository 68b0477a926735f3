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

/** The calendar day that a clock on the wall in this zone shows at this instant. */
export function dateIn(zone: TimeZone, instant: Instant): PlainDate {
  return plainDate(Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString());
}

const atTime = (zone: TimeZone, date: PlainDate, time: string): Instant =>
  instantFromMillis(Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds);

/** The first instant of the day in the zone. Where midnight does not exist (a clock change), the first one that does. */
export function startOfDay(zone: TimeZone, date: PlainDate): Instant {
  return instantFromMillis(Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds);
}

/** 23:59:59 of the due date in the seller's zone: what Stripe is told, so that the client sees the same day (Rule 2.2). */
export const dueInstant = (zone: TimeZone, dueDate: PlainDate): Instant => atTime(zone, dueDate, '23:59:59');

export const addDays = (date: PlainDate, days: number): PlainDate =>
  plainDate(Temporal.PlainDate.from(date).add({ days }).toString());

/** Whole days from the first date to the second; negative when the second is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;

export type IsoWeek = { readonly year: number; readonly week: number };

/** ISO week: Monday is the first day, week 1 holds the year's first Thursday. 2026 has 53 weeks. */
export function isoWeek(date: PlainDate): IsoWeek {
  const day = Temporal.PlainDate.from(date);
  const { yearOfWeek, weekOfYear } = day;
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
