import { BYTES } from './header.ts';

/** RFC 5321 4.5.3.1.6, without the line break. */
const LONGEST_LINE = 998;

/** Why a strict server would not take a text; undefined when it would. */
export function objection(source: Buffer): string | undefined {
  const text = source.toString(BYTES);
  if (/\r(?!\n)|(?<!\r)\n/.test(text)) return 'Line break is not CRLF';
  if (text.includes('\0')) return 'NUL in text';
  if (text.split('\r\n').some((line) => line.length > LONGEST_LINE)) return 'Line too long';
  return undefined;
}
