import { invalid, notInSandbox } from '../errors.ts';
import type { ChartSpec } from '../schema/chart.ts';
import type { CellFormat } from '../schema/format.ts';
import { type Bounds, boundsOf } from '../workbook/grid.ts';
import { tabOfGrid } from '../workbook/tabs.ts';
import type { Workbook } from '../workbook/workbook.ts';

type Basic = NonNullable<ChartSpec['basicChart']>;
type Series = NonNullable<Basic['series']>[number];
type Data = NonNullable<Series['series']>;

/** The kinds that the page draws. */
const DRAWN: readonly string[] = ['LINE', 'COLUMN', 'AREA', 'COMBO'];
const STACKABLE: readonly string[] = ['COLUMN', 'AREA', 'COMBO'];

const wrong = (what: string): never => {
  throw invalid(what);
};

/** What only charts on a connected database have. */
function checkForDataSource(spec: ChartSpec, data: readonly Data[]): void {
  if (spec.filterSpecs?.length || spec.sortSpecs?.length)
    wrong('ChartSpec.filterSpecs and sortSpecs are only supported for data source charts.');
  if (data.some(({ aggregateType }) => aggregateType !== undefined))
    wrong('ChartData.aggregateType is only supported for data source charts.');
}

function checkText(name: string, format: CellFormat['textFormat']): void {
  const refused = ['strikethrough', 'underline', 'link'].filter((field) => format && field in format);
  if (refused.length > 0) wrong(`${name} does not support: ${refused.join(', ')}.`);
}

function checkAxes({ axis = [] }: Basic): void {
  const positions = axis.map(({ position }) => position);
  if (positions.includes(undefined)) wrong('BasicChartAxis.position is required.');
  if (new Set(positions).size < positions.length) wrong('A chart may not have more than one axis per axis position.');
  for (const { position, format, viewWindowOptions } of axis) {
    if (position === 'BOTTOM_AXIS' && format) wrong('BasicChartAxis.format is not valid on the axis of the domain.');
    if (format && 'link' in format) wrong('BasicChartAxis.format does not support: link.');
    if (position === 'BOTTOM_AXIS' && viewWindowOptions) throw notInSandbox('viewWindowOptions on a bottom axis');
  }
}

function checkSeries({ chartType }: Basic, series: Series): void {
  const { type, targetAxis, lineStyle, pointStyle, dataLabel } = series;
  if (type !== undefined && chartType !== 'COMBO')
    wrong('BasicChartSeries.type is only valid if the chartType is COMBO.');
  if (type !== undefined && !['LINE', 'AREA', 'COLUMN'].includes(type))
    wrong(`BasicChartSeries.type ${type} is not supported in a COMBO chart.`);
  if (targetAxis === 'BOTTOM_AXIS') wrong(`BOTTOM_AXIS is not a valid minor axis of a ${chartType} chart.`);
  const kind = type ?? chartType;
  if (lineStyle && kind === 'COLUMN') wrong('BasicChartSeries.lineStyle is not valid for a series of columns.');
  if (pointStyle && kind === 'COLUMN') wrong('BasicChartSeries.pointStyle is not valid for a series of columns.');
  if (pointStyle) throw notInSandbox('pointStyle of a chart');
  if (dataLabel?.type === 'CUSTOM' || dataLabel?.placement) throw notInSandbox('data labels of that kind');
}

function checkBasic(basic: Basic): void {
  const { chartType, domains = [], series = [], stackedType = 'NOT_STACKED' } = basic;
  if (chartType === undefined) wrong('BasicChartSpec.chartType is required.');
  else if (!DRAWN.includes(chartType)) throw notInSandbox(`charts of type ${chartType}`);
  if (domains.length > 1) wrong('Only a single domain is supported.');
  if (series.length === 0) wrong('A chart must have at least one series.');
  if (stackedType !== 'NOT_STACKED' && !STACKABLE.includes(chartType ?? ''))
    wrong(`The stackedType ${stackedType} is not supported by a ${chartType} chart.`);
  if ((basic.headerCount ?? 0) < 0) wrong('BasicChartSpec.headerCount must not be negative.');
  if (basic.threeDimensional) throw notInSandbox('three-dimensional charts');
  if (basic.lineSmoothing) throw notInSandbox('smooth lines in charts');
  if (basic.totalDataLabel) throw notInSandbox('total data labels of charts');
  checkAxes(basic);
  for (const one of series) checkSeries(basic, one);
}

type Place = Bounds & { readonly sheetId: number };

/** With several sources, those at one place of each list must lie beside each other, in the order of the series. */
function isContiguous(one: Place, next: Place | undefined, inColumns: boolean): boolean {
  if (next === undefined || next.sheetId !== one.sheetId) return false;
  return inColumns
    ? next.left === one.left + 1 && next.top === one.top && next.bottom === one.bottom
    : next.top === one.top + 1 && next.left === one.left && next.right === one.right;
}

function checkSources(workbook: Workbook, data: readonly Data[]): void {
  const lists = data.map(({ sourceRange }) =>
    (sourceRange?.sources ?? []).map(
      (range): Place => ({ sheetId: range.sheetId ?? 0, ...boundsOf(tabOfGrid(workbook, range.sheetId), range) }),
    ),
  );
  if (lists.some((places) => places.length === 0)) throw invalid('ChartData.sourceRange.sources must not be empty.');
  if (new Set(lists.map((places) => places.length)).size > 1)
    throw invalid('The domain and all series must have the same number of source ranges.');
  const inColumns = lists.flat().every(({ left, right }) => right - left === 1);
  for (const places of lists) {
    const isColumn = places.every(({ left, right }) => right - left === 1);
    if (!isColumn && !places.every(({ top, bottom }) => bottom - top === 1))
      throw invalid('ChartSourceRange ranges require all rows or all columns to have length of 1');
  }
  for (const [index, places] of lists.slice(1).entries())
    for (const [at, place] of (lists[index] ?? []).entries())
      if (places.length > 1 && !isContiguous(place, places[at], inColumns))
        throw invalid(
          'With more than one source range, those at one place must be in order and contiguous across the domain and series.',
        );
}

/** Refuses a spec that the service would refuse, or that the page cannot draw. */
export function checkSpec(workbook: Workbook, spec: ChartSpec): void {
  if (spec.pieChart && !spec.basicChart) throw notInSandbox('pie charts');
  const { basicChart } = spec;
  if (basicChart === undefined || spec.pieChart) throw invalid('A chart spec has exactly one kind of chart.');
  const parts = [
    ...(basicChart.domains ?? []).map(({ domain }) => domain ?? {}),
    ...(basicChart.series ?? []).map(({ series }) => series ?? {}),
  ];
  checkText('ChartSpec.titleTextFormat', spec.titleTextFormat);
  checkText('ChartSpec.subtitleTextFormat', spec.subtitleTextFormat);
  checkForDataSource(spec, parts);
  checkBasic(basicChart);
  checkSources(workbook, parts);
}
