import type { DeveloperMetadata } from '../schema/metadata.ts';
import type { GridRange } from '../schema/range.ts';
import type { Tab, Workbook } from './workbook.ts';

export type Dimension = 'ROWS' | 'COLUMNS';

/** Rows or columns that came (`added`) or went (`removed`) at a place. */
export type Shift = {
  readonly sheetId: number;
  readonly dimension: Dimension;
  readonly at: number;
  readonly added: number;
  readonly removed: number;
};

type Interval = { readonly start: number; readonly end: number };

/** Where an interval lies after the shift; undefined when all of it was removed. */
function moved({ start, end }: Interval, { at, added, removed }: Shift): Interval | undefined {
  const place = (index: number): number => {
    if (removed > 0) return index <= at ? index : Math.max(at, index - removed);
    return index;
  };
  if (removed > 0) {
    const rest = { start: place(start), end: place(end) };
    return rest.start < rest.end ? rest : undefined;
  }
  return { start: start >= at ? start + added : start, end: end > at ? end + added : end };
}

const FAR = Number.MAX_SAFE_INTEGER / 2;

/** The range after the shift: it grows, shrinks or moves with its cells. An open end stays open. */
function movedRange(range: GridRange, shift: Shift): GridRange | undefined {
  if ((range.sheetId ?? 0) !== shift.sheetId) return range;
  const rows = shift.dimension === 'ROWS';
  const start = rows ? range.startRowIndex : range.startColumnIndex;
  const end = rows ? range.endRowIndex : range.endColumnIndex;
  if (start === undefined && end === undefined) return range;
  const interval = moved({ start: start ?? 0, end: end ?? FAR }, shift);
  if (!interval) return undefined;
  const newStart = start === undefined ? undefined : interval.start;
  const newEnd = end === undefined ? undefined : interval.end;
  return {
    ...range,
    ...(newStart === undefined ? {} : rows ? { startRowIndex: newStart } : { startColumnIndex: newStart }),
    ...(newEnd === undefined ? {} : rows ? { endRowIndex: newEnd } : { endColumnIndex: newEnd }),
  };
}

function partsAfter<T extends { range?: GridRange }>(parts: readonly T[], shift: Shift): readonly T[] {
  return parts.flatMap((part) => {
    if (!part.range) return [part];
    const range = movedRange(part.range, shift);
    return range ? [{ ...part, range }] : [];
  });
}

const rangesAfter = (ranges: readonly GridRange[], shift: Shift): GridRange[] =>
  ranges.flatMap((range) => movedRange(range, shift) ?? []);

function tabAfter(tab: Tab, shift: Shift): Tab {
  const { basicFilter, ...rest } = tab;
  const filter = basicFilter ? partsAfter([basicFilter], shift)[0] : undefined;
  return {
    ...rest,
    ...(filter ? { basicFilter: filter } : {}),
    merges: rangesAfter(tab.merges, shift),
    conditionalFormats: tab.conditionalFormats
      .map((rule) => ({ ...rule, ranges: rangesAfter(rule.ranges ?? [], shift) }))
      .filter(({ ranges }) => ranges.length > 0),
    filterViews: partsAfter(tab.filterViews, shift),
    bandedRanges: partsAfter(tab.bandedRanges, shift),
    protectedRanges: partsAfter(tab.protectedRanges, shift),
  };
}

type Chart = Tab['charts'][number];
type Basic = NonNullable<NonNullable<Chart['spec']>['basicChart']>;
type Data = NonNullable<NonNullable<Basic['series']>[number]['series']>;

/** A chart moves with the cell that it hangs on; one whose cell went hangs on what took its place. */
function anchoredAfter(chart: Chart, shift: Shift): Chart {
  const overlay = chart.position?.overlayPosition;
  const anchor = overlay?.anchorCell;
  if (!overlay || (anchor?.sheetId ?? 0) !== shift.sheetId) return chart;
  const key = shift.dimension === 'ROWS' ? 'rowIndex' : 'columnIndex';
  const at = anchor?.[key] ?? 0;
  const place = moved({ start: at, end: at + 1 }, shift)?.start ?? shift.at;
  return { ...chart, position: { overlayPosition: { ...overlay, anchorCell: { ...anchor, [key]: place } } } };
}

const dataAfter = (data: Data, shift: Shift): Data =>
  data.sourceRange ? { ...data, sourceRange: { sources: rangesAfter(data.sourceRange.sources ?? [], shift) } } : data;

/** The ranges that a chart draws move with their cells, on whichever tab it stands. One that is gone draws nothing. */
function chartAfter(chart: Chart, shift: Shift): Chart {
  const anchored = anchoredAfter(chart, shift);
  const basic = chart.spec?.basicChart;
  if (!basic) return anchored;
  const domains = basic.domains?.map((one) => (one.domain ? { ...one, domain: dataAfter(one.domain, shift) } : one));
  const series = basic.series?.map((one) => (one.series ? { ...one, series: dataAfter(one.series, shift) } : one));
  const basicChart = { ...basic, ...(domains ? { domains } : {}), ...(series ? { series } : {}) };
  return { ...anchored, spec: { ...chart.spec, basicChart } };
}

/** Metadata on a row or column moves with it and is deleted with it. */
function metadataAfter(metadata: DeveloperMetadata, shift: Shift): DeveloperMetadata[] {
  const range = metadata.location?.dimensionRange;
  if (!range || range.sheetId !== shift.sheetId || range.dimension !== shift.dimension) return [metadata];
  const interval = moved({ start: range.startIndex ?? 0, end: range.endIndex ?? 0 }, shift);
  if (!interval) return [];
  const dimensionRange = { ...range, startIndex: interval.start, endIndex: interval.end };
  return [{ ...metadata, location: { ...metadata.location, dimensionRange } }];
}

/** Carries everything that refers to rows or columns of a tab over an insertion or deletion. */
export const shiftReferences = (workbook: Workbook, shift: Shift): Workbook => ({
  ...workbook,
  tabs: workbook.tabs.map((tab) => {
    const charts = tab.charts.map((chart) => chartAfter(chart, shift));
    return { ...(tab.properties.sheetId === shift.sheetId ? tabAfter(tab, shift) : tab), charts };
  }),
  namedRanges: partsAfter(workbook.namedRanges, shift),
  metadata: workbook.metadata.flatMap((metadata) => metadataAfter(metadata, shift)),
});
