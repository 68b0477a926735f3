import type { CellFormat } from '../schema/format.ts';
import { holds } from '../values/condition.ts';
import { openBounds } from '../workbook/protection.ts';
import type { Tab } from '../workbook/workbook.ts';

/** The format of the first rule that holds for a cell. */
export function ruleFormat(tab: Tab, row: number, column: number): CellFormat | undefined {
  const rule = tab.conditionalFormats.find(({ ranges = [], booleanRule }) => {
    const covered = ranges
      .map(openBounds)
      .some(({ top, bottom, left, right }) => row >= top && row < bottom && column >= left && column < right);
    return covered && holds(booleanRule?.condition, tab.rows[row]?.[column]);
  });
  return rule?.booleanRule?.format;
}
