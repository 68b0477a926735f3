import type { PlainDate } from '../calendar.ts';
import { decimalsOf } from '../currency.ts';
import { type Money, majorUnits } from '../money.ts';
import type { Cell, Tone } from './table.ts';

const TEXT_MAX = 2_000;

/**
 * Control characters, which other programs take for commands or line ends when the owner exports the sheet; and those that turn the
 * direction of what follows, with which a name could make the cells beside it read backwards. Text from right to left needs none.
 */
const CONTROL = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);

export const empty: Cell = { kind: 'empty' };

/** Text in one line, cut to a sane length. An address is kept only when it is one of the web. */
export function text(words: string, extra: { readonly url?: string | undefined; readonly tone?: Tone } = {}): Cell {
  const line = [...words.toWellFormed().replaceAll(CONTROL, ' ').trim()].slice(0, TEXT_MAX).join('');
  if (line === '') return empty;
  const { url, tone } = extra;
  return {
    kind: 'text',
    text: line,
    ...(url !== undefined && isWebAddress(url) ? { url } : {}),
    ...(tone === undefined ? {} : { tone }),
  };
}

export const money = (sum: Money | undefined): Cell =>
  sum === undefined
    ? empty
    : { kind: 'money', major: majorUnits(sum), currency: sum.currency, decimals: decimalsOf(sum.currency) ?? 2 };

export const number = (value: number | undefined, decimals: 0 | 1 = 0): Cell =>
  value === undefined ? empty : { kind: 'number', value, decimals };

export const date = (day: PlainDate | undefined): Cell => (day === undefined ? empty : { kind: 'date', date: day });

export const share = (value: number): Cell => ({ kind: 'share', value });
