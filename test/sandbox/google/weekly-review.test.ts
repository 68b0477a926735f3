import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const WEEK = 202647;
const EURO = '[$€]#,##0.00';
const table = { sheetId: WEEK, startRowIndex: 1, endRowIndex: 3, startColumnIndex: 0, endColumnIndex: 3 };

type Item = readonly [name: string, serial: number, amount: number];

const rowOf = ([name, serial, amount]: Item): sheets_v4.Schema$RowData => ({
  values: [
    { userEnteredValue: { stringValue: name } },
    { userEnteredValue: { numberValue: serial } },
    { userEnteredValue: { numberValue: amount } },
  ],
});

const content = (items: readonly Item[]): sheets_v4.Schema$Request => ({
  updateCells: { range: { ...table, endRowIndex: 10 }, rows: items.map(rowOf), fields: 'userEnteredValue' },
});

const columnFormat = (column: number, type: string, pattern: string): sheets_v4.Schema$Request => ({
  repeatCell: {
    range: { sheetId: WEEK, startRowIndex: 1, startColumnIndex: column, endColumnIndex: column + 1 },
    cell: { userEnteredFormat: { numberFormat: { type, pattern } } },
    fields: 'userEnteredFormat.numberFormat',
  },
});

const marker = (hash: string) => ({
  metadataKey: 'review',
  metadataValue: JSON.stringify({ hash }),
  visibility: 'DOCUMENT',
  location: { sheetId: WEEK },
});

/** Everything that a first weekly write may want to do, in one batch. */
const firstWrite = (items: readonly Item[]): sheets_v4.Schema$Request[] => [
  {
    addSheet: {
      properties: {
        sheetId: WEEK,
        title: '2026-W47',
        index: 0,
        gridProperties: { rowCount: 60, columnCount: 8, frozenRowCount: 1, frozenColumnCount: 1 },
        tabColorStyle: { rgbColor: { green: 0.6 } },
      },
    },
  },
  content(items),
  columnFormat(1, 'DATE', 'yyyy-mm-dd'),
  columnFormat(2, 'CURRENCY', EURO),
  {
    updateDimensionProperties: {
      range: { sheetId: WEEK, dimension: 'COLUMNS', startIndex: 0, endIndex: 1 },
      properties: { pixelSize: 240 },
      fields: 'pixelSize',
    },
  },
  { setBasicFilter: { filter: { range: table } } },
  {
    addConditionalFormatRule: {
      index: 0,
      rule: {
        ranges: [table],
        booleanRule: {
          condition: { type: 'NUMBER_GREATER', values: [{ userEnteredValue: '1000' }] },
          format: { backgroundColorStyle: { rgbColor: { red: 1 } } },
        },
      },
    },
  },
  {
    addBanding: {
      bandedRange: {
        bandedRangeId: 1,
        range: table,
        rowProperties: { firstBandColorStyle: { rgbColor: { red: 1, green: 1, blue: 1 } } },
      },
    },
  },
  { addProtectedRange: { protectedRange: { protectedRangeId: 7, range: table, warningOnly: true, description: 'x' } } },
  { createDeveloperMetadata: { developerMetadata: marker('one') } },
];

const ITEMS: readonly Item[] = [
  ['Logo', 46348, 1250.5],
  ['Website', 46349, 800],
];

describe('a weekly review', () => {
  it('arrives complete in one batch with a reply for each request', async () => {
    const requests = firstWrite(ITEMS);
    const replies = await desk.batch(...requests);
    expect(replies.map((reply) => Object.keys(reply))).toEqual([
      ['addSheet'],
      [],
      [],
      [],
      [],
      [],
      [],
      ['addBanding'],
      ['addProtectedRange'],
      ['createDeveloperMetadata'],
    ]);
    const tab = desk.google.spreadsheet(desk.spreadsheetId).tab('2026-W47');
    expect(
      tab
        .rows()
        .map((row) => row.map(({ text }) => text))
        .slice(1, 3),
    ).toEqual([
      ['Logo', '2026-11-22', '€1,250.50'],
      ['Website', '2026-11-23', '€800.00'],
    ]);
    expect(tab.raw).toMatchObject({
      properties: { gridProperties: { frozenRowCount: 1, frozenColumnCount: 1 } },
      columnProperties: [{ pixelSize: 240 }],
      basicFilter: { range: table },
      protectedRanges: [{ protectedRangeId: 7, warningOnly: true }],
    });
  });

  it('is rewritten with fewer rows and leaves neither leftovers nor the owner without notes', async () => {
    await desk.batch(...firstWrite(ITEMS));
    desk.google.human.type(desk.spreadsheetId, WEEK, 2, 5, 'called her');
    await desk.batch(
      content([['Website', 46349, 900]]),
      { setBasicFilter: { filter: { range: { ...table, endRowIndex: 2 } } } },
      { deleteConditionalFormatRule: { sheetId: WEEK, index: 0 } },
      {
        updateDeveloperMetadata: {
          dataFilters: [{ developerMetadataLookup: { metadataKey: 'review', metadataLocation: { sheetId: WEEK } } }],
          developerMetadata: { metadataValue: JSON.stringify({ hash: 'two' }) },
          fields: 'metadataValue',
        },
      },
    );
    const tab = desk.google.spreadsheet(desk.spreadsheetId).tab(WEEK);
    expect(tab.cell(1, 0).value).toBe('Website');
    expect(tab.cell(2, 0).value).toBeUndefined();
    expect(tab.cell(2, 5).value).toBe('called her');
    expect(tab.raw.conditionalFormats).toEqual([]);
    expect(tab.metadata()).toMatchObject([{ metadataKey: 'review', metadataValue: '{"hash":"two"}' }]);
  });

  it('can be read back after an answer was lost, by its marker', async () => {
    desk.google.faults.add({ path: ':batchUpdate', fault: { kind: 'cut after commit' } });
    await refusal(desk.batch(...firstWrite(ITEMS)));
    const { data } = await desk.api.spreadsheets.get({
      spreadsheetId: desk.spreadsheetId,
      fields: 'sheets(properties(sheetId,title),developerMetadata(metadataKey,metadataValue))',
    });
    expect(data).toEqual({
      sheets: [
        {
          properties: { sheetId: WEEK, title: '2026-W47' },
          developerMetadata: [{ metadataKey: 'review', metadataValue: '{"hash":"one"}' }],
        },
        { properties: { sheetId: 0, title: 'Sheet1' } },
      ],
    });
  });

  it('lets one of two writers win when the protection carries a version', async () => {
    await desk.batch(...firstWrite(ITEMS));
    const rewrite = () =>
      desk.batch(
        { deleteProtectedRange: { protectedRangeId: 7 } },
        { addProtectedRange: { protectedRange: { protectedRangeId: 8, range: table, warningOnly: true } } },
        content([['Mine', 46349, 1]]),
      );
    await rewrite();
    expect((await refusal(rewrite())).message).toContain('No protected range with id: 7');
  });
});
