import { insertSpan } from '../workbook/dimensions.ts';
import type { Bounds } from '../workbook/grid.ts';
import { checkWorkbook, tabOfGrid, withTab } from '../workbook/tabs.ts';
import type { Tab, Workbook } from '../workbook/workbook.ts';

const hasValue = (tab: Tab, row: number, column: number): boolean =>
  tab.rows[row]?.[column]?.userEnteredValue !== undefined;

/** Whether any cell of a strip (one row or one column of the area, or beside it) has a value. */
const anyValue = (tab: Tab, { top, bottom, left, right }: Bounds): boolean =>
  tab.rows.slice(top, bottom).some((_, row) => {
    for (let column = left; column < right; column += 1) if (hasValue(tab, top + row, column)) return true;
    return false;
  });

/** Widens an area over all cells with values that touch it. */
function grown(tab: Tab, start: Bounds): Bounds {
  let area = start;
  for (;;) {
    const { top, bottom, left, right } = area;
    const [l, r] = [Math.max(0, left - 1), right + 1];
    const next = {
      top: top > 0 && anyValue(tab, { top: top - 1, bottom: top, left: l, right: r }) ? top - 1 : top,
      bottom: anyValue(tab, { top: bottom, bottom: bottom + 1, left: l, right: r }) ? bottom + 1 : bottom,
      left: left > 0 && anyValue(tab, { top, bottom, left: left - 1, right: left }) ? left - 1 : left,
      right: anyValue(tab, { top, bottom, left: right, right: right + 1 }) ? right + 1 : right,
    };
    if (next.top === top && next.bottom === bottom && next.left === left && next.right === right) return area;
    area = next;
  }
}

/** The table that `values.append` adds to: the last block of values inside the searched area. */
export function findTable(tab: Tab, searched: Bounds): Bounds | undefined {
  for (let row = Math.min(searched.bottom, tab.rows.length) - 1; row >= searched.top; row -= 1) {
    const width = Math.min(searched.right, tab.rows[row]?.length ?? 0);
    for (let column = width - 1; column >= searched.left; column -= 1) {
      if (hasValue(tab, row, column)) return grown(tab, { top: row, bottom: row + 1, left: column, right: column + 1 });
    }
  }
  return undefined;
}

/** Makes room for rows: new ones where the table ends, or a longer grid. */
export function withRoom(workbook: Workbook, sheetId: number, area: Bounds, insert: boolean): Workbook {
  const tab = tabOfGrid(workbook, sheetId);
  const { rowCount, columnCount } = tab.properties.gridProperties;
  const span = { sheetId, dimension: 'ROWS', start: area.top, end: area.bottom } as const;
  const roomy = insert && area.top < rowCount ? insertSpan(workbook, span, area.top > 0) : workbook;
  const current = tabOfGrid(roomy, sheetId);
  const gridProperties = {
    ...current.properties.gridProperties,
    rowCount: Math.max(current.properties.gridProperties.rowCount, area.bottom),
    columnCount: Math.max(columnCount, area.right),
  };
  const changed = withTab(roomy, { ...current, properties: { ...current.properties, gridProperties } });
  checkWorkbook(changed);
  return changed;
}
