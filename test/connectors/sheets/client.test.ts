import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import type { GoogleSandbox } from '../../../sandbox/google/index.ts';
import { invoiced } from '../../billing/review/sample.ts';
import { openSheet, rejection, type SandboxSheet, startRoomyGoogle } from './sandbox-sheet.ts';
import { NEXT_WEEK, tableOf } from './tables.ts';

const WEEK = '2026-W46';
const BATCH = ':batchUpdate';
const late = invoiced('Design', '2026-11-05');
const soon = invoiced('Build', '2026-11-14');

let google: GoogleSandbox;
let sheet: SandboxSheet;
beforeAll(async () => {
  google = await startRoomyGoogle();
});
afterAll(() => google.close());
beforeEach(() => {
  sheet = openSheet(google);
});

describe('the first review of a week', () => {
  it('makes its tab and the history', async () => {
    const written = await sheet.sheets.writeReview(tableOf([late, soon]));
    expect(written).toMatchObject({ outcome: 'written', tab: WEEK, url: expect.stringMatching(/#gid=202646$/) });
    expect(
      sheet
        .file()
        .tabs()
        .map(({ sheetId, title }) => [sheetId, title]),
    ).toEqual([
      [202646, WEEK],
      [0, 'Sheet1'],
      [1_000_001, 'History'],
    ]);
  });

  it('has each heading alone in its row', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    const heading = sheet.tab(WEEK).values()[sheet.rowIndex(WEEK, 'Overdue')];
    expect(heading?.filter((value) => value !== '')).toEqual(['Overdue']);
  });

  it('shows sums as numbers with their currency, days as dates, and names as links', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    const row = sheet.row(WEEK, 'Overdue', 'Design');
    expect(row[1]).toMatchObject({ value: 'Design', link: 'https://notion.example/Design' });
    expect(row[2]).toMatchObject({ value: 1000, format: { numberFormat: { pattern: '[$GBP] #,##0.00' } } });
    expect(row[3]).toMatchObject({ value: 46_331, format: { numberFormat: { type: 'DATE', pattern: 'yyyy-mm-dd' } } });
    expect(row[10]).toMatchObject({ value: 'INV-Design', link: 'https://stripe.example/Design' });
  });

  it('keeps a name that looks like a formula as text', async () => {
    await sheet.sheets.writeReview(tableOf([{ ...late, name: '=1+2' }]));
    const index = sheet.rowIndex(WEEK, 'Overdue', '=1+2');
    expect(sheet.tab(WEEK).raw.rows[index]?.[1]?.userEnteredValue).toEqual({ stringValue: '=1+2' });
  });

  it('hides the keys, freezes the header, heads the owner’s column and warns before edits without forbidding them', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    const { raw } = sheet.tab(WEEK);
    expect(raw.properties.gridProperties.frozenRowCount).toBe(3);
    expect(raw.columnProperties[12]?.hiddenByUser).toBe(true);
    expect(raw.protectedRanges).toMatchObject([{ warningOnly: true, range: { endColumnIndex: 13 } }]);
    expect(sheet.tab(WEEK).cell(sheet.rowIndex(WEEK, 'Overdue') + 1, 13).value).toBe('Notes');
  });
});

describe('the same review again', () => {
  it('sends nothing', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    const before = sheet.file().raw;
    const writes = sheet.requests(BATCH);
    expect(await sheet.sheets.writeReview(tableOf([late]))).toMatchObject({ outcome: 'unchanged' });
    expect(sheet.requests(BATCH)).toBe(writes);
    expect(sheet.file().raw).toEqual(before);
  });

  it('with other news of the hub’s health writes that alone', async () => {
    const health = (state: string) => ({ health: [{ what: 'Stripe', state }] });
    await sheet.sheets.writeReview(tableOf([late], health('last sweep 09:00')));
    const before = sheet.tab(WEEK).values();
    expect((await sheet.sheets.writeReview(tableOf([late], health('last sweep 10:00')))).outcome).toBe('unchanged');
    const from = sheet.rowIndex(WEEK, 'Hub health');
    const after = sheet.tab(WEEK).values();
    expect(after.slice(0, from)).toEqual(before.slice(0, from));
    expect(after.slice(from).map((row) => row.slice(0, 2))).toContainEqual(['Stripe', 'last sweep 10:00']);
  });

  it('puts back what somebody typed over', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    sheet.type(WEEK, sheet.rowIndex(WEEK, 'Overdue', 'Design'), 2, 'paid already');
    expect((await sheet.sheets.writeReview(tableOf([late]))).outcome).toBe('written');
    expect(sheet.row(WEEK, 'Overdue', 'Design')[2]?.value).toBe(1000);
  });
});

describe('a review with other facts', () => {
  it('leaves nothing of a longer one before it', async () => {
    await sheet.sheets.writeReview(tableOf(['a', 'b', 'c', 'd'].map((name) => invoiced(name, '2026-11-05'))));
    await sheet.sheets.writeReview(tableOf([late]));
    const fresh = openSheet(google);
    await fresh.sheets.writeReview(tableOf([late]));
    const filled = (rows: readonly (readonly unknown[])[]) =>
      rows
        .map((row) => row.join('|').replace(/\|+$/, ''))
        .join('\n')
        .trimEnd();
    expect(filled(sheet.tab(WEEK).values())).toBe(filled(fresh.tab(WEEK).values()));
  });

  it('grows the tab when it needs more rows than there are', async () => {
    await sheet.sheets.writeReview(tableOf([]));
    const many = Array.from({ length: 80 }, (_, index) => invoiced(`no ${index}`, '2026-11-05'));
    await sheet.sheets.writeReview(tableOf(many));
    expect(sheet.rowIndex(WEEK, 'Overdue', 'no 79')).toBeGreaterThan(80);
  });

  it('keeps a note beside its item when the item moves to another section', async () => {
    await sheet.sheets.writeReview(tableOf([soon]));
    sheet.takeNote(WEEK, 'Due soon', 'Build', 'ask Rosa');
    await sheet.sheets.writeReview(tableOf([invoiced('Build', '2026-11-09'), late]));
    expect(sheet.note(WEEK, 'Overdue', 'Build')).toBe('ask Rosa');
    expect(
      sheet
        .tab(WEEK)
        .values()
        .flat()
        .filter((value) => value === 'ask Rosa'),
    ).toHaveLength(1);
  });

  it('finds the notes again after the owner sorted the rows', async () => {
    await sheet.sheets.writeReview(tableOf([late, soon]));
    sheet.takeNote(WEEK, 'Overdue', 'Design', 'ask Rosa');
    google.human.sortRange(sheet.spreadsheetId, { sheetId: 202646, startRowIndex: 3 }, { column: 1, descending: true });
    await sheet.sheets.writeReview(tableOf([late, soon]));
    expect(sheet.note(WEEK, 'Overdue', 'Design')).toBe('ask Rosa');
  });

  it('finds the notes again after the owner inserted a column', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    sheet.takeNote(WEEK, 'Overdue', 'Design', 'ask Rosa');
    google.human.insertColumn(sheet.spreadsheetId, 202646, 1);
    await sheet.sheets.writeReview(tableOf([late]));
    expect(sheet.note(WEEK, 'Overdue', 'Design')).toBe('ask Rosa');
  });

  it('writes a row per currency into the history, and takes away that of a currency that is gone', async () => {
    const yen = invoiced('Tokyo', '2026-11-05', { currency: 'JPY' });
    await sheet.sheets.writeReview(tableOf([late, yen]));
    expect((await sheet.sheets.readLastWeek(WEEK)).map(({ currency }) => currency)).toEqual(['GBP', 'JPY']);
    await sheet.sheets.writeReview(tableOf([late]));
    expect(await sheet.sheets.readLastWeek(WEEK)).toMatchObject([{ currency: 'GBP', numbers: { Receivables: 1000 } }]);
  });
});

describe('the next week', () => {
  it('gets a tab of its own, leaves the last as it is and takes its notes over', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    sheet.takeNote(WEEK, 'Overdue', 'Design', 'ask Rosa');
    const before = sheet.tab(WEEK).raw;
    await sheet.sheets.writeReview(tableOf([late], { asOf: NEXT_WEEK }));
    expect(sheet.tab(WEEK).raw).toEqual(before);
    expect(sheet.note('2026-W47', 'Overdue', 'Design')).toBe('ask Rosa');
    for (const week of [WEEK, '2026-W47']) expect(await sheet.sheets.readLastWeek(week)).toHaveLength(1);
  });

  it('finds no figures of a week that was never written, nor before there is a history', async () => {
    expect(await sheet.sheets.readLastWeek(WEEK)).toEqual([]);
    await sheet.sheets.writeReview(tableOf([late]));
    expect(await sheet.sheets.readLastWeek('2026-W45')).toEqual([]);
  });
});

describe('what people do to the tabs', () => {
  it('a renamed tab gets its name back instead of a twin', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    sheet.rename(WEEK, 'Rosa’s week');
    expect((await sheet.sheets.writeReview(tableOf([late]))).outcome).toBe('written');
    expect(sheet.titles()).toEqual([WEEK, 'Sheet1', 'History']);
  });

  it('a deleted tab is made again', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    sheet.remove(WEEK);
    expect((await sheet.sheets.writeReview(tableOf([late]))).outcome).toBe('written');
    expect(sheet.row(WEEK, 'Overdue', 'Design')).not.toEqual([]);
  });

  it('a deleted history is made again', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    sheet.remove('History');
    expect((await sheet.sheets.writeReview(tableOf([late]))).outcome).toBe('written');
    expect(await sheet.sheets.readLastWeek(WEEK)).toHaveLength(1);
  });

  test.each([WEEK, 'History'])('a tab of theirs called %s needs a person, and nothing is written', async (title) => {
    sheet.rename('Sheet1', title);
    const failure = await rejection(sheet.sheets.writeReview(tableOf([late])));
    expect(failure).toMatchObject({ name: 'NeedsPerson', mend: expect.stringContaining(title) });
    expect(sheet.titles()).toEqual([title]);
  });

  it('a protection that keeps the hub out needs a person, who is told whom to let in', async () => {
    await sheet.sheets.writeReview(tableOf([late]));
    google.human.protect(sheet.spreadsheetId, { sheetId: 202646 });
    const failure = await rejection(sheet.sheets.writeReview(tableOf([soon])));
    expect(failure).toMatchObject({ name: 'NeedsPerson', mend: expect.stringContaining(sheet.email) });
  });
});
