import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const WEEK = 202647;
const cells = (...texts: string[]) => ({ values: texts.map((stringValue) => ({ userEnteredValue: { stringValue } })) });
const addWeek = { addSheet: { properties: { sheetId: WEEK, title: '2026-W47', index: 0 } } };
const write = (rows: ReturnType<typeof cells>[], sheetId = WEEK) => ({
  updateCells: { start: { sheetId }, rows, fields: 'userEnteredValue' },
});

describe('a batch', () => {
  it('lets later requests use what earlier ones made and answers each in its place', async () => {
    const replies = await desk.batch(addWeek, write([cells('Figures')]));
    expect(replies).toEqual([
      { addSheet: { properties: expect.objectContaining({ sheetId: WEEK, title: '2026-W47', index: 0 }) } },
      {},
    ]);
    expect(desk.google.spreadsheet(desk.spreadsheetId).tab(WEEK).values()).toEqual([['Figures']]);
  });

  it('keeps nothing when one request is refused', async () => {
    const before = desk.google.spreadsheet(desk.spreadsheetId).raw;
    const refused = await refusal(desk.batch(addWeek, write([cells('Figures')]), write([cells('x')], 99)));
    expect(refused).toMatchObject({ code: 400, message: 'Invalid requests[2].updateCells: No grid with id: 99' });
    expect(desk.google.spreadsheet(desk.spreadsheetId).raw).toBe(before);
  });

  it('refuses the replay of a first weekly write as a whole', async () => {
    await desk.batch(addWeek, write([cells('first')]));
    const replay = await refusal(desk.batch(addWeek, write([cells('second')])));
    expect(replay).toMatchObject({
      code: 400,
      message: 'Invalid requests[0].addSheet: Sheet with id 202647 already exists.',
    });
    expect(desk.google.spreadsheet(desk.spreadsheetId).tab(WEEK).values()).toEqual([['first']]);
  });

  it('refuses a tab title that is taken, whatever its case', async () => {
    const refused = await refusal(desk.batch({ addSheet: { properties: { title: 'sheet1' } } }));
    expect(refused.message).toBe(
      'Invalid requests[0].addSheet: A sheet with the name "sheet1" already exists. Please enter another name.',
    );
  });

  it('answers the state after the write when asked to', async () => {
    const { data } = await desk.api.spreadsheets.batchUpdate({
      spreadsheetId: desk.spreadsheetId,
      fields: 'replies(addSheet(properties(sheetId))),updatedSpreadsheet(sheets(properties(title)))',
      requestBody: { requests: [addWeek], includeSpreadsheetInResponse: true },
    });
    expect(data).toEqual({
      replies: [{ addSheet: { properties: { sheetId: WEEK } } }],
      updatedSpreadsheet: {
        sheets: [{ properties: { title: '2026-W47' } }, { properties: { title: 'Sheet1' } }],
      },
    });
  });
});
