import { invalid } from '../errors.ts';
import type { GridRange } from '../schema/range.ts';
import { parseA1, rangeText } from '../workbook/a1.ts';
import { type Bounds, boundsOf, boundsRange, mapCells } from '../workbook/grid.ts';
import { checkUnprotected } from '../workbook/protection.ts';
import { tabOfGrid, withTab } from '../workbook/tabs.ts';
import type { Tab, Workbook } from '../workbook/workbook.ts';
import { enter, type InputOption, type Scalar } from './input.ts';

/** Values by rows; null leaves a cell as it is. */
export type Grid = readonly (readonly (Scalar | null)[])[];

/** The tab and area that a range in A1 notation names; throws when it names nothing. */
export function locate(workbook: Workbook, text: string): { tab: Tab; range: GridRange; bounds: Bounds } {
  const range = parseA1(workbook, text);
  if (!range) throw invalid(`Unable to parse range: ${text}`);
  const tab = tabOfGrid(workbook, range.sheetId);
  return { tab, range, bounds: boundsOf(tab, range) };
}

export const areaText = (tab: Tab, bounds: Bounds): string => {
  const { sheetId: _, ...range } = boundsRange(tab.properties.sheetId, bounds);
  return rangeText(tab.properties.title, range);
};

const transposed = (grid: Grid): Grid => {
  const width = Math.max(0, ...grid.map((line) => line.length));
  return Array.from({ length: width }, (_, place) => grid.map((line) => line[place] ?? null));
};

export const asRows = (grid: Grid, dimension: 'ROWS' | 'COLUMNS'): Grid =>
  dimension === 'ROWS' ? grid : transposed(grid);

export type Written = { readonly workbook: Workbook; readonly tab: Tab; readonly area: Bounds };

/** Writes values from the upper left corner of a range; they must not be larger than a range of more than one cell. */
export function writeValues(
  workbook: Workbook,
  where: { readonly tab: Tab; readonly range: GridRange; readonly bounds: Bounds; readonly text: string },
  values: Grid,
  option: InputOption,
  actor: string,
): Written {
  const { tab, bounds, range, text } = where;
  const height = values.length;
  const width = Math.max(0, ...values.map((line) => line.length));
  const area = { ...bounds, bottom: bounds.top + height, right: bounds.left + width };
  const single =
    bounds.bottom - bounds.top === 1 &&
    bounds.right - bounds.left === 1 &&
    range.endRowIndex !== undefined &&
    range.endColumnIndex !== undefined;
  const { rowCount, columnCount } = tab.properties.gridProperties;
  const [lastRow, lastColumn] = single ? [rowCount, columnCount] : [bounds.bottom, bounds.right];
  if (area.bottom > lastRow)
    throw invalid(`Requested writing within range [${text}], but tried writing to row [${lastRow + 1}]`);
  if (area.right > lastColumn)
    throw invalid(`Requested writing within range [${text}], but tried writing to column [${lastColumn + 1}]`);
  if (height === 0 || width === 0) return { workbook, tab, area: bounds };
  checkUnprotected(workbook, tab, area, actor);
  const changed = mapCells(tab, area, (cell, row, column) => {
    const value = values[row - area.top]?.[column - area.left];
    return value === undefined || value === null ? cell : enter(cell, value, option);
  });
  return { workbook: withTab(workbook, changed), tab: changed, area };
}

/** Empties the values of an area; formats, notes and validation stay. */
export function clearValues(workbook: Workbook, tab: Tab, bounds: Bounds, actor: string): Workbook {
  checkUnprotected(workbook, tab, bounds, actor);
  return withTab(
    workbook,
    mapCells(tab, bounds, (cell) => enter(cell, '', 'RAW')),
  );
}
