import { addressesIn, BYTES, decodeCharset, headersOf, quotedPrintable, readableHeader } from './header.ts';
import type { Mail } from './mail.ts';

export type Parsed = Omit<Mail, 'from' | 'receivedAt' | 'source' | 'to'>;

type Headers = ReadonlyMap<string, string>;
type Part = { readonly type: string; readonly content: string };

function split(source: string): { head: string; body: string } {
  const end = /^\r?\n|\r?\n\r?\n/.exec(source);
  return end
    ? { head: source.slice(0, end.index), body: source.slice(end.index + end[0].length) }
    : { head: source, body: '' };
}

function decodeBody(headers: Headers, type: string, body: string): string {
  const charset = /charset="?([^";\s]+)"?/i.exec(type)?.[1] ?? 'utf-8';
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return decodeCharset(Buffer.from(body, 'base64'), charset);
  if (encoding === 'quoted-printable') return decodeCharset(quotedPrintable(body), charset);
  return decodeCharset(Buffer.from(body, BYTES), charset);
}

/** What is between the lines that a boundary makes, before the closing one. */
function between(body: string, boundary: string): readonly string[] {
  const pieces: string[] = [];
  let piece: string[] | undefined;
  for (const line of body.split(/\r?\n/)) {
    const isBoundary =
      line.startsWith(`--${boundary}`) && ['', '--'].includes(line.slice(boundary.length + 2).trimEnd());
    if (!isBoundary) {
      piece?.push(line);
      continue;
    }
    if (piece) pieces.push(piece.join('\r\n'));
    piece = line.trimEnd().endsWith(`${boundary}--`) ? undefined : [];
  }
  return pieces;
}

/** The parts that hold something, in their order, however deep they are. */
function partsOf(headers: Headers, body: string): readonly Part[] {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /^multipart\//i.test(type) ? /boundary="?([^";]+)"?/i.exec(type)?.[1] : undefined;
  if (boundary === undefined) return [{ type: type.toLowerCase(), content: decodeBody(headers, type, body) }];
  return between(body, boundary).flatMap((piece) => {
    const part = split(piece);
    return partsOf(headersOf(part.head), part.body);
  });
}

const readable = (content: string | undefined): string => (content ?? '').replaceAll('\r\n', '\n').trimEnd();

/** Reads a mail's source as far as a person would look at it. */
export function parseMessage(source: Buffer): Parsed {
  const { head, body } = split(source.toString(BYTES));
  const headers = headersOf(head);
  const raw = (name: string): string => headers.get(name) ?? '';
  const parts = partsOf(headers, body);
  const content = (type: string): string => readable(parts.find((part) => part.type.startsWith(type))?.content);
  const date = new Date(raw('date'));
  return {
    headers: Object.fromEntries([...headers].map(([name, value]) => [name, readableHeader(value)])),
    subject: readableHeader(raw('subject')),
    cc: addressesIn(raw('cc')),
    replyTo: addressesIn(raw('reply-to') || raw('from'))[0] ?? '',
    messageId: raw('message-id').replace(/^<(.*)>$/, '$1'),
    date: Number.isNaN(date.getTime()) ? undefined : date,
    text: content('text/plain'),
    html: content('text/html'),
  };
}
