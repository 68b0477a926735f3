import { z } from 'zod';
import { invalid } from '../errors.ts';
import { int, many, message, one, oneOf, text } from '../schema/message.ts';
import { parseMessage } from '../schema/parse.ts';
import type { InputOption } from '../values/input.ts';
import type { RenderOptions } from '../values/output.ts';
import { asRows, type Grid } from '../values/write.ts';

/** The messages and query parameters of the `values` methods. */
export const VALUES = '^/v4/spreadsheets/([^/:]+)/values';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
export const renderQuery = {
  majorDimension: oneOf('ROWS', 'COLUMNS', 'DIMENSION_UNSPECIFIED'),
  valueRenderOption: oneOf('FORMATTED_VALUE', 'UNFORMATTED_VALUE', 'FORMULA'),
  dateTimeRenderOption: oneOf('SERIAL_NUMBER', 'FORMATTED_STRING'),
};
export const responseQuery = {
  responseValueRenderOption: renderQuery.valueRenderOption,
  responseDateTimeRenderOption: renderQuery.dateTimeRenderOption,
};
export const inputOption = oneOf('INPUT_VALUE_OPTION_UNSPECIFIED', 'RAW', 'USER_ENTERED');

const valueRange = message({
  range: text,
  majorDimension: oneOf('ROWS', 'COLUMNS'),
  // Unlike elsewhere a null inside the values means something: this cell is left alone.
  values: many(z.array(z.union([scalar, z.null()]))),
});
export type ValueRange = z.infer<typeof valueRange>;

export const valuesAnswer = message({ range: text, majorDimension: text, values: many(z.array(scalar)) });
export const updateAnswer = message({
  spreadsheetId: text,
  updatedRange: text,
  updatedRows: int,
  updatedColumns: int,
  updatedCells: int,
  updatedData: one(valuesAnswer),
});

/** Reads the query parameters that are messages of their own: enum names, checked. */
export const queryOf = <S extends z.ZodType>(schema: S, query: URLSearchParams): z.infer<S> =>
  parseMessage(schema, Object.fromEntries([...query].filter(([name]) => name !== 'ranges' && name !== 'fields')));

export function renderOptions(query: URLSearchParams): RenderOptions {
  const { majorDimension, valueRenderOption, dateTimeRenderOption } = queryOf(z.object(renderQuery), query);
  return {
    values: valueRenderOption ?? 'FORMATTED_VALUE',
    dates: dateTimeRenderOption ?? 'SERIAL_NUMBER',
    dimension: majorDimension === 'COLUMNS' ? 'COLUMNS' : 'ROWS',
  };
}

export function requiredInput(option: z.infer<typeof inputOption> | undefined): InputOption {
  if (option === 'RAW' || option === 'USER_ENTERED') return option;
  throw invalid("'valueInputOption' is required but not specified");
}

export function gridOf({ values = [], majorDimension = 'ROWS' }: ValueRange): Grid {
  return asRows(values, majorDimension);
}

/** Body of a write. Nulls inside `values` are kept: they mean "leave this cell". */
export function valueBody(body: unknown): ValueRange {
  const parsed = valueRange.safeParse(dropNullFields(body));
  // The strict reader says what is wrong, in the service's words.
  return parsed.success ? parsed.data : parseMessage(valueRange, body);
}

export const dropNullFields = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
    : body;

export const updateQuery = { valueInputOption: inputOption, includeValuesInResponse: text, ...responseQuery };
