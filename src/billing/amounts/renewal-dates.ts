import { addDays, addMonths, dayOfMonth, daysInMonth, type PlainDate } from '../calendar.ts';
import type { Period } from '../proration.ts';

/**
 * The renewal after the latest one. The day it began with is remembered: 31 Jan, 28 Feb, 31 Mar (Rule 3.4). A latest
 * renewal on its month's last day may have been cut short, so the greatest day among all renewals counts. On any other day
 * nothing was cut, so that day counts: if it differs from the earlier ones, somebody moved it.
 * @param earlier renewals before the latest, in any order
 * @param months between two renewals
 * @throws RangeError when `months` is not a whole number above zero
 */
export function nextRenewal(latest: PlainDate, earlier: readonly PlainDate[], months: number): PlainDate {
  if (!Number.isInteger(months) || months < 1)
    throw new RangeError(`A renewal every ${months} months is not possible.`);
  const day = dayOfMonth(latest);
  const anchor = day === daysInMonth(latest) ? Math.max(day, ...earlier.map(dayOfMonth)) : day;
  return addMonths(latest, months, anchor);
}

/** What a renewal pays for: from its day to the day before the next one. */
export const renewalPeriod = (start: PlainDate, next: PlainDate): Period => ({ from: start, to: addDays(next, -1) });
