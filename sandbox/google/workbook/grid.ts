import { invalid } from '../errors.ts';
import type { StoredCell } from '../schema/cell.ts';
import type { GridRange } from '../schema/range.ts';
import { rangeText } from './a1.ts';
import type { Row, Tab } from './workbook.ts';

/** A rectangle inside a grid, half open: `bottom` and `right` are the first row and column outside. */
export type Bounds = {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
};

/** The part of the grid that a range covers. It may end past the grid, but not start there. */
export function boundsOf(tab: Tab, range: Omit<GridRange, 'sheetId'>): Bounds {
  const { rowCount, columnCount } = tab.properties.gridProperties;
  const { startRowIndex: top = 0, startColumnIndex: left = 0 } = range;
  const { endRowIndex = rowCount, endColumnIndex = columnCount } = range;
  if (top >= rowCount || left >= columnCount) {
    const where = rangeText(tab.properties.title, range);
    throw invalid(`Range (${where}) exceeds grid limits. Max rows: ${rowCount}, max columns: ${columnCount}`);
  }
  if (top < 0 || left < 0 || endRowIndex <= top || endColumnIndex <= left)
    throw invalid(`The range is empty or has a negative index: ${rangeText(tab.properties.title, range)}`);
  return { top, left, bottom: Math.min(endRowIndex, rowCount), right: Math.min(endColumnIndex, columnCount) };
}

export const boundsRange = (sheetId: number, { top, bottom, left, right }: Bounds): GridRange => ({
  sheetId,
  startRowIndex: top,
  endRowIndex: bottom,
  startColumnIndex: left,
  endColumnIndex: right,
});

export const intersects = (one: Bounds, other: Bounds): boolean =>
  one.top < other.bottom && other.top < one.bottom && one.left < other.right && other.left < one.right;

export const cellAt = (tab: Tab, row: number, column: number): StoredCell | undefined => tab.rows[row]?.[column];

const isEmpty = (cell: StoredCell | undefined): boolean => cell === undefined || Object.keys(cell).length === 0;

/** Drops what is empty at the end. */
function trimmed<T>(items: readonly T[], empty: (item: T | undefined) => boolean): readonly T[] {
  let end = items.length;
  while (end > 0 && empty(items[end - 1])) end -= 1;
  return end === items.length ? items : items.slice(0, end);
}

export const trimmedRows = (rows: readonly Row[]): readonly Row[] =>
  trimmed(
    rows.map((row) => trimmed<StoredCell | undefined>(row, isEmpty)),
    (row) => row === undefined || row.length === 0,
  );

/** Replaces every cell inside the bounds. */
export function mapCells(
  tab: Tab,
  { top, bottom, left, right }: Bounds,
  change: (cell: StoredCell | undefined, row: number, column: number) => StoredCell | undefined,
): Tab {
  const rows = Array.from({ length: Math.max(tab.rows.length, bottom) }, (_, row): Row => {
    const before = tab.rows[row] ?? [];
    if (row < top || row >= bottom) return before;
    const width = Math.max(before.length, right);
    return Array.from({ length: width }, (_, column) => {
      const cell = before[column];
      return column < left || column >= right ? cell : change(cell, row, column);
    });
  });
  return { ...tab, rows: trimmedRows(rows) };
}

/** Cuts away content that a smaller grid no longer holds. */
export function cropped(tab: Tab): Tab {
  const { rowCount, columnCount } = tab.properties.gridProperties;
  return {
    ...tab,
    rows: trimmedRows(tab.rows.slice(0, rowCount).map((row) => row.slice(0, columnCount))),
    rowProperties: tab.rowProperties.slice(0, rowCount),
    columnProperties: tab.columnProperties.slice(0, columnCount),
  };
}

/** Index of the first row below everything that has a value. */
export function rowsWithValues(tab: Tab): number {
  const last = tab.rows.findLastIndex((row) => row.some((cell) => cell?.userEnteredValue !== undefined));
  return last + 1;
}
