import type { StoredCell } from '../../schema/cell.ts';
import type { ChartSpec } from '../../schema/chart.ts';
import type { NumberFormat } from '../../schema/format.ts';
import type { GridRange } from '../../schema/range.ts';
import { displayed, isDateFormat } from '../../values/display.ts';
import { filteredRows } from '../../values/filter.ts';
import { openBounds } from '../../workbook/protection.ts';
import type { Tab, Workbook } from '../../workbook/workbook.ts';
import { markColour, seriesColour } from '../colours.ts';

type Basic = NonNullable<ChartSpec['basicChart']>;
type GivenSeries = NonNullable<Basic['series']>[number];
export type Kind = 'COLUMN' | 'LINE' | 'AREA';

export type Point = { readonly value: number | undefined; readonly text: string };

export type Series = {
  readonly name: string;
  readonly kind: Kind;
  readonly points: readonly Point[];
  readonly colour: string;
  /** The colours of single points that have one of their own. */
  readonly pointColours: ReadonlyMap<number, string>;
  readonly onRight: boolean;
  readonly dashes: string;
  readonly lineWidth: number;
  readonly hasLabels: boolean;
  readonly format: NumberFormat | undefined;
};

/** What a chart shows, taken from the cells that it names. */
export type ChartContent = {
  readonly labels: readonly string[];
  /** Where each label stands on a scale of its own, when all are days or numbers; undefined: one beside the other. */
  readonly places: readonly number[] | undefined;
  readonly domainName: string;
  readonly series: readonly Series[];
};

const DASHES: Readonly<Record<string, string>> = {
  DOTTED: '2 3',
  MEDIUM_DASHED: '5 4',
  MEDIUM_DASHED_DOTTED: '5 3 1 3',
  LONG_DASHED: '9 5',
  LONG_DASHED_DOTTED: '9 4 2 4',
};

type Cell = StoredCell | undefined;

/** Rows that people or filters hide, and hidden columns, are left out unless the chart says otherwise. */
function isLeftOut(tab: Tab, row: number, column: number, filtered: ReadonlySet<number>, strategy: string): boolean {
  const rowHidden = tab.rowProperties[row]?.hiddenByUser === true || filtered.has(row);
  const columnHidden = tab.columnProperties[column]?.hiddenByUser === true;
  return (
    (rowHidden && (strategy === 'SKIP_HIDDEN_ROWS_AND_COLUMNS' || strategy === 'SKIP_HIDDEN_ROWS')) ||
    (columnHidden && (strategy === 'SKIP_HIDDEN_ROWS_AND_COLUMNS' || strategy === 'SKIP_HIDDEN_COLUMNS'))
  );
}

/** The cells of some ranges, one after the other. A range on a tab that is gone gives none. */
function cellsOf(workbook: Workbook, ranges: readonly GridRange[], strategy: string): readonly Cell[] {
  return ranges.flatMap((range) => {
    const tab = workbook.tabs.find(({ properties }) => properties.sheetId === (range.sheetId ?? 0));
    if (!tab) return [];
    const filtered = filteredRows(tab, tab.basicFilter);
    const { rowCount, columnCount } = tab.properties.gridProperties;
    const { top, bottom, left, right } = openBounds(range);
    const cells: Cell[] = [];
    for (let row = top; row < Math.min(bottom, rowCount); row += 1)
      for (let column = left; column < Math.min(right, columnCount); column += 1)
        if (!isLeftOut(tab, row, column, filtered, strategy)) cells.push(tab.rows[row]?.[column]);
    return cells;
  });
}

const isText = (cell: Cell): boolean => cell?.userEnteredValue?.stringValue !== undefined;
const numberOf = (cell: Cell): number | undefined => cell?.userEnteredValue?.numberValue;

/** Without a word about headers: texts above numbers are taken for names, as the service guesses. */
const guessedHeaders = (series: readonly (readonly Cell[])[]): number =>
  series.length > 0 && series.every(([first, second]) => isText(first) && !isText(second)) ? 1 : 0;

function seriesFrom(
  cells: readonly Cell[],
  headers: number,
  given: GivenSeries,
  index: number,
  chartType: string,
): Series {
  const values = cells.slice(headers);
  const kind = chartType === 'COMBO' ? (given.type ?? 'COLUMN') : chartType;
  const overrides = (given.styleOverrides ?? []).flatMap(({ index: at = 0, colorStyle, color }) => {
    const colour = markColour(colorStyle, color);
    return colour === undefined ? [] : [[at, colour] as const];
  });
  return {
    name: headers > 0 ? displayed(cells[headers - 1]).text : '',
    kind: kind === 'LINE' || kind === 'AREA' ? kind : 'COLUMN',
    points: values.map((cell) => ({ value: numberOf(cell), text: displayed(cell).text })),
    colour: markColour(given.colorStyle, given.color) ?? seriesColour(index),
    pointColours: new Map(overrides),
    onRight: given.targetAxis === 'RIGHT_AXIS',
    dashes: DASHES[given.lineStyle?.type ?? ''] ?? '',
    lineWidth: given.lineStyle?.width ?? 2,
    hasLabels: given.dataLabel?.type === 'DATA',
    format: values.find((cell) => numberOf(cell) !== undefined)?.userEnteredFormat?.numberFormat,
  };
}

/** Days and numbers stand on a scale of their own, except under columns, which each have a place of the same width. */
function placesOf(cells: readonly Cell[], series: readonly Series[]): readonly number[] | undefined {
  if (series.some(({ kind }) => kind === 'COLUMN') || cells.length < 2) return undefined;
  const numbers = cells.map(numberOf);
  const isScale = cells.every((cell) => cell === undefined || isDateFormat(cell.userEnteredFormat?.numberFormat));
  return isScale && numbers.every((number) => number !== undefined) ? numbers : undefined;
}

/** Reads the cells behind a chart. Empty places at the end, kept free for weeks to come, are not shown. */
export function readChart(workbook: Workbook, spec: ChartSpec): ChartContent {
  const { chartType = 'COLUMN', domains = [], series: given = [], headerCount } = spec.basicChart ?? {};
  const strategy = spec.hiddenDimensionStrategy ?? 'SKIP_HIDDEN_ROWS_AND_COLUMNS';
  const domain = cellsOf(workbook, domains[0]?.domain?.sourceRange?.sources ?? [], strategy);
  const columns = given.map(({ series }) => cellsOf(workbook, series?.sourceRange?.sources ?? [], strategy));
  const headers = headerCount ?? guessedHeaders(columns);
  const all = given.map((one, index) => seriesFrom(columns[index] ?? [], headers, one, index, chartType));
  const labels = domain.slice(headers);
  const filled = (cell: Cell): boolean => cell?.userEnteredValue !== undefined;
  const length = Math.max(
    labels.findLastIndex(filled) + 1,
    ...all.map(({ points }) => points.findLastIndex(({ value }) => value !== undefined) + 1),
  );
  const upTo = <T>(items: readonly T[], empty: T): readonly T[] =>
    Array.from({ length }, (_, index) => items[index] ?? empty);
  const series = all.map((one) => ({ ...one, points: upTo(one.points, { value: undefined, text: '' }) }));
  const isReversed = domains[0]?.reversed === true;
  const turned = <T>(items: readonly T[]): readonly T[] => (isReversed ? items.toReversed() : items);
  const shown = turned(upTo(labels, undefined));
  return {
    labels: shown.map((cell) => displayed(cell).text),
    places: isReversed ? undefined : placesOf(shown, series),
    domainName: headers > 0 ? displayed(domain[headers - 1]).text : '',
    series: series.map((one) => ({ ...one, points: turned(one.points) })),
  };
}
