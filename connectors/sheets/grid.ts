import type { ReviewTable, TableRow } from '../../src/billing/review/table.ts';
import { type CellData, fromCell } from './cell.ts';
import { ITEM_COLUMN, KEY, NOTES, type Note, placeNotes, placeOf } from './notes.ts';

/** What a tab should hold: the hub's columns, and beside each row what belongs to the owner. */
export type Grid = {
  readonly hub: readonly (readonly CellData[])[];
  readonly owner: readonly (readonly CellData[])[];
  /** Notes on what is not listed any more. */
  readonly leftOver: readonly Note[];
};

const EARLIER_NOTES = 'Earlier notes';

const hasColumnHeaders = ({ look }: TableRow): boolean => look === 'columns';

function hubRow(row: TableRow, columnCount: number): readonly CellData[] {
  const cells = Array.from({ length: columnCount }, (_, index) =>
    fromCell(row.cells[index] ?? { kind: 'empty' }, row.look),
  );
  if (hasColumnHeaders(row)) return [...cells, fromCell({ kind: 'text', text: KEY }, 'columns')];
  return [...cells, row.key === '' ? {} : fromCell({ kind: 'text', text: placeOf(row) })];
}

/** The header stays the hub's, whatever is written to its right. */
const ownerRow = (row: TableRow, cells: readonly CellData[]): readonly CellData[] =>
  hasColumnHeaders(row) ? [fromCell({ kind: 'text', text: NOTES }, 'columns'), ...cells.slice(1)] : cells;

/** Notes whose row is gone stay below the review, under the name that it had, until it comes back or the owner clears them. */
function earlierNotes(notes: readonly Note[], columnCount: number): Omit<Grid, 'leftOver'> {
  if (notes.length === 0) return { hub: [], owner: [] };
  const blank = (): CellData[] => Array.from({ length: columnCount + 1 }, () => ({}));
  const heading = blank().with(0, fromCell({ kind: 'text', text: EARLIER_NOTES }, 'heading'));
  const rows = notes.map(({ place, label }) =>
    blank()
      .with(ITEM_COLUMN, fromCell(label === '' ? { kind: 'empty' } : { kind: 'text', text: label }))
      .with(columnCount, fromCell({ kind: 'text', text: place })),
  );
  return { hub: [heading, ...rows], owner: [[], ...notes.map(({ cells }) => cells)] };
}

/** The whole tab: the review, the owner's notes beside its rows, and below them the notes that found none. */
export function gridOf(table: ReviewTable, notes: readonly Note[]): Grid {
  const { beside, leftOver } = placeNotes(notes, table.rows);
  const below = earlierNotes(leftOver, table.columnCount);
  return {
    hub: [...table.rows.map((row) => hubRow(row, table.columnCount)), ...below.hub],
    owner: [...table.rows.map((row, index) => ownerRow(row, beside[index] ?? [])), ...below.owner],
    leftOver,
  };
}
