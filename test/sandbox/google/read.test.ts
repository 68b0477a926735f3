import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.batch(
    { addSheet: { properties: { sheetId: 5, title: 'Small', gridProperties: { rowCount: 4, columnCount: 3 } } } },
    {
      updateCells: {
        start: { sheetId: 5, rowIndex: 1, columnIndex: 1 },
        rows: [
          {
            values: [
              {
                userEnteredValue: { numberValue: 7.5 },
                userEnteredFormat: { numberFormat: { type: 'CURRENCY', pattern: '[$€]#,##0.00' } },
              },
              {
                userEnteredValue: { stringValue: 'Pay' },
                userEnteredFormat: { textFormat: { link: { uri: 'https://example.com/' } } },
              },
            ],
          },
        ],
        fields: '*',
      },
    },
  );
});
afterEach(() => desk.close());

const get = async (options: { ranges?: string[]; includeGridData?: boolean; fields?: string }) =>
  (await desk.api.spreadsheets.get({ spreadsheetId: desk.spreadsheetId, ...options })).data;

describe('spreadsheets.get', () => {
  it('answers properties without cells by default', async () => {
    const data = await get({});
    expect(data.properties).toMatchObject({ title: 'Review', locale: 'en_US', timeZone: 'Etc/UTC' });
    expect(data.sheets?.map(({ properties }) => properties?.index)).toEqual([0, 1]);
    expect(data.sheets?.some((sheet) => 'data' in sheet)).toBe(false);
  });

  it('brings cells with what follows from them when grid data is wanted', async () => {
    const data = await get({ ranges: ['Small!B2:C4'], includeGridData: true });
    expect(data.sheets).toHaveLength(1);
    const grid = data.sheets?.[0]?.data?.[0];
    expect(grid).toMatchObject({ startRow: 1, startColumn: 1 });
    expect(grid?.rowData).toMatchObject([
      {
        values: [
          { effectiveValue: { numberValue: 7.5 }, formattedValue: '€7.50' },
          { formattedValue: 'Pay', hyperlink: 'https://example.com/' },
        ],
      },
    ]);
    expect(grid?.rowMetadata).toHaveLength(3);
  });

  it('lets the mask decide about grid data', async () => {
    const asked = await get({ ranges: ['Small!B2'], fields: 'sheets.data.rowData.values.formattedValue' });
    expect(asked).toEqual({ sheets: [{ data: [{ rowData: [{ values: [{ formattedValue: '€7.50' }] }] }] }] });
    const notAsked = await get({ includeGridData: true, fields: 'sheets/properties/title' });
    expect(notAsked).toEqual({
      sheets: [{ properties: { title: 'Sheet1' } }, { properties: { title: 'Small' } }],
    });
  });

  it('marks a formula instead of pretending to compute it', async () => {
    desk.google.human.type(desk.spreadsheetId, 5, 0, 0, '=SUM(B2:B3)');
    const data = await get({ ranges: ['Small!A1'], includeGridData: true });
    expect(data.sheets?.[0]?.data?.[0]?.rowData?.[0]?.values?.[0]).toMatchObject({
      userEnteredValue: { formulaValue: '=SUM(B2:B3)' },
      effectiveValue: { errorValue: { type: 'ERROR' } },
    });
  });
});
