import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ quota: { writePerUser: 1000, writePerProject: 1000 } });
});
afterAll(() => desk.close());

const errorAnswer = z.object({ error: z.object({ message: z.string() }) });

/** Sends JSON that the client's types would not allow. */
async function send(body: unknown): Promise<{ status: number; message: string }> {
  const { access_token } = await desk.jwt.authorize();
  const answer = await fetch(`${desk.google.url}/v4/spreadsheets/${desk.spreadsheetId}:batchUpdate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, message: errorAnswer.parse(await answer.json()).error.message };
}

const properties = { sheetId: 0, title: 'x' };
const cell = { userEnteredValue: { stringValue: 'x' } };

describe('the API refuses', () => {
  it.each([
    ['an unknown name in the body', { request: [] }, `Unknown name "request": Cannot find field.`],
    [
      'an unknown kind of request',
      { requests: [{ addTab: {} }] },
      `Unknown name "addTab" at 'requests[0]': Cannot find field.`,
    ],
    [
      'an unknown name deep inside',
      { requests: [{ addSheet: { properties: { gridProperties: { rows: 5 } } } }] },
      `Unknown name "rows" at 'requests[0].addSheet.properties.gridProperties': Cannot find field.`,
    ],
    [
      'a value that the enum does not have',
      { requests: [{ repeatCell: { cell: { userEnteredFormat: { horizontalAlignment: 'MIDDLE' } } } }] },
      `Invalid value at 'requests[0].repeatCell.cell.userEnteredFormat.horizontalAlignment' (TYPE_ENUM), "MIDDLE"`,
    ],
    [
      'a text where a number belongs',
      { requests: [{ deleteSheet: { sheetId: 'first' } }] },
      `Invalid value at 'requests[0].deleteSheet.sheetId' (TYPE_NUMBER), "first"`,
    ],
    ['an empty batch', { requests: [] }, 'Must specify at least one request.'],
    [
      'two kinds in one request',
      { requests: [{ deleteSheet: { sheetId: 0 }, addSheet: {} }] },
      'Invalid requests[0]: exactly one kind of request must be set.',
    ],
  ])('%s', async (_, body, message) => {
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(answer.message).toContain(message);
  });

  it('what the sandbox does not implement, with 501 and the name of it', async () => {
    const request = await send({ requests: [{ findReplace: { find: 'a' } }] });
    expect(request.status).toBe(501);
    expect(request.message).toContain('findReplace');
    const field = await send({ requests: [{ addChart: { chart: { spec: { orgChart: {} } } } }] });
    expect(field.status).toBe(501);
    expect(field.message).toContain('orgChart');
  });

  it.each([
    [
      'a missing mask',
      { updateSheetProperties: { properties } },
      "updateSheetProperties: At least one field must be listed in 'fields'",
    ],
    [
      'a mask with an unknown path',
      { updateSheetProperties: { properties, fields: 'gridProperties.rows' } },
      'gridProperties.rows',
    ],
    ['a tab that does not exist', { deleteSheet: { sheetId: 7 } }, 'deleteSheet: No sheet with id: 7'],
    [
      'a range on a tab that does not exist',
      { repeatCell: { range: { sheetId: 7 }, cell, fields: 'userEnteredValue' } },
      'repeatCell: No grid with id: 7',
    ],
    [
      'a range that starts past the grid',
      { repeatCell: { range: { sheetId: 0, startRowIndex: 1000 }, cell, fields: 'userEnteredValue' } },
      'exceeds grid limits. Max rows: 1000, max columns: 26',
    ],
    [
      'a write beyond the grid',
      {
        updateCells: {
          start: { sheetId: 0, rowIndex: 999 },
          rows: [{}, { values: [cell] }],
          fields: 'userEnteredValue',
        },
      },
      'beyond the grid',
    ],
    [
      'more rows than the range has',
      { updateCells: { range: { sheetId: 0, endRowIndex: 1 }, rows: [{}, {}], fields: 'note' } },
      'do not fit',
    ],
    [
      'a title of more than 100 characters',
      { addSheet: { properties: { title: 'x'.repeat(101) } } },
      'cannot be greater than 100 characters',
    ],
    ['a negative sheet id', { addSheet: { properties: { sheetId: -1 } } }, 'Sheet id must be non-negative.'],
    [
      'to delete the last tab',
      { deleteSheet: { sheetId: 0 } },
      "You can't remove all the visible sheets in a document.",
    ],
    [
      'to hide the last visible tab',
      { updateSheetProperties: { properties: { sheetId: 0, hidden: true }, fields: 'hidden' } },
      "You can't remove all the visible sheets in a document.",
    ],
    [
      'to freeze every row',
      {
        updateSheetProperties: {
          properties: { sheetId: 0, gridProperties: { frozenRowCount: 1000 } },
          fields: 'gridProperties.frozenRowCount',
        },
      },
      "You can't freeze all visible rows",
    ],
    [
      'a grid whose size a careless mask cleared',
      {
        updateSheetProperties: {
          properties: { sheetId: 0, gridProperties: { frozenRowCount: 1 } },
          fields: 'gridProperties',
        },
      },
      'must have at least one row and column',
    ],
    [
      'more cells than a file holds',
      { addSheet: { properties: { title: 'big', gridProperties: { rowCount: 1_000_000, columnCount: 11 } } } },
      'above the limit of 10000000 cells',
    ],
    [
      'a cell of more than 50000 characters',
      {
        updateCells: {
          start: { sheetId: 0 },
          rows: [{ values: [{ userEnteredValue: { stringValue: 'x'.repeat(50_001) } }] }],
          fields: '*',
        },
      },
      'maximum of 50000 characters',
    ],
    [
      'a cell with two values',
      {
        updateCells: {
          start: { sheetId: 0 },
          rows: [{ values: [{ userEnteredValue: { stringValue: 'x', numberValue: 1 } }] }],
          fields: '*',
        },
      },
      'A cell has one value',
    ],
  ])('%s', async (_, request, message) => {
    const refused = await refusal(desk.batch(request));
    expect(refused).toMatchObject({ code: 400, body: { error: { status: 'INVALID_ARGUMENT' } } });
    expect(refused.message).toContain(message);
  });

  it('query parameters and response fields that it does not have', async () => {
    const { access_token } = await desk.jwt.authorize();
    const get = (query: string) =>
      fetch(`${desk.google.url}/v4/spreadsheets/${desk.spreadsheetId}?${query}`, {
        headers: { authorization: `Bearer ${access_token}` },
      });
    expect((await get('prettyPrint=false')).status).toBe(200);
    expect((await get('range=A1')).status).toBe(400);
    const masked = await get('fields=sheets(title)');
    expect(masked.status).toBe(400);
    expect(JSON.stringify(await masked.json())).toContain("Cannot find matching fields for path 'sheets.title'");
  });
});
