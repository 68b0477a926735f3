import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

type Basic = sheets_v4.Schema$BasicChartSpec;
type Range = sheets_v4.Schema$GridRange;

const rows = (column: number, startRowIndex = 0, endRowIndex = 5): Range => ({
  sheetId: 0,
  startRowIndex,
  endRowIndex,
  startColumnIndex: column,
  endColumnIndex: column + 1,
});
const data = (...sources: readonly Range[]) => ({ sourceRange: { sources: [...sources] } });
const basic = (given: Basic = {}): sheets_v4.Schema$ChartSpec => ({
  basicChart: {
    chartType: 'COLUMN',
    domains: [{ domain: data(rows(0)) }],
    series: [{ series: data(rows(1)) }],
    ...given,
  },
});
const series = (given: sheets_v4.Schema$BasicChartSeries) => ({ series: [{ series: data(rows(1)), ...given }] });
const anchor = { sheetId: 0, rowIndex: 8, columnIndex: 3 };
const add = (
  spec: sheets_v4.Schema$ChartSpec,
  position: sheets_v4.Schema$EmbeddedObjectPosition = { overlayPosition: { anchorCell: anchor } },
): sheets_v4.Schema$Request => ({ addChart: { chart: { chartId: 7, spec, position } } });

const charts = () => desk.google.spreadsheet(desk.spreadsheetId).tab(0).raw.charts;
const page = async (query = ''): Promise<string> =>
  (await fetch(`${desk.google.url}/sheet/${desk.spreadsheetId}${query}`)).text();

const line = { chartType: 'LINE' };
const NOT_TAKEN: readonly (readonly [string, sheets_v4.Schema$ChartSpec, string])[] = [
  ['without a type', { basicChart: { series: [{ series: data(rows(1)) }] } }, 'chartType is required'],
  ['without series', basic({ series: [] }), 'at least one series'],
  ['with two domains', basic({ domains: [{ domain: data(rows(0)) }, { domain: data(rows(2)) }] }), 'single domain'],
  ['with no kind of chart', { title: 'Nothing' }, 'exactly one kind of chart'],
  [
    'over more than a row or column',
    basic(series({ series: data({ sheetId: 0, endRowIndex: 5 }) })),
    'ChartSourceRange ranges require all rows or all columns to have length of 1',
  ],
  ['over nothing', basic(series({ series: data() })), 'must not be empty'],
  ['over a tab that is not there', basic(series({ series: data({ ...rows(1), sheetId: 4 }) })), 'No grid with id: 4'],
  [
    'with lists of different lengths',
    basic(series({ series: data(rows(1), rows(1, 6, 9)) })),
    'the same number of source ranges',
  ],
  [
    'with several sources apart from each other',
    basic({ domains: [{ domain: data(rows(0), rows(0, 6, 9)) }], series: [{ series: data(rows(1), rows(2, 6, 9)) }] }),
    'in order and contiguous',
  ],
  [
    'with two axes at one side',
    basic({ axis: [{ position: 'LEFT_AXIS' }, { position: 'LEFT_AXIS' }] }),
    'more than one axis',
  ],
  ['with values along the bottom', basic(series({ targetAxis: 'BOTTOM_AXIS' })), 'not a valid minor axis'],
  [
    'with a type per series, outside of a combination',
    basic(series({ type: 'LINE' })),
    'only valid if the chartType is COMBO',
  ],
  ['with a line around columns', basic(series({ lineStyle: { width: 2 } })), 'lineStyle is not valid'],
  [
    'with lines on top of each other',
    basic({ ...line, stackedType: 'STACKED' }),
    'stackedType STACKED is not supported',
  ],
  [
    'filtered, without a data source',
    { ...basic(), filterSpecs: [{ columnIndex: 0 }] },
    'only supported for data source charts',
  ],
  [
    'summed up, without a data source',
    basic(series({ series: { ...data(rows(1)), aggregateType: 'SUM' } })),
    'data source charts',
  ],
  [
    'with a title that is a link',
    { ...basic(), titleTextFormat: { link: { uri: 'https://x.example' } } },
    'does not support: link',
  ],
];

describe('a chart is refused', () => {
  it.each(NOT_TAKEN)('%s', async (_, spec, message) => {
    const refused = await refusal(desk.batch(add(spec)));
    expect(refused.code).toBe(400);
    expect(refused.message).toMatch(/^Invalid requests\[0\]\.addChart: /);
    expect(refused.message).toContain(message);
    expect(charts()).toEqual([]);
  });

  it('that hangs outside of the grid', async () => {
    const position = { overlayPosition: { anchorCell: { ...anchor, columnIndex: 26 } } };
    expect((await refusal(desk.batch(add(basic(), position)))).message).toContain('exceeds grid limits');
  });

  it('by a name that does not exist, as any unknown field', async () => {
    const request = { addChart: { chart: { spec: { ...basic(), subTitle: 'x' } } } };
    expect((await refusal(desk.batch(request))).message).toContain(
      'Unknown name "subTitle" at \'requests[0].addChart.chart.spec\'',
    );
  });

  it.each<readonly [string, sheets_v4.Schema$ChartSpec]>([
    ['a pie', { pieChart: { domain: data(rows(0)), series: data(rows(1)) } }],
    ['bars', basic({ chartType: 'BAR' })],
    ['a scatter chart', basic({ chartType: 'SCATTER' })],
    ['three dimensions', basic({ threeDimensional: true })],
    ['an org chart', { orgChart: {} }],
  ])('with 501 where the page could not draw it: %s', async (_, spec) => {
    expect((await refusal(desk.batch(add(spec)))).code).toBe(501);
  });

  it('with everything else in its batch', async () => {
    await refusal(desk.batch(add(basic()), { updateChartSpec: { chartId: 8, spec: basic() } }));
    await refusal(desk.batch(add(basic()), add(basic())));
    expect(charts()).toEqual([]);
  });
});

describe('a chart', () => {
  const cell = (value: string | number): sheets_v4.Schema$CellData => ({
    userEnteredValue: typeof value === 'string' ? { stringValue: value } : { numberValue: value },
  });
  const write = (...values: readonly (readonly (string | number)[])[]): sheets_v4.Schema$Request => ({
    updateCells: {
      start: { sheetId: 0 },
      rows: values.map((row) => ({ values: row.map(cell) })),
      fields: 'userEnteredValue',
    },
  });
  const table = write(['Week', 'Sum'], ['W1', 5], ['W2', 10], ['W3', 20]);
  const titles = (shown: string): string[] =>
    [...shown.matchAll(/<title>([^<]*)<\/title><\/rect>/g)].map(([, told]) => told ?? '');

  it('is answered by its mask, and only for ranges that it hangs in', async () => {
    await desk.batch(add(basic({ headerCount: 1 })));
    const read = async (...ranges: string[]) => {
      const fields = 'sheets(charts(chartId,spec.basicChart.headerCount))';
      return (await desk.api.spreadsheets.get({ spreadsheetId: desk.spreadsheetId, ranges, fields })).data.sheets;
    };
    expect(await read()).toEqual([{ charts: [{ chartId: 7, spec: { basicChart: { headerCount: 1 } } }] }]);
    expect(await read('Sheet1!A9:D9')).toHaveLength(1);
    expect(await read('Sheet1!A1:C9')).toEqual([{}]);
  });

  it('draws what its cells hold now, up to the last that holds something', async () => {
    await desk.batch(table, add(basic()));
    expect(titles(await page())).toEqual(['W1 · Sum · 5', 'W2 · Sum · 10', 'W3 · Sum · 20']);
    desk.google.human.type(desk.spreadsheetId, 0, 2, 1, 12);
    expect(titles(await page())[1]).toBe('W2 · Sum · 12');
  });

  it('leaves out hidden rows unless it says otherwise', async () => {
    await desk.batch(table, add(basic()), {
      updateDimensionProperties: {
        range: { sheetId: 0, dimension: 'ROWS', startIndex: 2, endIndex: 3 },
        properties: { hiddenByUser: true },
        fields: 'hiddenByUser',
      },
    });
    expect(titles(await page())).toHaveLength(2);
    const spec = { ...basic(), hiddenDimensionStrategy: 'SHOW_ALL' };
    await desk.batch({ updateChartSpec: { chartId: 7, spec } });
    expect(titles(await page())).toHaveLength(3);
  });

  it('joins several sources', async () => {
    const joined = basic({
      domains: [{ domain: data(rows(0, 0, 1), rows(0, 2, 4)) }],
      series: [{ series: data(rows(1, 0, 1), rows(1, 2, 4)) }],
      headerCount: 1,
    });
    await desk.batch(table, add(joined));
    expect(titles(await page())).toEqual(['W2 · Sum · 10', 'W3 · Sum · 20']);
  });

  it('stays with its cells when rows come before them', async () => {
    await desk.batch(table, add(basic()));
    desk.google.human.insertRow(desk.spreadsheetId, 0, 0);
    expect(charts()[0]?.position?.overlayPosition?.anchorCell).toEqual({ ...anchor, rowIndex: 9 });
    expect(charts()[0]?.spec?.basicChart?.series?.[0]?.series?.sourceRange?.sources).toEqual([rows(1, 1, 6)]);
    expect(titles(await page())).toHaveLength(3);
  });

  it('is copied with its tab, and draws the copy', async () => {
    await desk.batch(table, add(basic()), {
      duplicateSheet: { sourceSheetId: 0, newSheetId: 5, newSheetName: 'Copy' },
    });
    desk.google.human.type(desk.spreadsheetId, 5, 1, 1, 6);
    expect(titles(await page('?tab=5'))[0]).toBe('W1 · Sum · 6');
    expect(titles(await page('?tab=0'))[0]).toBe('W1 · Sum · 5');
  });

  it('draws nothing once the tab with its cells is gone', async () => {
    await desk.batch({ addSheet: { properties: { sheetId: 3, title: 'Other' } } });
    await desk.batch(add(basic(), { overlayPosition: { anchorCell: { ...anchor, sheetId: 3 } } }), {
      deleteSheet: { sheetId: 0 },
    });
    expect(await page()).toContain('No data');
  });
});
