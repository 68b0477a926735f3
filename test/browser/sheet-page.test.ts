import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, openDesk } from '../sandbox/google/google-client.ts';
import { brightnessOf, cellWith, channelsOf, describeInBrowser, overflowOf, styleOf } from './browser.ts';
import { readPng } from './png.ts';

const TAB = 202647;
const HISTORY = 1000001;
const WEEKS = ['2026-W44', '2026-W45', '2026-W46', '2026-W47'];
const LONG = 'A long note that runs over the empty cells beside it, as it does in any spreadsheet';

type Cell = sheets_v4.Schema$CellData;
const text = (stringValue: string, userEnteredFormat: sheets_v4.Schema$CellFormat = {}): Cell => ({
  userEnteredValue: { stringValue },
  userEnteredFormat,
});
const number = (numberValue: number, type: string, pattern: string): Cell => ({
  userEnteredValue: { numberValue },
  userEnteredFormat: { numberFormat: { type, pattern } },
});
const euro = (value: number): Cell => number(value, 'CURRENCY', '[$€]#,##0.00');
const day = (serial: number): Cell => number(serial, 'DATE', 'yyyy-mm-dd');
const write = (sheetId: number, rows: readonly (readonly Cell[])[]): sheets_v4.Schema$Request => ({
  updateCells: { start: { sheetId }, rows: rows.map((values) => ({ values: [...values] })), fields: '*' },
});
const addTab = (sheetId: number, title: string, gridProperties: object): sheets_v4.Schema$Request => ({
  addSheet: {
    properties: { sheetId, title, index: 0, gridProperties: { rowCount: 60, columnCount: 12, ...gridProperties } },
  },
});
const tint = { backgroundColorStyle: { rgbColor: { red: 0.96, green: 0.8, blue: 0.8 } } };

const history = write(HISTORY, [
  ['Week', 'As of', 'Not yet due', '1-30 days overdue', 'Overdue share'].map((name) => text(name)),
  ...WEEKS.map((week, index) => [
    text(week),
    day(46327 + index * 7),
    euro(1000 + index * 500),
    euro(index * 250),
    number(index / 10, 'PERCENT', '0%'),
  ]),
]);

const column = (index: number) => ({
  sourceRange: {
    sources: [
      { sheetId: HISTORY, startRowIndex: 0, endRowIndex: 40, startColumnIndex: index, endColumnIndex: index + 1 },
    ],
  },
});
const chart = (chartId: number, rowIndex: number, spec: sheets_v4.Schema$ChartSpec): sheets_v4.Schema$Request => ({
  addChart: {
    chart: {
      chartId,
      spec,
      position: {
        overlayPosition: {
          anchorCell: { sheetId: TAB, rowIndex, columnIndex: 6 },
          offsetXPixels: 10,
          offsetYPixels: 5,
          widthPixels: 560,
          heightPixels: 280,
        },
      },
    },
  },
});
const ageing = chart(1, 3, {
  title: 'Open receivables by age',
  altText: 'Stacked columns, one per week',
  basicChart: {
    chartType: 'COLUMN',
    stackedType: 'STACKED',
    legendPosition: 'BOTTOM_LEGEND',
    headerCount: 1,
    axis: [{ position: 'LEFT_AXIS', title: 'In euro' }],
    domains: [{ domain: column(0) }],
    series: [
      { series: column(2), targetAxis: 'LEFT_AXIS' },
      { series: column(3), targetAxis: 'LEFT_AXIS' },
    ],
  },
});
const share = chart(2, 16, {
  title: 'Overdue share',
  basicChart: { chartType: 'LINE', headerCount: 1, domains: [{ domain: column(1) }], series: [{ series: column(4) }] },
});

const filtered = { sheetId: TAB, startRowIndex: 2, endRowIndex: 8, startColumnIndex: 0, endColumnIndex: 4 };

const review = write(TAB, [
  [text('Review', { textFormat: { bold: true, fontSize: 14 } })],
  [text('As of 2026-11-22', { textFormat: { italic: true } })],
  ['Client', 'Item', 'Amount', 'Due'].map((name) => text(name, { textFormat: { bold: true } })),
  [
    text('Alder & Finch'),
    text('Design', { textFormat: { link: { uri: 'https://notion.example/design' } } }),
    euro(1250.5),
    day(46348),
    {
      ...text('Notion and Stripe'),
      textFormatRuns: [
        { format: { link: { uri: 'https://notion.example/a' } } },
        { startIndex: 6, format: {} },
        { startIndex: 11, format: { link: { uri: 'https://stripe.example/b' } } },
      ],
    },
  ],
  [text('Overdue', tint), text('Build'), euro(-3), day(46349)],
  [text('שלום עולם'), text('Café 😀 👩‍👩‍👧'), euro(0), day(46350)],
  [text(LONG, { wrapStrategy: 'WRAP' }), text('Wrapped'), euro(5), day(46351)],
  [text(LONG), {}, {}, {}, {}, text('end')],
  [],
  [text(LONG), text('stops it')],
]);

const requests: readonly sheets_v4.Schema$Request[] = [
  addTab(HISTORY, 'History', {}),
  addTab(TAB, '2026-W47', { frozenRowCount: 3, frozenColumnCount: 1 }),
  history,
  review,
  ageing,
  share,
  { setBasicFilter: { filter: { range: filtered } } },
  {
    addFilterView: {
      filter: {
        filterViewId: 9,
        title: 'With a sum',
        range: filtered,
        filterSpecs: [
          {
            columnIndex: 2,
            filterCriteria: { condition: { type: 'NUMBER_GREATER', values: [{ userEnteredValue: '1' }] } },
          },
        ],
      },
    },
  },
  {
    updateDimensionProperties: {
      range: { sheetId: TAB, dimension: 'COLUMNS', startIndex: 0, endIndex: 1 },
      properties: { pixelSize: 180 },
      fields: 'pixelSize',
    },
  },
  {
    updateDimensionProperties: {
      range: { sheetId: TAB, dimension: 'COLUMNS', startIndex: 5, endIndex: 6 },
      properties: { hiddenByUser: true },
      fields: 'hiddenByUser',
    },
  },
  {
    addProtectedRange: {
      protectedRange: { range: { sheetId: TAB, endColumnIndex: 4 }, warningOnly: true, description: 'Written weekly' },
    },
  },
  {
    addConditionalFormatRule: {
      index: 0,
      rule: {
        ranges: [{ sheetId: TAB, startColumnIndex: 3, endColumnIndex: 4 }],
        booleanRule: {
          condition: { type: 'DATE_BEFORE', values: [{ userEnteredValue: '2026-11-23' }] },
          format: { textFormat: { bold: true, foregroundColorStyle: { rgbColor: { red: 0.7 } } } },
        },
      },
    },
  },
];

describeInBrowser('the page of a sheet', (tabs) => {
  let desk: Desk;
  let page: Page;
  beforeAll(async () => {
    desk = await openDesk();
    await desk.batch(...requests);
    page = await tabs.open(addressOf());
  });
  afterAll(() => desk?.close());

  const addressOf = (query = `tab=${TAB}`): string => `${desk.google.url}/sheet/${desk.spreadsheetId}?${query}`;
  const cell = (text: string) => cellWith(page, text);
  const widthOf = async (text: string): Promise<number> => (await cell(text).boundingBox())?.width ?? 0;

  it('shows numbers by their formats, at the right', async () => {
    for (const shown of ['€1,250.50', '-€3.00', '2026-11-22'])
      expect(await styleOf(cell(shown), 'text-align')).toBe('right');
  });

  it('links the whole of a cell or parts of its text', async () => {
    const href = (name: string) => page.getByRole('link', { name, exact: true }).getAttribute('href');
    expect(await href('Design')).toBe('https://notion.example/design');
    expect(await href('Notion')).toBe('https://notion.example/a');
    expect(await href('Stripe')).toBe('https://stripe.example/b');
    expect(await cell('Notion and Stripe').innerText()).toBe('Notion and Stripe');
  });

  it('fills and colours cells by their own formats and by the rules that hold', async () => {
    const [red = 0, green = 0, blue = 0] = channelsOf(await styleOf(cell('Overdue'), 'background-color'));
    expect(red).toBeGreaterThan(green + 20);
    expect(green).toBe(blue);
    expect(await styleOf(cell('2026-11-22'), 'font-weight')).toBe('600');
    expect(await styleOf(cell('2026-11-23'), 'font-weight')).toBe('400');
  });

  it('has the widths that were set, and none of what is hidden', async () => {
    expect(await widthOf('Review')).toBe(180);
    expect(await widthOf('Design')).toBe(100);
    const letters = await page.locator('thead tr').first().locator('th').allInnerTexts();
    expect(letters.slice(0, 7)).toEqual(['', 'A', 'B', 'C', 'D', 'E', 'G']);
    expect(await page.getByText('end', { exact: true }).count()).toBe(0);
  });

  it('lets a text run over empty cells, stop at the next, or wrap in its own', async () => {
    const sizes = await page
      .locator('.text', { hasText: LONG })
      .evaluateAll((boxes) => boxes.map((box) => [box.clientWidth, box.clientHeight, box.scrollWidth]));
    const [wrapped = [], over = [], stopped = []] = sizes;
    expect(wrapped[0]).toBeLessThan(180);
    expect(wrapped[1]).toBeGreaterThan(40);
    expect(over[0]).toBeGreaterThan(400);
    expect(stopped[0]).toBeLessThan(180);
    expect(stopped[2]).toBeGreaterThan(400);
  });

  it('writes from right to left what is read so, and keeps emoji whole', async () => {
    const box = await page.getByText('שלום עולם').evaluate((element) => {
      const range = element.ownerDocument.createRange();
      range.selectNodeContents(element);
      const [words, column] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
      return { left: words.left - column.left, right: column.right - words.right };
    });
    expect(box.right).toBeLessThan(1);
    expect(box.left).toBeGreaterThan(50);
    expect(await cell('Café 😀 👩‍👩‍👧').innerText()).toBe('Café 😀 👩‍👩‍👧');
  });

  it('keeps frozen rows and columns in sight', async () => {
    const grid = page.locator('.grid');
    const places = async () => [await cell('Client').boundingBox(), await cell('Alder & Finch').boundingBox()];
    const [header, client] = await places();
    await grid.evaluate((element) => element.scrollTo(250, 300));
    const [headerAfter, clientAfter] = await places();
    await grid.evaluate((element) => element.scrollTo(0, 0));
    expect(headerAfter).toEqual(header);
    expect(clientAfter?.x).toBe(client?.x);
    expect(clientAfter?.y).toBeLessThan(client?.y ?? 0);
  });

  it('has a filter button on each column of the filter, views to choose from, and says what is protected', async () => {
    expect(await page.locator('td .filter').count()).toBe(4);
    expect(await page.locator('.protection').innerText()).toContain('A:D warns before edits: Written weekly');
    const view = await tabs.open(addressOf(`tab=${TAB}&fv=9`));
    expect(await view.locator('td', { hasText: 'Design' }).count()).toBe(1);
    expect(await view.locator('td', { hasText: 'Build' }).count()).toBe(0);
    await view.getByRole('link', { name: /With a sum/ }).click();
    expect(await view.locator('td', { hasText: 'Build' }).count()).toBe(1);
  });

  it('draws stacked columns: one per week and series, as high as their values', async () => {
    const figure = page.locator('#chart-1');
    expect(await figure.getByRole('img', { name: 'Stacked columns, one per week' }).count()).toBe(1);
    for (const name of ['Not yet due', '1-30 days overdue'])
      expect(await figure.locator(`g[data-series="${name}"] rect`).count()).toBe(WEEKS.length);
    expect(await figure.locator('.label').allTextContents()).toEqual(WEEKS);
    expect(await figure.locator('.legend text').allTextContents()).toEqual(['Not yet due', '1-30 days overdue']);
    expect(await figure.locator('.axis-title').allTextContents()).toEqual(['In euro', 'Week']);
    expect(await figure.locator('.tick').allTextContents()).toContain('€2,000.00');

    const heights = async (name: string) =>
      await figure
        .locator(`g[data-series="${name}"] rect`)
        .evaluateAll((marks) => marks.map((mark) => Number(mark.getAttribute('height'))));
    const [due, late] = [await heights('Not yet due'), await heights('1-30 days overdue')];
    expect(late[0]).toBe(0);
    expect((due[3] ?? 0) / (due[0] ?? 1)).toBeCloseTo(2.5, 1);
    expect((late[3] ?? 0) / (due[3] ?? 1)).toBeCloseTo(0.3, 1);
  });

  it('draws a line through one point per day', async () => {
    const figure = page.locator('#chart-2');
    expect(await figure.locator('.line').count()).toBe(1);
    const heights = await figure.locator('.point').evaluateAll((points) => points.map((one) => one.getAttribute('cy')));
    expect(heights.map(Number)).toEqual(heights.map(Number).toSorted((a, b) => b - a));
    expect(new Set(heights).size).toBe(WEEKS.length);
    expect(await figure.locator('.label').first().textContent()).toBe('2026-11-01');
  });

  it('puts a chart where it is anchored', async () => {
    const [figure, anchor] = [
      await page.locator('#chart-1').boundingBox(),
      await page.locator('td.with-chart').first().boundingBox(),
    ];
    expect(figure).toMatchObject({ width: 560, height: 280 });
    expect((figure?.x ?? 0) - (anchor?.x ?? 0)).toBe(10);
    expect((figure?.y ?? 0) - (anchor?.y ?? 0)).toBe(5);
  });

  it('has the tabs at the bottom, with the open one marked', async () => {
    const names = await page.locator('nav a').allInnerTexts();
    expect(names).toEqual(['2026-W47', 'History', 'Sheet1']);
    expect(await page.locator('nav a[aria-current]').innerText()).toBe('2026-W47');
    const box = await page.locator('nav').boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(900);
  });

  it.each(['light', 'dark'] as const)(
    'on a phone stays inside its window and can be read (%s)',
    async (colorScheme) => {
      const phone = await tabs.open(addressOf(), { device: 'phone', colorScheme });
      expect(await overflowOf(phone)).toBe(0);
      const picture = readPng(await phone.screenshot());
      expect([picture.width, picture.height]).toEqual([780, 1688]);
      expect(picture.colours.size).toBeGreaterThan(50);
    },
  );

  it('is dark where the reader’s system is, with tints that stay tints', async () => {
    const dark = await tabs.open(addressOf(), { colorScheme: 'dark' });
    for (const name of ['Build', 'Overdue']) {
      const [ink, paper] = [
        await styleOf(cellWith(dark, name), 'color'),
        await styleOf(cellWith(dark, name), 'background-color'),
      ];
      expect(brightnessOf(ink) - brightnessOf(paper)).toBeGreaterThan(100);
    }
    const [red = 0, green = 0] = channelsOf(await styleOf(cellWith(dark, 'Overdue'), 'background-color'));
    expect(red).toBeGreaterThan(green + 20);
  });
});
