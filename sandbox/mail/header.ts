/** The bytes of a source as a string of the same length; charsets are decoded where the text is known to be one. */
export const BYTES = 'latin1';

export function decodeCharset(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

export const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    BYTES,
  );

/** Header text with its encoded words (`=?utf-8?Q?…?=`) made readable. */
export function readableHeader(value: string): string {
  const joined = value.replace(/\?=\s+=\?/g, '?==?');
  const decoded = joined.replace(
    /=\?([^?]+)\?([BQ])\?([^?]*)\?=/gi,
    (_, charset: string, kind: string, text: string) => {
      const bytes =
        kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : quotedPrintable(text.replaceAll('_', ' '));
      return decodeCharset(bytes, charset);
    },
  );
  // What is not encoded may still be UTF-8 as it stands.
  return decoded === joined ? Buffer.from(value, BYTES).toString('utf8') : decoded;
}

/** The addresses in a header like `To`, without the names. Taken from the raw header: a decoded name may hold a comma. */
export function addressesIn(rawHeader: string): readonly string[] {
  const entries = rawHeader.replace(/"(?:[^"\\]|\\.)*"/g, '').split(',');
  return entries.map((entry) => (/<([^<>]*)>/.exec(entry)?.[1] ?? entry).trim()).filter((address) => address !== '');
}

/** Header names in lower case; folded lines joined; of a repeated header the first counts. */
export function headersOf(head: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}
