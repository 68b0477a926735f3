import { invalid } from '../errors.ts';
import type { StoredCell } from '../schema/cell.ts';
import { trimmedRows } from './grid.ts';
import { type Dimension, shiftReferences } from './shift.ts';
import { checkGrid, tabOfGrid, withTab } from './tabs.ts';
import type { Row, Tab, Workbook } from './workbook.ts';

type Span = { readonly sheetId: number; readonly dimension: Dimension; readonly start: number; readonly end: number };

const spliced = <T>(items: readonly T[], at: number, removed: number, added: readonly T[]): readonly T[] =>
  // Nothing is stored there: what comes in is empty as well.
  at >= items.length ? items : [...items.slice(0, at), ...added, ...items.slice(at + removed)];

function resized(tab: Tab, dimension: Dimension, by: number): Tab {
  const grid = tab.properties.gridProperties;
  const gridProperties =
    dimension === 'ROWS' ? { ...grid, rowCount: grid.rowCount + by } : { ...grid, columnCount: grid.columnCount + by };
  return { ...tab, properties: { ...tab.properties, gridProperties } };
}

export const lengthOf = (tab: Tab, dimension: Dimension): number =>
  dimension === 'ROWS' ? tab.properties.gridProperties.rowCount : tab.properties.gridProperties.columnCount;

const formatOnly = (cell: StoredCell | undefined): StoredCell | undefined =>
  cell?.userEnteredFormat ? { userEnteredFormat: cell.userEnteredFormat } : undefined;

/** Inserts empty rows or columns that take over the formats of their neighbour. */
export function insertSpan(workbook: Workbook, span: Span, inheritFromBefore: boolean): Workbook {
  const { sheetId, dimension, start, end } = span;
  const tab = tabOfGrid(workbook, sheetId);
  const added = end - start;
  const model = inheritFromBefore ? start - 1 : start;
  const count = Array.from({ length: added });
  const wider = resized(tab, dimension, added);
  const changed: Tab =
    dimension === 'ROWS'
      ? {
          ...wider,
          rows: spliced(
            tab.rows,
            start,
            0,
            count.map((): Row => (tab.rows[model] ?? []).map(formatOnly)),
          ),
          rowProperties: spliced(
            tab.rowProperties,
            start,
            0,
            count.map(() => undefined),
          ),
        }
      : {
          ...wider,
          rows: tab.rows.map((row) =>
            spliced(
              row,
              start,
              0,
              count.map(() => formatOnly(row[model])),
            ),
          ),
          columnProperties: spliced(
            tab.columnProperties,
            start,
            0,
            count.map(() => undefined),
          ),
        };
  const kept = { ...changed, rows: trimmedRows(changed.rows) };
  return shiftReferences(withTab(workbook, kept), { sheetId, dimension, at: start, added, removed: 0 });
}

/** Deletes rows or columns with all that is in them. */
export function deleteSpan(workbook: Workbook, { sheetId, dimension, start, end }: Span): Workbook {
  const tab = tabOfGrid(workbook, sheetId);
  const removed = end - start;
  if (removed >= lengthOf(tab, dimension))
    throw invalid(`You can't delete all the ${dimension === 'ROWS' ? 'rows' : 'columns'} on the sheet.`);
  const narrower = resized(tab, dimension, -removed);
  const changed: Tab =
    dimension === 'ROWS'
      ? {
          ...narrower,
          rows: trimmedRows(spliced(tab.rows, start, removed, [])),
          rowProperties: spliced(tab.rowProperties, start, removed, []),
        }
      : {
          ...narrower,
          rows: trimmedRows(tab.rows.map((row) => spliced(row, start, removed, []))),
          columnProperties: spliced(tab.columnProperties, start, removed, []),
        };
  checkGrid(changed.properties);
  return shiftReferences(withTab(workbook, changed), { sheetId, dimension, at: start, added: 0, removed });
}

/** Adds empty rows or columns at the end. */
export const appendSpan = (workbook: Workbook, sheetId: number, dimension: Dimension, length: number): Workbook =>
  withTab(workbook, resized(tabOfGrid(workbook, sheetId), dimension, length));
