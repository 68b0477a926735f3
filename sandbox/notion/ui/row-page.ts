import { html } from 'hono/html';
import type { Page, Property, World } from '../model.ts';
import { propertiesOf, titleOf } from '../state/objects.ts';
import { heldValue, optionsOf } from '../values/read.ts';
import { plainText } from '../values/rich-text.ts';
import { cell, type Html } from './cells.ts';
import { layout } from './layout.ts';

const INPUT_TYPES: Readonly<Record<string, string>> = { number: 'number', date: 'date', email: 'email', url: 'url' };

/** What the form's field shows before it is changed. */
function fieldText(page: Page, property: Property): string {
  const value = heldValue(page, property);
  if ('items' in value) return plainText(value.items);
  if ('text' in value) return value.text ?? '';
  if ('date' in value) return value.date?.start ?? '';
  if ('number' in value) return String(value.number ?? '');
  return '';
}

function checkbox(page: Page, property: Property): Html {
  const value = heldValue(page, property);
  const checked = value.type === 'checkbox' && value.checked;
  return html`<select name="value"><option>no</option><option ${checked ? 'selected' : ''}>yes</option></select>`;
}

function field(page: Page, property: Property): Html | undefined {
  if (property.type === 'select' || property.type === 'status') {
    const chosen = optionsOf(property, heldValue(page, property))[0]?.name;
    const options = property.options.map(
      ({ name }) => html`<option ${name === chosen ? 'selected' : ''}>${name}</option>`,
    );
    return html`<select name="value"><option></option>${options}</select>`;
  }
  if (property.type === 'checkbox') return checkbox(page, property);
  if (!['title', 'rich_text', 'number', 'date', 'email', 'url'].includes(property.type)) return undefined;
  return html`<input name="value" type="${INPUT_TYPES[property.type] ?? 'text'}" step="any" value="${fieldText(page, property)}" />`;
}

function form(world: World, page: Page, property: Property, actingId: string): Html {
  const input = field(page, property);
  if (!input) return html``;
  const people = [...world.people.values()].map(
    ({ id, name }) => html`<option value="${id}" ${id === actingId ? 'selected' : ''}>${name}</option>`,
  );
  return html`<form method="post" action="/page/${page.id}">
    <input type="hidden" name="property" value="${property.id}" />${input} as
    <select name="person">${people}</select> <button>Save</button>
  </form>`;
}

function comments(world: World, page: Page): Html {
  const texts = world.comments
    .filter(({ parent }) => parent.type === 'page_id' && parent.page_id === page.id)
    .map((comment) => html`<div class="comment">${plainText(comment.rich_text)}</div>`);
  return texts.length > 0 ? html`<h2>Comments</h2>${texts}` : html``;
}

/**
 * One row with a form per property that a person can type.
 * @param actingId the person chosen in the forms to begin with
 */
export function rowPage(world: World, page: Page, actingId: string, problem = ''): Html {
  const source = page.parent.type === 'data_source' ? world.dataSources.get(page.parent.id) : undefined;
  const crumbs = source ? html` / <a href="/db/${source.databaseId}">${plainText(source.title)}</a>` : html``;
  const rows = propertiesOf(world, page).map(
    (property) =>
      html`<tr>
        <th>${property.name}</th>
        <td>${cell(world, property, page)}</td>
        <td>${form(world, page, property, actingId)}</td>
      </tr>`,
  );
  const warning = problem ? html`<p class="error">${problem}</p>` : html``;
  const content = html`${warning}<table><tbody>${rows}</tbody></table>${comments(world, page)}`;
  return layout(titleOf(page) || 'Untitled', crumbs, content);
}
