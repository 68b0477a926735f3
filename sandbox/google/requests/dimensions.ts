import { invalid } from '../errors.ts';
import { merge } from '../field-mask.ts';
import { flag, int, message, notHere, one, oneOf, text } from '../schema/message.ts';
import { parseMessage } from '../schema/parse.ts';
import { type DimensionRange, dimensionRange } from '../schema/range.ts';
import { type DimensionProperties, dimensionProperties } from '../schema/sheet.ts';
import { appendSpan, deleteSpan, insertSpan, lengthOf } from '../workbook/dimensions.ts';
import { checkUnprotected } from '../workbook/protection.ts';
import type { Dimension } from '../workbook/shift.ts';
import { checkWorkbook, tabOfGrid, withTab } from '../workbook/tabs.ts';
import type { Tab, Workbook } from '../workbook/workbook.ts';
import { request, required, requiredMask } from './request.ts';

type Span = { sheetId: number; dimension: Dimension; start: number; end: number };

function spanOf(tab: Tab, range: DimensionRange): Span {
  const dimension = required(range.dimension, 'range.dimension');
  const { startIndex: start = 0, endIndex: end = lengthOf(tab, dimension) } = range;
  if (start < 0 || end <= start) throw invalid(`Invalid dimension range: ${start} to ${end}.`);
  return { sheetId: tab.properties.sheetId, dimension, start, end };
}

const spanBounds = ({ dimension, start, end }: Span) =>
  dimension === 'ROWS'
    ? { top: start, bottom: end, left: 0, right: Number.MAX_SAFE_INTEGER }
    : { top: 0, bottom: Number.MAX_SAFE_INTEGER, left: start, right: end };

/** Changes the properties of each row or column in a span. */
function mapProperties(
  tab: Tab,
  { dimension, start, end }: Span,
  change: (before: DimensionProperties | undefined, index: number) => DimensionProperties,
): Tab {
  const list = dimension === 'ROWS' ? tab.rowProperties : tab.columnProperties;
  const changed = Array.from({ length: Math.max(list.length, end) }, (_, index) =>
    index >= start && index < end ? change(list[index], index) : list[index],
  );
  return dimension === 'ROWS' ? { ...tab, rowProperties: changed } : { ...tab, columnProperties: changed };
}

function checkInside(tab: Tab, { dimension, start, end }: Span): void {
  const length = lengthOf(tab, dimension);
  if (start >= length || end > length)
    throw invalid(`Dimension range ${start} to ${end} exceeds grid limits. Max ${dimension.toLowerCase()}: ${length}`);
}

export const updateDimensionProperties = request(
  message({
    range: one(dimensionRange),
    properties: one(dimensionProperties),
    fields: text,
    dataSourceSheetRange: notHere,
  }),
  (workbook, { range, properties, fields }) => {
    const mask = requiredMask(fields, dimensionProperties);
    const where = required(range, 'range');
    const tab = tabOfGrid(workbook, where.sheetId);
    const span = spanOf(tab, where);
    checkInside(tab, span);
    const changed = mapProperties(tab, span, (before) =>
      parseMessage(dimensionProperties, merge(before, properties, mask) ?? {}),
    );
    return withTab(workbook, changed);
  },
);

const WIDTH_PER_CHARACTER = 7;
const WIDTH_AROUND = 14;
const WIDTH_MIN = 21;
const ROW_HEIGHT = 21;

/** A width that shows the longest text of a column; a rough guess, as no font is at hand. */
function widthOf(tab: Tab, column: number): number {
  const lengths = tab.rows.map((row) => {
    const value = row[column]?.userEnteredValue;
    return String(value?.stringValue ?? value?.numberValue ?? '').length;
  });
  return Math.max(WIDTH_MIN, Math.max(0, ...lengths) * WIDTH_PER_CHARACTER + WIDTH_AROUND);
}

export const autoResizeDimensions = request(
  message({ dimensions: one(dimensionRange), dataSourceSheetDimensions: notHere }),
  (workbook, { dimensions }) => {
    const where = required(dimensions, 'dimensions');
    const tab = tabOfGrid(workbook, where.sheetId);
    const span = spanOf(tab, where);
    checkInside(tab, span);
    const changed = mapProperties(tab, span, (before, index) => ({
      ...before,
      pixelSize: span.dimension === 'COLUMNS' ? widthOf(tab, index) : ROW_HEIGHT,
    }));
    return withTab(workbook, changed);
  },
);

const checked = (workbook: Workbook): Workbook => {
  checkWorkbook(workbook);
  return workbook;
};

export const insertDimension = request(
  message({ range: one(dimensionRange), inheritFromBefore: flag }),
  (workbook, { range, inheritFromBefore = false }, actor) => {
    const where = required(range, 'range');
    const tab = tabOfGrid(workbook, where.sheetId);
    const span = spanOf(tab, where);
    const length = lengthOf(tab, span.dimension);
    if (inheritFromBefore && span.start === 0) throw invalid('inheritFromBefore cannot be true at the first index.');
    if (!inheritFromBefore && span.start >= length)
      throw invalid(`range.startIndex must be less than the grid size (${length}) if inheritFromBefore is false.`);
    if (span.start > length) throw invalid(`range.startIndex must not be greater than the grid size (${length}).`);
    checkUnprotected(workbook, tab, spanBounds({ ...span, end: span.start + 1 }), actor);
    return checked(insertSpan(workbook, span, inheritFromBefore));
  },
);

export const deleteDimension = request(message({ range: one(dimensionRange) }), (workbook, { range }, actor) => {
  const where = required(range, 'range');
  const tab = tabOfGrid(workbook, where.sheetId);
  const span = spanOf(tab, where);
  checkInside(tab, span);
  checkUnprotected(workbook, tab, spanBounds(span), actor);
  return deleteSpan(workbook, span);
});

export const appendDimension = request(
  message({ sheetId: int, dimension: oneOf('ROWS', 'COLUMNS'), length: int }),
  (workbook, { sheetId = 0, dimension, length = 0 }) => {
    if (length < 1) throw invalid('The length to append must be positive.');
    return checked(appendSpan(workbook, sheetId, required(dimension, 'dimension'), length));
  },
);
