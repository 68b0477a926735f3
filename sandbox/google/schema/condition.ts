import type { z } from 'zod';
import { cellFormat, color, colorStyle } from './format.ts';
import { flag, many, message, one, oneOf, text } from './message.ts';
import { gridRange } from './range.ts';

const NUMBER = [
  'NUMBER_GREATER',
  'NUMBER_GREATER_THAN_EQ',
  'NUMBER_LESS',
  'NUMBER_LESS_THAN_EQ',
  'NUMBER_EQ',
  'NUMBER_NOT_EQ',
  'NUMBER_BETWEEN',
  'NUMBER_NOT_BETWEEN',
] as const;
const TEXT = [
  'TEXT_CONTAINS',
  'TEXT_NOT_CONTAINS',
  'TEXT_STARTS_WITH',
  'TEXT_ENDS_WITH',
  'TEXT_EQ',
  'TEXT_NOT_EQ',
  'TEXT_IS_EMAIL',
  'TEXT_IS_URL',
] as const;
const DATE = [
  'DATE_EQ',
  'DATE_NOT_EQ',
  'DATE_BEFORE',
  'DATE_AFTER',
  'DATE_ON_OR_BEFORE',
  'DATE_ON_OR_AFTER',
  'DATE_BETWEEN',
  'DATE_NOT_BETWEEN',
  'DATE_IS_VALID',
] as const;
const OTHER = [
  'ONE_OF_RANGE',
  'ONE_OF_LIST',
  'BLANK',
  'NOT_BLANK',
  'CUSTOM_FORMULA',
  'BOOLEAN',
  'FILTER_EXPRESSION',
] as const;

export const booleanCondition = message({
  type: oneOf(...NUMBER, ...TEXT, ...DATE, ...OTHER),
  values: many(
    message({
      userEnteredValue: text,
      relativeDate: oneOf('PAST_YEAR', 'PAST_MONTH', 'PAST_WEEK', 'YESTERDAY', 'TODAY', 'TOMORROW'),
    }),
  ),
});
export type BooleanCondition = z.infer<typeof booleanCondition>;

export const dataValidationRule = message({
  condition: one(booleanCondition),
  inputMessage: text,
  strict: flag,
  showCustomUi: flag,
});

const interpolationPoint = message({
  color: one(color),
  colorStyle: one(colorStyle),
  type: oneOf('MIN', 'MAX', 'NUMBER', 'PERCENT', 'PERCENTILE'),
  value: text,
});

export const conditionalFormatRule = message({
  ranges: many(gridRange),
  booleanRule: one(message({ condition: one(booleanCondition), format: one(cellFormat) })),
  gradientRule: one(
    message({
      minpoint: one(interpolationPoint),
      midpoint: one(interpolationPoint),
      maxpoint: one(interpolationPoint),
    }),
  ),
});
export type ConditionalFormatRule = z.infer<typeof conditionalFormatRule>;
