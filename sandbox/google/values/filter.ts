import type { StoredCell } from '../schema/cell.ts';
import type { BasicFilter } from '../schema/tab-parts.ts';
import { openBounds } from '../workbook/protection.ts';
import type { Tab } from '../workbook/workbook.ts';
import { holds } from './condition.ts';
import { displayed } from './display.ts';

type Criteria = NonNullable<NonNullable<BasicFilter['filterSpecs']>[number]['filterCriteria']>;

function passes(cell: StoredCell | undefined, { hiddenValues = [], condition }: Criteria): boolean {
  if (hiddenValues.includes(displayed(cell).text)) return false;
  return condition === undefined || holds(condition, cell);
}

/** The rows that a filter hides: those below its header row of which one cell does not pass. */
export function filteredRows(tab: Tab, filter: BasicFilter | undefined): ReadonlySet<number> {
  const hidden = new Set<number>();
  if (!filter?.range || !filter.filterSpecs?.length) return hidden;
  const { top, bottom } = openBounds(filter.range);
  const end = Math.min(bottom, tab.properties.gridProperties.rowCount);
  for (let row = top + 1; row < end; row += 1) {
    const stays = filter.filterSpecs.every(({ columnIndex = 0, filterCriteria = {} }) =>
      passes(tab.rows[row]?.[columnIndex], filterCriteria),
    );
    if (!stays) hidden.add(row);
  }
  return hidden;
}
