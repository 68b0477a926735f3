import { html } from 'hono/html';
import type { Database, DataSource, Page, World } from '../model.ts';
import { isTrashed, rowsOf, sourcesOf } from '../state/access.ts';
import { plainText } from '../values/rich-text.ts';
import { cell, type Html } from './cells.ts';
import { layout } from './layout.ts';

const titleFirst = (source: DataSource) =>
  source.properties.toSorted((a, b) => Number(b.type === 'title') - Number(a.type === 'title'));

export const shownRows = (world: World, source: DataSource): Page[] =>
  rowsOf(world, source.id).filter((row) => !isTrashed(world, row));

/** The list of databases. */
export function homePage(world: World): Html {
  const items = [...world.databases.values()].map((database) => {
    const count = sourcesOf(world, database.id).flatMap((source) => shownRows(world, source)).length;
    return html`<li><a href="/db/${database.id}">${plainText(database.title)}</a> (${count})</li>`;
  });
  const note = html`<p class="note">A local stand-in for Notion. Open a database, then a row to edit it as one of the team.</p>`;
  return layout('Databases', html``, html`${note}<ul>${items}</ul>`);
}

function table(world: World, source: DataSource): Html {
  const properties = titleFirst(source);
  const head = properties.map(({ name }) => html`<th>${name}</th>`);
  const body = shownRows(world, source).map(
    (row) =>
      html`<tr>
        ${properties.map((property) => html`<td class="${property.type === 'number' ? 'number' : ''}">${cell(world, property, row)}</td>`)}
      </tr>`,
  );
  return html`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** A database as a table. */
export function databasePage(world: World, database: Database): Html {
  const sources = sourcesOf(world, database.id);
  return layout(plainText(database.title), html``, html`${sources.map((source) => table(world, source))}`);
}
