import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { invalid } from '../api-error.ts';
import { check } from '../validation.ts';
import { isDay } from '../values/date.ts';
import { existence, only, unknownCondition } from './conditions.ts';

const today = (now: number) => Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').toPlainDate();

const RELATIVE: Readonly<Record<string, Temporal.DurationLike>> = {
  today: { days: 0 },
  tomorrow: { days: 1 },
  yesterday: { days: -1 },
  one_week_ago: { weeks: -1 },
  one_week_from_now: { weeks: 1 },
  one_month_ago: { months: -1 },
  one_month_from_now: { months: 1 },
};
const SPANS: Readonly<Record<string, Temporal.DurationLike>> = {
  past_week: { weeks: -1 },
  past_month: { months: -1 },
  past_year: { years: -1 },
  next_week: { weeks: 1 },
  next_month: { months: 1 },
  next_year: { years: 1 },
};

/** A bare day counts as its midnight in UTC; a time without a zone is UTC. */
function instant(text: string): number {
  const zoned = isDay(text) || /(?:[zZ]|[+-]\d{2}:?\d{2})$/.test(text);
  return Date.parse(zoned ? text : `${text}Z`);
}

function operandText(operand: unknown, at: string, now: number): string {
  const text = check(z.string(), operand, at);
  const relative = RELATIVE[text];
  if (relative) return today(now).add(relative).toString();
  if (!Number.isNaN(instant(text))) return text;
  throw invalid(
    `body failed validation: ${at} should be a valid ISO 8601 date string, instead was \`${JSON.stringify(text)}\`.`,
  );
}

/** Days compare as days where the condition names a day, and to the millisecond where it names a time. */
function compare(value: string, operand: string): number {
  if (isDay(operand)) return value.slice(0, 10).localeCompare(operand);
  return instant(value) - instant(operand);
}

const ORDER: Readonly<Record<string, (difference: number) => boolean>> = {
  equals: (difference) => difference === 0,
  before: (difference) => difference < 0,
  after: (difference) => difference > 0,
  on_or_before: (difference) => difference <= 0,
  on_or_after: (difference) => difference >= 0,
};

function spanTest(name: string, now: number): ((value: string) => boolean) | undefined {
  const here = today(now);
  if (name === 'this_week') {
    const monday = here.subtract({ days: here.dayOfWeek - 1 });
    return (value) => value.slice(0, 10) >= `${monday}` && value.slice(0, 10) <= `${monday.add({ days: 6 })}`;
  }
  const span = SPANS[name];
  if (!span) return undefined;
  const [from = '', to = ''] = [`${here}`, `${here.add(span)}`].toSorted();
  return (value) => value.slice(0, 10) >= from && value.slice(0, 10) <= to;
}

/** A test of a date's start against one date condition. */
export function dateTest(condition: unknown, at: string, now: number): (start: string | null) => boolean {
  const [name, operand] = only(condition, at);
  const exists = existence<string | null>(name, operand, at, (value) => value === null);
  if (exists) return exists;
  const span = spanTest(name, now);
  if (span) {
    check(z.strictObject({}), operand, `${at}.${name}`);
    return (value) => value !== null && span(value);
  }
  const order = ORDER[name];
  if (!order) throw unknownCondition(name, at);
  const wanted = operandText(operand, `${at}.${name}`, now);
  return (value) => value !== null && order(compare(value, wanted));
}
