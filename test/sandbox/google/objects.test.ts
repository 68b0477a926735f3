import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const book = () => desk.google.spreadsheet(desk.spreadsheetId);
const area = (startRowIndex: number, endRowIndex: number) => ({
  sheetId: 0,
  startRowIndex,
  endRowIndex,
  startColumnIndex: 0,
  endColumnIndex: 2,
});
const white = { rgbColor: { red: 1, green: 1, blue: 1 } };
const band = (bandedRangeId: number, startRowIndex: number) => ({
  bandedRangeId,
  range: area(startRowIndex, startRowIndex + 5),
  rowProperties: { firstBandColorStyle: white },
});
const source = (column: number) => ({
  sourceRange: { sources: [{ ...area(0, 10), startColumnIndex: column, endColumnIndex: column + 1 }] },
});
const spec = (title: string) => ({
  title,
  basicChart: { chartType: 'COLUMN', domains: [{ domain: source(0) }], series: [{ series: source(1) }] },
});
const chart = {
  chartId: 9001,
  spec: spec('By age'),
  position: { overlayPosition: { anchorCell: { sheetId: 0, rowIndex: 1, columnIndex: 9 } } },
};

describe('banding', () => {
  it('is refused over a band and can be updated and deleted instead', async () => {
    await desk.batch({ addBanding: { bandedRange: band(1, 0) } });
    const refused = await refusal(desk.batch({ addBanding: { bandedRange: band(2, 4) } }));
    expect(refused.message).toBe(
      'Invalid requests[0].addBanding: You cannot add alternating background colors to a range that already has alternating background colors.',
    );
    await desk.batch({ updateBanding: { bandedRange: { bandedRangeId: 1, range: area(0, 8) }, fields: 'range' } });
    expect(book().tab(0).raw.bandedRanges).toMatchObject([
      { range: { endRowIndex: 8 }, rowProperties: { firstBandColorStyle: white } },
    ]);
    await desk.batch({ deleteBanding: { bandedRangeId: 1 } }, { addBanding: { bandedRange: band(2, 4) } });
    expect(book().tab(0).raw.bandedRanges).toMatchObject([{ bandedRangeId: 2 }]);
  });
});

describe('conditional formats', () => {
  const rule = (type: string, format: object = { textFormat: { bold: true } }) => ({
    ranges: [area(0, 5)],
    booleanRule: { condition: { type }, format },
  });

  it('pile up when added again, have no reply and move up when one is deleted', async () => {
    const replies = await desk.batch(
      { addConditionalFormatRule: { rule: rule('BLANK'), index: 0 } },
      { addConditionalFormatRule: { rule: rule('NOT_BLANK'), index: 0 } },
      { deleteConditionalFormatRule: { sheetId: 0, index: 0 } },
    );
    expect(replies).toMatchObject([{}, {}, { deleteConditionalFormatRule: { rule: rule('NOT_BLANK') } }]);
    expect(book().tab(0).raw.conditionalFormats).toEqual([rule('BLANK')]);
    const refused = await refusal(desk.batch({ deleteConditionalFormatRule: { sheetId: 0, index: 1 } }));
    expect(refused.message).toContain('No conditional format on sheet: 0 at index: 1');
  });

  it('change text and fill only', async () => {
    const request = { addConditionalFormatRule: { rule: rule('BLANK', { horizontalAlignment: 'LEFT' }), index: 0 } };
    expect((await refusal(desk.batch(request))).message).toContain('does not support: horizontalAlignment');
  });
});

describe('charts', () => {
  it('get the default size, are changed by id and deleted', async () => {
    await desk.batch({ addChart: { chart } }, { updateChartSpec: { chartId: 9001, spec: spec('Renamed') } });
    const [reply] = await desk.batch({
      updateEmbeddedObjectPosition: {
        objectId: 9001,
        newPosition: { overlayPosition: { widthPixels: 800 } },
        fields: 'widthPixels',
      },
    });
    expect(reply?.updateEmbeddedObjectPosition?.position?.overlayPosition).toMatchObject({
      widthPixels: 800,
      heightPixels: 371,
    });
    expect(book().tab(0).raw.charts).toMatchObject([{ chartId: 9001, spec: { title: 'Renamed' } }]);
    await desk.batch({ deleteEmbeddedObject: { objectId: 9001 } });
    expect(book().tab(0).raw.charts).toEqual([]);
  });

  it('want sources of one row or one column', async () => {
    const wide = { sourceRange: { sources: [area(0, 10)] } };
    const basicChart = { chartType: 'COLUMN', series: [{ series: wide }] };
    const refused = await refusal(desk.batch({ addChart: { chart: { ...chart, spec: { basicChart } } } }));
    expect(refused.message).toBe(
      'Invalid requests[0].addChart: ChartSourceRange ranges require all rows or all columns to have length of 1',
    );
  });
});

describe('explicit ids', () => {
  it.each([
    ['a chart', { addChart: { chart } }],
    ['a band', { addBanding: { bandedRange: band(1, 0) } }],
    ['a protection', { addProtectedRange: { protectedRange: { protectedRangeId: 5, range: area(0, 1) } } }],
    ['a named range', { addNamedRange: { namedRange: { namedRangeId: 'n', name: 'total', range: area(0, 1) } } }],
    ['a filter view', { addFilterView: { filter: { filterViewId: 3, title: 'Overdue', range: area(0, 9) } } }],
    [
      'metadata',
      {
        createDeveloperMetadata: {
          developerMetadata: {
            metadataId: 4,
            metadataKey: 'k',
            visibility: 'DOCUMENT',
            location: { spreadsheet: true },
          },
        },
      },
    ],
  ])('of %s cannot be used twice', async (_, request) => {
    await desk.batch(request);
    expect((await refusal(desk.batch(request))).message).toMatch(/with id \w+ already exists\.$/);
  });
});

describe('filters and named ranges', () => {
  it('keep one basic filter per tab', async () => {
    const filter = (rows: number) => ({ setBasicFilter: { filter: { range: area(0, rows) } } });
    await desk.batch(filter(3), filter(5));
    expect(book().tab(0).raw.basicFilter?.range).toEqual(area(0, 5));
    await desk.batch({ clearBasicFilter: { sheetId: 0 } });
    expect(book().tab(0).raw.basicFilter).toBeUndefined();
  });

  it('lets a named range be moved and used by its name', async () => {
    const [reply] = await desk.batch({ addNamedRange: { namedRange: { name: 'total', range: area(0, 1) } } });
    const namedRangeId = reply?.addNamedRange?.namedRange?.namedRangeId ?? '';
    await desk.batch({ updateNamedRange: { namedRange: { namedRangeId, range: area(4, 5) }, fields: 'range' } });
    const { data } = await desk.api.spreadsheets.values.get({ spreadsheetId: desk.spreadsheetId, range: 'total' });
    expect(data.range).toBe('Sheet1!A5:B5');
  });
});

describe('protection', () => {
  const write = {
    updateCells: {
      start: { sheetId: 0 },
      rows: [{ values: [{ userEnteredValue: { stringValue: 'x' } }] }],
      fields: 'userEnteredValue',
    },
  };

  it('that only warns does not stop the API', async () => {
    await desk.batch({ addProtectedRange: { protectedRange: { range: area(0, 5), warningOnly: true } } }, write);
    expect(book().tab(0).values()).toEqual([['x']]);
  });

  it('by the owner answers 400, until it is lifted', async () => {
    const id = desk.google.human.protect(desk.spreadsheetId, { sheetId: 0 });
    expect(await refusal(desk.batch(write))).toMatchObject({
      code: 400,
      message: expect.stringContaining('You are trying to edit a protected cell or object.'),
    });
    desk.google.human.unprotect(desk.spreadsheetId, id);
    await desk.batch(write);
  });

  it('keeps the account that set it as an editor', async () => {
    await desk.batch({ addProtectedRange: { protectedRange: { range: area(0, 5) } } }, write);
    expect(book().tab(0).raw.protectedRanges[0]?.editors?.users).toEqual([desk.google.serviceAccount.email]);
  });

  it('can be changed by mask', async () => {
    await desk.batch(
      { addProtectedRange: { protectedRange: { protectedRangeId: 5, range: area(0, 5), warningOnly: true } } },
      { updateProtectedRange: { protectedRange: { protectedRangeId: 5, description: 'Ours' }, fields: 'description' } },
    );
    expect(book().tab(0).raw.protectedRanges).toEqual([
      { protectedRangeId: 5, range: area(0, 5), warningOnly: true, description: 'Ours' },
    ]);
  });
});

describe('the file', () => {
  it('changes its title by mask and refuses a time zone that does not exist', async () => {
    const change = (properties: object, fields: string) =>
      desk.batch({ updateSpreadsheetProperties: { properties, fields } });
    await change({ title: 'New title' }, 'title');
    expect(book().raw.properties).toMatchObject({ title: 'New title', locale: 'en_US', timeZone: 'Etc/UTC' });
    expect((await refusal(change({ timeZone: 'Mars/Base' }, 'timeZone'))).message).toContain('Invalid time zone');
  });
});
