import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const tab = () => desk.google.spreadsheet(desk.spreadsheetId).tab(0);
const textRow = (...texts: string[]) => ({
  values: texts.map((stringValue) => ({ userEnteredValue: { stringValue } })),
});
const writeAt = (rowIndex: number, ...rows: ReturnType<typeof textRow>[]) => ({
  updateCells: { start: { sheetId: 0, rowIndex, columnIndex: 0 }, rows, fields: 'userEnteredValue' },
});

describe('updateCells', () => {
  it('never parses: a text that looks like a formula or a number stays text', async () => {
    await desk.batch(writeAt(0, textRow('=1+2', '123')));
    expect(tab().values()).toEqual([['=1+2', '123']]);
  });

  it('with a range, empties what the rows do not cover, in the masked fields only', async () => {
    await desk.batch(writeAt(0, textRow('a', 'b', 'mine'), textRow('c', 'd', 'mine too'), textRow('e', 'f')), {
      repeatCell: { range: { sheetId: 0, endRowIndex: 3 }, cell: { note: 'kept' }, fields: 'note' },
    });
    await desk.batch({
      updateCells: {
        range: { sheetId: 0, startRowIndex: 0, endRowIndex: 3, startColumnIndex: 0, endColumnIndex: 2 },
        rows: [textRow('new')],
        fields: 'userEnteredValue',
      },
    });
    const values = tab()
      .rows()
      .map((row) => row.slice(0, 3).map(({ value = '' }) => value));
    expect(values).toEqual([
      ['new', '', 'mine'],
      ['', '', 'mine too'],
      ['', '', ''],
    ]);
    expect(tab().cell(2, 1).note).toBe('kept');
  });

  it('with a start, leaves alone what a short row does not reach', async () => {
    await desk.batch(writeAt(0, textRow('a', 'b'), textRow('c', 'd')));
    await desk.batch(writeAt(0, textRow('A', 'B'), textRow('C')));
    expect(tab().values()).toEqual([
      ['A', 'B'],
      ['C', 'd'],
    ]);
  });

  it('merges formats by mask path and clears a masked path that is not given', async () => {
    const format = { textFormat: { bold: true, italic: true }, numberFormat: { type: 'DATE', pattern: 'yyyy-mm-dd' } };
    const paint = (userEnteredFormat: object, fields: string) => ({
      repeatCell: { range: { sheetId: 0, endRowIndex: 1, endColumnIndex: 1 }, cell: { userEnteredFormat }, fields },
    });
    await desk.batch(paint(format, 'userEnteredFormat'), paint({}, 'userEnteredFormat.textFormat.bold'));
    expect(tab().cell(0, 0).format).toEqual({ textFormat: { italic: true }, numberFormat: format.numberFormat });
    await desk.batch(paint({ textFormat: { bold: true } }, 'userEnteredFormat(textFormat)'));
    expect(tab().cell(0, 0).format).toEqual({ textFormat: { bold: true }, numberFormat: format.numberFormat });
  });

  it('erases the text runs of a cell when its value is written', async () => {
    const runs = [{ startIndex: 0, format: { link: { uri: 'https://example.com' } } }];
    const put = (cell: object, fields: string) => ({
      updateCells: { start: { sheetId: 0 }, rows: [{ values: [cell] }], fields },
    });
    await desk.batch(put({ userEnteredValue: { stringValue: 'two links' }, textFormatRuns: runs }, '*'));
    expect(tab().raw.rows[0]?.[0]?.textFormatRuns).toEqual(runs);
    await desk.batch(put({ userEnteredValue: { stringValue: 'none' } }, 'userEnteredValue'));
    expect(tab().raw.rows[0]?.[0]).toEqual({ userEnteredValue: { stringValue: 'none' } });
  });

  it('keeps a link beside the text', async () => {
    const uri = 'https://invoice.example/in_1';
    const cell = { userEnteredValue: { stringValue: 'INV-1' }, userEnteredFormat: { textFormat: { link: { uri } } } };
    await desk.batch({
      updateCells: {
        start: { sheetId: 0 },
        rows: [{ values: [cell] }],
        fields: 'userEnteredValue,userEnteredFormat.textFormat.link',
      },
    });
    expect(tab().cell(0, 0)).toMatchObject({ value: 'INV-1', link: uri });
  });
});

describe('text format runs', () => {
  const write = (cell: object, fields = '*') =>
    desk.batch({ updateCells: { start: { sheetId: 0 }, rows: [{ values: [cell] }], fields } });
  const runs = (...starts: number[]) => starts.map((startIndex) => ({ startIndex, format: { bold: true } }));
  const stringValue = 'Pay me';

  it.each([
    ['on a number', { userEnteredValue: { numberValue: 5 }, textFormatRuns: runs(0) }, 'a string that was entered'],
    [
      'on a formula',
      { userEnteredValue: { formulaValue: '=A2' }, textFormatRuns: runs(0) },
      'a string that was entered',
    ],
    [
      'past the text',
      { userEnteredValue: { stringValue }, textFormatRuns: runs(0, 6) },
      'must be less than the length of the text (6)',
    ],
    [
      'out of order',
      { userEnteredValue: { stringValue }, textFormatRuns: runs(3, 3) },
      'greater than that of the run before',
    ],
  ])('are refused %s', async (_, cell, message) => {
    expect((await refusal(write(cell))).message).toContain(message);
  });

  it('count in UTF-16 units, and come back as they were written', async () => {
    const textFormatRuns = [{ startIndex: 3, format: { link: { uri: 'https://x.example' } } }];
    await write({ userEnteredValue: { stringValue: '😀 Pay' }, textFormatRuns });
    expect(tab().raw.rows[0]?.[0]?.textFormatRuns).toEqual(textFormatRuns);
  });

  it('with a link take the place of the cell’s own link', async () => {
    await write({
      userEnteredValue: { stringValue },
      userEnteredFormat: { textFormat: { bold: true, link: { uri: 'https://old.example' } } },
    });
    await write(
      { textFormatRuns: [{ startIndex: 0, format: { link: { uri: 'https://new.example' } } }] },
      'textFormatRuns',
    );
    expect(tab().cell(0, 0).link).toBeUndefined();
    expect(tab().cell(0, 0).format?.textFormat).toMatchObject({ bold: true });
  });
});

describe('a link', () => {
  const link = { uri: 'https://x.example' };
  const write = (textFormat: object) =>
    desk.batch({
      updateCells: {
        start: { sheetId: 0 },
        rows: [{ values: [{ userEnteredValue: { stringValue: 'x' }, userEnteredFormat: { textFormat } }] }],
        fields: 'userEnteredValue,userEnteredFormat.textFormat',
      },
    });

  it('is underlined in the colour of links unless the same request says otherwise', async () => {
    await write({ link });
    expect(tab().cell(0, 0).format?.textFormat).toEqual({
      link,
      underline: true,
      foregroundColorStyle: { themeColor: 'LINK' },
    });
    const plain = { link, underline: false, foregroundColorStyle: { themeColor: 'TEXT' } };
    await write(plain);
    expect(tab().cell(0, 0).format?.textFormat).toEqual(plain);
  });
});

describe('repeatCell', () => {
  it('fills a column to the end of the grid', async () => {
    await desk.batch({
      repeatCell: {
        range: { sheetId: 0, startRowIndex: 1, startColumnIndex: 2, endColumnIndex: 3 },
        cell: { userEnteredFormat: { horizontalAlignment: 'RIGHT' } },
        fields: 'userEnteredFormat.horizontalAlignment',
      },
    });
    expect(tab().cell(0, 2).format).toBeUndefined();
    expect(tab().cell(999, 2).format).toEqual({ horizontalAlignment: 'RIGHT' });
    expect(tab().cell(999, 3).format).toBeUndefined();
  });

  it('moves relative references as a fill does', async () => {
    await desk.batch({
      repeatCell: {
        range: { sheetId: 0, endRowIndex: 2, endColumnIndex: 1 },
        cell: { userEnteredValue: { formulaValue: '=SUM(B1:C$1)&"B1"' } },
        fields: 'userEnteredValue',
      },
    });
    expect(tab().values()).toEqual([['=SUM(B1:C$1)&"B1"'], ['=SUM(B2:C$1)&"B1"']]);
  });
});

describe('appendCells', () => {
  it('writes below the last value and lets the grid grow', async () => {
    await desk.batch(
      {
        updateSheetProperties: {
          properties: { sheetId: 0, gridProperties: { rowCount: 1 } },
          fields: 'gridProperties.rowCount',
        },
      },
      writeAt(0, textRow('first')),
      { appendCells: { sheetId: 0, rows: [textRow('second'), textRow('third')], fields: 'userEnteredValue' } },
    );
    expect(tab().values()).toEqual([['first'], ['second'], ['third']]);
    expect(tab().raw.properties.gridProperties.rowCount).toBe(3);
  });
});

describe('data validation, borders and merges', () => {
  it('sets and clears a validation rule', async () => {
    const range = { sheetId: 0, endRowIndex: 1, endColumnIndex: 1 };
    const rule = { condition: { type: 'ONE_OF_LIST', values: [{ userEnteredValue: 'Call' }] }, strict: false };
    await desk.batch({ setDataValidation: { range, rule } });
    expect(tab().raw.rows[0]?.[0]).toEqual({ dataValidation: rule });
    await desk.batch({ setDataValidation: { range } });
    expect(tab().raw.rows).toEqual([]);
  });

  it('draws the sides that are named and takes them away with NONE', async () => {
    const range = { sheetId: 0, endRowIndex: 2, endColumnIndex: 1 };
    await desk.batch({ updateBorders: { range, bottom: { style: 'SOLID' }, innerHorizontal: { style: 'DOTTED' } } });
    expect(tab().cell(0, 0).format?.borders).toEqual({ bottom: { style: 'DOTTED' } });
    expect(tab().cell(1, 0).format?.borders).toEqual({ top: { style: 'DOTTED' }, bottom: { style: 'SOLID' } });
    await desk.batch({ updateBorders: { range, bottom: { style: 'NONE' } } });
    expect(tab().cell(1, 0).format?.borders).toEqual({ top: { style: 'DOTTED' } });
  });

  it('keeps only the first value of merged cells', async () => {
    const range = { sheetId: 0, startRowIndex: 0, endRowIndex: 1, startColumnIndex: 0, endColumnIndex: 2 };
    await desk.batch(writeAt(0, textRow('title', 'lost')), { mergeCells: { range, mergeType: 'MERGE_ALL' } });
    expect(tab().values()).toEqual([['title']]);
    expect(tab().raw.merges).toEqual([range]);
  });
});
