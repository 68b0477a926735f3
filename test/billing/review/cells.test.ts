import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import { moneyShown } from '../../../src/billing/review/amount.ts';
import { date, empty, money, number, share, text } from '../../../src/billing/review/cells.ts';
import { itemRow } from '../../../src/billing/review/item-cells.ts';
import type { ReviewRow } from '../../../src/billing/review/row.ts';
import { currency } from './sample.ts';

describe('the sum that a number in Notion stands for', () => {
  test.each([
    { major: 4000, code: 'GBP', sum: { minor: 400_000, currency: 'GBP' } },
    { major: 0.005, code: 'GBP', sum: { minor: 1, currency: 'GBP' } },
    { major: 10_000, code: 'JPY', sum: { minor: 10_000, currency: 'JPY' } },
    { major: null, code: 'GBP', sum: undefined },
    { major: Number.NaN, code: 'GBP', sum: undefined },
    { major: 5, code: 'KWD', sum: undefined },
  ])('$major $code is $sum', ({ major, code, sum }) => {
    expect(moneyShown(major, currency(code))).toEqual(sum);
  });

  test('is none in no currency', () => {
    expect(moneyShown(5, undefined)).toBeUndefined();
  });
});

describe('cells', () => {
  const someMoney = { minor: 12_345, currency: currency('GBP') };

  test('of what is not known are empty', () => {
    expect([money(undefined), number(undefined), date(undefined), text(' \n ')]).toEqual(Array(4).fill(empty));
  });

  test('keep numbers as numbers', () => {
    expect(money(someMoney)).toEqual({ kind: 'money', major: 123.45, currency: 'GBP', decimals: 2 });
    expect(money({ minor: 5, currency: currency('KWD') })).toMatchObject({ decimals: 2 });
    expect(number(3)).toEqual({ kind: 'number', value: 3, decimals: 0 });
    expect(date(plainDate('2026-11-10'))).toEqual({ kind: 'date', date: '2026-11-10' });
    expect(share(0.5)).toEqual({ kind: 'share', value: 0.5 });
  });

  test('keep text in one line and addresses of the web alone', () => {
    expect(text('two\nlines\u0000', { url: 'https://notion.example/1', tone: 'late' })).toEqual({
      kind: 'text',
      text: 'two lines',
      url: 'https://notion.example/1',
      tone: 'late',
    });
    expect(text('x', { url: 'javascript:alert(1)' })).toEqual({ kind: 'text', text: 'x' });
  });

  const row: ReviewRow = {
    key: 'page-1',
    client: 'Acme',
    project: 'Website',
    item: '',
    url: 'https://notion.example/1',
    status: 'Sent',
    sum: someMoney,
    date: undefined,
    days: 3,
    detail: '',
    person: undefined,
    nextStep: '',
    invoice: undefined,
  };

  test('of an item without a name, a person, a sum or an invoice say so', () => {
    const { cells } = itemRow('Overdue', { ...row, sum: undefined });
    expect(cells).toHaveLength(12);
    expect(cells[1]).toMatchObject({ text: 'Untitled' });
    expect(cells[2]).toEqual(empty);
    expect(cells[7]).toEqual(text('nobody', { tone: 'late' }));
    expect(cells[10]).toEqual(empty);
    expect(cells[11]).toEqual(empty);
  });

  test('of an item name its currency, its person and its invoice', () => {
    const { cells } = itemRow('Overdue', {
      ...row,
      person: 'Mara',
      invoice: { number: 'NW-1', url: 'https://pay.example/1' },
    });
    expect(cells[11]).toEqual(text('GBP'));
    expect(cells[7]).toEqual(text('Mara'));
    expect(cells[10]).toEqual(text('NW-1', { url: 'https://pay.example/1' }));
  });
});
