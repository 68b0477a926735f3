import type { StoredCell } from '../schema/cell.ts';
import type { BasicFilter } from '../schema/tab-parts.ts';
import { compareCells } from '../values/compare.ts';
import { openBounds } from '../workbook/protection.ts';
import type { Tab } from '../workbook/workbook.ts';

/** The first `count` rows in the order in which a filter view shows them: sorted inside its range, the rest in place. */
export function rowOrder(tab: Tab, filter: BasicFilter | undefined, count: number): readonly number[] {
  const all = [...Array(count).keys()];
  const specs = filter?.sortSpecs ?? [];
  if (!filter?.range || specs.length === 0) return all;
  const { top, bottom } = openBounds(filter.range);
  const cell = (row: number, column: number): StoredCell | undefined => tab.rows[row]?.[column];
  const sorted = all.slice(top + 1, bottom).sort((a, b) => {
    for (const { dimensionIndex = 0, sortOrder } of specs) {
      const order = compareCells(cell(a, dimensionIndex), cell(b, dimensionIndex), sortOrder === 'DESCENDING');
      if (order !== 0) return order;
    }
    return a - b;
  });
  return [...all.slice(0, top + 1), ...sorted, ...all.slice(bottom)];
}
