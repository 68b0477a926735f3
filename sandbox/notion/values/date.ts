import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { invalid } from '../api-error.ts';
import type { DateValue } from '../model.ts';

export const dateSchema = z.strictObject({
  start: z.string(),
  end: z.string().nullish(),
  time_zone: z.string().nullish(),
});

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const OFFSET = /(?:[zZ]|[+-]\d{2}:?\d{2})$/;
export const isDay = (text: string): boolean => DAY.test(text);

/** One end of a date as reads show it: a bare day, or a time with milliseconds and offset. */
function moment(text: string, zone: string | null): string {
  if (isDay(text)) {
    if (zone) throw new RangeError('a time zone needs a time');
    return Temporal.PlainDate.from(text).toString();
  }
  const hasOffset = OFFSET.test(text);
  if (zone && hasOffset) throw new RangeError('a time zone and an offset exclude each other');
  if (zone) {
    const zoned = Temporal.PlainDateTime.from(text).toZonedDateTime(zone);
    return zoned.toString({ timeZoneName: 'never', fractionalSecondDigits: 3 });
  }
  const offset = hasOffset ? text.replace(/[zZ]$/, '+00:00').slice(text.search(OFFSET)) : '+00:00';
  const instant = Temporal.Instant.from(hasOffset ? text : `${text}+00:00`);
  const shown = instant.toZonedDateTimeISO(offset).toString({ timeZoneName: 'never', fractionalSecondDigits: 3 });
  return shown;
}

/** @param at where the value stands in the request, for the error text */
export function readDate(date: z.infer<typeof dateSchema>, at: string): DateValue {
  const zone = date.time_zone ?? null;
  try {
    return { start: moment(date.start, zone), end: date.end ? moment(date.end, zone) : null, time_zone: zone };
  } catch {
    throw invalid(
      `body failed validation: ${at}.start should be a valid ISO 8601 date string, instead was \`${JSON.stringify(date.start)}\`.`,
    );
  }
}
