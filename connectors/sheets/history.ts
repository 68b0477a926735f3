import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { ReviewTable, StoredHistoryRow } from '../../src/billing/review/table.ts';
import { type CellData, fromCell, meaningOf, textOf } from './cell.ts';
import { type LeftNote, leftNoteRequest, NOTE_HEADERS, placeLeftNotes } from './history-notes.ts';
import { CELL_FIELDS, type Tab } from './tab.ts';

type Request = sheets_v4.Schema$Request;

export const HISTORY_ID = 1_000_001;
export const HISTORY_TITLE = 'History';
const ROWS = 200;

const headerOf = (tab: Pick<Tab, 'rows'> | undefined): readonly string[] => (tab?.rows[0] ?? []).map(textOf);

const isFilled = (cell: CellData | undefined): boolean => meaningOf(cell) !== meaningOf(undefined);

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

/** Where each week of one currency stands, the earliest week first. */
export type WeekPlaces = readonly { readonly week: string; readonly currency: string; readonly index: number }[];

/** Where the week's row of each currency goes: onto the one it has, else below all others. */
function placesFor(history: ReviewTable['history'], rows: Tab['rows'], header: readonly string[], week: string) {
  const column = { week: header.indexOf('Week'), currency: header.indexOf('Currency') };
  const present = rows.flatMap((row, index) => {
    const place = { week: textOf(row[column.week]), currency: textOf(row[column.currency]), index };
    return index > 0 && place.week !== '' && place.currency !== '' ? [place] : [];
  });
  const own = new Set(history.header.map((label) => header.indexOf(label)));
  let next = Math.max(1, rows.findLastIndex((row) => row.some((cell, at) => own.has(at) && isFilled(cell))) + 1);
  const ofWeek = present.filter((place) => place.week === week);
  const placed = history.rows.map((row) => {
    const index = ofWeek.find(({ currency }) => currency === row.currency)?.index;
    return { row, isNew: index === undefined, index: index ?? next++ };
  });
  const isKept = (index: number): boolean => placed.some((place) => place.index === index);
  const gone = ofWeek.filter(({ index }) => !isKept(index)).map(({ index }) => index);
  const others = present.filter(({ index }) => !isKept(index) && !gone.includes(index));
  const weeks: WeekPlaces = [...others, ...placed.map(({ row, index }) => ({ week, currency: row.currency, index }))];
  return { placed, gone, end: next, weeks };
}

/** What is to be done about the history, and where its rows stand afterwards. */
export type HistoryPlan = {
  readonly requests: readonly Request[];
  readonly header: readonly string[];
  readonly weeks: WeekPlaces;
  /** Currencies whose row of this week is new. */
  readonly newCurrencies: readonly string[];
};

const writeRow = (rowIndex: number, values: readonly CellData[]): Request => ({
  updateCells: {
    start: { sheetId: HISTORY_ID, rowIndex, columnIndex: 0 },
    rows: [{ values: [...values] }],
    fields: CELL_FIELDS,
  },
});

const headerRow = (header: readonly string[]): Request =>
  writeRow(
    0,
    header.map((text) => fromCell({ kind: 'text', text }, 'columns')),
  );

/**
 * Brings the week's rows into the history, one per currency, and beside them notes whose item is not listed any more. Rows of other
 * weeks are never touched; nothing is asked for what stands there already.
 * @param tab as it stands; undefined while it does not exist
 */
export function planHistory(
  { name, history }: ReviewTable,
  tab: Tab | undefined,
  notes: readonly LeftNote[],
): HistoryPlan {
  const present = headerOf(tab);
  const wanted = notes.length === 0 ? history.header : [...history.header, ...NOTE_HEADERS];
  const header = headerWith(present, wanted);
  const rows = tab?.rows ?? [];
  const { placed, gone, end, weeks } = placesFor(history, rows, header, name);
  /** The cells of one row, its own columns anew and all others as they stand. */
  const valuesAt = (index: number, cellOf: (own: number) => CellData): readonly CellData[] =>
    header.map((label, column) => {
      const own = history.header.indexOf(label);
      return own < 0 ? (rows[index]?.[column] ?? {}) : cellOf(own);
    });
  const noteColumns = NOTE_HEADERS.map((label) => header.indexOf(label));
  const noted = placeLeftNotes(notes, rows, noteColumns);
  const writes = [
    ...(header.length === present.length ? [] : [headerRow(header)]),
    ...placed.flatMap(({ row, index }) => {
      const values = valuesAt(index, (own) => fromCell(row.cells[own] ?? { kind: 'empty' }));
      const isSame = values.every((cell, column) => meaningOf(cell) === meaningOf(rows[index]?.[column]));
      return isSame ? [] : [writeRow(index, values)];
    }),
    ...gone.map((index) =>
      writeRow(
        index,
        valuesAt(index, () => ({})),
      ),
    ),
    ...noted.flatMap((note) =>
      noteColumns.map((column, at) =>
        leftNoteRequest(HISTORY_ID, column, { index: note.index, values: note.values.slice(at, at + 1) }),
      ),
    ),
  ];
  const lastRow = Math.max(end, ...noted.map(({ index }) => index + 1));
  return {
    requests: writes.length === 0 ? [] : [...roomFor(tab, lastRow, header.length), ...writes],
    header,
    weeks: [...weeks].sort((a, b) => (a.week < b.week ? -1 : a.week > b.week ? 1 : a.index - b.index)),
    newCurrencies: placed.flatMap(({ row, isNew }) => (isNew ? [row.currency] : [])),
  };
}

/** A new history is a table with a filter, and warns before edits. */
function newHistory(rows: number, columns: number): readonly Request[] {
  const rowCount = Math.max(ROWS, rows);
  const gridProperties = { rowCount, columnCount: columns, frozenRowCount: 1 };
  const range = { sheetId: HISTORY_ID, startRowIndex: 0, startColumnIndex: 0, endColumnIndex: columns };
  return [
    { addSheet: { properties: { sheetId: HISTORY_ID, title: HISTORY_TITLE, gridProperties } } },
    { setBasicFilter: { filter: { range: { ...range, endRowIndex: rowCount } } } },
    {
      addProtectedRange: {
        protectedRange: {
          range,
          description:
            'Written by Milepost, one row for each week and currency; the charts of the weeks are drawn from it.',
          warningOnly: true,
        },
      },
    },
  ];
}

function roomFor(tab: Tab | undefined, rows: number, columns: number): readonly Request[] {
  if (tab === undefined) return newHistory(rows, columns);
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
