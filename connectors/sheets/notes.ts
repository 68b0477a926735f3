import type { ReviewTable, TableRow } from '../../src/billing/review/table.ts';
import { type CellData, textOf } from './cell.ts';

/** Header of the owner's column. Whatever stands in it and to its right belongs to the owner (Rule 15.4). */
export const NOTES = 'Notes';
/** Header of the hidden column that tells which row is which, last of the hub's own. */
export const KEY = 'Key';

/** The owner's cells of one row, with the row's place in words by which they find it again. */
export type Note = { readonly place: string; readonly label: string; readonly cells: readonly CellData[] };

type Rows = readonly (readonly CellData[])[];

/** Where a row names what it lists. */
export const ITEM_COLUMN = 1;
const HEADER_ROWS_MAX = 20;

const isFilled = ({ userEnteredValue, note, dataValidation }: CellData): boolean =>
  note != null || dataValidation != null || (userEnteredValue != null && Object.keys(userEnteredValue).length > 0);

/** A row's own name: what is listed, and where. Rows that list nothing are known by their look. */
export const placeOf = ({ key, look, section }: TableRow): string => `${key === '' ? `(${look})` : key}@${section}`;

/** What a note is about, by its place: the same in every section. */
export const thingOf = (place: string): string => place.slice(0, place.lastIndexOf('@'));

/** Where key and notes stand now: the owner may have inserted or moved columns. */
function columnsOf(rows: Rows, columnCount: number): { readonly key: number; readonly notes: number } {
  for (const row of rows.slice(0, HEADER_ROWS_MAX)) {
    const texts = row.map(textOf);
    const notes = texts.lastIndexOf(NOTES);
    const key = texts.lastIndexOf(KEY);
    if (notes >= 0 && key >= 0) return { key, notes };
  }
  return { key: columnCount, notes: columnCount + 1 };
}

/**
 * Finds what the owner wrote, by the rows' keys. Rows without a key are headings and the like: they are known by the
 * words in column A.
 */
export function readNotes(rows: Rows, table: Pick<ReviewTable, 'rows' | 'columnCount'>): readonly Note[] {
  const columns = columnsOf(rows, table.columnCount);
  const headings = new Set(table.rows.filter(({ look }) => look === 'heading').map(({ section }) => section));
  let section = '';
  return rows.flatMap((row, index) => {
    const first = textOf(row[0]);
    if (headings.has(first)) section = first;
    const key = textOf(row[columns.key]);
    const look = index < 2 ? ['title', 'as of'][index] : headings.has(first) ? 'heading' : lookOf(first, key);
    const cells = row.slice(columns.notes).map((cell, column) => (column === 0 && textOf(cell) === NOTES ? {} : cell));
    if (!cells.some(isFilled)) return [];
    const place = key === '' || key === KEY ? `(${look})@${section}` : key;
    return [{ place, label: textOf(row[ITEM_COLUMN]) || first, cells }];
  });
}

function lookOf(first: string, key: string): string {
  if (key === KEY) return 'columns';
  if (first === 'none') return 'none';
  return first === '' ? 'gap' : 'free';
}

export type Placed = {
  /** The owner's cells beside each row of the new table. */
  readonly beside: readonly (readonly CellData[])[];
  /** What belongs to no row any more. */
  readonly leftOver: readonly Note[];
};

/**
 * Puts every note beside its row: first where the same row stands in the same section, then where the same thing stands
 * in another. Invariant: no note is lost and none is doubled.
 */
export function placeNotes(notes: readonly Note[], rows: readonly TableRow[]): Placed {
  const beside: (readonly CellData[])[] = rows.map(() => []);
  const free = new Map(rows.map((row, index) => [placeOf(row), index]));
  const take = (note: Note, index: number | undefined): boolean => {
    if (index === undefined || beside[index] === undefined || beside[index].length > 0) return false;
    beside[index] = note.cells;
    return true;
  };
  const moved = notes.filter((note) => !take(note, free.get(note.place)));
  const leftOver = moved.filter(
    (note) =>
      !take(
        note,
        rows.findIndex(
          (row, index) => row.key !== '' && row.key === thingOf(note.place) && beside[index]?.length === 0,
        ),
      ),
  );
  return { beside, leftOver };
}
