import type { ChartContent, Series } from './read-chart.ts';

/** One value with where it begins and ends on the axis. */
export type Span = { readonly from: number; readonly to: number };

/** The span of each point of each series; undefined where the cell holds no number. */
export type Spans = ReadonlyMap<Series, readonly (Span | undefined)[]>;

const canStack = ({ kind }: Series): boolean => kind !== 'LINE';

/** Of all stacked values at one place, that a percentage is a part of. */
const totalAt = (series: readonly Series[], index: number): number =>
  series.filter(canStack).reduce((sum, { points }) => sum + Math.abs(points[index]?.value ?? 0), 0);

/** Puts series on top of each other as the chart wants: values above zero upwards, those below downwards. */
export function stack({ series, labels }: Pick<ChartContent, 'series' | 'labels'>, stackedType: string): Spans {
  const isStacked = stackedType === 'STACKED' || stackedType === 'PERCENT_STACKED';
  const spans = new Map<Series, (Span | undefined)[]>(series.map((one) => [one, []]));
  for (const index of labels.keys()) {
    const total = stackedType === 'PERCENT_STACKED' ? totalAt(series, index) : 1;
    const reached = { above: 0, below: 0 };
    for (const one of series) {
      const value = one.points[index]?.value;
      const share = value === undefined ? undefined : total === 0 ? 0 : canStack(one) ? value / total : value;
      spans.get(one)?.push(share === undefined ? undefined : place(share, isStacked && canStack(one), reached));
    }
  }
  return spans;
}

function place(value: number, isStacked: boolean, reached: { above: number; below: number }): Span {
  if (!isStacked) return { from: 0, to: value };
  const side = value < 0 ? 'below' : 'above';
  const from = reached[side];
  reached[side] = from + value;
  return { from, to: from + value };
}
