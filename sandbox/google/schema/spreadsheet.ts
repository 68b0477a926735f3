import type { z } from 'zod';
import { cellData } from './cell.ts';
import { embeddedChart } from './chart.ts';
import { conditionalFormatRule } from './condition.ts';
import { int, many, message, notHere, one, oneOf, text } from './message.ts';
import { developerMetadata } from './metadata.ts';
import { gridRange } from './range.ts';
import { dimensionProperties, sheetProperties, spreadsheetProperties } from './sheet.ts';
import { bandedRange, basicFilter, filterView, namedRange, protectedRange } from './tab-parts.ts';

const dimension = dimensionProperties.extend({ developerMetadata: many(developerMetadata) });

export const gridData = message({
  startRow: int,
  startColumn: int,
  rowData: many(message({ values: many(cellData) })),
  rowMetadata: many(dimension),
  columnMetadata: many(dimension),
});
export type GridData = z.infer<typeof gridData>;

export const sheet = message({
  properties: one(sheetProperties),
  data: many(gridData),
  merges: many(gridRange),
  conditionalFormats: many(conditionalFormatRule),
  filterViews: many(filterView),
  protectedRanges: many(protectedRange),
  basicFilter: one(basicFilter),
  charts: many(embeddedChart),
  bandedRanges: many(bandedRange),
  developerMetadata: many(developerMetadata),
  rowGroups: notHere,
  columnGroups: notHere,
  slicers: notHere,
  tables: notHere,
  commentAnchors: notHere,
});
export type Sheet = z.infer<typeof sheet>;

/** The answer of `spreadsheets.get`; its names are also the paths that a response mask may use. */
export const spreadsheet = message({
  spreadsheetId: text,
  spreadsheetUrl: text,
  properties: one(spreadsheetProperties),
  sheets: many(sheet),
  namedRanges: many(namedRange),
  developerMetadata: many(developerMetadata),
  dataSources: notHere,
  dataSourceSchedules: notHere,
  comments: notHere,
  commentsViewMode: oneOf('COMMENTS_VIEW_MODE_OMITTED'),
});
export type Spreadsheet = z.infer<typeof spreadsheet>;
