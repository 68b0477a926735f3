import { html } from 'hono/html';
import type { Color, Page, Property, World } from '../model.ts';
import { titleOf } from '../state/objects.ts';
import { heldValue, optionsOf, readValue, relatedIds } from '../values/read.ts';
import { plainText } from '../values/rich-text.ts';

export type Html = ReturnType<typeof html>;

const pill = (name: string, color: Color): Html => html`<span class="pill ${color}">${name}</span>`;

/** Only web addresses become links: what a page holds is not trusted. */
export const link = (url: string, label: string): Html =>
  /^https?:\/\//.test(url) ? html`<a href="${url}" rel="noreferrer" target="_blank">${label}</a>` : html`${label}`;

const nameOf = (world: World, id: string): string =>
  world.people.get(id)?.name ?? (id === world.bot.id ? world.bot.name : 'Unknown');

const shortUrl = (url: string): string => {
  const bare = url.replace(/^https?:\/\//, '');
  return bare.length > 32 ? `${bare.slice(0, 31)}…` : bare;
};

/** One cell of a table: a property of a row as a person sees it. */
export function cell(world: World, property: Property, page: Page): Html {
  const value = heldValue(page, property);
  if ('options' in property) return html`${optionsOf(property, value).map(({ name, color }) => pill(name, color))}`;
  switch (value.type) {
    case 'title':
      return html`<a href="/page/${page.id}">${plainText(value.items) || 'Untitled'}</a>`;
    case 'rich_text':
      return html`${plainText(value.items)}`;
    case 'people':
      return html`${value.ids.map((id) => html`<span class="person">${nameOf(world, id)}</span> `)}`;
    case 'relation':
      return html`${relatedIds(world, value).map((id) => {
        const target = world.pages.get(id);
        return html`<a href="/page/${id}">${target ? titleOf(target) : ''}</a> `;
      })}`;
    case 'url':
      return value.text ? link(value.text, shortUrl(value.text)) : html``;
    case 'email':
    case 'phone_number':
      return html`${value.text ?? ''}`;
    case 'checkbox':
      return html`${value.checked ? '☑' : '☐'}`;
    case 'date':
      return html`${value.date?.start ?? ''}${value.date?.end ? ` → ${value.date.end}` : ''}`;
    case 'files':
      return html`${value.files.map((file) => ('external' in file ? link(file.external.url, file.name) : file.name))}`;
    case 'number':
    case 'unique_id':
      return html`${value.number?.toLocaleString('en') ?? ''}`;
    default:
      return derived(world, property, page);
  }
}

function derived(world: World, property: Property, page: Page): Html {
  const value = readValue(world, property, page);
  if (value.type === 'created_time') return html`${value.created_time}`;
  if (value.type === 'last_edited_time') return html`${value.last_edited_time}`;
  return html``;
}
