import { invalid } from '../errors.ts';
import { type CellData, cellData, type RowData, rowData } from '../schema/cell.ts';
import { int, many, message, notHere, one, text } from '../schema/message.ts';
import { gridCoordinate, gridRange } from '../schema/range.ts';
import { cellWriter } from '../workbook/cell-write.ts';
import { type Bounds, boundsOf, mapCells, rowsWithValues } from '../workbook/grid.ts';
import { checkUnprotected } from '../workbook/protection.ts';
import { tabOfGrid, withTab } from '../workbook/tabs.ts';
import type { Tab } from '../workbook/workbook.ts';
import { shiftFormula } from './formula-shift.ts';
import { request, required, requiredMask } from './request.ts';
import { replaceTab } from './sheets.ts';

const widthOf = (rows: readonly RowData[]): number => Math.max(0, ...rows.map(({ values = [] }) => values.length));

/** Writes rows of cells with their first cell at a place; cells outside the rows stay as they are. */
function writeRows(tab: Tab, rows: readonly RowData[], bounds: Bounds, mask: ReturnType<typeof requiredMask>): Tab {
  return mapCells(tab, bounds, (before, row, column) => {
    const given = rows[row - bounds.top]?.values?.[column - bounds.left];
    return cellWriter(given, mask)(before);
  });
}

const rowAt = (rows: readonly RowData[], row: number): readonly CellData[] => rows[row]?.values ?? [];

export const updateCells = request(
  message({ rows: many(rowData), fields: text, start: one(gridCoordinate), range: one(gridRange) }),
  (workbook, { rows = [], fields, start, range }, actor) => {
    const mask = requiredMask(fields, cellData);
    if ((start === undefined) === (range === undefined))
      throw invalid("Exactly one of 'start' and 'range' must be set.");
    const tab = tabOfGrid(workbook, start?.sheetId ?? range?.sheetId);
    if (range) {
      const bounds = boundsOf(tab, range);
      if (rows.length > bounds.bottom - bounds.top || widthOf(rows) > bounds.right - bounds.left)
        throw invalid('The rows do not fit into the range that they are to be written to.');
      checkUnprotected(workbook, tab, bounds, actor);
      return withTab(workbook, writeRows(tab, rows, bounds, mask));
    }
    const { rowIndex: top = 0, columnIndex: left = 0 } = start ?? {};
    const wanted = { top, left, bottom: top + rows.length, right: left + widthOf(rows) };
    boundsOf(tab, { startRowIndex: top, startColumnIndex: left });
    const { rowCount, columnCount } = tab.properties.gridProperties;
    // The grid does not grow by itself; whether the service refuses or cuts is unconfirmed, and refusing hides nothing.
    if (wanted.bottom > rowCount || wanted.right > columnCount)
      throw invalid(`Attempting to write column: ${wanted.right - 1}, row: ${wanted.bottom - 1} beyond the grid.`);
    if (rows.length === 0) return workbook;
    checkUnprotected(workbook, tab, wanted, actor);
    const changed = mapCells(tab, wanted, (before, row, column) => {
      const given = rowAt(rows, row - top);
      // Rows may have different lengths: what a short row does not reach is not touched.
      return column - left < given.length ? cellWriter(given[column - left], mask)(before) : before;
    });
    return withTab(workbook, changed);
  },
);

export const repeatCell = request(
  message({ range: one(gridRange), cell: one(cellData), fields: text }),
  (workbook, { range, cell, fields }, actor) => {
    const mask = requiredMask(fields, cellData);
    const where = required(range, 'range');
    const tab = tabOfGrid(workbook, where.sheetId);
    const bounds = boundsOf(tab, where);
    checkUnprotected(workbook, tab, bounds, actor);
    const formula = cell?.userEnteredValue?.formulaValue;
    if (formula === undefined) {
      const write = cellWriter(cell, mask);
      return withTab(
        workbook,
        mapCells(tab, bounds, (before) => write(before)),
      );
    }
    const filled = mapCells(tab, bounds, (before, row, column) => {
      const shifted = shiftFormula(formula, row - bounds.top, column - bounds.left);
      return cellWriter({ ...cell, userEnteredValue: { formulaValue: shifted } }, mask)(before);
    });
    return withTab(workbook, filled);
  },
);

export const appendCells = request(
  message({ sheetId: int, rows: many(rowData), fields: text, tableId: notHere }),
  (workbook, { sheetId, rows = [], fields }, actor) => {
    const mask = requiredMask(fields, cellData);
    const tab = tabOfGrid(workbook, sheetId);
    const top = rowsWithValues(tab);
    const bounds = { top, bottom: top + rows.length, left: 0, right: widthOf(rows) };
    const grid = tab.properties.gridProperties;
    checkUnprotected(workbook, tab, bounds, actor);
    const grown: Tab = {
      ...tab,
      properties: {
        ...tab.properties,
        gridProperties: {
          ...grid,
          rowCount: Math.max(grid.rowCount, bounds.bottom),
          columnCount: Math.max(grid.columnCount, bounds.right),
        },
      },
    };
    return replaceTab(workbook, writeRows(grown, rows, bounds, mask));
  },
);
