import { type Figure, isMet, type Target } from './figure.ts';

const HEADINGS = ['figure', 'value', 'target', ''] as const;

const describe = (target: Target | undefined): string => {
  if (target === undefined) return '';
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
};

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

function verdict(figure: Figure): string {
  const met = isMet(figure);
  if (met === undefined) return '';
  return met ? 'PASS' : 'FAIL';
}

/** The figures as text for people. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${rounded(figure.value)} ${figure.unit}`,
    describe(figure.target),
    verdict(figure),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(...[HEADINGS, ...rows].map((row) => (row[column] ?? heading).length)),
  );
  return [HEADINGS, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
