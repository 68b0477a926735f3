import { type Currency, parseCurrency } from '../currency.ts';
import { moneyShown } from './amount.ts';
import { date, empty, money, share, text } from './cells.ts';
import { type CurrencyFigures, FIGURES, type FigureId, type StoredFigures } from './figures.ts';
import type { Review } from './plan-review.ts';
import type { Cell, HistoryRow, StoredHistoryRow, TableRow } from './table.ts';

type Figure = (typeof FIGURES)[number];

function figureCell({ unit }: Figure, currency: Currency, value: number | null | undefined): Cell {
  if (unit === 'share') return share(value);
  return value === null || value === undefined ? empty : money({ minor: value, currency });
}

/** One row per currency and figure, this week's beside last week's where it is known (Rule 15, row 0). */
export function figureRows({ figures, lastWeek }: Review): readonly TableRow[] {
  return figures.flatMap(({ currency, values }) => {
    const before = lastWeek?.find((stored) => stored.currency === currency)?.values;
    return FIGURES.map((figure) => ({
      look: 'item' as const,
      section: 'Figures',
      key: `figure:${figure.id}:${currency}`,
      cells: [
        text(figure.label),
        text(currency),
        figureCell(figure, currency, values[figure.id]),
        figureCell(figure, currency, before?.[figure.id]),
      ],
    }));
  });
}

/** The same figures for the history tab: one row per currency, one column per figure. */
export function figureCells({ figures, day }: Review): {
  readonly header: readonly string[];
  readonly rows: readonly HistoryRow[];
} {
  const row = ({ currency, values }: CurrencyFigures): HistoryRow => ({
    currency,
    cells: [
      text(day.week.name),
      text(currency),
      date(day.today),
      ...FIGURES.map((figure) => figureCell(figure, currency, values[figure.id])),
    ],
  });
  return { header: ['Week', 'Currency', 'As of', ...FIGURES.map(({ label }) => label)], rows: figures.map(row) };
}

/**
 * Takes last week's figures back from the history, by the headers of their columns. What is no currency or no number
 * any more, because somebody typed over it, is left out: the review then shows nothing beside this week's figure.
 */
export function storedFigures(rows: readonly StoredHistoryRow[]): readonly StoredFigures[] {
  return rows.flatMap(({ currency: code, numbers }) => {
    const currency = parseCurrency(code);
    if (currency === undefined) return [];
    const values: Partial<Record<FigureId, number>> = {};
    for (const { id, label, unit } of FIGURES) {
      const stored = numbers[label];
      if (stored === undefined) continue;
      const value = unit === 'share' ? stored : moneyShown(stored, currency)?.minor;
      if (value !== undefined) values[id] = value;
    }
    return [{ currency, values }];
  });
}
