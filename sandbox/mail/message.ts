export type Headers = ReadonlyMap<string, string>;
export type Parsed = { readonly headers: Headers; readonly subject: string; readonly text: string };

/** The bytes of the source as a string of the same length; charsets are decoded where the text is known to be one. */
const BYTES = 'latin1';

function split(source: string): { head: string; body: string } {
  const end = /\r?\n\r?\n/.exec(source);
  return end
    ? { head: source.slice(0, end.index), body: source.slice(end.index + end[0].length) }
    : { head: source, body: '' };
}

/** Header names in lower case; folded lines joined; of a repeated header the first counts. */
function headersOf(head: string): Headers {
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

const decodeCharset = (bytes: Buffer, charset: string): string => {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
};

const quotedPrintable = (text: string): Buffer =>
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
  return decoded === value ? Buffer.from(value, BYTES).toString('utf8') : decoded;
}

function bodyText(headers: Headers, body: string): string {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary !== undefined) {
    const parts = body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((part) => split(part.replace(/^\r?\n/, '')));
    const read = parts.map((part) => ({ headers: headersOf(part.head), body: part.body }));
    const plain = read.find((part) =>
      /^(text\/plain|multipart\/)/i.test(part.headers.get('content-type') ?? 'text/plain'),
    );
    const chosen = plain ?? read[0];
    return chosen ? bodyText(chosen.headers, chosen.body) : '';
  }
  const charset = /charset="?([^";\s]+)"?/i.exec(type)?.[1] ?? 'utf-8';
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return decodeCharset(Buffer.from(body, 'base64'), charset);
  if (encoding === 'quoted-printable') return decodeCharset(quotedPrintable(body), charset);
  return decodeCharset(Buffer.from(body, BYTES), charset);
}

/** Reads a mail's source as far as a person would look at it: headers, subject and the plain text. */
export function parseMessage(source: Buffer): Parsed {
  const { head, body } = split(source.toString(BYTES));
  const headers = headersOf(head);
  return {
    headers,
    subject: readableHeader(headers.get('subject') ?? ''),
    text: bodyText(headers, body).replaceAll('\r\n', '\n').trimEnd(),
  };
}
