import { html } from 'hono/html';
import { type Axis, type Frame, type Side, textWidth } from './frame.ts';
import type { ChartContent } from './read-chart.ts';

const GAP = 8;
const round = (value: number): number => Math.round(value * 10) / 10;

/** Where a value lies between bottom and top of the plot. */
export const yOf = ({ top, bottom }: Frame, { scale }: Axis, value: number): number => {
  const inside = Math.min(scale.max, Math.max(scale.min, value));
  return round(bottom - ((inside - scale.min) / (scale.max - scale.min)) * (bottom - top));
};

/** The middle of each place along the domain axis. */
export function xOf({ left, right }: Frame, { labels, places }: ChartContent, index: number): number {
  const first = places?.[0] ?? 0;
  const last = places?.at(-1) ?? 0;
  const at = places?.[index];
  const margin = Math.min(24, (right - left) / 8);
  if (at !== undefined && last > first)
    return round(left + margin + ((at - first) / (last - first)) * (right - left - 2 * margin));
  return round(left + ((index + 0.5) / Math.max(1, labels.length)) * (right - left));
}

function valueAxis(frame: Frame, side: Side, axis: Axis) {
  const { left, right, top, bottom } = frame;
  const isLeft = side === 'LEFT_AXIS';
  const x = isLeft ? left - GAP : right + GAP;
  const widest = Math.max(...axis.labels.map(textWidth), 0);
  const titleX = round(isLeft ? left - GAP - widest - 10 : right + GAP + widest + 16);
  const middle = round((top + bottom) / 2);
  return html`${axis.scale.ticks.map((tick, index) => {
    const y = yOf(frame, axis, tick);
    const rule = isLeft ? html`<line class="rule" x1="${left}" x2="${right}" y1="${y}" y2="${y}"/>` : '';
    return html`${rule}<text class="tick faint" x="${x}" y="${y + 4}" text-anchor="${isLeft ? 'end' : 'start'}">${axis.labels[index]}</text>`;
  })}${
    axis.title === ''
      ? ''
      : html`<text class="axis-title faint" font-style="italic" text-anchor="middle" x="${titleX}" y="${middle}"
          transform="rotate(${isLeft ? -90 : 90} ${titleX} ${middle})">${axis.title}</text>`
  }`;
}

type Label = { readonly text: string; readonly x: number };

/** The labels that fit beside each other, inside the chart. The latest is the one that is read: it comes first. */
function shownLabels(frame: Frame, content: ChartContent): readonly Label[] {
  let free = frame.width;
  const shown: Label[] = [];
  for (const [index, text] of [...content.labels.entries()].toReversed()) {
    const half = textWidth(text) / 2;
    const x = Math.min(xOf(frame, content, index), frame.width - half - GAP / 2);
    if (x + half > free) continue;
    free = x - half - GAP;
    shown.push({ text, x: round(x) });
  }
  return shown.toReversed();
}

function domainAxis(frame: Frame, content: ChartContent) {
  const { left, right, bottom, domainTitle } = frame;
  return html`${shownLabels(frame, content).map(
    ({ text, x }) => html`<text class="label faint" text-anchor="middle" x="${x}" y="${bottom + 16}">${text}</text>`,
  )}${
    domainTitle === ''
      ? ''
      : html`<text class="axis-title faint" font-style="italic" text-anchor="middle" x="${round((left + right) / 2)}" y="${bottom + 34}">${domainTitle}</text>`
  }`;
}

/** Lines across, numbers beside them, names below, and the line that values stand on. */
export function axesMarks(frame: Frame, content: ChartContent) {
  const { left, right, bottom, axes } = frame;
  const base = axes.LEFT_AXIS ?? axes.RIGHT_AXIS;
  const zero = base ? yOf(frame, base, 0) : bottom;
  return html`${axes.LEFT_AXIS ? valueAxis(frame, 'LEFT_AXIS', axes.LEFT_AXIS) : ''}${
    axes.RIGHT_AXIS ? valueAxis(frame, 'RIGHT_AXIS', axes.RIGHT_AXIS) : ''
  }${domainAxis(frame, content)}<line class="axis" x1="${left}" x2="${right}" y1="${zero}" y2="${zero}"/>`;
}
