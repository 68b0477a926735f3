import type { UserObjectResponse } from '@notionhq/client';
import { notFound } from '../api-error.ts';
import { encodePropertyId } from '../ids.ts';
import type { Option, Page, Property, ReadValue, Value, World } from '../model.ts';
import { isTrashed, isVisible } from '../state/access.ts';
import { minuteTime } from '../state/world.ts';

/** Reads of a whole page return at most this many related pages and people. */
const REFERENCES_MAX = 25;

/** The full user object of a person or of the bot. */
export function readUser(world: World, id: string): UserObjectResponse {
  const common = { object: 'user', id, avatar_url: null } as const;
  if (id === world.bot.id)
    return {
      ...common,
      name: world.bot.name,
      type: 'bot',
      bot: {
        owner: { type: 'workspace', workspace: true },
        workspace_id: world.workspace.id,
        workspace_name: world.workspace.name,
        workspace_limits: { max_file_upload_size_in_bytes: 5_242_880 },
      },
    };
  const person = world.people.get(id);
  if (!person) throw notFound('user', id);
  return { ...common, name: person.name, type: 'person', person: { email: person.email } };
}

/** The value a row holds, or the empty one of the property's type. */
export function heldValue(page: Page, property: Property): Value {
  const stored = page.values.get(property.id);
  if (stored && stored.type === property.type) return stored;
  return emptyValue(property);
}

export function emptyValue(property: Property): Value {
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return { type: property.type, items: [] };
    case 'url':
    case 'email':
    case 'phone_number':
      return { type: property.type, text: null };
    case 'checkbox':
      return { type: 'checkbox', checked: false };
    case 'date':
      return { type: 'date', date: null };
    case 'files':
      return { type: 'files', files: [] };
    case 'status':
      return { type: 'status', ids: property.options.slice(0, 1).map((option) => option.id) };
    case 'select':
    case 'multi_select':
    case 'people':
    case 'relation':
      return { type: property.type, ids: [] };
    default:
      return { type: 'number', number: null };
  }
}

/** Related pages that the connection can see; the rest is left out without a word, as Notion does. */
export const relatedIds = (world: World, value: Value): string[] =>
  value.type !== 'relation'
    ? []
    : value.ids.filter((id) => {
        const page = world.pages.get(id);
        return page !== undefined && isVisible(world, page) && !isTrashed(world, page);
      });

/** The options that a value names, in its order; deleted ones are gone. */
export const optionsOf = (property: Property, value: Value): Option[] =>
  'options' in property && 'ids' in value
    ? value.ids.flatMap((id) => property.options.filter((option) => option.id === id))
    : [];

const shownOption = ({ id, name, color }: Option) => ({ id, name, color });

function readOptions(property: Property & { options: readonly Option[] }, value: Value): ReadValue {
  const id = encodePropertyId(property.id);
  const shown = optionsOf(property, value).map(shownOption);
  if (property.type === 'multi_select') return { id, type: 'multi_select', multi_select: shown };
  if (property.type === 'status') return { id, type: 'status', status: shown[0] ?? null };
  return { id, type: 'select', select: shown[0] ?? null };
}

function readReferences(world: World, id: string, value: Value & { ids: readonly string[] }): ReadValue {
  if (value.type === 'people')
    return { id, type: 'people', people: value.ids.slice(0, REFERENCES_MAX).map((user) => readUser(world, user)) };
  const related = relatedIds(world, value);
  const shown = {
    id,
    type: 'relation' as const,
    relation: related.slice(0, REFERENCES_MAX).map((page) => ({ id: page })),
    has_more: related.length > REFERENCES_MAX,
  };
  return shown;
}

function readDerived(world: World, property: Property, page: Page): ReadValue {
  const id = encodePropertyId(property.id);
  switch (property.type) {
    case 'created_time':
      return { id, type: 'created_time', created_time: minuteTime(page.createdAt) };
    case 'last_edited_time':
      return { id, type: 'last_edited_time', last_edited_time: minuteTime(page.editedAt) };
    case 'created_by':
      return { id, type: 'created_by', created_by: readUser(world, page.createdBy.id) };
    default:
      return { id, type: 'last_edited_by', last_edited_by: readUser(world, page.editedBy.id) };
  }
}

/** One property of a page as page reads and queries return it. */
export function readValue(world: World, property: Property, page: Page): ReadValue {
  const id = encodePropertyId(property.id);
  if (/^(created|last_edited)_/.test(property.type)) return readDerived(world, property, page);
  const value = heldValue(page, property);
  if ('options' in property) return readOptions(property, value);
  switch (value.type) {
    case 'title':
      return { id, type: 'title', title: [...value.items] };
    case 'rich_text':
      return { id, type: 'rich_text', rich_text: [...value.items] };
    case 'url':
      return { id, type: 'url', url: value.text };
    case 'email':
      return { id, type: 'email', email: value.text };
    case 'phone_number':
      return { id, type: 'phone_number', phone_number: value.text };
    case 'checkbox':
      return { id, type: 'checkbox', checkbox: value.checked };
    case 'date':
      return { id, type: 'date', date: value.date };
    case 'files':
      return { id, type: 'files', files: [...value.files] };
    case 'people':
    case 'relation':
      return readReferences(world, id, value);
    case 'unique_id': {
      const prefix = property.type === 'unique_id' ? property.prefix : null;
      return { id, type: 'unique_id', unique_id: { prefix, number: value.number } };
    }
    case 'number':
      return { id, type: 'number', number: value.number };
    default:
      throw new TypeError(`A ${value.type} value cannot stand without its options.`);
  }
}
