import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { ReviewTable, StoredHistoryRow } from '../../src/billing/review/table.ts';
import { type CellData, fromCell, meaningOf, textOf } from './cell.ts';
import { CELL_FIELDS, type Tab } from './tab.ts';

type Request = sheets_v4.Schema$Request;

export const HISTORY_ID = 1_000_001;
export const HISTORY_TITLE = 'History';
const ROWS = 200;

const headerOf = (tab: Pick<Tab, 'rows'> | undefined): readonly string[] => (tab?.rows[0] ?? []).map(textOf);

const isFilled = (cell: CellData): boolean => meaningOf(cell) !== meaningOf(undefined);

/** The numbers of one week, by the headers of their columns, wherever the owner has moved them. */
export function storedWeek(tab: Pick<Tab, 'rows'>, week: string): readonly StoredHistoryRow[] {
  const header = headerOf(tab);
  return tab.rows.slice(1).flatMap((row) => {
    if (textOf(row[header.indexOf('Week')]) !== week) return [];
    const numbers = row.flatMap((cell, column) => {
      const value = cell.userEnteredValue?.numberValue;
      return value == null ? [] : [[header[column] ?? '', value] as const];
    });
    return [{ currency: textOf(row[header.indexOf('Currency')]), numbers: Object.fromEntries(numbers) }];
  });
}

/** Existing columns keep their places; new figures come after the last. */
const headerWith = (present: readonly string[], wanted: readonly string[]): readonly string[] => [
  ...present,
  ...wanted.filter((label) => !present.includes(label)),
];

/** Where the week's row of each currency goes: onto the one it has, else below all others. */
function placesFor(history: ReviewTable['history'], rows: Tab['rows'], header: readonly string[], week: string) {
  const column = { week: header.indexOf('Week'), currency: header.indexOf('Currency') };
  const ofWeek = rows.map((row) => (textOf(row[column.week]) === week ? textOf(row[column.currency]) : undefined));
  let next = Math.max(1, rows.findLastIndex((row) => row.some(isFilled)) + 1);
  const placed = history.rows.map((row) => {
    const own = ofWeek.indexOf(row.currency);
    return { row, index: own >= 0 ? own : next++ };
  });
  const gone = ofWeek.flatMap((currency, index) =>
    currency === undefined || placed.some((place) => place.index === index) ? [] : [index],
  );
  return { placed, gone, end: next };
}

/**
 * Requests that bring the week's rows into the history, one per currency. Rows of other weeks are never touched; nothing
 * is asked for what stands there already.
 * @param tab as it stands; undefined while it does not exist
 */
export function historyRequests({ name, history }: ReviewTable, tab: Tab | undefined): readonly Request[] {
  const present = headerOf(tab);
  const header = headerWith(present, history.header);
  const { placed, gone, end } = placesFor(history, tab?.rows ?? [], header, name);
  const write = (rowIndex: number, values: CellData[]): Request => ({
    updateCells: {
      start: { sheetId: HISTORY_ID, rowIndex, columnIndex: 0 },
      rows: [{ values }],
      fields: CELL_FIELDS,
    },
  });
  const writes = [
    ...(header.length === present.length
      ? []
      : [
          write(
            0,
            header.map((text) => fromCell({ kind: 'text', text }, 'columns')),
          ),
        ]),
    ...placed.flatMap(({ row, index }) => {
      const old = tab?.rows[index] ?? [];
      const values = header.map((label, column) => {
        const own = history.header.indexOf(label);
        return own < 0 ? (old[column] ?? {}) : fromCell(row.cells[own] ?? { kind: 'empty' });
      });
      const isSame = values.every((cell, column) => meaningOf(cell) === meaningOf(old[column]));
      return isSame ? [] : [write(index, values)];
    }),
    ...gone.map((index) =>
      write(
        index,
        header.map(() => ({})),
      ),
    ),
  ];
  return writes.length === 0 ? [] : [...roomFor(tab, end, header.length), ...writes];
}

function roomFor(tab: Tab | undefined, rows: number, columns: number): readonly Request[] {
  if (tab === undefined) {
    const gridProperties = { rowCount: Math.max(ROWS, rows), columnCount: columns, frozenRowCount: 1 };
    return [{ addSheet: { properties: { sheetId: HISTORY_ID, title: HISTORY_TITLE, gridProperties } } }];
  }
  const rowCount = Math.max(tab.rowCount, rows);
  const columnCount = Math.max(tab.columnCount, columns);
  if (tab.rowCount === rowCount && tab.columnCount === columnCount) return [];
  return [
    {
      updateSheetProperties: {
        properties: { sheetId: HISTORY_ID, gridProperties: { rowCount, columnCount } },
        fields: 'gridProperties.rowCount,gridProperties.columnCount',
      },
    },
  ];
}
