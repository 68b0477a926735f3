import { z } from 'zod';
import { booleanCondition } from './condition.ts';
import { color, colorStyle } from './format.ts';
import { flag, int, many, message, notHere, one, oneOf, text, texts } from './message.ts';
import { gridRange } from './range.ts';

const filterCriteria = message({
  hiddenValues: texts,
  condition: one(booleanCondition),
  visibleBackgroundColor: one(color),
  visibleBackgroundColorStyle: one(colorStyle),
  visibleForegroundColor: one(color),
  visibleForegroundColorStyle: one(colorStyle),
});

export const filterSpec = message({
  columnIndex: int,
  filterCriteria: one(filterCriteria),
  dataSourceColumnReference: notHere,
});

export const sortSpec = message({
  dimensionIndex: int,
  sortOrder: oneOf('ASCENDING', 'DESCENDING'),
  foregroundColor: one(color),
  foregroundColorStyle: one(colorStyle),
  backgroundColor: one(color),
  backgroundColorStyle: one(colorStyle),
  dataSourceColumnReference: notHere,
});

const filter = {
  range: one(gridRange),
  sortSpecs: many(sortSpec),
  filterSpecs: many(filterSpec),
  criteria: one(z.record(z.string(), filterCriteria)),
  tableId: notHere,
};

export const basicFilter = message(filter);
export type BasicFilter = z.infer<typeof basicFilter>;

export const filterView = message({ ...filter, filterViewId: int, title: text, namedRangeId: text });
export type FilterView = z.infer<typeof filterView>;

const bandingProperties = message({
  headerColor: one(color),
  headerColorStyle: one(colorStyle),
  firstBandColor: one(color),
  firstBandColorStyle: one(colorStyle),
  secondBandColor: one(color),
  secondBandColorStyle: one(colorStyle),
  footerColor: one(color),
  footerColorStyle: one(colorStyle),
});

export const bandedRange = message({
  bandedRangeId: int,
  bandedRangeReference: text,
  range: one(gridRange),
  rowProperties: one(bandingProperties),
  columnProperties: one(bandingProperties),
});
export type BandedRange = z.infer<typeof bandedRange>;

export const protectedRange = message({
  protectedRangeId: int,
  range: one(gridRange),
  namedRangeId: text,
  tableId: notHere,
  description: text,
  warningOnly: flag,
  requestingUserCanEdit: flag,
  unprotectedRanges: many(gridRange),
  editors: one(message({ users: texts, groups: texts, domainUsersCanEdit: flag })),
});
export type ProtectedRange = z.infer<typeof protectedRange>;

export const namedRange = message({ namedRangeId: text, name: text, range: one(gridRange) });
export type NamedRange = z.infer<typeof namedRange>;
