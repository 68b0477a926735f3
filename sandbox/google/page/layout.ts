import { filteredRows } from '../values/filter.ts';
import { openBounds } from '../workbook/protection.ts';
import type { Tab } from '../workbook/workbook.ts';
import { rowOrder } from './view-order.ts';

const ROWS_MIN = 24;
const COLUMNS_MIN = 8;
const DEFAULT_WIDTH = 100;
const ROW_HEIGHT = 24;
export const ROW_NUMBER_WIDTH = 46;

/** The rows and columns of a tab that are on the page, in the order in which they stand there. */
export type Shown = { readonly rows: readonly number[]; readonly columns: readonly number[] };

export const widthOf = (tab: Tab, column: number): number => tab.columnProperties[column]?.pixelSize ?? DEFAULT_WIDTH;

/** How many rows or columns from `start` on a chart covers. */
function reach(start: number, pixels: number, sizeOf: (index: number) => number): number {
  let end = start;
  for (let left = pixels; left > 0; end += 1) left -= Math.max(1, sizeOf(end));
  return end;
}

/** Where content ends: the last cell that holds something, or the far edge of a chart. */
function contentEnd(tab: Tab): { readonly rows: number; readonly columns: number } {
  const places = tab.charts.map(({ position }) => {
    const {
      anchorCell,
      offsetXPixels = 0,
      offsetYPixels = 0,
      widthPixels = 0,
      heightPixels = 0,
    } = position?.overlayPosition ?? {};
    return {
      rows: reach(anchorCell?.rowIndex ?? 0, offsetYPixels + heightPixels, () => ROW_HEIGHT),
      columns: reach(anchorCell?.columnIndex ?? 0, offsetXPixels + widthPixels, (column) => widthOf(tab, column)),
    };
  });
  return {
    rows: Math.max(tab.rows.length, ...places.map(({ rows }) => rows)),
    columns: Math.max(0, ...tab.rows.map((row) => row.length), ...places.map(({ columns }) => columns)),
  };
}

/** What is worth showing: everything with content, a margin of empty cells, and nothing hidden. */
export function shownPart(tab: Tab, filter: Tab['basicFilter']): Shown {
  const { rowCount, columnCount } = tab.properties.gridProperties;
  const end = contentEnd(tab);
  const filtered = filteredRows(tab, filter);
  const rows = rowOrder(tab, filter, Math.min(rowCount, Math.max(ROWS_MIN, end.rows + 3)));
  const columns = [...Array(Math.min(columnCount, Math.max(COLUMNS_MIN, end.columns + 1))).keys()];
  return {
    rows: rows.filter((row) => !filtered.has(row) && tab.rowProperties[row]?.hiddenByUser !== true),
    columns: columns.filter((column) => tab.columnProperties[column]?.hiddenByUser !== true),
  };
}

/** Where frozen columns stick: behind the row numbers and the frozen columns before them. */
export function stickyStart(tab: Tab, { columns }: Shown, column: number): number | undefined {
  const { frozenColumnCount = 0 } = tab.properties.gridProperties;
  if (column >= frozenColumnCount) return undefined;
  return columns
    .filter((other) => other < column)
    .reduce((left, other) => left + widthOf(tab, other), ROW_NUMBER_WIDTH);
}

export type Merge = { readonly spanRows: number; readonly spanColumns: number } | 'covered' | undefined;

export function mergeAt(tab: Tab, row: number, column: number): Merge {
  for (const merge of tab.merges) {
    const { top, bottom, left, right } = openBounds(merge);
    if (row < top || row >= bottom || column < left || column >= right) continue;
    return row === top && column === left ? { spanRows: bottom - top, spanColumns: right - left } : 'covered';
  }
  return undefined;
}

const RIGHT_TO_LEFT = /^[\P{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** The width that a text may take: it runs over empty cells to its right, up to the next one that holds something. */
export function roomOf(tab: Tab, { columns }: Shown, row: number, column: number): number | undefined {
  const cell = tab.rows[row]?.[column];
  const text = cell?.userEnteredValue?.stringValue;
  const { wrapStrategy = 'OVERFLOW_CELL', horizontalAlignment = 'LEFT' } = cell?.userEnteredFormat ?? {};
  if (text === undefined || wrapStrategy !== 'OVERFLOW_CELL' || horizontalAlignment !== 'LEFT') return undefined;
  if (RIGHT_TO_LEFT.test(text) || mergeAt(tab, row, column)) return undefined;
  let room = widthOf(tab, column);
  for (const next of columns.slice(columns.indexOf(column) + 1)) {
    if (tab.rows[row]?.[next]?.userEnteredValue !== undefined) break;
    room += widthOf(tab, next);
  }
  return room > widthOf(tab, column) ? room : undefined;
}
