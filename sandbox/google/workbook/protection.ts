import { invalid } from '../errors.ts';
import type { GridRange } from '../schema/range.ts';
import type { ProtectedRange } from '../schema/tab-parts.ts';
import type { Bounds } from './grid.ts';
import { intersects } from './grid.ts';
import type { Tab, Workbook } from './workbook.ts';

const WHOLE = Number.MAX_SAFE_INTEGER;

/** A range without regard to the present size of its grid, so that it still covers what is added later. */
export const openBounds = (range: GridRange): Bounds => ({
  top: range.startRowIndex ?? 0,
  bottom: range.endRowIndex ?? WHOLE,
  left: range.startColumnIndex ?? 0,
  right: range.endColumnIndex ?? WHOLE,
});

/** A protection that only warns people says nothing to the API; the file's owner may always edit. */
const locksOut = (protection: ProtectedRange, workbook: Workbook, actor: string): boolean =>
  protection.warningOnly !== true && workbook.owner !== actor && !protection.editors?.users?.includes(actor);

const inside = (inner: Bounds, outer: Bounds): boolean =>
  inner.top >= outer.top && inner.bottom <= outer.bottom && inner.left >= outer.left && inner.right <= outer.right;

/** Refuses to touch cells that somebody protected without naming this account as an editor. */
export function checkUnprotected(workbook: Workbook, tab: Tab, bounds: Bounds, actor: string): void {
  const blocked = tab.protectedRanges.some((protection) => {
    if (!protection.range || !locksOut(protection, workbook, actor)) return false;
    if (!intersects(openBounds(protection.range), bounds)) return false;
    return !protection.unprotectedRanges?.some((open) => inside(bounds, openBounds(open)));
  });
  if (blocked)
    throw invalid(
      'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
    );
}
