import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const page = async (path: string): Promise<string> => (await fetch(desk.google.url + path)).text();
const put = (rowIndex: number, cell: object) =>
  desk.batch({ updateCells: { start: { sheetId: 0, rowIndex }, rows: [{ values: [cell] }], fields: '*' } });

describe('the pages', () => {
  it('list the spreadsheets and show one with letters, numbers and tabs', async () => {
    await desk.batch({ addSheet: { properties: { sheetId: 5, title: 'History' } } });
    expect(await page('/')).toContain(`href="/sheet/${desk.spreadsheetId}"`);
    const shown = await page(`/sheet/${desk.spreadsheetId}?tab=5`);
    expect(shown).toContain('<th>A</th>');
    expect(shown).toContain('<th>24</th>');
    expect(shown).toMatch(/aria-current="page">History</);
    expect(shown).toContain('?tab=0');
  });

  it('apply number formats, fills, bold and links', async () => {
    const numberFormat = { type: 'CURRENCY', pattern: '[$€]#,##0.00' };
    await put(0, { userEnteredValue: { numberValue: 1250.5 }, userEnteredFormat: { numberFormat } });
    await put(1, {
      userEnteredValue: { numberValue: 46348 },
      userEnteredFormat: { numberFormat: { type: 'DATE', pattern: 'dd.mm.yyyy' } },
    });
    await put(2, {
      userEnteredValue: { stringValue: 'Pay' },
      userEnteredFormat: {
        backgroundColorStyle: { rgbColor: { red: 1 } },
        textFormat: { bold: true, link: { uri: 'https://pay.example/1' } },
      },
    });
    const shown = await page(`/sheet/${desk.spreadsheetId}`);
    expect(shown).toContain('€1,250.50');
    expect(shown).toContain('22.11.2026');
    expect(shown).toContain('<a href="https://pay.example/1"');
    expect(shown).toMatch(/font-weight:600;[^"]*background:light-dark\(rgb\(255,0,0\),/);
  });

  it('colour cells by the rules that hold', async () => {
    const rule = {
      ranges: [{ sheetId: 0 }],
      booleanRule: {
        condition: { type: 'TEXT_EQ', values: [{ userEnteredValue: 'Overdue' }] },
        format: { backgroundColorStyle: { rgbColor: { red: 1, green: 0.5 } } },
      },
    };
    await desk.batch({ addConditionalFormatRule: { rule, index: 0 } });
    await put(0, { userEnteredValue: { stringValue: 'Overdue' } });
    const shown = await page(`/sheet/${desk.spreadsheetId}`);
    expect(shown.match(/rgb\(255,128,0\)/g)).toHaveLength(1);
  });

  it('escape what people wrote and link nowhere but to the web', async () => {
    await put(0, { userEnteredValue: { stringValue: '<script>alert(1)</script>' }, note: '"><script>' });
    await put(1, {
      userEnteredValue: { stringValue: 'click' },
      userEnteredFormat: { textFormat: { link: { uri: 'javascript:alert(1)' } } },
    });
    const shown = await page(`/sheet/${desk.spreadsheetId}`);
    expect(shown).toContain('&lt;script&gt;alert(1)');
    expect(shown).not.toContain('<script>');
    expect(shown).not.toContain('javascript:');
  });

  it('answer 404 for a spreadsheet that does not exist', async () => {
    expect((await fetch(`${desk.google.url}/sheet/none`)).status).toBe(404);
  });
});
