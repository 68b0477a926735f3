import type { StoredCell } from '../schema/cell.ts';
import type { BooleanCondition } from '../schema/condition.ts';
import { toSerial } from './serial.ts';

type Test = (cell: { number: number | undefined; text: string }, wanted: readonly string[]) => boolean;

/** As a person types it: a number, a percentage, or a day, which counts as its serial. */
function asNumber(text = ''): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(day)) return toSerial(day);
  const percent = /^(-?[\d.]+)%$/.exec(text)?.[1];
  return percent === undefined ? Number(text.replaceAll(',', '')) : Number(percent) / 100;
}

const numeric =
  (compare: (value: number, first: number, second: number) => boolean): Test =>
  ({ number }, [first, second]) =>
    number !== undefined && compare(number, asNumber(first), asNumber(second));

/** Days are compared without their time. */
const dated =
  (compare: (value: number, first: number, second: number) => boolean): Test =>
  ({ number }, [first, second]) =>
    number !== undefined && compare(Math.floor(number), asNumber(first), asNumber(second));

const textual =
  (compare: (value: string, wanted: string) => boolean): Test =>
  ({ text }, [wanted = '']) =>
    compare(text.toLowerCase(), wanted.toLowerCase());

/** The conditions that can be judged without computing formulas and without knowing what day it is. */
const TESTS: Readonly<Record<string, Test>> = {
  NUMBER_GREATER: numeric((value, first) => value > first),
  NUMBER_GREATER_THAN_EQ: numeric((value, first) => value >= first),
  NUMBER_LESS: numeric((value, first) => value < first),
  NUMBER_LESS_THAN_EQ: numeric((value, first) => value <= first),
  NUMBER_EQ: numeric((value, first) => value === first),
  NUMBER_NOT_EQ: numeric((value, first) => value !== first),
  NUMBER_BETWEEN: numeric((value, first, second) => value >= first && value <= second),
  NUMBER_NOT_BETWEEN: numeric((value, first, second) => value < first || value > second),
  DATE_EQ: dated((value, first) => value === first),
  DATE_NOT_EQ: dated((value, first) => value !== first),
  DATE_BEFORE: dated((value, first) => value < first),
  DATE_AFTER: dated((value, first) => value > first),
  DATE_ON_OR_BEFORE: dated((value, first) => value <= first),
  DATE_ON_OR_AFTER: dated((value, first) => value >= first),
  DATE_BETWEEN: dated((value, first, second) => value >= first && value <= second),
  DATE_NOT_BETWEEN: dated((value, first, second) => value < first || value > second),
  TEXT_EQ: textual((value, wanted) => value === wanted),
  TEXT_NOT_EQ: textual((value, wanted) => value !== wanted),
  TEXT_CONTAINS: textual((value, wanted) => value.includes(wanted)),
  TEXT_NOT_CONTAINS: textual((value, wanted) => !value.includes(wanted)),
  TEXT_STARTS_WITH: textual((value, wanted) => value.startsWith(wanted)),
  TEXT_ENDS_WITH: textual((value, wanted) => value.endsWith(wanted)),
  BLANK: ({ text, number }) => text === '' && number === undefined,
  NOT_BLANK: ({ text, number }) => text !== '' || number !== undefined,
};

/** Whether the sandbox can say if the condition holds: not for formulas and days relative to today. */
export const canJudge = ({ type, values = [] }: BooleanCondition): boolean =>
  type !== undefined &&
  type in TESTS &&
  values.every(({ relativeDate, userEnteredValue = '' }) => !relativeDate && !userEnteredValue.startsWith('='));

/** Whether a condition holds for a cell; one that cannot be judged never does. */
export function holds(condition: BooleanCondition | undefined, cell: StoredCell | undefined): boolean {
  if (condition === undefined || !canJudge(condition)) return false;
  const value = cell?.userEnteredValue;
  const wanted = (condition.values ?? []).map(({ userEnteredValue = '' }) => userEnteredValue);
  return TESTS[condition.type ?? '']?.({ number: value?.numberValue, text: value?.stringValue ?? '' }, wanted) ?? false;
}
