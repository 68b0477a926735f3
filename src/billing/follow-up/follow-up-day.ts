import { type BusinessCalendar, firstBusinessDayFrom } from '../business-days.ts';
import { addDays, daysBetween, type PlainDate } from '../calendar.ts';
import type { FollowUpStep } from '../facts.ts';

/** Calendar days between two steps, at least (Rule 11.2). */
const GAP_DAYS = 3;

/** First and last day of each step's window, in calendar days after the due date (Rule 11). */
const windows = (formalAfterDays: number): Readonly<Record<FollowUpStep, readonly [number, number]>> => ({
  Light: [1, 3],
  Firm: [5, 7],
  Formal: [formalAfterDays, Number.POSITIVE_INFINITY],
});

/** The last day of a step's window; a formal step has none. */
export const windowEnds = (step: 'Light' | 'Firm', due: PlainDate): PlainDate => addDays(due, windows(0)[step][1]);

/**
 * The day on which a step is due on the seller's calendar: the first business day of its window, or the first one after
 * it (Rule 11.1), and at least three calendar days after the step before, even if that leaves the window (Rule 11.2).
 * @param lastStepOn the day of the step before; undefined when there was none
 * @param formalAfterDays days after the due date from which the contract allows the formal step (Rule 13)
 * @returns `rolled` when the day lies beyond the window
 */
export function followUpDay(
  step: FollowUpStep,
  due: PlainDate,
  lastStepOn: PlainDate | undefined,
  calendar: BusinessCalendar,
  formalAfterDays = 14,
): { readonly day: PlainDate; readonly rolled: boolean } {
  const [first, last] = windows(formalAfterDays)[step];
  const opens = addDays(due, first);
  const afterGap = lastStepOn === undefined ? opens : addDays(lastStepOn, GAP_DAYS);
  const day = firstBusinessDayFrom(afterGap > opens ? afterGap : opens, calendar);
  return { day, rolled: daysBetween(due, day) > last };
}

/**
 * The last day on which a promise holds: one business day after the promised date, by when a payment made on that
 * date has arrived (Rule 12). The next step is possible on the day after.
 */
export const promiseEndsOn = (promised: PlainDate, calendar: BusinessCalendar): PlainDate =>
  firstBusinessDayFrom(addDays(promised, 1), calendar);
