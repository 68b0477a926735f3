import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import type { GoogleSandbox } from '../../../sandbox/google/index.ts';
import { instantFromIso } from '../../../src/billing/calendar.ts';
import { invoiced, milestone } from '../../billing/review/sample.ts';
import { openSheet, type SandboxSheet, startRoomyGoogle } from './sandbox-sheet.ts';
import { NEXT_WEEK, tableOf } from './tables.ts';

const WEEK = '2026-W46';
const NEXT = '2026-W47';
const late = invoiced('Design', '2026-11-05');
const yen = invoiced('Tokyo', '2026-11-05', { currency: 'JPY' });

let google: GoogleSandbox;
let sheet: SandboxSheet;
beforeAll(async () => {
  google = await startRoomyGoogle();
});
afterAll(() => google.close());
beforeEach(() => {
  sheet = openSheet(google);
});

const write = (items: Parameters<typeof tableOf>[0], given?: Parameters<typeof tableOf>[1]) =>
  sheet.sheets.writeReview(tableOf(items, given));
const chartsOf = (tab: string) => sheet.tab(tab).raw.charts;

/** The rows of the history that a chart draws, with the headers of its columns. */
function drawn(tab: string, title: string) {
  const spec = chartsOf(tab).find((chart) => chart.spec?.title === title)?.spec;
  const history = sheet.tab('History').values();
  const cells = (part: { sourceRange?: { sources?: readonly object[] } } | undefined) =>
    (part?.sourceRange?.sources ?? []).flatMap((range) => {
      const { startRowIndex = 0, endRowIndex = 0, startColumnIndex = 0 } = range as Record<string, number>;
      return history.slice(startRowIndex, endRowIndex).map((row) => row[startColumnIndex]);
    });
  return [spec?.basicChart?.domains?.[0]?.domain, ...(spec?.basicChart?.series ?? []).map(({ series }) => series)].map(
    cells,
  );
}

describe('the charts of a week', () => {
  it('are two for each currency, right of its figures, made once', async () => {
    await write([late, yen]);
    const titles = chartsOf(WEEK).map(({ spec }) => spec?.title);
    expect(titles).toEqual([
      'Receivables by age (GBP)',
      'Receivables (GBP)',
      'Receivables by age (JPY)',
      'Receivables (JPY)',
    ]);
    const before = chartsOf(WEEK);
    await write([late, yen, invoiced('Build', '2026-11-09')]);
    expect(chartsOf(WEEK)).toEqual(before);
  });

  it('draw the weeks of their own currency from the history, up to their own week', async () => {
    await write([late, yen]);
    await write([late, yen], { asOf: NEXT_WEEK });
    expect(drawn(NEXT, 'Receivables by age (GBP)')).toEqual([
      ['Week', WEEK, NEXT],
      ['Not yet due', 0, 0],
      ['1-30 days overdue', 1000, 1000],
      ['31-60 days overdue', 0, 0],
      ['61-90 days overdue', 0, 0],
      ['91 and more days overdue', 0, 0],
    ]);
    expect(drawn(NEXT, 'Receivables (JPY)')[1]).toEqual(['Receivables', 1000, 1000]);
    expect(drawn(WEEK, 'Receivables (JPY)')[1]).toEqual(['Receivables', 1000]);
  });

  it('follow when a currency comes in the middle of a week, and stay away when the owner took one away', async () => {
    await write([late]);
    const [first] = chartsOf(WEEK);
    await sheet.ask([{ deleteEmbeddedObject: { objectId: first?.chartId ?? 0 } }]);
    await write([late, invoiced('Build', '2026-11-09')]);
    expect(chartsOf(WEEK).map(({ spec }) => spec?.title)).toEqual(['Receivables (GBP)']);
    await write([late, yen]);
    expect(chartsOf(WEEK).map(({ spec }) => spec?.title)).toEqual([
      'Receivables (GBP)',
      'Receivables by age (JPY)',
      'Receivables (JPY)',
    ]);
  });
});

describe('the tab of a week', () => {
  it('can be filtered below its headers, and the owner’s filter grows with it', async () => {
    await write([late]);
    const { basicFilter } = sheet.tab(WEEK).raw;
    expect(basicFilter?.range).toMatchObject({ startRowIndex: 2, endColumnIndex: 12 });
    const many = Array.from({ length: 80 }, (_, index) => invoiced(`no ${index}`, '2026-11-05'));
    await write(many);
    const { raw } = sheet.tab(WEEK);
    expect(raw.basicFilter?.range?.endRowIndex).toBe(raw.properties.gridProperties.rowCount);
  });

  it('shows who, what, how much and when in its first columns', async () => {
    await write([late]);
    expect(sheet.tab(WEEK).values()[2]?.slice(0, 5)).toEqual(['Client', 'Item', 'Sum', 'Date', 'Days']);
    const row = sheet.row(WEEK, 'Overdue', 'Design').slice(0, 5);
    expect(row.map(({ value }) => value)).toEqual(['Acme', 'Design', 1000, 46_331, 6]);
    const widths = sheet.tab(WEEK).raw.columnProperties.slice(0, 3);
    expect(widths.reduce((sum, width) => sum + (width?.pixelSize ?? 100), 0)).toBeLessThan(450);
  });

  it.each([
    { zone: 'Europe/London', isSaid: false },
    { zone: 'America/New_York', isSaid: true },
  ])('in a spreadsheet of $zone says whose days its days are: $isSaid', async ({ zone, isSaid }) => {
    sheet = openSheet(google, { timeZone: zone });
    await write([late]);
    const words = `This spreadsheet is set to ${zone}; all days in it are days in Europe/London.`;
    expect(String(sheet.tab(WEEK).values()[1]?.[0]).endsWith(words)).toBe(isSaid);
    expect((await write([late])).outcome).toBe('unchanged');
  });

  test.each([
    { why: 'from right to left', name: 'עיצוב אתר' },
    { why: 'with emoji of several letters', name: 'Launch 👩🏽‍💻🚀' },
    { why: 'beginning like a formula', name: '@SUM(A1)' },
    { why: 'with half a letter', name: `broken ${String.fromCharCode(0xd83d)}`, shown: 'broken \ufffd' },
    { why: 'turning what follows', name: '\u202eevil', shown: 'evil' },
  ])('keeps text $why', async ({ name, shown = name }) => {
    await write([{ ...late, name }]);
    expect(sheet.row(WEEK, 'Overdue', shown)[1]?.value).toBe(shown);
    expect((await write([{ ...late, name }])).outcome).toBe('unchanged');
  });

  it('cuts what no cell should hold', async () => {
    await write([{ ...late, name: 'x'.repeat(60_000) }]);
    expect(String(sheet.row(WEEK, 'Overdue', 'x'.repeat(2_000))[1]?.value)).toHaveLength(2_000);
  });
});

describe('notes of items that left', () => {
  const notes = () => {
    const [header = [], ...rows] = sheet.tab('History').values();
    const at = ['Noted in', 'Item', 'Notes'].map((label) => header.indexOf(label));
    return rows.map((row) => at.map((column) => row[column] ?? '')).filter((note) => note.some((part) => part !== ''));
  };

  it('are kept in the history once, in the same week and in the next', async () => {
    await write([late, invoiced('Build', '2026-11-09')]);
    sheet.takeNote(WEEK, 'Overdue', 'Design', 'ask Rosa');
    sheet.takeNote(WEEK, 'Overdue', 'Build', 'send the PO');
    await write([invoiced('Build', '2026-11-09')]);
    expect(notes()).toEqual([[WEEK, 'Design', 'ask Rosa']]);
    await write([milestone('other')], { asOf: NEXT_WEEK });
    await write([milestone('other', { delivery: 'Delivered' })], { asOf: NEXT_WEEK });
    expect(notes().sort()).toEqual([
      [WEEK, 'Build', 'send the PO'],
      [WEEK, 'Design', 'ask Rosa'],
    ]);
  });

  it('leave the rows of the weeks, and what is drawn from them, alone', async () => {
    await write([late]);
    sheet.takeNote(WEEK, 'Overdue', 'Design', 'ask Rosa');
    await write([yen], { asOf: NEXT_WEEK });
    await write([yen], { asOf: instantFromIso('2026-11-25T09:00:00Z') });
    for (const week of [WEEK, NEXT, '2026-W48']) expect(await sheet.sheets.readLastWeek(week)).toHaveLength(1);
    expect(notes()).toEqual([[WEEK, 'Design', 'ask Rosa']]);
    expect(drawn('2026-W48', 'Receivables (JPY)')[1]).toEqual(['Receivables', 1000, 1000]);
  });
});

test('a review costs four calls: last week, the overview, the tabs, the write', async () => {
  await write([late]);
  for (const week of [WEEK, '2026-W45']) {
    const before = sheet.requests();
    await sheet.sheets.readLastWeek(week);
    await write([late, invoiced(`new in ${week}`, '2026-11-05')]);
    expect(sheet.requests() - before).toBe(4);
  }
});

test('the history is found by its id when the owner has renamed it', async () => {
  await write([late]);
  sheet.rename('History', 'Our figures');
  expect(await sheet.sheets.readLastWeek(WEEK)).toHaveLength(1);
});

test('columns of the history that the owner moved keep their places, and the review is written all the same', async () => {
  await write([late, yen]);
  google.human.insertColumn(sheet.spreadsheetId, 1_000_001, 2);
  await write([late, yen], { asOf: NEXT_WEEK });
  expect(await sheet.sheets.readLastWeek(NEXT)).toMatchObject([
    { currency: 'GBP', numbers: { Receivables: 1000 } },
    { currency: 'JPY', numbers: { Receivables: 1000 } },
  ]);
});
