import { fromSerial } from './serial.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const TOKENS = /"([^"]*)"|\\(.)|am\/pm|a\/p|y+|m+|d+|h+|s+|./gis;

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

/** `m` means minutes beside hours or seconds, months elsewhere. */
function isMinute(tokens: readonly string[], at: number): boolean {
  const letters = (token: string): boolean => /^[ymdhs]+$/i.test(token);
  const before = tokens.slice(0, at).findLast(letters);
  const after = tokens.slice(at + 1).find(letters);
  return /^h/i.test(before ?? '') || /^s/i.test(after ?? '');
}

function monthText(date: Date, length: number): string {
  const name = MONTHS[date.getUTCMonth()] ?? '';
  if (length >= 4) return name;
  return length === 3 ? name.slice(0, 3) : padded(date.getUTCMonth() + 1, length);
}

function dayText(date: Date, length: number): string {
  const name = DAYS[date.getUTCDay()] ?? '';
  if (length >= 4) return name;
  return length === 3 ? name.slice(0, 3) : padded(date.getUTCDate(), length);
}

function piece(token: string, date: Date, minute: boolean, twelve: boolean): string {
  const { length } = token;
  if (token.startsWith('"')) return token.slice(1, -1);
  if (token.startsWith('\\')) return token.slice(1);
  if (/^am\/pm$/i.test(token)) return date.getUTCHours() < 12 ? 'AM' : 'PM';
  if (/^y+$/i.test(token)) return length > 2 ? String(date.getUTCFullYear()) : padded(date.getUTCFullYear() % 100, 2);
  if (/^d+$/i.test(token)) return dayText(date, length);
  if (/^h+$/i.test(token)) return padded(twelve ? date.getUTCHours() % 12 || 12 : date.getUTCHours(), length);
  if (/^s+$/i.test(token)) return padded(date.getUTCSeconds(), length);
  if (/^m+$/i.test(token)) return minute ? padded(date.getUTCMinutes(), length) : monthText(date, length);
  return token;
}

/** Shows a serial by a date pattern such as `yyyy-mm-dd hh:mm`. */
export function formatDate(serial: number, pattern: string): string {
  const tokens = pattern.match(TOKENS) ?? [];
  const date = fromSerial(serial);
  const twelve = tokens.some((token) => /^am\/pm$/i.test(token));
  return tokens.map((token, at) => piece(token, date, isMinute(tokens, at), twelve)).join('');
}
