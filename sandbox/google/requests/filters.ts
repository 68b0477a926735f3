import { invalid, notInSandbox } from '../errors.ts';
import { merge } from '../field-mask.ts';
import { int, message, one, text } from '../schema/message.ts';
import { parseMessage } from '../schema/parse.ts';
import { type BasicFilter, basicFilter, type FilterView, filterView } from '../schema/tab-parts.ts';
import { canJudge } from '../values/condition.ts';
import { type Bounds, boundsOf, boundsRange } from '../workbook/grid.ts';
import { tabOfGrid, withTab } from '../workbook/tabs.ts';
import { freeId, type Tab, type Workbook } from '../workbook/workbook.ts';
import { checkFree, request, requestWithReply, required, requiredMask } from './request.ts';

type Spec = NonNullable<BasicFilter['filterSpecs']>[number];

/** The specs win over the older map by column; answers give both. */
const specsOf = ({ filterSpecs, criteria = {} }: BasicFilter): readonly Spec[] =>
  filterSpecs ??
  Object.entries(criteria).map(([column, filterCriteria]) => ({ columnIndex: Number(column), filterCriteria }));

function checkSpec({ columnIndex = 0, filterCriteria = {} }: Spec, { left, right }: Bounds): void {
  if (columnIndex < left || columnIndex >= right)
    throw invalid(`Filter column ${columnIndex} is outside of the filter's range.`);
  const { condition, hiddenValues: _, ...byColour } = filterCriteria;
  if (Object.keys(byColour).length > 0) throw notInSandbox('filters by colour');
  if (condition?.type === undefined && condition) throw invalid('FilterCriteria.condition.type is required.');
  if (condition && !canJudge(condition)) throw notInSandbox(`the filter condition ${condition.type}`);
}

/** A filter as it is kept: with a full range, and its criteria in both forms. */
function completed<F extends BasicFilter>(tab: Tab, given: F): F {
  const bounds = boundsOf(tab, given.range ?? {});
  const filterSpecs = [...specsOf(given)];
  for (const spec of filterSpecs) checkSpec(spec, bounds);
  for (const { dimensionIndex = 0 } of given.sortSpecs ?? [])
    if (dimensionIndex < bounds.left || dimensionIndex >= bounds.right)
      throw invalid(`Sort column ${dimensionIndex} is outside of the filter's range.`);
  const criteria = filterSpecs.map(({ columnIndex = 0, filterCriteria = {} }) => [columnIndex, filterCriteria]);
  return {
    ...given,
    range: boundsRange(tab.properties.sheetId, bounds),
    ...(filterSpecs.length > 0 ? { filterSpecs, criteria: Object.fromEntries(criteria) } : {}),
  };
}

export const setBasicFilter = request(message({ filter: one(basicFilter) }), (workbook, { filter }) => {
  const given = required(filter, 'filter');
  const tab = tabOfGrid(workbook, required(given.range, 'filter.range').sheetId);
  // It would move the rows themselves, once.
  if (given.sortSpecs?.length) throw notInSandbox('sorting by a basic filter');
  return withTab(workbook, { ...tab, basicFilter: completed(tab, given) });
});

export const clearBasicFilter = request(message({ sheetId: int }), (workbook, { sheetId }) => {
  const { basicFilter: _, ...tab } = tabOfGrid(workbook, sheetId);
  return withTab(workbook, tab);
});

const viewIds = (workbook: Workbook) =>
  workbook.tabs.flatMap(({ filterViews }) => filterViews.map(({ filterViewId }) => filterViewId));

function tabWithView(workbook: Workbook, id: number | undefined): Tab {
  const tab = workbook.tabs.find(({ filterViews }) => filterViews.some(({ filterViewId }) => filterViewId === id));
  if (!tab) throw invalid(`No filter view with id: ${id ?? 0}`);
  return tab;
}

export const addFilterView = requestWithReply(message({ filter: one(filterView) }), (workbook, { filter }) => {
  const given = required(filter, 'filter');
  if (given.namedRangeId !== undefined) throw notInSandbox('filter views of named ranges');
  const tab = tabOfGrid(workbook, required(given.range, 'filter.range').sheetId);
  const taken = viewIds(workbook);
  const id = given.filterViewId ?? freeId(taken);
  checkFree(id, taken, 'Filter view');
  const view = completed(tab, { title: `Filter ${taken.length + 1}`, ...given, filterViewId: id });
  return {
    workbook: withTab(workbook, { ...tab, filterViews: [...tab.filterViews, view] }),
    reply: { addFilterView: { filter: view } },
  };
});

/** Of the two forms of the criteria only the one that was sent counts. */
function mergedView(before: FilterView, given: FilterView, mask: ReturnType<typeof requiredMask>): FilterView {
  const changed = parseMessage(filterView, merge(before, given, mask) ?? {});
  if (mask.size > 0 && !mask.has('filterSpecs') && !mask.has('criteria')) return changed;
  const { filterSpecs, criteria, ...rest } = changed;
  if (given.filterSpecs) return { ...rest, filterSpecs: given.filterSpecs };
  return given.criteria ? { ...rest, criteria: given.criteria } : rest;
}

export const updateFilterView = request(
  message({ filter: one(filterView), fields: text }),
  (workbook, { filter, fields }) => {
    const given = required(filter, 'filter');
    const mask = requiredMask(fields, filterView);
    const tab = tabWithView(workbook, given.filterViewId);
    const filterViews = tab.filterViews.map((view) =>
      view.filterViewId === given.filterViewId ? completed(tab, mergedView(view, given, mask)) : view,
    );
    return withTab(workbook, { ...tab, filterViews });
  },
);

export const deleteFilterView = request(message({ filterId: int }), (workbook, { filterId }) => {
  const tab = tabWithView(workbook, filterId);
  return withTab(workbook, {
    ...tab,
    filterViews: tab.filterViews.filter(({ filterViewId }) => filterViewId !== filterId),
  });
});
