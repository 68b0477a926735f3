import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.batch({
    updateCells: {
      start: { sheetId: 0 },
      rows: [
        ['Name', 'Sum'],
        ['low', 1],
        ['high', 9],
        ['middle', 5],
      ].map((row) => ({ values: row.map(cell) })),
      fields: 'userEnteredValue',
    },
  });
});
afterEach(() => desk.close());

const cell = (value: string | number): sheets_v4.Schema$CellData => ({
  userEnteredValue: typeof value === 'string' ? { stringValue: value } : { numberValue: value },
});
const range = { sheetId: 0, startRowIndex: 0, endRowIndex: 4, startColumnIndex: 0, endColumnIndex: 2 };
const above = (sum: string, columnIndex = 1): sheets_v4.Schema$FilterSpec => ({
  columnIndex,
  filterCriteria: { condition: { type: 'NUMBER_GREATER', values: [{ userEnteredValue: sum }] } },
});
const addView = (filter: sheets_v4.Schema$FilterView): sheets_v4.Schema$Request => ({
  addFilterView: { filter: { filterViewId: 3, title: 'Big', range, ...filter } },
});
const tab = () => desk.google.spreadsheet(desk.spreadsheetId).tab(0).raw;
const shownNames = async (query = ''): Promise<string[]> => {
  const page = await (await fetch(`${desk.google.url}/sheet/${desk.spreadsheetId}${query}`)).text();
  return [...page.matchAll(/<div class="text[^>]*>(\w+)<\/div>/g)]
    .map(([, text = '']) => text)
    .filter((text) => /^[a-z]/.test(text));
};

describe('a basic filter', () => {
  it('hides rows from readers and says so in the rows’ data', async () => {
    await desk.batch({ setBasicFilter: { filter: { range, filterSpecs: [above('4')] } } });
    expect(await shownNames()).toEqual(['high', 'middle']);
    const { data } = await desk.api.spreadsheets.get({
      spreadsheetId: desk.spreadsheetId,
      ranges: ['Sheet1!A1:B4'],
      fields: 'sheets(basicFilter(criteria,filterSpecs),data(rowMetadata(hiddenByFilter)))',
    });
    expect(data.sheets?.[0]?.data?.[0]?.rowMetadata).toEqual([{}, { hiddenByFilter: true }, {}, {}]);
    const { filterCriteria } = above('4');
    expect(data.sheets?.[0]?.basicFilter).toEqual({ criteria: { 1: filterCriteria }, filterSpecs: [above('4')] });
  });

  it('hides the values that are named', async () => {
    const criteria = { 0: { hiddenValues: ['low', 'high'] } };
    await desk.batch({ setBasicFilter: { filter: { range, criteria } } });
    expect(await shownNames()).toEqual(['middle']);
    await desk.batch({ clearBasicFilter: { sheetId: 0 } });
    expect(await shownNames()).toHaveLength(3);
  });
});

describe('a filter view', () => {
  it('shows nothing different until it is opened, then hides and sorts', async () => {
    const sortSpecs = [{ dimensionIndex: 1, sortOrder: 'DESCENDING' }];
    await desk.batch(addView({ filterSpecs: [above('0')], sortSpecs }));
    expect(await shownNames()).toEqual(['low', 'high', 'middle']);
    expect(await shownNames('?fv=3')).toEqual(['high', 'middle', 'low']);
  });

  it('is changed by mask and deleted', async () => {
    await desk.batch(addView({ filterSpecs: [above('4')] }));
    await desk.batch({
      updateFilterView: { filter: { filterViewId: 3, filterSpecs: [above('6')] }, fields: 'filterSpecs' },
    });
    expect(await shownNames('?fv=3')).toEqual(['high']);
    expect(tab().filterViews).toMatchObject([{ filterViewId: 3, title: 'Big', filterSpecs: [above('6')] }]);
    await desk.batch({ deleteFilterView: { filterId: 3 } });
    expect(tab().filterViews).toEqual([]);
  });

  it.each<readonly [string, sheets_v4.Schema$Request, string]>([
    ['on a column outside of its range', addView({ filterSpecs: [above('1', 2)] }), 'outside of the filter'],
    [
      'that is not there when it is changed',
      { updateFilterView: { filter: { filterViewId: 4 }, fields: '*' } },
      'No filter view with id: 4',
    ],
    ['that is not there when it is deleted', { deleteFilterView: { filterId: 4 } }, 'No filter view with id: 4'],
    ['without a range', { addFilterView: { filter: { title: 'x' } } }, 'filter.range'],
  ])('is refused %s', async (_, request, message) => {
    expect((await refusal(desk.batch(request))).message).toContain(message);
  });

  it('is refused with 501 when it cannot be judged here', async () => {
    const condition = { type: 'CUSTOM_FORMULA', values: [{ userEnteredValue: '=A1>2' }] };
    const request = addView({ filterSpecs: [{ columnIndex: 0, filterCriteria: { condition } }] });
    expect((await refusal(desk.batch(request))).code).toBe(501);
  });
});
