import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';
import { brightnessOf, cellWith, channelsOf, describeInBrowser, overflowOf, styleOf } from './browser.ts';
import { readPng } from './png.ts';
import { type ReviewedAgency, startReviewedAgency } from './reviewed-agency.ts';

const WEEKS = 4;
const SECTIONS = [
  'Figures',
  'Unassigned',
  'Waiting on a trigger',
  'Due soon',
  'Overdue',
  'Mismatches',
  'Upcoming billing',
  'Open deals',
  'Held and promised',
  'Closed this week',
  'Hub health',
];
const NOTE = 'Rang Ines: she pays on Friday';

/** The texts of one column from top to bottom, by a text that stands in it; '' where a cell is empty. */
async function columnWith(page: Page, text: string): Promise<readonly string[]> {
  const place = await cellWith(page, text).evaluate((cell) => cell.cellIndex);
  const cells = page.locator('table.sheet tr').locator(`:nth-child(${place + 1}):is(td)`);
  return (await cells.allInnerTexts()).map((one) => one.trim());
}

/** The row of an item, in a section. */
function rowOf(page: Page, section: string, item: string): Locator {
  const after = page.locator('tr', { has: cellWith(page, section) }).locator('xpath=following-sibling::tr');
  return after.filter({ has: page.getByText(item, { exact: true }) }).first();
}

describeInBrowser('the weekly review of an agency', (tabs) => {
  let agency: ReviewedAgency;
  let page: Page;
  beforeAll(async () => {
    agency = await startReviewedAgency(WEEKS);
    page = await tabs.open(agency.sheetUrl);
  });
  afterAll(() => agency?.close());

  const overdue = () => rowOf(page, 'Overdue', 'Microsite concept');

  it('opens on this week, with the weeks before and the history beside it', async () => {
    const names = await page.locator('nav a').allInnerTexts();
    expect(names.slice(0, WEEKS)).toEqual(agency.weeks.toReversed());
    expect(names).toContain('History');
    expect(await page.locator('nav a[aria-current]').innerText()).toBe(agency.weeks.at(-1));
  });

  it('has every section’s heading, in order, alone in its row', async () => {
    const first = await columnWith(page, 'Figures');
    expect(first.filter((text) => SECTIONS.includes(text))).toEqual(SECTIONS);
    for (const section of SECTIONS) {
      const row = page.locator('tr', { has: cellWith(page, section) }).first();
      expect((await row.locator('td .text').allInnerTexts()).length).toBe(1);
    }
  });

  it('shows sums in their currency, with the decimals that it has', async () => {
    expect(await overdue().innerText()).toMatch(/(GBP|£)\s*1,950\.00/);
    expect(await rowOf(page, 'Overdue', 'Brand photography').innerText()).toMatch(/(JPY|¥)\s*480,000(?![\d.])/);
    const sum = overdue()
      .locator('td', { hasText: /1,950\.00/ })
      .first();
    expect(await styleOf(sum, 'text-align')).toBe('right');
    expect(await overdue().innerText()).toMatch(/\b20\d\d-\d\d-\d\d\b/);
  });

  it('colours what is late red and what is paid green, beside the words', async () => {
    const late = overdue()
      .locator('td', { hasText: /^Overdue$/ })
      .first();
    const [red, green] = channelsOf(await styleOf(late, 'background-color'));
    expect(red).toBeGreaterThan(green + 15);
    const paid = rowOf(page, 'Closed this week', 'Design system')
      .locator('td', { hasText: /^Paid$/ })
      .first();
    const [paidRed, paidGreen] = channelsOf(await styleOf(paid, 'background-color'));
    expect(paidGreen).toBeGreaterThan(paidRed + 15);
  });

  it('links each item to its page in Notion and its invoice in Stripe', async () => {
    const links = await overdue()
      .getByRole('link')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    expect(links.some((href) => href?.startsWith(agency.sandbox.notion.url) || href?.includes('notion'))).toBe(true);
    expect(links.some((href) => href?.startsWith(agency.sandbox.stripe.url))).toBe(true);
  });

  it('keeps what the owner notes beside an item when it is written again', async () => {
    const { google, sheetId } = agency.sandbox;
    const tab = google.spreadsheet(sheetId).tab(agency.weeks.at(-1) ?? '');
    const rows = tab.values();
    const headings = rows.findIndex((cells) => cells[0] === 'Overdue') + 1;
    const row = rows.findIndex((cells, index) => index > headings && cells.includes('Microsite concept'));
    google.human.type(sheetId, tab.sheetId, row, rows[headings]?.indexOf('Notes') ?? -1, NOTE);
    await agency.reviewAgain();
    await page.reload();
    expect(await overdue().locator('td').last().innerText()).toBe(NOTE);
  });

  it('draws charts with a point for each week in the history', async () => {
    const charts = page.locator('figure.chart');
    expect(await charts.count()).toBeGreaterThan(1);
    for (const chart of await charts.all()) {
      for (const series of await chart.locator('g.series').all())
        expect(await series.locator('.column, .point').count()).toBe(WEEKS);
      expect(await chart.locator('svg').getAttribute('aria-label')).not.toBe('');
    }
  });

  it('has one row per week and currency in the history', async () => {
    const history = await tabs.open(`${agency.sheetUrl}?tab=History`);
    const weeks = (await columnWith(history, 'Week')).filter((text) => /^\d{4}-W\d\d$/.test(text));
    expect(new Set(weeks)).toEqual(new Set(agency.weeks));
    expect(weeks.length).toBe(WEEKS * 3);
  });

  it.each([
    ['desktop', 'light'],
    ['desktop', 'dark'],
    ['phone', 'light'],
    ['phone', 'dark'],
  ] as const)('can be read on a %s, %s', async (device, colorScheme) => {
    const shown = await tabs.open(agency.sheetUrl, { device, colorScheme });
    expect(await overflowOf(shown)).toBe(0);
    const file = path.join(tempDir(), `${device}-${colorScheme}.png`);
    await shown.screenshot({ path: file });
    const { width, height, colours } = readPng(readFileSync(file));
    expect([width, height]).toEqual(device === 'phone' ? [780, 1688] : [1440, 900]);
    expect(colours.size).toBeGreaterThan(50);

    const title = cellWith(shown, 'Receivables');
    const contrast =
      brightnessOf(await styleOf(title, 'color')) - brightnessOf(await styleOf(title, 'background-color'));
    expect(colorScheme === 'dark' ? contrast : -contrast).toBeGreaterThan(150);
  });
});
