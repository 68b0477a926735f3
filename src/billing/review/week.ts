import {
  addDays,
  dateIn,
  formatWeek,
  type Instant,
  isoWeek,
  type PlainDate,
  startOfWeek,
  type TimeZone,
} from '../calendar.ts';

/** Monday to Sunday in the seller's zone, named by its ISO number: "2026-W47" (Rule 15). */
export type ReviewWeek = {
  readonly name: string;
  readonly year: number;
  readonly week: number;
  readonly monday: PlainDate;
  readonly sunday: PlainDate;
};

const weekOf = (date: PlainDate): ReviewWeek => {
  const monday = startOfWeek(date);
  const number = isoWeek(date);
  return { name: formatWeek(number), ...number, monday, sunday: addDays(monday, 6) };
};

/** The week that holds this instant, by the calendar on the seller's wall. */
export const reviewWeek = (zone: TimeZone, asOf: Instant): ReviewWeek => weekOf(dateIn(zone, asOf));

export const weekBefore = ({ monday }: ReviewWeek): ReviewWeek => weekOf(addDays(monday, -7));

export const isInWeek = ({ monday, sunday }: ReviewWeek, date: PlainDate): boolean => monday <= date && date <= sunday;
