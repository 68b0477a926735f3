import { createHash } from 'node:crypto';
import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { HistoryChart, ReviewTable } from '../../src/billing/review/table.ts';
import { HISTORY_ID, type HistoryPlan } from './history.ts';
import type { TabHead } from './tab.ts';
import { sheetIdOf } from './tab-requests.ts';

type Request = sheets_v4.Schema$Request;

/** A year of weeks. */
const WEEKS_SHOWN = 53;

/** From what is well to what is worst. */
const COLOURS = [
  { red: 0.42, green: 0.66, blue: 0.31 },
  { red: 1, green: 0.85, blue: 0.4 },
  { red: 0.96, green: 0.7, blue: 0.42 },
  { red: 0.9, green: 0.44, blue: 0.2 },
  { red: 0.8, green: 0.15, blue: 0.15 },
] as const;
const coloured = (at: number) => ({
  colorStyle: { rgbColor: COLOURS[Math.min(at, COLOURS.length - 1)] ?? COLOURS[0] },
});

/** Right of the figures, where the rest of their rows is empty. */
const ANCHOR_COLUMN = 5;
const SIZE = { widthPixels: 460, heightPixels: 340 };
const GAP = 20;

/** Always the same number for the same chart of the same week: a second one cannot arise. */
function chartIdOf(table: ReviewTable, { id }: HistoryChart): number {
  const digest = createHash('sha256').update(`${table.name} ${id}`).digest();
  return digest.readUInt32BE(0) % 2_000_000_000;
}

type Run = { readonly from: number; readonly to: number };

/** Consecutive rows as one run each. */
function runsOf(rows: readonly number[]): readonly Run[] {
  const runs: { from: number; to: number }[] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last?.to === row) last.to = row + 1;
    else runs.push({ from: row, to: row + 1 });
  }
  return runs;
}

const sourceOf = (runs: readonly Run[], column: number) => ({
  sourceRange: {
    sources: runs.map(({ from, to }) => ({
      sheetId: HISTORY_ID,
      startRowIndex: from,
      endRowIndex: to,
      startColumnIndex: column,
      endColumnIndex: column + 1,
    })),
  },
});

/**
 * Undefined where it cannot be drawn: a column is gone, or columns that somebody moved stand no longer side by side, which Sheets
 * wants as soon as rows of other currencies lie between.
 */
function specOf(
  chart: HistoryChart,
  { header, weeks }: HistoryPlan,
  upTo: string,
): sheets_v4.Schema$ChartSpec | undefined {
  const own = weeks.filter(({ currency, week }) => currency === chart.currency && week <= upTo).slice(-WEEKS_SHOWN);
  const runs = runsOf([0, ...own.map(({ index }) => index)]);
  const columns = [chart.along, ...chart.columns].map((label) => header.indexOf(label));
  const [along = -1, ...series] = columns;
  const areSideBySide = columns.every((column, at) => column === along + at);
  if (columns.includes(-1) || (runs.length > 1 && !areSideBySide)) return undefined;
  const isStacked = chart.kind === 'stacked columns';
  return {
    title: chart.title,
    altText: `${chart.title}, one ${isStacked ? 'column' : 'point'} for each week`,
    hiddenDimensionStrategy: 'SHOW_ALL',
    basicChart: {
      chartType: isStacked ? 'COLUMN' : 'LINE',
      ...(isStacked ? { stackedType: 'STACKED' } : {}),
      legendPosition: 'BOTTOM_LEGEND',
      headerCount: 1,
      domains: [{ domain: sourceOf(runs, along) }],
      series: series.map((column, at) => ({
        series: sourceOf(runs, column),
        targetAxis: 'LEFT_AXIS',
        ...(isStacked ? coloured(at) : {}),
      })),
    },
  };
}

/**
 * The charts of a week, drawn from the history as it stands after the write. They are made once, with the tab or with the first row of
 * a currency, and follow when rows of their currency are new; one that the owner took away stays away.
 * @param tab as it stands; undefined while it does not exist
 */
export function chartRequests(table: ReviewTable, tab: TabHead | undefined, plan: HistoryPlan): readonly Request[] {
  return table.history.charts.flatMap((chart): readonly Request[] => {
    const chartId = chartIdOf(table, chart);
    const isThere = tab?.chartIds.includes(chartId) === true;
    const isNew = plan.newCurrencies.includes(chart.currency);
    if (isThere ? !isNew : tab !== undefined && !isNew) return [];
    const spec = specOf(chart, plan, table.name);
    if (spec === undefined) return [];
    return isThere ? [{ updateChartSpec: { chartId, spec } }] : [addChart(table, chart, { chartId, spec })];
  });
}

type Made = { readonly chartId: number; readonly spec: sheets_v4.Schema$ChartSpec };

function addChart(table: ReviewTable, chart: HistoryChart, { chartId, spec }: Made): Request {
  const place = table.history.charts.filter(({ currency }) => currency === chart.currency).indexOf(chart);
  const anchorCell = {
    sheetId: sheetIdOf(table),
    rowIndex: Math.max(
      0,
      table.rows.findIndex(({ key }) => key === chart.besideKey),
    ),
    columnIndex: ANCHOR_COLUMN,
  };
  const offsetXPixels = GAP + place * (SIZE.widthPixels + GAP);
  return {
    addChart: { chart: { chartId, spec, position: { overlayPosition: { anchorCell, offsetXPixels, ...SIZE } } } },
  };
}
