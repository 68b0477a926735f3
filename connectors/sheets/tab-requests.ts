import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { ReviewTable } from '../../src/billing/review/table.ts';
import type { CellData } from './cell.ts';
import type { Grid } from './grid.ts';
import { CELL_FIELDS, type Tab } from './tab.ts';

type Request = sheets_v4.Schema$Request;

const SPARE_ROWS = 20;

/** In pixels, from column A on: client, item, sum, date, days, status, next step, person, detail, project, invoice, currency. */
const WIDTHS = [120, 200, 115, 105, 60, 110, 280, 120, 320, 150, 120, 75];
const NOTES_WIDTH = 320;

/** ISO year and week as one number: the tab is found by it, whatever the owner calls it. */
export const sheetIdOf = ({ year, week }: Pick<ReviewTable, 'year' | 'week'>): number => year * 100 + week;

/** "2026-W47" of the tab 202647, whatever its title says. */
export const weekNameOf = (sheetId: number): string =>
  `${Math.floor(sheetId / 100)}-W${String(sheetId % 100).padStart(2, '0')}`;

const widest = (rows: Grid['owner']): number => Math.max(1, ...rows.map((row) => row.length));

/** A new tab with everything that is set once: place, size, widths, the hidden key column, and a warning on the hub's part. */
export function addTab(table: ReviewTable, grid: Grid): readonly Request[] {
  const sheetId = sheetIdOf(table);
  const hubColumns = table.columnCount + 1;
  const size = { rowCount: grid.hub.length + SPARE_ROWS, columnCount: hubColumns + widest(grid.owner) };
  const width = (startIndex: number, pixelSize: number): Request => ({
    updateDimensionProperties: {
      range: { sheetId, dimension: 'COLUMNS', startIndex, endIndex: startIndex + 1 },
      properties: { pixelSize },
      fields: 'pixelSize',
    },
  });
  return [
    {
      addSheet: {
        properties: {
          sheetId,
          title: table.name,
          index: 0,
          gridProperties: { ...size, frozenRowCount: table.headerRow + 1 },
        },
      },
    },
    ...WIDTHS.map((pixels, column) => width(column, pixels)),
    width(hubColumns, NOTES_WIDTH),
    {
      updateDimensionProperties: {
        range: { sheetId, dimension: 'COLUMNS', startIndex: table.columnCount, endIndex: hubColumns },
        properties: { hiddenByUser: true },
        fields: 'hiddenByUser',
      },
    },
    {
      addProtectedRange: {
        protectedRange: {
          range: { sheetId, startColumnIndex: 0, endColumnIndex: hubColumns },
          description: 'Written by Milepost every week; edits here are overwritten. The column Notes is yours.',
          warningOnly: true,
        },
      },
    },
    setFilter(table, { rowCount: size.rowCount }),
  ];
}

/** A filter over all rows below the headers. What the owner chose in it stays when it has to grow. */
const setFilter = (
  table: ReviewTable,
  { rowCount, present = {} }: { readonly rowCount: number; readonly present?: sheets_v4.Schema$BasicFilter },
): Request => ({
  setBasicFilter: {
    filter: {
      ...present,
      range: {
        sheetId: sheetIdOf(table),
        startRowIndex: table.headerRow,
        endRowIndex: rowCount,
        startColumnIndex: 0,
        endColumnIndex: table.columnCount,
      },
    },
  },
});

/** Puts the tab's own name back and grows it where the review needs more room. It never shrinks: the rest is the owner's. */
export function fitTab(table: ReviewTable, tab: Tab, grid: Grid): readonly Request[] {
  const rowCount = Math.max(tab.rowCount, grid.hub.length);
  const columnCount = Math.max(tab.columnCount, table.columnCount + 1 + widest(grid.owner));
  if (tab.title === table.name && tab.rowCount === rowCount && tab.columnCount === columnCount) return [];
  return [
    {
      updateSheetProperties: {
        properties: { sheetId: tab.sheetId, title: table.name, gridProperties: { rowCount, columnCount } },
        fields: 'title,gridProperties.rowCount,gridProperties.columnCount',
      },
    },
    ...(tab.filter !== undefined && tab.rowCount < rowCount
      ? [setFilter(table, { rowCount, present: tab.filter })]
      : []),
  ];
}

type Area = { readonly sheetId: number; readonly fromColumn: number; readonly toColumn: number };

/** First row that does not show what it should; undefined when all do. Rows below the wanted ones should be empty. */
export function firstDifference(
  wanted: readonly (readonly CellData[])[],
  present: readonly (readonly CellData[])[],
  { fromColumn, toColumn }: Omit<Area, 'sheetId'>,
  meaning: (cell: CellData | undefined) => string,
): number | undefined {
  for (let row = 0; row < Math.max(wanted.length, present.length); row += 1) {
    for (let column = 0; column < toColumn - fromColumn; column += 1) {
      if (meaning(wanted[row]?.[column]) !== meaning(present[row]?.[fromColumn + column])) return row;
    }
  }
  return undefined;
}

/** Replaces an area from a row down to the end of the tab, so that nothing of a longer review before is left. */
export function replaceRows(
  wanted: readonly (readonly CellData[])[],
  fromRow: number,
  rowCount: number,
  { sheetId, fromColumn, toColumn }: Area,
): Request {
  return {
    updateCells: {
      range: {
        sheetId,
        startRowIndex: fromRow,
        endRowIndex: rowCount,
        startColumnIndex: fromColumn,
        endColumnIndex: toColumn,
      },
      rows: wanted.slice(fromRow).map((cells) => ({ values: cells.slice(0, toColumn - fromColumn) })),
      fields: CELL_FIELDS,
    },
  };
}
