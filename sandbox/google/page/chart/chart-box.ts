import { html } from 'hono/html';
import type { ChartSpec, EmbeddedChart } from '../../schema/chart.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { cssColour } from '../colours.ts';
import { axesMarks } from './axes.ts';
import { type Frame, frameOf } from './frame.ts';
import { seriesMarks } from './marks.ts';
import { readChart } from './read-chart.ts';
import { stack } from './stack.ts';

const PADDING = 16;

function titles({ title = '', subtitle = '', titleTextPosition, titleTextFormat }: ChartSpec, { width }: Frame) {
  const places: Readonly<Record<string, readonly [number, string]>> = {
    CENTER: [width / 2, 'middle'],
    RIGHT: [width - PADDING, 'end'],
  };
  const [x, anchor] = places[titleTextPosition?.horizontalAlignment ?? ''] ?? [PADDING, 'start'];
  const weight = titleTextFormat?.bold ? 600 : 400;
  const second = title === '' ? PADDING + 12 : PADDING + 34;
  return html`${
    title === ''
      ? ''
      : html`<text class="title" font-size="16" font-weight="${weight}" x="${x}" y="${PADDING + 14}" text-anchor="${anchor}">${title}</text>`
  }${subtitle === '' ? '' : html`<text class="subtitle faint" font-size="12" x="${x}" y="${second}" text-anchor="${anchor}">${subtitle}</text>`}`;
}

const legendMarks = ({ legend }: Frame) =>
  html`<g class="legend">${legend.items.map(
    ({ name, colour, x, y }) =>
      html`<g class="entry"><rect x="${x}" y="${y}" width="12" height="12" rx="2" fill="${colour}"/><text x="${x + 18}" y="${y + 10}">${name}</text></g>`,
  )}</g>`;

function picture(workbook: Workbook, spec: ChartSpec, size: { readonly width: number; readonly height: number }) {
  const content = readChart(workbook, spec);
  const { stackedType = 'NOT_STACKED', interpolateNulls = false } = spec.basicChart ?? {};
  const spans = stack(content, stackedType);
  const frame = frameOf(spec, content, spans, size);
  const { width, height } = size;
  const drawing = { frame, content, spans, isStacked: stackedType !== 'NOT_STACKED', bridged: interpolateNulls };
  const empty = html`<text class="faint" text-anchor="middle" x="${width / 2}" y="${height / 2}">No data</text>`;
  return html`<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-size="11" role="img"
    aria-label="${spec.altText ?? spec.title ?? 'Chart'}">${titles(spec, frame)}${
      content.labels.length === 0 ? empty : html`${axesMarks(frame, content)}${seriesMarks(drawing)}`
    }${legendMarks(frame)}</svg>`;
}

/** A chart, drawn at its place over the grid. */
export function chartBox(workbook: Workbook, { chartId, spec = {}, position }: EmbeddedChart) {
  const {
    offsetXPixels = 0,
    offsetYPixels = 0,
    widthPixels = 600,
    heightPixels = 371,
  } = position?.overlayPosition ?? {};
  const fill = cssColour(spec.backgroundColorStyle, spec.backgroundColor);
  const style = [
    `left:${offsetXPixels}px`,
    `top:${offsetYPixels}px`,
    `width:${widthPixels}px`,
    `height:${heightPixels}px`,
    ...(fill ? [`background:${fill}`] : []),
  ];
  const size = { width: widthPixels - 2, height: heightPixels - 2 };
  return html`<figure class="chart" id="chart-${chartId}" style="${style.join(';')}">${picture(workbook, spec, size)}</figure>`;
}
