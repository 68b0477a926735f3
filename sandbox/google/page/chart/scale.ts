/** A vertical axis: its ends, and where lines are drawn across. */
export type Scale = { readonly min: number; readonly max: number; readonly ticks: readonly number[] };

const STEPS = [1, 2, 2.5, 5, 10];
const TICKS_WANTED = 5;

/** The round step that divides a span into about as many parts as are wanted. */
function roundStep(span: number): number {
  const rough = span / TICKS_WANTED;
  const unit = 10 ** Math.floor(Math.log10(rough));
  return unit * (STEPS.find((step) => step * unit >= rough) ?? 10);
}

type Window = { readonly viewWindowMin?: number; readonly viewWindowMax?: number };

/** A scale with round numbers that holds all values and zero, unless its ends are given. */
export function scaleFor(values: readonly number[], { viewWindowMin, viewWindowMax }: Window = {}): Scale {
  const low = viewWindowMin ?? Math.min(0, ...values);
  const high = viewWindowMax ?? Math.max(0, ...values);
  const step = roundStep(high > low ? high - low : 1);
  const min = viewWindowMin ?? Math.floor(low / step) * step;
  const max = viewWindowMax ?? (Math.ceil(high / step) * step || step);
  const first = Math.ceil(min / step - 1e-9);
  const count = Math.floor(max / step + 1e-9) - first + 1;
  const ticks = Array.from({ length: Math.max(0, count) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  return { min, max: max > min ? max : min + 1, ticks };
}
