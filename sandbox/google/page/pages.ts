import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { ApiError } from '../errors.ts';
import type { Drive } from '../server/drive.ts';
import type { Tab, Workbook } from '../workbook/workbook.ts';
import { cssColour } from './colours.ts';
import { pageDocument } from './document.ts';
import { hints } from './hints.ts';
import { sheetTable } from './table.ts';

const titleOf = ({ properties }: Workbook): string => properties.title ?? 'Untitled spreadsheet';

function listPage(workbooks: readonly Workbook[]) {
  const items = workbooks.map(
    (workbook) => html`<li><a href="/sheet/${workbook.spreadsheetId}">${titleOf(workbook)}
      <small>${workbook.tabs.map(({ properties }) => properties.title).join(' · ')}</small></a></li>`,
  );
  const none = html`<p>No spreadsheets yet.</p>`;
  return pageDocument(
    'Sandbox Sheets',
    html`<header><span class="mark"></span><h1>Sandbox Sheets</h1></header>
      <main>${items.length > 0 ? html`<ul class="files">${items}</ul>` : none}</main>`,
  );
}

/** The tab that the address names by id or title, else the first one that is not hidden. */
function chosenTab({ tabs }: Workbook, wanted: string | undefined): Tab | undefined {
  const named = tabs.find(
    ({ properties }) => wanted !== undefined && (String(properties.sheetId) === wanted || properties.title === wanted),
  );
  return named ?? tabs.find(({ properties }) => properties.hidden !== true) ?? tabs[0];
}

function tabLink(workbook: Workbook, tab: Tab, current: boolean) {
  const { sheetId, title, hidden, tabColor, tabColorStyle } = tab.properties;
  const colour = cssColour(tabColorStyle, tabColor);
  const style = colour ? `border-bottom-color:${colour}` : '';
  const address = `/sheet/${workbook.spreadsheetId}?tab=${sheetId}`;
  return current
    ? html`<a href="${address}" style="${style}" aria-current="page">${title}</a>`
    : html`<a href="${address}" style="${style}" class="${hidden ? 'hidden-tab' : ''}">${title}</a>`;
}

type Wanted = { readonly tab: string | undefined; readonly view: string | undefined };

function sheetPage(workbook: Workbook, wanted: Wanted) {
  const tab = chosenTab(workbook, wanted.tab);
  const view = tab?.filterViews.find(({ filterViewId }) => String(filterViewId) === wanted.view);
  const { locale = '', timeZone = '' } = workbook.properties;
  return pageDocument(
    titleOf(workbook),
    html`<header><a href="/" aria-label="All spreadsheets"><span class="mark"></span></a><h1>${titleOf(workbook)}</h1>
        <small>${locale} · ${timeZone} · read only</small></header>
      ${tab ? hints(workbook, tab, view?.filterViewId) : ''}
      <div class="grid" tabindex="0">${tab ? sheetTable(workbook, tab, view ?? tab.basicFilter) : ''}</div>
      <nav>${workbook.tabs.map((other) => tabLink(workbook, other, other === tab))}</nav>`,
  );
}

/** `GET /` lists the files, `GET /sheet/:id?tab=&fv=` shows one, in a filter view if asked; for people, not part of the API. */
export function sheetPages(drive: Drive): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/', (c) => c.html(listPage(drive.list())));
  app.get('/sheet/:id', (c) => {
    try {
      const wanted = { tab: c.req.query('tab'), view: c.req.query('fv') };
      return c.html(sheetPage(drive.get(c.req.param('id')), wanted));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return c.html(pageDocument('Not found', html`<main><p>There is no such spreadsheet.</p></main>`), 404);
    }
  });
  return app;
}
