import { dateIn, type Instant, type PlainDate, type TimeZone } from '../calendar.ts';
import { type ReviewWeek, reviewWeek } from './week.ts';

/** The calendar on which a review rests: its day and week in the seller's zone (Rule 2.1). */
export type ReviewDay = { readonly zone: TimeZone; readonly today: PlainDate; readonly week: ReviewWeek };

export const reviewDay = (zone: TimeZone, asOf: Instant): ReviewDay => ({
  zone,
  today: dateIn(zone, asOf),
  week: reviewWeek(zone, asOf),
});
