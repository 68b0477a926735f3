import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const book = () => desk.google.spreadsheet(desk.spreadsheetId);
const titles = () =>
  book()
    .tabs()
    .map(({ title }) => title);
const addTab = (sheetId: number, title: string) => ({ addSheet: { properties: { sheetId, title } } });
const column = (...texts: string[]) => ({
  updateCells: {
    start: { sheetId: 0 },
    rows: texts.map((stringValue) => ({ values: [{ userEnteredValue: { stringValue } }] })),
    fields: 'userEnteredValue',
  },
});

describe('tabs', () => {
  it('are added last with the default grid unless told otherwise', async () => {
    const [reply] = await desk.batch({ addSheet: { properties: { title: 'History' } } });
    expect(reply?.addSheet?.properties).toMatchObject({
      title: 'History',
      index: 1,
      sheetType: 'GRID',
      gridProperties: { rowCount: 1000, columnCount: 26 },
    });
  });

  it('move to an index that counts places before the move', async () => {
    await desk.batch(addTab(1, 'B'), addTab(2, 'C'));
    const move = (sheetId: number, index: number) =>
      desk.batch({ updateSheetProperties: { properties: { sheetId, index }, fields: 'index' } });
    await move(0, 2);
    expect(titles()).toEqual(['B', 'Sheet1', 'C']);
    await move(2, 0);
    expect(titles()).toEqual(['C', 'B', 'Sheet1']);
  });

  it('lose the content that a smaller grid cannot hold', async () => {
    await desk.batch(column('a', 'b', 'c'));
    await desk.batch({
      updateSheetProperties: {
        properties: { sheetId: 0, gridProperties: { rowCount: 2 } },
        fields: 'gridProperties.rowCount',
      },
    });
    expect(book().tab(0).values()).toEqual([['a'], ['b']]);
  });

  it('take their metadata and named ranges with them when deleted', async () => {
    const location = { sheetId: 5 };
    await desk.batch(
      addTab(5, 'Gone'),
      { createDeveloperMetadata: { developerMetadata: { metadataKey: 'k', visibility: 'DOCUMENT', location } } },
      { addNamedRange: { namedRange: { name: 'total', range: { sheetId: 5, endRowIndex: 1 } } } },
      { deleteSheet: { sheetId: 5 } },
    );
    expect(titles()).toEqual(['Sheet1']);
    expect(book().metadata()).toEqual([]);
    expect(book().raw.namedRanges).toEqual([]);
  });

  it('are duplicated with content, rules and filter', async () => {
    const range = { sheetId: 0, startRowIndex: 0, endRowIndex: 2, startColumnIndex: 0, endColumnIndex: 1 };
    const rule = {
      ranges: [range],
      booleanRule: { condition: { type: 'NOT_BLANK' }, format: { textFormat: { bold: true } } },
    };
    const [, , , reply] = await desk.batch(
      column('a', 'b'),
      { addConditionalFormatRule: { rule, index: 0 } },
      { setBasicFilter: { filter: { range } } },
      { duplicateSheet: { sourceSheetId: 0, newSheetId: 9, newSheetName: 'Copy', insertSheetIndex: 1 } },
    );
    expect(reply?.duplicateSheet?.properties).toMatchObject({ sheetId: 9, title: 'Copy', index: 1 });
    const copy = book().tab(9);
    expect(copy.values()).toEqual([['a'], ['b']]);
    expect(copy.raw.conditionalFormats[0]?.ranges).toEqual([{ ...range, sheetId: 9 }]);
    expect(copy.raw.basicFilter?.range).toEqual({ ...range, sheetId: 9 });
  });
});

describe('rows and columns', () => {
  it('carry everything that refers to them when others are inserted before', async () => {
    const range = { sheetId: 0, startRowIndex: 1, endRowIndex: 3 };
    const rowMetadata = { sheetId: 0, dimension: 'ROWS', startIndex: 1, endIndex: 2 };
    await desk.batch(
      column('a', 'b', 'c'),
      { addProtectedRange: { protectedRange: { range, warningOnly: true } } },
      {
        createDeveloperMetadata: {
          developerMetadata: { metadataKey: 'row', visibility: 'DOCUMENT', location: { dimensionRange: rowMetadata } },
        },
      },
      { insertDimension: { range: { sheetId: 0, dimension: 'ROWS', startIndex: 1, endIndex: 2 } } },
    );
    const tab = book().tab(0);
    expect(tab.values()).toEqual([['a'], [], ['b'], ['c']]);
    expect(tab.raw.properties.gridProperties.rowCount).toBe(1001);
    expect(tab.raw.protectedRanges[0]?.range).toEqual({ sheetId: 0, startRowIndex: 2, endRowIndex: 4 });
    expect(book().metadata()[0]?.location?.dimensionRange).toEqual({ ...rowMetadata, startIndex: 2, endIndex: 3 });
  });

  it('shrink the ranges over them when deleted, and drop those that vanish', async () => {
    const filterViews = [
      { addFilterView: { filter: { title: 'part', range: { sheetId: 0, startRowIndex: 0, endRowIndex: 3 } } } },
      { addFilterView: { filter: { title: 'gone', range: { sheetId: 0, startRowIndex: 1, endRowIndex: 2 } } } },
    ];
    await desk.batch(column('a', 'b', 'c'), ...filterViews, {
      deleteDimension: { range: { sheetId: 0, dimension: 'ROWS', startIndex: 1, endIndex: 2 } },
    });
    const tab = book().tab(0);
    expect(tab.values()).toEqual([['a'], ['c']]);
    expect(tab.raw.filterViews).toMatchObject([{ title: 'part', range: { startRowIndex: 0, endRowIndex: 2 } }]);
  });

  it('insert at the very end only with the format of the row before', async () => {
    const range = { sheetId: 0, dimension: 'ROWS', startIndex: 1000, endIndex: 1001 };
    const refused = await refusal(desk.batch({ insertDimension: { range } }));
    expect(refused.message).toContain('range.startIndex must be less than the grid size (1000)');
    await desk.batch({ insertDimension: { range, inheritFromBefore: true } });
    expect(book().tab(0).raw.properties.gridProperties.rowCount).toBe(1001);
  });

  it('are appended, resized and hidden', async () => {
    const columns = { sheetId: 0, dimension: 'COLUMNS', startIndex: 0, endIndex: 1 };
    await desk.batch(
      column('a text that is rather long'),
      { appendDimension: { sheetId: 0, dimension: 'COLUMNS', length: 4 } },
      { autoResizeDimensions: { dimensions: columns } },
      { updateDimensionProperties: { range: columns, properties: { hiddenByUser: true }, fields: 'hiddenByUser' } },
    );
    const { raw } = book().tab(0);
    expect(raw.properties.gridProperties.columnCount).toBe(30);
    expect(raw.columnProperties[0]).toMatchObject({ hiddenByUser: true });
    expect(raw.columnProperties[0]?.pixelSize).toBeGreaterThan(100);
  });

  it('cannot all be deleted', async () => {
    const range = { sheetId: 0, dimension: 'COLUMNS', startIndex: 0, endIndex: 26 };
    const refused = await refusal(desk.batch({ deleteDimension: { range } }));
    expect(refused.message).toContain("You can't delete all the columns on the sheet.");
  });
});
