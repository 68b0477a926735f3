import type { PlainDate } from '../calendar.ts';

/** The later of a day and others that may not be there. */
export const latest = (day: PlainDate, ...others: readonly (PlainDate | undefined)[]): PlainDate =>
  others.reduce<PlainDate>((last, other) => (other !== undefined && other > last ? other : last), day);

/** Between two repeats of a message, and between two reminders of the person who decides (Rule 11.12). */
export const AGAIN_EVERY_DAYS = 14;
