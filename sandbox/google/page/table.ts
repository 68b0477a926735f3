import { html } from 'hono/html';
import { displayed } from '../values/display.ts';
import { columnLetters } from '../workbook/a1.ts';
import { openBounds } from '../workbook/protection.ts';
import type { Tab } from '../workbook/workbook.ts';
import { cellStyle } from './cell-style.ts';

const ROWS_MIN = 24;
const COLUMNS_MIN = 8;
const DEFAULT_WIDTH = 100;
const ROW_NUMBER_WIDTH = 46;
const HEADER_HEIGHT = 24;
const ROW_HEIGHT = 24;

type Shown = { readonly rows: readonly number[]; readonly columns: readonly number[] };

/** What is worth showing: everything with content, a margin of empty cells, and nothing hidden. */
function shownPart(tab: Tab): Shown {
  const { rowCount, columnCount } = tab.properties.gridProperties;
  const width = Math.max(0, ...tab.rows.map((row) => row.length));
  const rows = Math.min(rowCount, Math.max(ROWS_MIN, tab.rows.length + 3));
  const columns = Math.min(columnCount, Math.max(COLUMNS_MIN, width + 1));
  const visible = (count: number, properties: Tab['rowProperties']): number[] =>
    [...Array(count).keys()].filter((index) => properties[index]?.hiddenByUser !== true);
  return { rows: visible(rows, tab.rowProperties), columns: visible(columns, tab.columnProperties) };
}

const widthOf = (tab: Tab, column: number): number => tab.columnProperties[column]?.pixelSize ?? DEFAULT_WIDTH;

/** Only web addresses and places in this file become links; any other scheme is shown as text. */
const safeLink = (uri: string | undefined): string | undefined =>
  uri !== undefined && /^(https?:\/\/|#)/i.test(uri) ? uri : undefined;

function cellContent(tab: Tab, row: number, column: number) {
  const cell = tab.rows[row]?.[column];
  const { text, color } = displayed(cell);
  const shown = cell?.userEnteredValue?.formulaValue ?? text;
  const link = safeLink(cell?.userEnteredFormat?.textFormat?.link?.uri);
  if (link) return html`<a href="${link}" rel="noreferrer">${shown}</a>`;
  return color ? html`<span style="color:${color}">${shown}</span>` : html`${shown}`;
}

type Merge = { readonly spanRows: number; readonly spanColumns: number } | 'covered' | undefined;

function mergeAt(tab: Tab, row: number, column: number): Merge {
  for (const merge of tab.merges) {
    const { top, bottom, left, right } = openBounds(merge);
    if (row < top || row >= bottom || column < left || column >= right) continue;
    return row === top && column === left ? { spanRows: bottom - top, spanColumns: right - left } : 'covered';
  }
  return undefined;
}

/** Where frozen columns stick: behind the row numbers and the frozen columns before them. */
function stickyLeft(tab: Tab, columns: readonly number[], column: number): number | undefined {
  const frozen = tab.properties.gridProperties.frozenColumnCount ?? 0;
  if (column >= frozen) return undefined;
  return columns
    .filter((other) => other < column)
    .reduce((left, other) => left + widthOf(tab, other), ROW_NUMBER_WIDTH);
}

function cellTag(tab: Tab, shown: Shown, row: number, column: number) {
  const merge = mergeAt(tab, row, column);
  if (merge === 'covered') return '';
  const { frozenRowCount = 0 } = tab.properties.gridProperties;
  const left = stickyLeft(tab, shown.columns, column);
  const place = [
    ...(row < frozenRowCount ? [`top:${HEADER_HEIGHT + shown.rows.indexOf(row) * ROW_HEIGHT}px`] : []),
    ...(left === undefined ? [] : [`left:${left}px`]),
  ];
  const classes = [
    ...(row < frozenRowCount ? ['frozen-row'] : []),
    ...(row === frozenRowCount - 1 ? ['last-frozen'] : []),
    ...(left === undefined ? [] : ['frozen-column']),
  ];
  const filter = tab.basicFilter?.range;
  const filtered =
    filter && row === filter.startRowIndex && column >= openBounds(filter).left && column < openBounds(filter).right;
  const note = tab.rows[row]?.[column]?.note;
  const style = [cellStyle(tab, row, column), ...place].join(';');
  return html`<td class="${classes.join(' ')}" style="${style}" title="${note ?? ''}"
    rowspan="${merge?.spanRows ?? 1}" colspan="${merge?.spanColumns ?? 1}">${cellContent(tab, row, column)}${
      filtered ? html`<span class="filter">▾</span>` : ''
    }${note ? html`<span class="note"></span>` : ''}</td>`;
}

/** A tab as a table with column letters and row numbers. */
export function sheetTable(tab: Tab) {
  const shown = shownPart(tab);
  const gridlines = tab.properties.gridProperties.hideGridlines ? 'plain' : '';
  const total = shown.columns.reduce((sum, column) => sum + widthOf(tab, column), ROW_NUMBER_WIDTH);
  return html`<table class="sheet ${gridlines}" style="width:${total}px">
    <colgroup><col style="width:${ROW_NUMBER_WIDTH}px">${shown.columns.map(
      (column) => html`<col style="width:${widthOf(tab, column)}px">`,
    )}</colgroup>
    <thead><tr><th class="corner"></th>${shown.columns.map((column) => html`<th>${columnLetters(column)}</th>`)}</tr></thead>
    <tbody>${shown.rows.map(
      (row) => html`<tr><th>${row + 1}</th>${shown.columns.map((column) => cellTag(tab, shown, row, column))}</tr>`,
    )}</tbody>
  </table>`;
}
