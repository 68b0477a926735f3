import { html } from 'hono/html';
import type { GridRange } from '../schema/range.ts';
import { rangeText } from '../workbook/a1.ts';
import type { Tab, Workbook } from '../workbook/workbook.ts';

/** A range without the name of its tab: A1:B2, A:M; all of it when it has no bounds. */
function cellsText({ properties }: Tab, range: GridRange): string {
  const { sheetId: _, ...cells } = range;
  if (Object.keys(cells).length === 0) return 'The whole tab';
  const { endRowIndex, endColumnIndex } = cells;
  const text = rangeText(properties.title, {
    ...(endRowIndex === undefined ? {} : { startRowIndex: 0 }),
    ...(endColumnIndex === undefined ? {} : { startColumnIndex: 0 }),
    ...cells,
  });
  return text.slice(text.lastIndexOf('!') + 1);
}

const protections = (tab: Tab) =>
  tab.protectedRanges.map(({ range = {}, warningOnly, description, editors }) => {
    const whom = warningOnly ? 'warns before edits' : `only for ${(editors?.users ?? ['the owner']).join(', ')}`;
    const text = `${cellsText(tab, range)} ${whom}${description ? `: ${description}` : ''}`;
    return html`<li class="protection" title="${text}"><span aria-hidden="true">${warningOnly ? '⚠' : '🔒'}</span> ${text}</li>`;
  });

function filterViews({ spreadsheetId }: Workbook, tab: Tab, openView: number | undefined) {
  const address = (view?: number): string =>
    `/sheet/${spreadsheetId}?tab=${tab.properties.sheetId}${view === undefined ? '' : `&fv=${view}`}`;
  return tab.filterViews.map(({ filterViewId, title }) =>
    filterViewId === openView
      ? html`<li class="view"><a href="${address()}" aria-current="true" title="Close this filter view">${title} ×</a></li>`
      : html`<li class="view"><a href="${address(filterViewId)}">${title}</a></li>`,
  );
}

/** A line about the tab as a whole: which views of it there are, and what must not be edited. */
export function hints(workbook: Workbook, tab: Tab, openView: number | undefined) {
  const views = filterViews(workbook, tab, openView);
  const items = [...(views.length > 0 ? [html`<li>Filter views:</li>`] : []), ...views, ...protections(tab)];
  return items.length === 0 ? '' : html`<ul class="hints">${items}</ul>`;
}
