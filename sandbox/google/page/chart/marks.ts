import { html } from 'hono/html';
import { xOf, yOf } from './axes.ts';
import type { Axis, Frame } from './frame.ts';
import type { ChartContent, Series } from './read-chart.ts';
import type { Span, Spans } from './stack.ts';

/** Share of a place along the axis that its columns fill. */
const FILL = 0.66;
const POINT_RADIUS = 3;

export type Drawing = {
  readonly frame: Frame;
  readonly content: ChartContent;
  readonly spans: Spans;
  readonly isStacked: boolean;
  /** Gaps in a line are bridged. */
  readonly bridged: boolean;
};

const axisOf = ({ frame }: Drawing, { onRight }: Series): Axis | undefined =>
  onRight ? frame.axes.RIGHT_AXIS : frame.axes.LEFT_AXIS;

const round = (value: number): number => Math.round(value * 10) / 10;

/** What a reader is told about one mark. */
const told = ({ content }: Drawing, { name, points }: Series, index: number): string =>
  [content.labels[index], name, points[index]?.text].filter((part) => part !== '').join(' · ');

const valueLabel = ({ hasLabels, points }: Series, index: number, x: number, y: number) =>
  hasLabels
    ? html`<text class="value" text-anchor="middle" x="${x}" y="${round(y - 6)}">${points[index]?.text}</text>`
    : '';

function columns(drawing: Drawing, series: Series, columnSeries: readonly Series[]) {
  const { frame, content, spans, isStacked } = drawing;
  const axis = axisOf(drawing, series);
  if (axis === undefined) return '';
  const place = ((frame.right - frame.left) / Math.max(1, content.labels.length)) * FILL;
  const width = isStacked ? place : place / columnSeries.length;
  const shift = isStacked ? -width / 2 : -place / 2 + columnSeries.indexOf(series) * width;
  return (spans.get(series) ?? []).map((span, index) => {
    if (span === undefined) return '';
    const [one, other] = [yOf(frame, axis, span.from), yOf(frame, axis, span.to)];
    const x = xOf(frame, content, index) + shift;
    const colour = series.pointColours.get(index) ?? series.colour;
    return html`<rect class="column" x="${round(x)}" y="${Math.min(one, other)}" width="${round(width)}" height="${round(
      Math.abs(one - other),
    )}" fill="${colour}"><title>${told(drawing, series, index)}</title></rect>${valueLabel(series, index, round(x + width / 2), other)}`;
  });
}

type Place = { readonly index: number; readonly x: number; readonly y: number; readonly from: number };

/** The points of a line in the pieces that its gaps leave. */
function piecesOf({ frame, content, spans, bridged }: Drawing, series: Series, axis: Axis): readonly Place[][] {
  const pieces: Place[][] = [[]];
  for (const [index, span] of (spans.get(series) ?? []).entries()) {
    if (span === undefined) {
      if (!bridged) pieces.push([]);
      continue;
    }
    const at = (value: keyof Span): number => yOf(frame, axis, span[value]);
    pieces.at(-1)?.push({ index, x: xOf(frame, content, index), y: at('to'), from: at('from') });
  }
  return pieces.filter((piece) => piece.length > 0);
}

const coordinates = (places: readonly { readonly x: number; readonly y: number }[]): string =>
  places.map(({ x, y }) => `${x},${y}`).join(' ');

function line(drawing: Drawing, series: Series) {
  const axis = axisOf(drawing, series);
  if (axis === undefined) return '';
  const { colour, lineWidth, dashes, kind } = series;
  return piecesOf(drawing, series, axis).map((piece) => {
    const below = piece.toReversed().map(({ x, from }) => ({ x, y: from }));
    const fill =
      kind === 'AREA'
        ? html`<polygon class="area" points="${coordinates([...piece, ...below])}" fill="${colour}" fill-opacity="0.3"/>`
        : '';
    return html`${fill}<polyline class="line" points="${coordinates(piece)}" fill="none" stroke="${colour}" stroke-width="${lineWidth}"
      stroke-dasharray="${dashes}" stroke-linejoin="round"/>${piece.map(
        ({ index, x, y }) =>
          html`<circle class="point" cx="${x}" cy="${y}" r="${POINT_RADIUS}" fill="${series.pointColours.get(index) ?? colour}"><title>${told(drawing, series, index)}</title></circle>${valueLabel(series, index, x, y)}`,
      )}`;
  });
}

/** Columns first, areas and lines over them. Each series is a group that bears its name. */
export function seriesMarks(drawing: Drawing) {
  const { series } = drawing.content;
  const columnSeries = series.filter(({ kind }) => kind === 'COLUMN');
  const others = series.filter(({ kind }) => kind !== 'COLUMN');
  return [...columnSeries, ...others].map(
    (one) =>
      html`<g class="series" data-series="${one.name}">${
        one.kind === 'COLUMN' ? columns(drawing, one, columnSeries) : line(drawing, one)
      }</g>`,
  );
}
