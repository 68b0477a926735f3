import { describe, expect, it } from 'vitest';
import { parseFieldMask, project } from '../../../sandbox/google/field-mask.ts';
import { formatDate } from '../../../sandbox/google/values/date-pattern.ts';
import { formatNumber } from '../../../sandbox/google/values/number-pattern.ts';
import { columnLetters, quotedTitle } from '../../../sandbox/google/workbook/a1.ts';

describe('number patterns', () => {
  it.each([
    [1250.5, '[$€]#,##0.00', '€1,250.50'],
    [-3, '[$CHF] #,##0.00', '-CHF 3.00'],
    [1200, '[$¥]#,##0', '¥1,200'],
    [0.125, '0.0%', '12.5%'],
    [0, '#,##0.00;[Red]-#,##0.00;"-"', '-'],
    [7, '000', '007'],
    [1.5, '0.###', '1.5'],
  ])('shows %d by %s as %s', (value, pattern, text) => {
    expect(formatNumber(value, pattern).text).toBe(text);
  });

  it('takes the colour of the section that applies', () => {
    expect(formatNumber(-2, '#,##0.00;[Red]-#,##0.00')).toEqual({ text: '-2.00', color: 'red' });
  });
});

describe('date patterns', () => {
  it.each([
    ['yyyy-mm-dd', '2026-11-22'],
    ['yyyy-mm-dd hh:mm', '2026-11-22 18:05'],
    ['ddd d mmm yy', 'Sun 22 Nov 26'],
    ['h:mm am/pm', '6:05 PM'],
    ['mm:ss', '05:00'],
  ])('shows a serial by %s', (pattern, text) => {
    expect(formatDate(46348 + (18 * 60 + 5) / 1440, pattern)).toBe(text);
  });
});

describe('range text', () => {
  it.each(['Sales', 'Sheet_1', 'TRUE', 'x.y', 'Sales2'])('leaves %s without quotes', (title) => {
    expect(quotedTitle(title)).toBe(title);
  });

  it.each(['2026', 'A1', 'R1C1', 'ABC1234', 'a-b', 'Probe Tab', 'Ünï', '2026-W47'])('quotes %s', (title) => {
    expect(quotedTitle(title)).toBe(`'${title}'`);
  });

  it('counts columns beyond Z', () => {
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});

describe('field masks', () => {
  const value = { a: { b: 1, c: 2 }, list: [{ b: 1, c: 2 }], snake_case: 0, camelCase: 3 };

  it.each([
    ['a.b', { a: { b: 1 } }],
    ['a/b,a/c', { a: { b: 1, c: 2 } }],
    ['list(b)', { list: [{ b: 1 }] }],
    ['a,a.b', { a: { b: 1, c: 2 } }],
    ['a.b,a', { a: { b: 1, c: 2 } }],
    ['camel_case', { camelCase: 3 }],
    ['a(*)', { a: { b: 1, c: 2 } }],
  ])('%s keeps what it names', (mask, kept) => {
    expect(project(value, parseFieldMask(mask) ?? new Map())).toEqual(kept);
    expect(project(value, parseFieldMask('*') ?? new Map([['x', new Map()]]))).toEqual(value);
  });

  it.each(['', ',', 'a(', 'a(b', 'a)', 'a..b', 'a b(', '?'])('refuses %j', (mask) => {
    expect(parseFieldMask(mask)).toBeUndefined();
  });
});
