import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { invalid } from '../errors.ts';
import type { FieldMask } from '../field-mask.ts';
import { propertiesOf } from '../requests/sheets.ts';
import type { CellData, StoredCell } from '../schema/cell.ts';
import type { GridRange } from '../schema/range.ts';
import type { GridData, Sheet, Spreadsheet } from '../schema/spreadsheet.ts';
import { displayed, effectiveValue } from '../values/display.ts';
import { filteredRows } from '../values/filter.ts';
import { parseA1 } from '../workbook/a1.ts';
import { type Bounds, boundsOf, intersects } from '../workbook/grid.ts';
import { openBounds } from '../workbook/protection.ts';
import type { Tab, Workbook } from '../workbook/workbook.ts';

const DEFAULT_WIDTH = 100;
const DEFAULT_HEIGHT = 21;

/** A cell as the API answers it: what was entered and what follows from it. */
function cellAnswer(cell: StoredCell | undefined): CellData {
  if (!cell) return {};
  const { userEnteredValue: value, userEnteredFormat: format } = cell;
  const uris = new Set((cell.textFormatRuns ?? []).flatMap((run) => run.format?.link?.uri ?? []));
  const link = format?.textFormat?.link?.uri ?? (uris.size === 1 ? [...uris][0] : undefined);
  return {
    ...cell,
    ...(value ? { effectiveValue: effectiveValue(value), formattedValue: displayed(cell).text } : {}),
    ...(format ? { effectiveFormat: format } : {}),
    ...(link === undefined ? {} : { hyperlink: link }),
  };
}

function gridDataOf(workbook: Workbook, tab: Tab, { top, bottom, left, right }: Bounds): GridData {
  const rows = tab.rows.slice(top, bottom).map((row) => ({ values: row.slice(left, right).map(cellAnswer) }));
  const lastRow = rows.findLastIndex(({ values }) => values.some((cell) => Object.keys(cell).length > 0));
  const of = (dimension: 'ROWS' | 'COLUMNS', index: number) => {
    const developerMetadata = workbook.metadata.filter(({ location }) => {
      const range = location?.dimensionRange;
      return range?.sheetId === tab.properties.sheetId && range.dimension === dimension && range.startIndex === index;
    });
    return developerMetadata.length > 0 ? { developerMetadata } : {};
  };
  const filtered = filteredRows(tab, tab.basicFilter);
  return {
    ...(top > 0 ? { startRow: top } : {}),
    ...(left > 0 ? { startColumn: left } : {}),
    ...(lastRow >= 0 ? { rowData: rows.slice(0, lastRow + 1) } : {}),
    rowMetadata: Array.from({ length: bottom - top }, (_, i) => ({
      pixelSize: DEFAULT_HEIGHT,
      ...tab.rowProperties[top + i],
      ...(filtered.has(top + i) ? { hiddenByFilter: true } : {}),
      ...of('ROWS', top + i),
    })),
    columnMetadata: Array.from({ length: right - left }, (_, i) => ({
      pixelSize: DEFAULT_WIDTH,
      ...tab.columnProperties[left + i],
      ...of('COLUMNS', left + i),
    })),
  };
}

/** Empty lists are left out, as the service does. */
const listed = <K extends string, T>(name: K, items: readonly T[]): Partial<Record<K, T[]>> => {
  const part: Partial<Record<K, T[]>> = {};
  if (items.length > 0) part[name] = [...items];
  return part;
};

function sheetAnswer(workbook: Workbook, tab: Tab, actor: string, data: readonly GridData[]): Sheet {
  const { sheetId } = tab.properties;
  const canEdit = (users: readonly string[] = [], warningOnly = false) =>
    warningOnly || users.includes(actor) || workbook.owner === actor;
  return {
    properties: propertiesOf(workbook, tab),
    ...listed('data', data),
    ...listed('merges', tab.merges),
    ...listed('conditionalFormats', tab.conditionalFormats),
    ...(tab.basicFilter ? { basicFilter: tab.basicFilter } : {}),
    ...listed('filterViews', tab.filterViews),
    ...listed('bandedRanges', tab.bandedRanges),
    ...listed('charts', tab.charts),
    ...listed(
      'protectedRanges',
      tab.protectedRanges.map((protection) =>
        canEdit(protection.editors?.users, protection.warningOnly)
          ? { ...protection, requestingUserCanEdit: true }
          : protection,
      ),
    ),
    ...listed(
      'developerMetadata',
      workbook.metadata.filter(({ location }) => location?.sheetId === sheetId),
    ),
  };
}

export type ReadOptions = {
  readonly ranges: readonly string[];
  readonly includeGridData: boolean;
  readonly mask: FieldMask;
  readonly actor: string;
};

function parsedRanges(workbook: Workbook, ranges: readonly string[]): GridRange[] {
  return ranges.map((range) => {
    const parsed = parseA1(workbook, range);
    if (!parsed) throw invalid(`Unable to parse range: ${range}`);
    return parsed;
  });
}

/** The answer of `spreadsheets.get`. With ranges, only the tabs that they touch; a mask decides about grid data. */
export function readSpreadsheet(workbook: Workbook, options: ReadOptions): Spreadsheet {
  const ranges = parsedRanges(workbook, options.ranges);
  const sheetsMask = options.mask.get('sheets');
  const masked = options.mask.size > 0;
  const withData = masked
    ? sheetsMask !== undefined && (sheetsMask.size === 0 || sheetsMask.has('data'))
    : options.includeGridData;
  const sheets = workbook.tabs.flatMap((tab) => {
    const own = ranges.filter((range) => (range.sheetId ?? 0) === tab.properties.sheetId);
    if (ranges.length > 0 && own.length === 0) return [];
    const areas = (own.length > 0 ? own : [{}]).map((range) => boundsOf(tab, range));
    const sheet = sheetAnswer(
      workbook,
      tab,
      options.actor,
      withData ? areas.map((area) => gridDataOf(workbook, tab, area)) : [],
    );
    const { charts, ...rest } = sheet;
    // Only objects that lie in the ranges are wanted; a chart counts by the cell it hangs on.
    const inside = (charts ?? []).filter(({ position }) => {
      const { rowIndex: row = 0, columnIndex: column = 0 } = position?.overlayPosition?.anchorCell ?? {};
      const cell = openBounds({
        startRowIndex: row,
        endRowIndex: row + 1,
        startColumnIndex: column,
        endColumnIndex: column + 1,
      });
      return areas.some((area) => intersects(area, cell));
    });
    return [{ ...rest, ...listed('charts', own.length > 0 ? inside : (charts ?? [])) }];
  });
  return {
    spreadsheetId: workbook.spreadsheetId,
    properties: workbook.properties,
    sheets,
    ...listed('namedRanges', workbook.namedRanges),
    spreadsheetUrl: `https://docs.google.com/spreadsheets/d/${workbook.spreadsheetId}/edit`,
    ...listed(
      'developerMetadata',
      workbook.metadata.filter(({ location }) => location?.spreadsheet === true),
    ),
  } satisfies sheets_v4.Schema$Spreadsheet;
}
