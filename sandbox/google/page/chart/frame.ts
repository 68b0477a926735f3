import type { ChartSpec } from '../../schema/chart.ts';
import type { NumberFormat } from '../../schema/format.ts';
import { displayed } from '../../values/display.ts';
import type { ChartContent } from './read-chart.ts';
import { type Scale, scaleFor } from './scale.ts';
import type { Spans } from './stack.ts';

export type Side = 'LEFT_AXIS' | 'RIGHT_AXIS';
export type Axis = { readonly scale: Scale; readonly labels: readonly string[]; readonly title: string };

/** The plot inside a chart, and how its axes count. */
export type Frame = {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly axes: Readonly<Partial<Record<Side, Axis>>>;
  readonly domainTitle: string;
  readonly legend: Legend;
};

export type LegendItem = { readonly name: string; readonly colour: string; readonly x: number; readonly y: number };
export type Legend = { readonly items: readonly LegendItem[] };

const PADDING = 16;
const LINE = 18;
const GAP = 8;
const TITLE_HEIGHT = 30;
const SUBTITLE_HEIGHT = 20;
const LEGEND_SIDE_MAX = 180;
const MARK = 18;

/** About as wide as 11 pixel letters are. */
export const textWidth = (text: string): number => [...text].length * 6.3;

const formatted = (value: number, format: NumberFormat | undefined): string =>
  displayed({
    userEnteredValue: { numberValue: value },
    ...(format === undefined ? {} : { userEnteredFormat: { numberFormat: format } }),
  }).text;

type Basic = NonNullable<ChartSpec['basicChart']>;
const axisSpec = ({ axis = [] }: Basic, wanted: string) => axis.find(({ position }) => position === wanted);

function axisOn(side: Side, basic: Basic, { series }: ChartContent, spans: Spans): Axis | undefined {
  const own = series.filter(({ onRight }) => onRight === (side === 'RIGHT_AXIS'));
  const [first] = own;
  if (first === undefined) return undefined;
  const values = own.flatMap((one) => (spans.get(one) ?? []).flatMap((span) => (span ? [span.from, span.to] : [])));
  const spec = axisSpec(basic, side);
  const scale = scaleFor(values, spec?.viewWindowOptions);
  const isShare = basic.stackedType === 'PERCENT_STACKED' && first.kind !== 'LINE';
  const format: NumberFormat | undefined = isShare ? { type: 'PERCENT', pattern: '0%' } : first.format;
  return {
    scale,
    labels: scale.ticks.map((tick) => formatted(tick, format)),
    title: spec?.title ?? (own.length === 1 ? first.name : ''),
  };
}

/** Legend entries one after the other, in as many lines as they need. */
function inLines(names: readonly { name: string; colour: string }[], left: number, right: number, top: number): Legend {
  let [x, y] = [left, top];
  const items = names.map((one) => {
    const width = MARK + textWidth(one.name) + GAP * 2;
    if (x > left && x + width > right) [x, y] = [left, y + LINE];
    const item = { ...one, x, y };
    x += width;
    return item;
  });
  return { items };
}

const legendHeight = ({ items }: Legend): number =>
  items.length === 0 ? 0 : (items.at(-1)?.y ?? 0) - (items[0]?.y ?? 0) + LINE + GAP;

const widest = (axis: Axis | undefined): number => {
  if (axis === undefined) return 0;
  return Math.max(...axis.labels.map(textWidth), 0) + GAP + (axis.title === '' ? 0 : LINE);
};

/** Shares out the area of a chart: titles, legend, axes, and the plot in what is left. */
export function frameOf(
  spec: ChartSpec,
  content: ChartContent,
  spans: Spans,
  { width, height }: { readonly width: number; readonly height: number },
): Frame {
  const basic = spec.basicChart ?? {};
  const axes = {
    LEFT_AXIS: axisOn('LEFT_AXIS', basic, content, spans),
    RIGHT_AXIS: axisOn('RIGHT_AXIS', basic, content, spans),
  };
  const domainTitle = axisSpec(basic, 'BOTTOM_AXIS')?.title ?? content.domainName;
  const names = content.series.map(({ name, colour }) => ({ name, colour }));
  const position = basic.legendPosition ?? 'RIGHT_LEGEND';
  const side = position === 'RIGHT_LEGEND' || position === 'LEFT_LEGEND';
  const sideWidth = side
    ? Math.min(LEGEND_SIDE_MAX, MARK + Math.max(0, ...names.map(({ name }) => textWidth(name)))) + GAP
    : 0;
  const titles = (spec.title ? TITLE_HEIGHT : 0) + (spec.subtitle ? SUBTITLE_HEIGHT : 0);
  const top = PADDING + titles;
  const right = width - PADDING - (position === 'RIGHT_LEGEND' ? sideWidth : 0);
  const across = inLines(names, PADDING, width - PADDING, 0);
  const acrossHeight = position === 'TOP_LEGEND' || position === 'BOTTOM_LEGEND' ? legendHeight(across) : 0;
  const moved = (dx: number, dy: number, legend: Legend): Legend => ({
    items: legend.items.map((item) => ({ ...item, x: item.x + dx, y: item.y + dy })),
  });
  const list: Legend = { items: names.map((one, index) => ({ ...one, x: 0, y: index * LINE })) };
  const legends: Readonly<Record<string, Legend>> = {
    TOP_LEGEND: moved(0, top, across),
    BOTTOM_LEGEND: moved(0, height - PADDING - acrossHeight + GAP, across),
    RIGHT_LEGEND: moved(right + GAP, top + GAP, list),
    LEFT_LEGEND: moved(PADDING, top + GAP, list),
  };
  const present = Object.entries(axes).flatMap(([name, axis]) => (axis ? [[name, axis] as const] : []));
  return {
    width,
    height,
    left: PADDING + (position === 'LEFT_LEGEND' ? sideWidth : 0) + widest(axes.LEFT_AXIS),
    right: right - widest(axes.RIGHT_AXIS),
    top: top + GAP + (position === 'TOP_LEGEND' ? acrossHeight : 0),
    bottom:
      height - PADDING - LINE - (domainTitle === '' ? 0 : LINE) - (position === 'BOTTOM_LEGEND' ? acrossHeight : 0),
    axes: Object.fromEntries(present),
    domainTitle,
    legend: legends[position] ?? { items: [] },
  };
}
