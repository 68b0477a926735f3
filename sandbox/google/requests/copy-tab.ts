import type { GridRange } from '../schema/range.ts';
import { freeId, type Tab, type Workbook } from '../workbook/workbook.ts';

/** A copy of a tab under another id. Objects on it get ids of their own; developer metadata is not copied. */
export function copyOfTab(workbook: Workbook, source: Tab, names: { sheetId: number; title: string }): Tab {
  const moved = <T extends { range?: GridRange }>(part: T): T =>
    part.range ? { ...part, range: { ...part.range, sheetId: names.sheetId } } : part;
  const taken = workbook.tabs.flatMap((tab) => [
    ...tab.charts.map(({ chartId }) => chartId),
    ...tab.bandedRanges.map(({ bandedRangeId }) => bandedRangeId),
    ...tab.filterViews.map(({ filterViewId }) => filterViewId),
    ...tab.protectedRanges.map(({ protectedRangeId }) => protectedRangeId),
  ]);
  const id = (): number => {
    const fresh = freeId(taken);
    taken.push(fresh);
    return fresh;
  };
  return {
    ...source,
    properties: { ...source.properties, ...names },
    merges: source.merges.map((range) => ({ ...range, sheetId: names.sheetId })),
    conditionalFormats: source.conditionalFormats.map((rule) => ({
      ...rule,
      ranges: (rule.ranges ?? []).map((range) => ({ ...range, sheetId: names.sheetId })),
    })),
    ...(source.basicFilter ? { basicFilter: moved(source.basicFilter) } : {}),
    filterViews: source.filterViews.map((view) => ({ ...moved(view), filterViewId: id() })),
    bandedRanges: source.bandedRanges.map((band) => ({ ...moved(band), bandedRangeId: id() })),
    charts: source.charts.map((chart) => ({ ...chart, chartId: id() })),
    protectedRanges: source.protectedRanges.map((protection) => ({ ...moved(protection), protectedRangeId: id() })),
  };
}
