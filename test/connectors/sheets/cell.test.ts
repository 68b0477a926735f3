import { describe, expect, it, test } from 'vitest';
import { dateSerial, fromCell, moneyPattern } from '../../../connectors/sheets/cell.ts';
import { wholeTab } from '../../../connectors/sheets/tab.ts';
import { sheetIdOf } from '../../../connectors/sheets/tab-requests.ts';

test.each([
  { date: '2026-11-22', serial: 46_348 },
  { date: '1899-12-30', serial: 0 },
  { date: '2026-03-29', serial: 46_110 },
  { date: '2026-03-30', serial: 46_111 },
])('$date is day $serial of the sheet', ({ date, serial }) => {
  expect(dateSerial(date)).toBe(serial);
});

test.each([
  { currency: 'GBP', decimals: 2, pattern: '[$GBP] #,##0.00' },
  { currency: 'JPY', decimals: 0, pattern: '[$JPY] #,##0' },
])('$currency is shown as $pattern', ({ currency, decimals, pattern }) => {
  expect(moneyPattern(currency, decimals)).toBe(pattern);
});

describe('a cell', () => {
  test.each(['=1+2', '+44 20', '-5', '@sum', '123', '2026-11-22'])('"%s" stays text', (text) => {
    expect(fromCell({ kind: 'text', text }).userEnteredValue).toEqual({ stringValue: text });
  });

  it('with an address is a link of its own, not a formula', () => {
    const cell = fromCell({ kind: 'text', text: 'Design', url: 'https://notion.example/1' });
    expect(cell.userEnteredFormat?.textFormat?.link?.uri).toBe('https://notion.example/1');
    expect(cell.userEnteredValue).toEqual({ stringValue: 'Design' });
  });

  it('with a sum is a number in major units', () => {
    const cell = fromCell({ kind: 'money', major: 3500.5, currency: 'EUR', decimals: 2 });
    expect(cell).toMatchObject({
      userEnteredValue: { numberValue: 3500.5 },
      userEnteredFormat: { numberFormat: { type: 'CURRENCY' } },
    });
  });
});

test('a week is the tab 202647, or 202653 in a long year', () => {
  expect([sheetIdOf({ year: 2026, week: 47 }), sheetIdOf({ year: 2026, week: 53 })]).toEqual([202647, 202653]);
});

test('a title is quoted with its apostrophes doubled', () => {
  expect(wholeTab("Rosa's week")).toBe("'Rosa''s week'");
});
