import { applyBatch } from './requests/batch.ts';
import type { GridRange } from './schema/range.ts';
import type { Drive } from './server/drive.ts';
import { OWNER } from './server/drive.ts';
import { compareCells } from './values/compare.ts';
import { enter, type Scalar } from './values/input.ts';
import { boundsOf, mapCells } from './workbook/grid.ts';
import { tabWithId, withTab } from './workbook/tabs.ts';
import type { Tab, Workbook } from './workbook/workbook.ts';

export type SortOrder = { readonly column: number; readonly descending?: boolean };

/** What the owner does by hand in the browser, between any two calls of the hub. Rows and columns count from 0. */
export type Human = {
  /** Types into a cell as into the browser: numbers, dates and formulas are recognised, '' empties it. */
  readonly type: (id: string, sheetId: number, row: number, column: number, value: Scalar) => void;
  readonly sortRange: (id: string, range: GridRange, by: SortOrder) => void;
  readonly insertRow: (id: string, sheetId: number, row: number) => void;
  readonly deleteRow: (id: string, sheetId: number, row: number) => void;
  readonly insertColumn: (id: string, sheetId: number, column: number) => void;
  readonly addTab: (id: string, title: string, sheetId?: number) => void;
  readonly deleteTab: (id: string, sheetId: number) => void;
  readonly renameTab: (id: string, sheetId: number, title: string) => void;
  readonly hideTab: (id: string, sheetId: number, hidden?: boolean) => void;
  /** A protection that lets only the owner edit. Returns its id. */
  readonly protect: (id: string, range: GridRange) => number;
  readonly unprotect: (id: string, protectedRangeId: number) => void;
};

function sorted(tab: Tab, range: GridRange, { column, descending = false }: SortOrder): Tab {
  const bounds = boundsOf(tab, range);
  const { top, bottom } = bounds;
  const order = Array.from({ length: bottom - top }, (_, index) => top + index).sort((a, b) =>
    compareCells(tab.rows[a]?.[column], tab.rows[b]?.[column], descending),
  );
  return mapCells(tab, bounds, (_, row, at) => tab.rows[order[row - top] ?? row]?.[at]);
}

const rowSpan = (sheetId: number, row: number) => ({
  range: { sheetId, dimension: 'ROWS', startIndex: row, endIndex: row + 1 },
});

/** The owner's hands. */
export function createHuman(drive: Drive): Human {
  const change = (id: string, edit: (workbook: Workbook) => Workbook): void => drive.put(edit(drive.get(id)));
  const request = (id: string, body: Record<string, unknown>): void =>
    change(id, (workbook) => applyBatch(workbook, [body], OWNER).workbook);

  return {
    type(id, sheetId, row, column, value) {
      change(id, (workbook) => {
        const tab = tabWithId(workbook, sheetId);
        const range = {
          startRowIndex: row,
          endRowIndex: row + 1,
          startColumnIndex: column,
          endColumnIndex: column + 1,
        };
        const typed = mapCells(tab, boundsOf(tab, range), (cell) => enter(cell, value, 'USER_ENTERED'));
        return withTab(workbook, typed);
      });
    },
    sortRange(id, range, by) {
      change(id, (workbook) => withTab(workbook, sorted(tabWithId(workbook, range.sheetId), range, by)));
    },
    insertRow: (id, sheetId, row) =>
      request(id, { insertDimension: { ...rowSpan(sheetId, row), inheritFromBefore: row > 0 } }),
    deleteRow: (id, sheetId, row) => request(id, { deleteDimension: rowSpan(sheetId, row) }),
    insertColumn: (id, sheetId, column) =>
      request(id, {
        insertDimension: {
          range: { sheetId, dimension: 'COLUMNS', startIndex: column, endIndex: column + 1 },
          inheritFromBefore: column > 0,
        },
      }),
    addTab: (id, title, sheetId) => request(id, { addSheet: { properties: { title, sheetId: sheetId ?? null } } }),
    deleteTab: (id, sheetId) => request(id, { deleteSheet: { sheetId } }),
    renameTab: (id, sheetId, title) =>
      request(id, { updateSheetProperties: { properties: { sheetId, title }, fields: 'title' } }),
    hideTab: (id, sheetId, hidden = true) =>
      request(id, { updateSheetProperties: { properties: { sheetId, hidden }, fields: 'hidden' } }),
    protect(id, range) {
      const { workbook, replies } = applyBatch(
        drive.get(id),
        [{ addProtectedRange: { protectedRange: { range } } }],
        OWNER,
      );
      drive.put(workbook);
      return replies[0]?.addProtectedRange?.protectedRange?.protectedRangeId ?? 0;
    },
    unprotect: (id, protectedRangeId) => request(id, { deleteProtectedRange: { protectedRangeId } }),
  };
}
