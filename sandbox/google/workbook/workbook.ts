import { randomInt } from 'node:crypto';
import type { StoredCell } from '../schema/cell.ts';
import type { EmbeddedChart } from '../schema/chart.ts';
import type { ConditionalFormatRule } from '../schema/condition.ts';
import type { DeveloperMetadata } from '../schema/metadata.ts';
import type { GridRange } from '../schema/range.ts';
import type { DimensionProperties, SheetProperties, SpreadsheetProperties } from '../schema/sheet.ts';
import type { BandedRange, BasicFilter, FilterView, NamedRange, ProtectedRange } from '../schema/tab-parts.ts';

export type Row = readonly (StoredCell | undefined)[];

/** The properties of a tab that are always there. The index is its place in `Workbook.tabs`. */
export type TabProperties = Omit<SheetProperties, 'index'> & {
  readonly sheetId: number;
  readonly title: string;
  readonly gridProperties: NonNullable<SheetProperties['gridProperties']> & { rowCount: number; columnCount: number };
};

export type Tab = {
  readonly properties: TabProperties;
  /** Rows and cells beyond the end of these arrays are empty. */
  readonly rows: readonly Row[];
  readonly rowProperties: readonly (DimensionProperties | undefined)[];
  readonly columnProperties: readonly (DimensionProperties | undefined)[];
  readonly merges: readonly GridRange[];
  readonly conditionalFormats: readonly ConditionalFormatRule[];
  readonly basicFilter?: BasicFilter;
  readonly filterViews: readonly FilterView[];
  readonly bandedRanges: readonly BandedRange[];
  readonly charts: readonly EmbeddedChart[];
  readonly protectedRanges: readonly ProtectedRange[];
};

/**
 * A spreadsheet. It is never changed in place: every request makes a new value out of the old one, so that a batch
 * which fails half way leaves nothing behind.
 */
export type Workbook = {
  readonly spreadsheetId: string;
  readonly owner: string;
  readonly properties: SpreadsheetProperties;
  readonly tabs: readonly Tab[];
  readonly namedRanges: readonly NamedRange[];
  /** All developer metadata, wherever it is attached. */
  readonly metadata: readonly DeveloperMetadata[];
};

/** A tab without content. */
export const newTab = (properties: TabProperties): Tab => ({
  properties,
  rows: [],
  rowProperties: [],
  columnProperties: [],
  merges: [],
  conditionalFormats: [],
  filterViews: [],
  bandedRanges: [],
  charts: [],
  protectedRanges: [],
});

export type NewWorkbook = {
  readonly spreadsheetId: string;
  readonly owner: string;
  readonly title: string;
  readonly locale: string;
  readonly timeZone: string;
};

/** A file as a person gets it with "new spreadsheet": one empty tab. */
export const newWorkbook = ({ spreadsheetId, owner, title, locale, timeZone }: NewWorkbook): Workbook => ({
  spreadsheetId,
  owner,
  properties: { title, locale, autoRecalc: 'ON_CHANGE', timeZone },
  tabs: [
    newTab({
      sheetId: 0,
      title: 'Sheet1',
      sheetType: 'GRID',
      gridProperties: { rowCount: 1000, columnCount: 26 },
    }),
  ],
  namedRanges: [],
  metadata: [],
});

/** An id for an object that came without one. */
export function freeId(taken: readonly (number | undefined)[]): number {
  for (;;) {
    const id = randomInt(1, 2_000_000_000);
    if (!taken.includes(id)) return id;
  }
}
