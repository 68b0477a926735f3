import { type Currency, parseCurrency } from '../currency.ts';
import { moneyShown } from './amount.ts';
import { date, empty, money, number, share, text } from './cells.ts';
import { type CurrencyFigures, FIGURES, type FigureId, type StoredFigures } from './figure-list.ts';
import type { Review } from './plan-review.ts';
import type { Cell, HistoryChart, HistoryRow, ReviewTable, StoredHistoryRow, TableRow } from './table.ts';

type Figure = (typeof FIGURES)[number];

function figureCell({ unit }: Figure, currency: Currency, value: number): Cell {
  switch (unit) {
    case 'money':
      return money({ minor: value, currency });
    case 'share':
      return share(value);
    case 'days':
    case 'number':
      return number(value, 1);
  }
}

/** What cannot be known, or has nothing to be worked out from, says so; too few items for a median stand for themselves (Rule 16.5). */
function ownCell(figure: Figure, { currency, values, items }: CurrencyFigures): Cell {
  const value = values[figure.id];
  return value === null ? text(items[figure.id] ?? 'n/a') : figureCell(figure, currency, value);
}

const keyOf = (id: FigureId, currency: Currency): string => `figure:${id}:${currency}`;

/** One row per currency and figure, this week's beside last week's where it is known (Rule 15, row 0). */
export function figureRows({ figures, lastWeek }: Review): readonly TableRow[] {
  return figures.flatMap((own) => {
    const { currency } = own;
    const before = lastWeek?.find((stored) => stored.currency === currency)?.values;
    return FIGURES.map((figure) => {
      const stored = before?.[figure.id];
      return {
        look: 'item' as const,
        section: 'Figures',
        key: keyOf(figure.id, currency),
        cells: [
          text(currency),
          text(figure.label),
          ownCell(figure, own),
          stored === undefined ? empty : figureCell(figure, currency, stored),
        ],
      };
    });
  });
}

const labelsOf = (figures: readonly Figure[]): readonly string[] => figures.map(({ label }) => label);

const isAge = ({ id }: Figure): boolean => id === 'current' || id.startsWith('days');
const isOwed = ({ id }: Figure): boolean => id === 'receivables' || id === 'unpromised';

const AGES = FIGURES.filter(isAge);
const OWED = FIGURES.filter(isOwed);
const OTHERS = FIGURES.filter((figure) => !isAge(figure) && !isOwed(figure));

function chartsOf({ currency }: CurrencyFigures): readonly HistoryChart[] {
  const beside = { currency, besideKey: keyOf('receivables', currency) };
  return [
    {
      ...beside,
      id: `${currency} ages`,
      title: `Receivables by age (${currency})`,
      kind: 'stacked columns',
      along: 'Week',
      columns: labelsOf(AGES),
    },
    {
      ...beside,
      id: `${currency} owed`,
      title: `Receivables (${currency})`,
      kind: 'lines',
      along: 'As of',
      columns: labelsOf(OWED),
    },
  ];
}

/**
 * The same figures for the history tab: one row per currency, one column per figure. What a chart draws stands right of what it is
 * drawn along: where rows of other currencies lie between, Sheets draws nothing else.
 */
export function figureCells({ figures, day }: Review): ReviewTable['history'] {
  const row = (own: CurrencyFigures): HistoryRow => ({
    currency: own.currency,
    cells: [
      text(own.currency),
      text(day.week.name),
      ...AGES.map((figure) => ownCell(figure, own)),
      date(day.today),
      ...[...OWED, ...OTHERS].map((figure) => ownCell(figure, own)),
    ],
  });
  return {
    header: ['Currency', 'Week', ...labelsOf(AGES), 'As of', ...labelsOf([...OWED, ...OTHERS])],
    rows: figures.map(row),
    charts: figures.flatMap(chartsOf),
  };
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
      const value = unit === 'money' ? moneyShown(stored, currency)?.minor : stored;
      if (value !== undefined) values[id] = value;
    }
    return [{ currency, values }];
  });
}
