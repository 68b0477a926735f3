import type { Block, Detail, InvoiceGroup, InvoiceRow, Letter, Link } from './blocks.ts';
import type { Labels } from './texts.ts';

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITY[character] ?? character);

// No colour of text or ground is set, so that a reader's dark mode holds; grey lines are seen on both.
const BODY = 'margin:0;padding:16px;max-width:40em;font:16px/1.5 system-ui,sans-serif;color-scheme:light dark';
const PARAGRAPH = 'margin:0 0 16px';
const HEADING = 'margin:0 0 8px;font-size:16px';
const TABLE = 'width:100%;margin:0 0 16px;border-collapse:collapse';
const CELL = 'padding:8px 4px;border-bottom:1px solid #888;vertical-align:top;overflow-wrap:anywhere';
const LINK = 'display:inline-block;padding:8px 16px 8px 0';

/** What depends on the direction of the language. Some readers do not know `start` and `end`. */
type Look = { readonly cell: string; readonly sum: string; readonly quote: string };

const look = (start: 'left' | 'right', end: 'left' | 'right'): Look => ({
  cell: `${CELL};text-align:${start}`,
  sum: `${CELL};text-align:${end};white-space:nowrap`,
  quote: `margin:0 0 16px;padding-${start}:12px;border-${start}:3px solid #888`,
});

const LEFT_TO_RIGHT = look('left', 'right');
const RIGHT_TO_LEFT = look('right', 'left');

/** The letter as a page of its own: no pictures, no scripts, nothing loaded from elsewhere. */
export function html({ subject, language, labels, blocks }: Letter): string {
  const { tag, isRightToLeft } = language;
  const style = isRightToLeft ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
  return `<!doctype html>
<html lang="${escaped(tag)}" dir="${isRightToLeft ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(subject)}</title>
</head>
<body style="${BODY}">
${blocks.map((block) => blockHtml(block, labels, style)).join('\n')}
</body>
</html>
`;
}

const lines = (texts: readonly string[]): string => texts.map(escaped).join('<br>\n');

function blockHtml(block: Block, labels: Labels, style: Look): string {
  switch (block.is) {
    case 'paragraph':
      return `<p style="${PARAGRAPH}">${lines(block.lines)}</p>`;
    case 'points':
      return `<ul style="${PARAGRAPH}">\n${block.points.map((point) => `<li>${escaped(point)}</li>`).join('\n')}\n</ul>`;
    case 'quote':
      return `<blockquote style="${style.quote}">${lines(block.lines)}</blockquote>`;
    case 'invoices': {
      const heading = block.heading === undefined ? '' : `<h2 style="${HEADING}">${escaped(block.heading)}</h2>\n`;
      return `${heading}${tableHtml(block.groups, labels, style)}`;
    }
  }
}

function tableHtml(groups: readonly InvoiceGroup[], { invoice, due, remaining }: Labels, { cell, sum }: Look): string {
  const isOwed = groups.some(({ rows }) => rows.some((row) => row.remaining !== undefined));
  const heads = [head(invoice, cell), ...(isOwed ? [head(due, cell), head(remaining, sum)] : [])];
  return `<table style="${TABLE}">
<thead><tr>${heads.join('')}</tr></thead>
${groups.map((group) => groupHtml(group, { cell, sum })).join('\n')}
</table>`;
}

type Cells = Pick<Look, 'cell' | 'sum'>;

const head = (label: string, style: string): string => `<th scope="col" style="${style}">${escaped(label)}</th>`;

function groupHtml({ rows, sum }: InvoiceGroup, style: Cells): string {
  const total = sum === undefined ? [] : [sumRow(sum, style)];
  return `<tbody>\n${[...rows.map((row) => rowHtml(row, style)), ...total].join('\n')}\n</tbody>`;
}

const sumRow = ({ label, value }: Detail, style: Cells): string =>
  `<tr><th scope="row" colspan="2" style="${style.cell}">${escaped(label)}</th>${amountCell(value, style)}</tr>`;

const amountCell = (amount: string, { sum }: Cells): string =>
  `<td style="${sum}"><strong>${escaped(amount)}</strong></td>`;

function rowHtml({ number, details, due, remaining, links }: InvoiceRow, style: Cells): string {
  const linked = links.length === 0 ? [] : [links.map((link) => linkHtml(link, number)).join(' ')];
  const about = [`<strong>${escaped(number)}</strong>`, ...details.map(detailHtml), ...linked].join('<br>');
  // The first of them is what the column is called after.
  const when = due.map((detail, index) => (index === 0 ? escaped(detail.value) : detailHtml(detail))).join('<br>');
  const owed =
    remaining === undefined ? '' : `<td style="${style.cell}">${when}</td>${amountCell(remaining.value, style)}`;
  return `<tr><td style="${style.cell}">${about}</td>${owed}</tr>`;
}

const detailHtml = ({ label, value }: Detail): string => `${escaped(label)}: ${escaped(value)}`;

/** Said aloud, each link names its invoice. */
const linkHtml = ({ label, url }: Link, number: string): string =>
  `<a href="${escaped(url)}" aria-label="${escaped(`${label} ${number}`)}" style="${LINK}">${escaped(label)}</a>`;
