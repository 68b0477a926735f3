import { addDays, dateIn, type Instant, type PlainDate, plainDate, type TimeZone } from '../calendar.ts';
import { type ReviewWeek, reviewWeek } from './week.ts';

/** Figures over a period look back so many days, today included (Rule 16.2). */
export const PERIOD_DAYS = 90;

/** The calendar on which a review rests: its day and week in the seller's zone (Rule 2.1). */
export type ReviewDay = {
  readonly zone: TimeZone;
  readonly today: PlainDate;
  readonly week: ReviewWeek;
  /** First of the days that figures over a period look back on. */
  readonly periodFrom: PlainDate;
  /** First day of the calendar quarter. */
  readonly quarterFrom: PlainDate;
};

function startOfQuarter(date: PlainDate): PlainDate {
  const month = Number(date.slice(5, 7));
  return plainDate(`${date.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`);
}

export function reviewDay(zone: TimeZone, asOf: Instant): ReviewDay {
  const today = dateIn(zone, asOf);
  return {
    zone,
    today,
    week: reviewWeek(zone, asOf),
    periodFrom: addDays(today, 1 - PERIOD_DAYS),
    quarterFrom: startOfQuarter(today),
  };
}

/** From this day on everything that was issued or settled matters to some figure; before it, only what is still open. */
export const factsFrom = ({ periodFrom, quarterFrom, week }: ReviewDay): PlainDate =>
  [periodFrom, quarterFrom, week.monday].sort()[0] ?? periodFrom;
