import type { z } from 'zod';
import { int, message, oneOf } from './message.ts';

export const gridRange = message({
  sheetId: int,
  startRowIndex: int,
  endRowIndex: int,
  startColumnIndex: int,
  endColumnIndex: int,
});
export type GridRange = z.infer<typeof gridRange>;

export const gridCoordinate = message({ sheetId: int, rowIndex: int, columnIndex: int });
export type GridCoordinate = z.infer<typeof gridCoordinate>;

export const dimensionRange = message({
  sheetId: int,
  dimension: oneOf('ROWS', 'COLUMNS'),
  startIndex: int,
  endIndex: int,
});
export type DimensionRange = z.infer<typeof dimensionRange>;
