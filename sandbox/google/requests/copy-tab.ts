import type { GridRange } from '../schema/range.ts';
import { freeId, type Tab, type Workbook } from '../workbook/workbook.ts';

type Chart = Tab['charts'][number];
type Basic = NonNullable<NonNullable<Chart['spec']>['basicChart']>;
type Data = NonNullable<NonNullable<Basic['series']>[number]['series']>;

/** A copied chart stands on the copy, and draws the copy's cells where it drew those of its own tab. */
function copiedChart(chart: Chart, { properties }: Tab, sheetId: number): Chart {
  const here = <T extends { sheetId?: number }>(place: T): T =>
    (place.sheetId ?? 0) === properties.sheetId ? { ...place, sheetId } : place;
  const data = (part: Data): Data => ({
    ...part,
    sourceRange: { sources: (part.sourceRange?.sources ?? []).map(here) },
  });
  const overlay = chart.position?.overlayPosition;
  const basic = chart.spec?.basicChart;
  const domains = basic?.domains?.map((one) => (one.domain ? { ...one, domain: data(one.domain) } : one));
  const series = basic?.series?.map((one) => (one.series ? { ...one, series: data(one.series) } : one));
  return {
    ...chart,
    ...(overlay ? { position: { overlayPosition: { ...overlay, anchorCell: here(overlay.anchorCell ?? {}) } } } : {}),
    spec: { ...chart.spec, basicChart: { ...basic, ...(domains ? { domains } : {}), ...(series ? { series } : {}) } },
  };
}

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
    charts: source.charts.map((chart) => ({ ...copiedChart(chart, source, names.sheetId), chartId: id() })),
    protectedRanges: source.protectedRanges.map((protection) => ({ ...moved(protection), protectedRangeId: id() })),
  };
}
