import type { StoredCell } from '../schema/cell.ts';
import type { Bounds } from '../workbook/grid.ts';
import { cellAt } from '../workbook/grid.ts';
import type { Tab } from '../workbook/workbook.ts';
import { displayed, FORMULA_MARK, isDateFormat } from './display.ts';
import type { Scalar } from './input.ts';

export type RenderOptions = {
  readonly values: 'FORMATTED_VALUE' | 'UNFORMATTED_VALUE' | 'FORMULA';
  readonly dates: 'SERIAL_NUMBER' | 'FORMATTED_STRING';
  readonly dimension: 'ROWS' | 'COLUMNS';
};

function rendered(cell: StoredCell | undefined, { values, dates }: RenderOptions): Scalar {
  const value = cell?.userEnteredValue;
  if (value === undefined) return '';
  if (values === 'FORMATTED_VALUE') return displayed(cell).text;
  if (value.formulaValue !== undefined) return values === 'FORMULA' ? value.formulaValue : FORMULA_MARK;
  const dated = value.numberValue !== undefined && isDateFormat(cell?.userEnteredFormat?.numberFormat);
  if (dated && dates === 'FORMATTED_STRING') return displayed(cell).text;
  return value.numberValue ?? value.boolValue ?? value.stringValue ?? '';
}

function withoutEmptyEnd<T>(items: readonly T[], empty: (item: T) => boolean): T[] {
  return items.slice(0, items.findLastIndex((item) => !empty(item)) + 1);
}

/** The values of an area as lists of rows (or columns), without what is empty at the end. */
export function valuesOf(tab: Tab, { top, bottom, left, right }: Bounds, options: RenderOptions): Scalar[][] {
  const byRows = options.dimension === 'ROWS';
  const [lines, places] = byRows ? [bottom - top, right - left] : [right - left, bottom - top];
  const all = Array.from({ length: lines }, (_, line) => {
    const items = Array.from({ length: places }, (__, place) => {
      const [row, column] = byRows ? [line, place] : [place, line];
      return rendered(cellAt(tab, top + row, left + column), options);
    });
    return withoutEmptyEnd(items, (item) => item === '');
  });
  return withoutEmptyEnd(all, (line) => line.length === 0);
}
