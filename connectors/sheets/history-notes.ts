import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { type CellData, fromCell, meaningOf, textOf } from './cell.ts';
import { type Note, thingOf } from './notes.ts';

/** A note whose item is not listed any more, and the week beside whose review it was written. */
export type LeftNote = { readonly week: string; readonly item: string; readonly words: string };

/** Columns of the history, beside those of the weeks. */
export const NOTE_HEADERS = ['Noted in', 'Item', 'Notes'] as const;

const ofCell = (cell: CellData): string => {
  const { stringValue, numberValue, boolValue } = cell.userEnteredValue ?? {};
  return [stringValue ?? numberValue ?? boolValue ?? '', cell.note ?? ''].filter((part) => part !== '').join(' ');
};

/** What a note says, in one cell. Notes on nothing that is listed, such as a heading, stay with their week. */
export function leftNotes(week: string, notes: readonly Note[]): readonly LeftNote[] {
  return notes.flatMap(({ place, label, cells }) => {
    const words = cells
      .map(ofCell)
      .filter((part) => part !== '')
      .join(' | ');
    return thingOf(place).startsWith('(') || words === '' ? [] : [{ week, item: label, words }];
  });
}

type Rows = readonly (readonly CellData[])[];

const isEmpty = (cell: CellData | undefined): boolean => meaningOf(cell) === meaningOf(undefined);

/**
 * Where each note goes that the history does not have yet: into the first rows that are free in its columns.
 * @param columns of week, item and words
 */
export function placeLeftNotes(
  notes: readonly LeftNote[],
  rows: Rows,
  columns: readonly number[],
): readonly { readonly index: number; readonly values: readonly CellData[] }[] {
  const known = new Set(rows.map((row) => JSON.stringify(columns.map((column) => textOf(row[column])))));
  const wanted = notes
    .map(({ week, item, words }) => [week, item, words])
    .filter((note) => !known.has(JSON.stringify(note)));
  let index = 1;
  return wanted.map((note) => {
    while (columns.some((column) => !isEmpty(rows[index]?.[column]))) index += 1;
    const placed = { index, values: note.map((text) => fromCell({ kind: 'text', text })) };
    index += 1;
    return placed;
  });
}

/** Writes the notes, each from its first column on: the three stand side by side. */
export const leftNoteRequest = (
  sheetId: number,
  column: number,
  { index, values }: { readonly index: number; readonly values: readonly CellData[] },
): sheets_v4.Schema$Request => ({
  updateCells: {
    start: { sheetId, rowIndex: index, columnIndex: column },
    rows: [{ values: [...values] }],
    fields: 'userEnteredValue,userEnteredFormat',
  },
});
