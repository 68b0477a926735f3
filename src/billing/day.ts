import { dateIn, type PlainDate, type TimeZone } from './calendar.ts';
import type { DayOrInstant } from './facts.ts';

/** The seller's calendar day of a date property, which holds a day or an instant (Rule 2.1). */
export const dayOf = (zone: TimeZone, value: DayOrInstant | null): PlainDate | undefined =>
  typeof value === 'number' ? dateIn(zone, value) : (value ?? undefined);
