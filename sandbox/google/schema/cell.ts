import { z } from 'zod';
import { dataValidationRule } from './condition.ts';
import { cellFormat, textFormat } from './format.ts';
import { flag, int, many, message, notHere, one, oneOf, real, text } from './message.ts';

export const extendedValue = message({
  numberValue: real,
  stringValue: text,
  boolValue: flag,
  formulaValue: text,
  errorValue: one(
    message({
      type: oneOf('ERROR', 'NULL_VALUE', 'DIVIDE_BY_ZERO', 'VALUE', 'REF', 'NAME', 'NUM', 'N_A', 'LOADING'),
      message: text,
    }),
  ),
});
export type ExtendedValue = z.infer<typeof extendedValue>;

const writable = {
  userEnteredValue: one(extendedValue),
  userEnteredFormat: one(cellFormat),
  note: text,
  dataValidation: one(dataValidationRule),
  textFormatRuns: many(message({ startIndex: int, format: one(textFormat) })),
};

/** A cell as clients send and read it. What is read-only is accepted in a write and has no effect. */
export const cellData = message({
  ...writable,
  effectiveValue: one(extendedValue),
  effectiveFormat: one(cellFormat),
  formattedValue: text,
  hyperlink: text,
  chipRuns: notHere,
  pivotTable: notHere,
  dataSourceTable: notHere,
  dataSourceFormula: notHere,
});
export type CellData = z.infer<typeof cellData>;

/** What is kept of a cell: the fields that somebody entered. */
export const storedCell = z.object(writable);
export type StoredCell = z.infer<typeof storedCell>;

export const rowData = message({ values: many(cellData) });
export type RowData = z.infer<typeof rowData>;
