import { html } from 'hono/html';
import type { EmbeddedChart } from '../schema/chart.ts';
import { columnLetters } from '../workbook/a1.ts';
import { openBounds } from '../workbook/protection.ts';
import type { Tab, Workbook } from '../workbook/workbook.ts';
import { attributes } from './attributes.ts';
import { cellContent } from './cell-content.ts';
import { cellStyle } from './cell-style.ts';
import { chartBox } from './chart/chart-box.ts';
import { mergeAt, ROW_NUMBER_WIDTH, roomOf, type Shown, shownPart, stickyStart, widthOf } from './layout.ts';

type Sheet = {
  readonly workbook: Workbook;
  readonly tab: Tab;
  readonly shown: Shown;
  /** The filter of the tab, or of the filter view that is open. */
  readonly filter: Tab['basicFilter'];
  /** The charts that hang on a cell, by row and column. */
  readonly charts: ReadonlyMap<string, readonly EmbeddedChart[]>;
};

const CELL_PADDING = 8;

/** A chart on a hidden row or column hangs on the next one that is shown. */
function chartsByCell(tab: Tab, { rows, columns }: Shown): Sheet['charts'] {
  const next = (shown: readonly number[], wanted = 0): number => shown.find((index) => index >= wanted) ?? 0;
  return Map.groupBy(tab.charts, ({ position }) => {
    const anchor = position?.overlayPosition?.anchorCell;
    return `${next(rows, anchor?.rowIndex)} ${next(columns, anchor?.columnIndex)}`;
  });
}

const inHeaderOf = (range: Tab['merges'][number] | undefined, row: number, column: number): boolean =>
  range !== undefined &&
  row === (range.startRowIndex ?? 0) &&
  column >= openBounds(range).left &&
  column < openBounds(range).right;

function filterButton({ filter }: Sheet, row: number, column: number) {
  if (!inHeaderOf(filter?.range, row, column)) return '';
  const isActive = filter?.filterSpecs?.some(({ columnIndex = 0 }) => columnIndex === column);
  return isActive
    ? html`<span class="filter active" title="Filtered by this column">▼</span>`
    : html`<span class="filter" title="Filter">▾</span>`;
}

/** What stands beside a text: the button of its filter, the arrow of its list. */
function marks(sheet: Sheet, row: number, column: number) {
  const rule = sheet.tab.rows[row]?.[column]?.dataValidation;
  const hasList = rule?.condition?.type === 'ONE_OF_LIST' && rule.showCustomUi !== false;
  return html`${filterButton(sheet, row, column)}${hasList ? html`<span class="pick">▾</span>` : ''}`;
}

function textBox({ tab, shown }: Sheet, row: number, column: number) {
  const cell = tab.rows[row]?.[column];
  if (cell?.userEnteredValue === undefined) return '';
  const room = roomOf(tab, shown, row, column);
  const height = tab.rowProperties[row]?.pixelSize;
  const limits = [
    ...(room === undefined ? [] : [`max-width:${room - CELL_PADDING}px`]),
    ...(height === undefined ? [] : [`max-height:${height - 4}px`]),
  ];
  const kind = room === undefined ? 'text' : 'text running';
  return html`<div${attributes({ class: kind, dir: 'auto', style: limits.join(';') })}>${cellContent(cell)}</div>`;
}

function classesOf(sheet: Sheet, row: number, column: number): string[] {
  const { tab, shown, charts } = sheet;
  const { frozenRowCount = 0, frozenColumnCount = 0 } = tab.properties.gridProperties;
  return [
    ...(row === frozenRowCount - 1 ? ['last-frozen-row'] : []),
    ...(stickyStart(tab, shown, column) === undefined ? [] : ['frozen-column']),
    ...(column === frozenColumnCount - 1 ? ['last-frozen-column'] : []),
    ...(roomOf(tab, shown, row, column) === undefined ? [] : ['runs-over']),
    ...(tab.rows[row]?.[column]?.note ? ['noted'] : []),
    ...(charts.has(`${row} ${column}`) ? ['with-chart'] : []),
  ];
}

function cellTag(sheet: Sheet, row: number, column: number) {
  const { tab, shown, workbook } = sheet;
  const merge = mergeAt(tab, row, column);
  if (merge === 'covered') return '';
  const start = stickyStart(tab, shown, column);
  const height = tab.rowProperties[row]?.pixelSize;
  const style = [
    cellStyle(tab, row, column),
    ...(start === undefined ? [] : [`inset-inline-start:${start}px`]),
    ...(height === undefined ? [] : [`height:${height}px`]),
  ];
  const note = tab.rows[row]?.[column]?.note;
  const charts = sheet.charts.get(`${row} ${column}`) ?? [];
  const tag = attributes({
    class: classesOf(sheet, row, column).join(' '),
    style: style.join(';'),
    title: note ?? '',
    rowspan: merge?.spanRows ?? '',
    colspan: merge?.spanColumns ?? '',
  });
  return html`<td${tag}>${marks(sheet, row, column)}${textBox(sheet, row, column)}${
    note ? html`<span class="note"></span>` : ''
  }${charts.map((chart) => chartBox(workbook, chart))}</td>`;
}

/** Letters and numbers tell of what is hidden between them. */
const afterGap = (shown: readonly number[], index: number): string =>
  (shown[index] ?? 0) === (shown[index - 1] ?? -1) + 1 ? '' : 'after-gap';

const rowTag = (sheet: Sheet, row: number, index: number) =>
  html`<tr><th${attributes({ class: afterGap(sheet.shown.rows, index) })}>${row + 1}</th>${sheet.shown.columns.map(
    (column) => cellTag(sheet, row, column),
  )}</tr>`;

/** A tab as a table with column letters and row numbers; what is frozen stays in sight. */
export function sheetTable(workbook: Workbook, tab: Tab, filter: Tab['basicFilter']) {
  const shown = shownPart(tab, filter);
  const sheet = { workbook, tab, shown, filter, charts: chartsByCell(tab, shown) };
  const { frozenRowCount = 0, hideGridlines } = tab.properties.gridProperties;
  const total = shown.columns.reduce((sum, column) => sum + widthOf(tab, column), ROW_NUMBER_WIDTH);
  const tags = shown.rows.map((row, index) => rowTag(sheet, row, index));
  const frozen = shown.rows.filter((row) => row < frozenRowCount).length;
  return html`<table class="sheet ${hideGridlines ? 'plain' : ''}" dir="${tab.properties.rightToLeft ? 'rtl' : 'ltr'}"
    style="width:${total}px">
    <colgroup><col style="width:${ROW_NUMBER_WIDTH}px">${shown.columns.map(
      (column) => html`<col style="width:${widthOf(tab, column)}px">`,
    )}</colgroup>
    <thead><tr><th class="corner"></th>${shown.columns.map(
      (column, index) =>
        html`<th${attributes({ class: afterGap(shown.columns, index) })}>${columnLetters(column)}</th>`,
    )}</tr>${tags.slice(0, frozen)}</thead>
    <tbody>${tags.slice(frozen)}</tbody>
  </table>`;
}
