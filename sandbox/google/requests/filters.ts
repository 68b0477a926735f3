import { int, message, one } from '../schema/message.ts';
import { basicFilter, filterView } from '../schema/tab-parts.ts';
import { boundsOf, boundsRange } from '../workbook/grid.ts';
import { tabOfGrid, withTab } from '../workbook/tabs.ts';
import { freeId } from '../workbook/workbook.ts';
import { checkFree, request, requestWithReply, required } from './request.ts';

export const setBasicFilter = request(message({ filter: one(basicFilter) }), (workbook, { filter }) => {
  const given = required(filter, 'filter');
  const range = required(given.range, 'filter.range');
  const tab = tabOfGrid(workbook, range.sheetId);
  const covered = boundsRange(tab.properties.sheetId, boundsOf(tab, range));
  return withTab(workbook, { ...tab, basicFilter: { ...given, range: covered } });
});

export const clearBasicFilter = request(message({ sheetId: int }), (workbook, { sheetId }) => {
  const { basicFilter: _, ...tab } = tabOfGrid(workbook, sheetId);
  return withTab(workbook, tab);
});

export const addFilterView = requestWithReply(message({ filter: one(filterView) }), (workbook, { filter }) => {
  const given = required(filter, 'filter');
  const tab = tabOfGrid(workbook, given.range?.sheetId);
  const taken = workbook.tabs.flatMap(({ filterViews }) => filterViews.map(({ filterViewId }) => filterViewId));
  const id = given.filterViewId ?? freeId(taken);
  checkFree(id, taken, 'Filter view');
  const covered = boundsRange(tab.properties.sheetId, boundsOf(tab, given.range ?? {}));
  const view = { title: `Filter ${taken.length + 1}`, ...given, filterViewId: id, range: covered };
  return {
    workbook: withTab(workbook, { ...tab, filterViews: [...tab.filterViews, view] }),
    reply: { addFilterView: { filter: view } },
  };
});
