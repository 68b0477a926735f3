import { invalid } from '../errors.ts';
import type { StoredCell } from '../schema/cell.ts';
import { dataValidationRule } from '../schema/condition.ts';
import { type Border, border } from '../schema/format.ts';
import { flag, message, one, oneOf } from '../schema/message.ts';
import { type GridRange, gridRange } from '../schema/range.ts';
import { type Bounds, boundsOf, boundsRange, intersects, mapCells } from '../workbook/grid.ts';
import { checkUnprotected, openBounds } from '../workbook/protection.ts';
import { tabOfGrid, withTab } from '../workbook/tabs.ts';
import type { Tab } from '../workbook/workbook.ts';
import { request, required } from './request.ts';

export const setDataValidation = request(
  message({ range: one(gridRange), rule: one(dataValidationRule), filteredRowsIncluded: flag }),
  (workbook, { range, rule }, actor) => {
    const where = required(range, 'range');
    const tab = tabOfGrid(workbook, where.sheetId);
    const bounds = boundsOf(tab, where);
    if (rule && rule.condition?.type === undefined) throw invalid('A data validation rule needs a condition type.');
    checkUnprotected(workbook, tab, bounds, actor);
    const changed = mapCells(tab, bounds, (before = {}) => {
      const { dataValidation: _, ...rest } = before;
      return rule ? { ...rest, dataValidation: rule } : rest;
    });
    return withTab(workbook, changed);
  },
);

type Sides = NonNullable<NonNullable<StoredCell['userEnteredFormat']>['borders']>;

/** A side that the request does not name stays; style NONE takes the border away. */
function withSide(sides: Sides, side: keyof Sides, given: Border | undefined): Sides {
  if (given === undefined) return sides;
  const { [side]: _, ...others } = sides;
  return given.style === undefined || given.style === 'NONE' ? others : { ...others, [side]: given };
}

export const updateBorders = request(
  message({
    range: one(gridRange),
    top: one(border),
    bottom: one(border),
    left: one(border),
    right: one(border),
    innerHorizontal: one(border),
    innerVertical: one(border),
  }),
  (workbook, { range, ...given }, actor) => {
    const where = required(range, 'range');
    const tab = tabOfGrid(workbook, where.sheetId);
    const bounds = boundsOf(tab, where);
    checkUnprotected(workbook, tab, bounds, actor);
    const changed = mapCells(tab, bounds, (before = {}, row, column) => {
      const { borders = {}, ...format } = before.userEnteredFormat ?? {};
      const top = withSide(borders, 'top', row === bounds.top ? given.top : given.innerHorizontal);
      const bottom = withSide(top, 'bottom', row === bounds.bottom - 1 ? given.bottom : given.innerHorizontal);
      const left = withSide(bottom, 'left', column === bounds.left ? given.left : given.innerVertical);
      const sides = withSide(left, 'right', column === bounds.right - 1 ? given.right : given.innerVertical);
      const userEnteredFormat = Object.keys(sides).length > 0 ? { ...format, borders: sides } : format;
      return { ...before, userEnteredFormat };
    });
    return withTab(workbook, changed);
  },
);

function mergedRanges(tab: Tab, bounds: Bounds, mergeType: string): GridRange[] {
  const { sheetId } = tab.properties;
  if (mergeType === 'MERGE_ALL') return [boundsRange(sheetId, bounds)];
  const { top, bottom, left, right } = bounds;
  return mergeType === 'MERGE_ROWS'
    ? Array.from({ length: bottom - top }, (_, i) =>
        boundsRange(sheetId, { ...bounds, top: top + i, bottom: top + i + 1 }),
      )
    : Array.from({ length: right - left }, (_, i) =>
        boundsRange(sheetId, { ...bounds, left: left + i, right: left + i + 1 }),
      );
}

const coveredBy = (merges: readonly Bounds[], row: number, column: number): boolean =>
  merges.some(
    ({ top, bottom, left, right }) =>
      row >= top && row < bottom && column >= left && column < right && (row !== top || column !== left),
  );

export const mergeCells = request(
  message({ range: one(gridRange), mergeType: oneOf('MERGE_ALL', 'MERGE_COLUMNS', 'MERGE_ROWS') }),
  (workbook, { range, mergeType = 'MERGE_ALL' }, actor) => {
    const where = required(range, 'range');
    const tab = tabOfGrid(workbook, where.sheetId);
    const bounds = boundsOf(tab, where);
    checkUnprotected(workbook, tab, bounds, actor);
    const filtered = tab.basicFilter?.range;
    if (
      filtered &&
      intersects(openBounds(filtered), bounds) &&
      mergeType !== 'MERGE_ROWS' &&
      bounds.bottom - bounds.top > 1
    )
      throw invalid("You can't create vertical merges in a range with a filter.");
    const merges = mergedRanges(tab, bounds, mergeType);
    const areas = merges.map(openBounds);
    // Only the upper left cell of a merge keeps its value.
    const emptied = mapCells(tab, bounds, (before, row, column) => {
      if (!before || !coveredBy(areas, row, column)) return before;
      const { userEnteredValue: _, ...rest } = before;
      return rest;
    });
    const others = tab.merges.filter((merge) => !intersects(openBounds(merge), bounds));
    return withTab(workbook, { ...emptied, merges: [...others, ...merges] });
  },
);
