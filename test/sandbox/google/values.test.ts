import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const file = () => ({ spreadsheetId: desk.spreadsheetId });
const tab = () => desk.google.spreadsheet(desk.spreadsheetId).tab(0);
const put = (range: string, values: unknown[][], valueInputOption = 'RAW') =>
  desk.api.spreadsheets.values.update({ ...file(), range, valueInputOption, requestBody: { values } });
const read = (range: string, options: { valueRenderOption?: string; dateTimeRenderOption?: string } = {}) =>
  desk.api.spreadsheets.values.get({ ...file(), range, ...options });

describe('writing values', () => {
  it('stores RAW input as it is and says what was written', async () => {
    const { data } = await put('Sheet1!B2', [['=1+2', '12', 12], [true]]);
    expect(data).toEqual({
      spreadsheetId: desk.spreadsheetId,
      updatedRange: 'Sheet1!B2:D3',
      updatedRows: 2,
      updatedColumns: 3,
      updatedCells: 4,
    });
    expect(tab().values().slice(1)).toEqual([
      ['', '=1+2', '12', 12],
      ['', true],
    ]);
  });

  it('reads USER_ENTERED input as typing', async () => {
    await put('A1', [['=1+2', '12', '2026-11-22', '12%', "'12", 'plain']], 'USER_ENTERED');
    expect(tab().values()).toEqual([['=1+2', 12, 46348, 0.12, '12', 'plain']]);
    expect(tab().cell(0, 2).text).toBe('2026-11-22');
    expect(tab().raw.rows[0]?.[0]?.userEnteredValue).toEqual({ formulaValue: '=1+2' });
  });

  it('skips a cell for null and empties it for an empty text', async () => {
    await put('A1:C1', [['a', 'b', 'c']]);
    await put('A1:C1', [['A', null, '']]);
    expect(tab().values()).toEqual([['A', 'b']]);
  });

  it('writes several ranges in one call, by columns too', async () => {
    const { data } = await desk.api.spreadsheets.values.batchUpdate({
      ...file(),
      requestBody: {
        valueInputOption: 'RAW',
        data: [
          { range: 'A1', values: [['a']] },
          { range: 'B1:B2', majorDimension: 'COLUMNS', values: [['b', 'c']] },
        ],
      },
    });
    expect(data).toMatchObject({
      totalUpdatedCells: 3,
      totalUpdatedSheets: 1,
      responses: [{ updatedCells: 1 }, { updatedCells: 2 }],
    });
    expect(tab().values()).toEqual([
      ['a', 'b'],
      ['', 'c'],
    ]);
  });

  it('keeps nothing when one of several ranges is refused', async () => {
    const refused = await refusal(
      desk.api.spreadsheets.values.batchUpdate({
        ...file(),
        requestBody: {
          valueInputOption: 'RAW',
          data: [
            { range: 'A1', values: [['a']] },
            { range: 'No!A1', values: [['b']] },
          ],
        },
      }),
    );
    expect(refused).toMatchObject({ code: 400, message: 'Unable to parse range: No!A1' });
    expect(tab().values()).toEqual([]);
  });

  it('needs an input option and refuses values that are larger than the range', async () => {
    const without = desk.api.spreadsheets.values.update({ ...file(), range: 'A1', requestBody: { values: [['a']] } });
    expect((await refusal(without)).message).toBe("'valueInputOption' is required but not specified");
    expect((await refusal(put('A1:A2', [['a'], ['b'], ['c']]))).message).toBe(
      'Requested writing within range [A1:A2], but tried writing to row [3]',
    );
  });

  it('respects a protection', async () => {
    desk.google.human.protect(desk.spreadsheetId, { sheetId: 0 });
    expect((await refusal(put('A1', [['x']]))).message).toMatch(/^You are trying to edit a protected cell/);
  });
});

describe('reading values', () => {
  it('leaves out what is empty at the end, and `values` when all is', async () => {
    await put('A1:C3', [
      ['a', '', ''],
      ['', '', ''],
      ['', 'b', ''],
    ]);
    expect((await read('A1:D9')).data).toEqual({
      range: 'Sheet1!A1:D9',
      majorDimension: 'ROWS',
      values: [['a'], [], ['', 'b']],
    });
    expect((await read('Sheet1!F:G')).data).toEqual({ range: 'Sheet1!F1:G1000', majorDimension: 'ROWS' });
  });

  it('shows values as formatted, raw or as formulas', async () => {
    await put('A1', [['2026-11-22', 1.5, '=A1']], 'USER_ENTERED');
    const values = async (valueRenderOption: string, dateTimeRenderOption?: string) =>
      (await read('A1:B1', { valueRenderOption, ...(dateTimeRenderOption ? { dateTimeRenderOption } : {}) })).data
        .values;
    expect(await values('FORMATTED_VALUE')).toEqual([['2026-11-22', '1.5']]);
    expect(await values('UNFORMATTED_VALUE')).toEqual([[46348, 1.5]]);
    expect(await values('UNFORMATTED_VALUE', 'FORMATTED_STRING')).toEqual([['2026-11-22', 1.5]]);
    expect((await read('C1', { valueRenderOption: 'FORMULA' })).data.values).toEqual([['=A1']]);
    expect((await read('C1')).data.values).toEqual([['#FORMULA']]);
  });

  it('quotes titles in the ranges it answers, and finds quoted ones', async () => {
    await desk.batch({
      addSheet: { properties: { title: "It's 2026-W47", gridProperties: { rowCount: 5, columnCount: 2 } } },
    });
    const { data } = await desk.api.spreadsheets.values.batchGet({
      ...file(),
      ranges: ["'It''s 2026-W47'!A1:B2", "It's 2026-W47", 'Sheet1!1:2'],
    });
    expect(data.valueRanges?.map(({ range }) => range)).toEqual([
      "'It''s 2026-W47'!A1:B2",
      "'It''s 2026-W47'!A1:B5",
      'Sheet1!A1:Z2',
    ]);
  });

  it('refuses ranges on tabs that do not exist', async () => {
    expect((await refusal(read("'2026-W47'!A1"))).message).toBe("Unable to parse range: '2026-W47'!A1");
  });
});

describe('clearing and appending', () => {
  it('clears values and keeps formats and notes', async () => {
    await put('A1', [['a']]);
    await desk.batch({
      repeatCell: { range: { sheetId: 0, endRowIndex: 1, endColumnIndex: 1 }, cell: { note: 'n' }, fields: 'note' },
    });
    const { data } = await desk.api.spreadsheets.values.clear({ ...file(), range: 'Sheet1' });
    expect(data.clearedRange).toBe('Sheet1!A1:Z1000');
    expect(tab().raw.rows).toEqual([[{ note: 'n' }]]);
    await put('B2', [['b']]);
    const batch = await desk.api.spreadsheets.values.batchClear({ ...file(), requestBody: { ranges: ['B2:B3'] } });
    expect(batch.data.clearedRanges).toEqual(['Sheet1!B2:B3']);
    expect(tab().cell(1, 1).value).toBeUndefined();
  });

  it('appends below the table it finds, and again when repeated', async () => {
    const append = () =>
      desk.api.spreadsheets.values.append({
        ...file(),
        range: 'Sheet1',
        valueInputOption: 'RAW',
        requestBody: { values: [['a', '', 'c']] },
      });
    const first = await append();
    expect(first.data.tableRange).toBeUndefined();
    expect(first.data.updates?.updatedRange).toBe('Sheet1!A1:C1');
    // The empty cell splits the row: the last block is what the service takes for the table.
    expect((await append()).data).toMatchObject({ tableRange: 'Sheet1!C1', updates: { updatedRange: 'Sheet1!C2:E2' } });
  });
});
