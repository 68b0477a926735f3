import { html } from 'hono/html';
import type { StoredCell } from '../schema/cell.ts';
import type { CellFormat } from '../schema/format.ts';
import { displayed } from '../values/display.ts';
import { attributes } from './attributes.ts';
import { textStyle } from './cell-style.ts';

type TextFormat = NonNullable<CellFormat['textFormat']>;
type Piece = { readonly text: string; readonly format: TextFormat; readonly link: string | undefined };

/** Only web addresses, mail and places in this file become links; any other scheme is shown as text. */
const safeLink = (uri: string | undefined): string | undefined =>
  uri !== undefined && /^(https?:\/\/|mailto:|#)/i.test(uri) ? uri : undefined;

/** A text in the pieces that its runs make of it; what lies before the first run looks like the cell. */
function piecesOf(cell: StoredCell | undefined, text: string): readonly Piece[] {
  const link = safeLink(cell?.userEnteredFormat?.textFormat?.link?.uri);
  const runs = cell?.userEnteredValue?.stringValue === undefined ? [] : (cell.textFormatRuns ?? []);
  const starts = runs.map(({ startIndex = 0 }) => startIndex);
  const before = { text: text.slice(0, starts[0] ?? text.length), format: {}, link };
  const pieces = runs.map(({ format = {} }, index) => ({
    text: text.slice(starts[index], starts[index + 1] ?? text.length),
    format,
    // A link on a run takes the place of the cell's own.
    link: safeLink(format.link?.uri) ?? (runs.some((run) => run.format?.link) ? undefined : link),
  }));
  return [before, ...pieces].filter((piece) => piece.text !== '');
}

function pieceTag({ text, format, link }: Piece) {
  const style = textStyle(format).join(';');
  if (link) return html`<a${attributes({ href: link, rel: 'noreferrer', style })}>${text}</a>`;
  return style === '' ? html`${text}` : html`<span style="${style}">${text}</span>`;
}

const isTickBox = (cell: StoredCell | undefined): boolean =>
  cell?.dataValidation?.condition?.type === 'BOOLEAN' && cell.userEnteredValue?.boolValue !== undefined;

/** What a reader sees of a cell's value. Formulas are not computed here; they show as they were written. */
export function cellContent(cell: StoredCell | undefined) {
  if (isTickBox(cell)) return html`${cell?.userEnteredValue?.boolValue ? '☑' : '☐'}`;
  const { text, color } = displayed(cell);
  const pieces = piecesOf(cell, cell?.userEnteredValue?.formulaValue ?? text).map(pieceTag);
  return color ? html`<span style="color:${color}">${pieces}</span>` : html`${pieces}`;
}
