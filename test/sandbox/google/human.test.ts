import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const tab = () => desk.google.spreadsheet(desk.spreadsheetId).tab(0);
const type = (row: number, column: number, value: string | number) =>
  desk.google.human.type(desk.spreadsheetId, 0, row, column, value);

describe('the owner', () => {
  it('types as into the browser', () => {
    type(0, 0, '1,250.50');
    type(0, 1, '2026-11-22');
    type(0, 2, 'a note');
    expect(tab().values()).toEqual([[1250.5, 46348, 'a note']]);
    type(0, 2, '');
    expect(tab().values()).toEqual([[1250.5, 46348]]);
  });

  it('sorts whole rows with the empty ones last', () => {
    const rows = [
      ['b', 3],
      ['a', 1],
      ['c', 2],
    ] as const;
    rows.forEach(([name, number], row) => {
      type(row, 0, name);
      type(row, 1, number);
    });
    const [b, a, c] = rows;
    const range = { sheetId: 0, startRowIndex: 0, endRowIndex: 5 };
    desk.google.human.sortRange(desk.spreadsheetId, range, { column: 0 });
    expect(tab().values()).toEqual([a, b, c]);
    desk.google.human.sortRange(desk.spreadsheetId, range, { column: 1, descending: true });
    expect(tab().values()).toEqual([b, c, a]);
  });

  it('inserts and deletes rows, adds, renames, hides and deletes tabs', () => {
    const { human } = desk.google;
    type(0, 0, 'a');
    human.insertRow(desk.spreadsheetId, 0, 0);
    expect(tab().values()).toEqual([[], ['a']]);
    human.deleteRow(desk.spreadsheetId, 0, 0);
    human.insertColumn(desk.spreadsheetId, 0, 0);
    expect(tab().values()).toEqual([['', 'a']]);
    human.addTab(desk.spreadsheetId, 'Mine', 77);
    human.renameTab(desk.spreadsheetId, 77, 'Yours');
    human.hideTab(desk.spreadsheetId, 0);
    const tabs = () =>
      desk.google
        .spreadsheet(desk.spreadsheetId)
        .tabs()
        .map(({ title, hidden }) => [title, hidden]);
    expect(tabs()).toEqual([
      ['Sheet1', true],
      ['Yours', false],
    ]);
    human.hideTab(desk.spreadsheetId, 0, false);
    human.deleteTab(desk.spreadsheetId, 77);
    expect(tabs()).toEqual([['Sheet1', false]]);
  });
});
