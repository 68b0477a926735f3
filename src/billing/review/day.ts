import { dateIn, type Instant, type PlainDate, type TimeZone } from '../calendar.ts';
import type { DayOrInstant } from '../facts.ts';
import { type ReviewWeek, reviewWeek } from './week.ts';

/** The calendar on which a review rests: its day and week in the seller's zone (Rule 2.1). */
export type ReviewDay = { readonly zone: TimeZone; readonly today: PlainDate; readonly week: ReviewWeek };

export const reviewDay = (zone: TimeZone, asOf: Instant): ReviewDay => ({
  zone,
  today: dateIn(zone, asOf),
  week: reviewWeek(zone, asOf),
});

/** The seller's calendar day of a date property, which holds a day or an instant. */
export function dayOf(zone: TimeZone, value: DayOrInstant | null): PlainDate | undefined {
  if (value === null) return undefined;
  return typeof value === 'string' ? value : dateIn(zone, value);
}
