import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { CellData } from '../../../connectors/sheets/cell.ts';
import { gridOf } from '../../../connectors/sheets/grid.ts';
import { type Note, readNotes } from '../../../connectors/sheets/notes.ts';
import type { ReviewTable } from '../../../src/billing/review/table.ts';
import { anyMilestones, invoiced, milestone } from '../../billing/review/sample.ts';
import { tableOf } from './tables.ts';

const text = (stringValue: string): CellData => ({ userEnteredValue: { stringValue } });
const textOf = (cell: CellData | undefined) => cell?.userEnteredValue?.stringValue ?? '';

type Rows = readonly (readonly CellData[])[];

/** The tab's rows as they stand after the hub wrote this table with these notes. */
const written = (table: ReviewTable, notes: readonly Note[] = []): Rows => {
  const { hub, owner } = gridOf(table, notes);
  return hub.map((cells, index) => [...cells, ...(owner[index] ?? [])]);
};
const rewritten = (rows: Rows, table: ReviewTable): Rows => written(table, readNotes(rows, table));

const rowWith = (rows: Rows, item: string, heading: string): number => {
  const from = rows.findIndex((row) => textOf(row[0]) === heading);
  return rows.findIndex((row, index) => index > from && row.some((cell) => textOf(cell) === item));
};
const NOTES = 13;
const noting = (rows: Rows, index: number, note: string): Rows =>
  rows.map((row, at) =>
    at === index
      ? [...row.slice(0, NOTES), ...Array.from({ length: NOTES - row.length }, () => ({})), text(note)]
      : row,
  );
const noteAt = (rows: Rows, index: number) => textOf(rows[index]?.[NOTES]);
const allNotes = (rows: Rows) =>
  rows.flatMap((row) => row.slice(NOTES).map(textOf)).filter((words) => words !== '' && words !== 'Notes');

describe('a note', () => {
  const late = invoiced('Design', '2026-11-05');

  it('follows its row when rows come in above it', () => {
    const rows = written(tableOf([late]));
    const noted = noting(rows, rowWith(rows, 'Design', 'Overdue'), 'ask Rosa');
    const after = rewritten(noted, tableOf([late, invoiced('Older', '2026-10-01'), invoiced('Oldest', '2026-09-01')]));
    expect(noteAt(after, rowWith(after, 'Design', 'Overdue'))).toBe('ask Rosa');
    expect(allNotes(after)).toEqual(['ask Rosa']);
  });

  it('follows its item into another section', () => {
    const rows = written(tableOf([invoiced('Design', '2026-11-13')]));
    const noted = noting(rows, rowWith(rows, 'Design', 'Due soon'), 'ask Rosa');
    const after = rewritten(noted, tableOf([late]));
    expect(noteAt(after, rowWith(after, 'Design', 'Overdue'))).toBe('ask Rosa');
  });

  it('stays in its section when the item is listed in two', () => {
    const both = milestone('Design', { delivery: 'Delivered', billingOwners: [], plannedDate: null, projectIds: [] });
    const rows = written(tableOf([both]));
    const noted = noting(
      noting(rows, rowWith(rows, 'Design', 'Unassigned'), 'who?'),
      rowWith(rows, 'Design', 'Waiting on a trigger'),
      'soon',
    );
    const after = rewritten(noted, tableOf([both, invoiced('Other', '2026-11-05')]));
    expect(noteAt(after, rowWith(after, 'Design', 'Unassigned'))).toBe('who?');
    expect(noteAt(after, rowWith(after, 'Design', 'Waiting on a trigger'))).toBe('soon');
  });

  it('stays below the review when its row is gone, under its old name, and returns with it', () => {
    const rows = written(tableOf([late]));
    const noted = noting(rows, rowWith(rows, 'Design', 'Overdue'), 'ask Rosa');
    const without = rewritten(noted, tableOf([]));
    expect(noteAt(without, rowWith(without, 'Design', 'Earlier notes'))).toBe('ask Rosa');
    const back = rewritten(without, tableOf([late]));
    expect(noteAt(back, rowWith(back, 'Design', 'Overdue'))).toBe('ask Rosa');
    expect(back.some((row) => textOf(row[0]) === 'Earlier notes')).toBe(false);
  });

  test.each(['Overdue', 'none'])('beside "%s", which lists nothing, stays', (words) => {
    const rows = written(tableOf([]));
    const from = rows.findIndex((row) => textOf(row[0]) === 'Overdue');
    const index = rows.findIndex((row, at) => at >= from && textOf(row[0]) === words);
    const after = rewritten(noting(rows, index, 'call them'), tableOf([]));
    expect(noteAt(after, index)).toBe('call them');
  });

  it('in a row that the owner inserted is kept', () => {
    const rows = written(tableOf([late]));
    const inserted = [
      ...rows.slice(0, 4),
      [...Array.from({ length: NOTES }, () => ({})), text('mine')],
      ...rows.slice(4),
    ];
    expect(allNotes(rewritten(inserted, tableOf([late])))).toEqual(['mine']);
  });

  it('is found where the owner moved it by inserting a column', () => {
    const rows = written(tableOf([late]));
    const noted = noting(rows, rowWith(rows, 'Design', 'Overdue'), 'ask Rosa');
    const shifted = noted.map((row) => [...row.slice(0, 3), {}, ...row.slice(3)]);
    const after = rewritten(shifted, tableOf([late]));
    expect(noteAt(after, rowWith(after, 'Design', 'Overdue'))).toBe('ask Rosa');
  });

  it('takes the owner’s further columns along', () => {
    const rows = written(tableOf([late]));
    const index = rowWith(rows, 'Design', 'Overdue');
    const noted = noting(rows, index, 'ask Rosa').map((row, at) => (at === index ? [...row, text('by Friday')] : row));
    const after = rewritten(noted, tableOf([late, invoiced('Older', '2026-10-01')]));
    expect(after[rowWith(after, 'Design', 'Overdue')]?.slice(NOTES).map(textOf)).toEqual(['ask Rosa', 'by Friday']);
  });
});

describe('whatever the owner noted and whatever changed', () => {
  it('no note is lost and none is doubled, also when the review is written a third time', () => {
    fc.assert(
      fc.property(
        anyMilestones,
        anyMilestones,
        fc.uniqueArray(fc.nat({ max: 90 }), { maxLength: 8 }),
        (before, after, places) => {
          const rows = written(tableOf(before));
          const isHeader = (index: number) => noteAt(rows, index) === 'Notes';
          const noted = places
            .filter((index) => index < rows.length && !isHeader(index))
            .reduce((sheet, index) => noting(sheet, index, `note ${index}`), rows);
          const once = rewritten(noted, tableOf(after));
          expect(allNotes(once).sort()).toEqual(allNotes(noted).sort());
          expect(rewritten(once, tableOf(after))).toEqual(once);
        },
      ),
    );
  });

  it('an item that is still listed keeps its note beside it', () => {
    fc.assert(
      fc.property(anyMilestones, anyMilestones, (before, added) => {
        const rows = written(tableOf(before));
        const index = rows.findIndex((row) => textOf(row[12]).startsWith('page-'));
        fc.pre(index >= 0);
        const key = textOf(rows[index]?.[12]);
        const known = new Set(before.map(({ id }) => id));
        const all = [...before, ...added.filter(({ id }) => !known.has(id))];
        const after = rewritten(noting(rows, index, 'mine'), tableOf(all));
        const found = after.findIndex((row) => textOf(row[12]) === key);
        expect(noteAt(after, found)).toBe('mine');
      }),
    );
  });
});
