import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { CellData } from './cell.ts';

/** A tab as it stands: its place in the file, what the hub left in it, and its cells by row and column. */
export type Tab = TabHead & { readonly rows: readonly (readonly CellData[])[] };

export type TabHead = {
  readonly sheetId: number;
  readonly title: string;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly metadata: readonly sheets_v4.Schema$DeveloperMetadata[];
  readonly chartIds: readonly number[];
  readonly filter: sheets_v4.Schema$BasicFilter | undefined;
};

/** Fields of a cell that are read to be written again elsewhere, so that the owner's cells arrive as they were. */
export const CELL_FIELDS = 'userEnteredValue,userEnteredFormat,note,textFormatRuns,dataValidation';

export const HEAD_FIELDS =
  'spreadsheetUrl,properties(title,timeZone,locale),sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),' +
  'developerMetadata(metadataId,metadataKey,metadataValue),charts(chartId),basicFilter)';

/** Numbers that are zero may be left out of an answer. */
export const toHead = ({ properties, developerMetadata, charts, basicFilter }: sheets_v4.Schema$Sheet): TabHead => ({
  sheetId: properties?.sheetId ?? 0,
  title: properties?.title ?? '',
  rowCount: properties?.gridProperties?.rowCount ?? 0,
  columnCount: properties?.gridProperties?.columnCount ?? 0,
  metadata: developerMetadata ?? [],
  chartIds: (charts ?? []).flatMap(({ chartId }) => chartId ?? []),
  filter: basicFilter,
});

/** Cells by position: an answer may leave out empty rows and cells at the end, and begin below the first row. */
export function toRows(data: sheets_v4.Schema$GridData | undefined): readonly (readonly CellData[])[] {
  const above: CellData[][] = Array.from({ length: data?.startRow ?? 0 }, () => []);
  const left: CellData[] = Array.from({ length: data?.startColumn ?? 0 }, () => ({}));
  return [...above, ...(data?.rowData ?? []).map(({ values }) => [...left, ...(values ?? [])])];
}

/** A whole tab in A1 notation. Unquoted, a title like 2026-W47 would mean something else. */
export const wholeTab = (title: string): string => `'${title.replaceAll("'", "''")}'`;
