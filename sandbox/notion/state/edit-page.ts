import { invalid } from '../api-error.ts';
import { encodePropertyId, newId } from '../ids.ts';
import type { Author, Icon, Page, Parent, Property, Value, World } from '../model.ts';
import { emptyValue, heldValue } from '../values/read.ts';
import { type Written, writeValue } from '../values/write.ts';
import type { ChangeParent } from '../webhooks/change.ts';
import { isTrashed } from './access.ts';
import { replaceProperty } from './edit-schema.ts';
import { mirrorRelation } from './mirror.ts';
import { findProperty, propertiesOf } from './objects.ts';
import { storePage } from './world.ts';

export type PropertyWrites = Readonly<Record<string, unknown>>;

/** The parent as webhooks name it: rows stand below their database. */
export function changeParent(world: World, parent: Parent): ChangeParent {
  if (parent.type === 'workspace') return { id: world.workspace.id, type: 'space' };
  if (parent.type === 'page') return { id: parent.id, type: 'page' };
  const database = world.dataSources.get(parent.id)?.databaseId ?? parent.id;
  return { id: database, type: 'database', data_source_id: parent.id };
}

const pageEvent = (world: World, page: Page, author: Author) => ({
  entity: { id: page.id, type: 'page' as const },
  author,
  at: world.clock.now(),
  parent: changeParent(world, page.parent),
});

function rowsChanged(world: World, page: Page, author: Author): void {
  if (page.parent.type !== 'data_source') return;
  const database = world.dataSources.get(page.parent.id)?.databaseId ?? page.parent.id;
  world.publish({
    type: 'data_source.content_updated',
    entity: { id: page.parent.id, type: 'data_source' },
    author,
    at: world.clock.now(),
    parent: { id: database, type: 'database' },
    blocks: [{ id: page.id, type: 'page' }],
  });
}

type Write = Written & { readonly property: Property };

/** Checks all entries before any is applied: a refused request changes nothing. */
function parseWrites(world: World, properties: readonly Property[], writes: PropertyWrites): Write[] {
  return Object.entries(writes).map(([key, request]) => {
    const property = findProperty(properties, key);
    if (!property) throw invalid(`${key} is not a property that exists.`);
    return { property, ...writeValue(world, property, request) };
  });
}

/** New options become part of the schema before a row shows them. */
function addOptions(world: World, parent: Parent, writes: readonly Write[], author: Author): void {
  for (const { property, newOptions } of writes) {
    if (newOptions.length === 0 || !('options' in property) || parent.type !== 'data_source') continue;
    replaceProperty(world, parent.id, { ...property, options: [...property.options, ...newOptions] }, author);
  }
}

function mirrorAll(world: World, page: Page, before: Page | undefined, writes: readonly Write[]): void {
  for (const { property, value } of writes) {
    if (property.type !== 'relation' || value.type !== 'relation') continue;
    const old = before ? heldValue(before, property) : emptyValue(property);
    mirrorRelation(world, property, page.id, old.type === 'relation' ? old.ids : [], value.ids);
  }
}

function nextNumber(world: World, parent: Parent): Array<[string, Value]> {
  const source = parent.type === 'data_source' ? world.dataSources.get(parent.id) : undefined;
  const numbered = source?.properties.find(({ type }) => type === 'unique_id');
  if (!source || !numbered) return [];
  world.dataSources.set(source.id, { ...source, lastNumber: source.lastNumber + 1 });
  return [[numbered.id, { type: 'unique_id', number: source.lastNumber + 1 }]];
}

/** Creates a page or row. */
export function createPage(
  world: World,
  wanted: { readonly parent: Parent; readonly properties: PropertyWrites; readonly icon?: Icon },
  author: Author,
): Page {
  const now = world.clock.now();
  const blank: Page = {
    id: newId(),
    parent: wanted.parent,
    createdAt: now,
    editedAt: now,
    createdBy: author,
    editedBy: author,
    inTrash: false,
    icon: wanted.icon ?? null,
    values: new Map(),
    committedAt: Date.now(),
    previous: undefined,
  };
  const writes = parseWrites(world, propertiesOf(world, blank), wanted.properties);
  addOptions(world, wanted.parent, writes, author);
  const values = new Map(writes.map(({ property, value }): [string, Value] => [property.id, value]));
  for (const [id, value] of nextNumber(world, wanted.parent)) values.set(id, value);
  const page = storePage(world, { ...blank, values });
  mirrorAll(world, page, undefined, writes);
  world.publish({ type: 'page.created', ...pageEvent(world, page, author) });
  rowsChanged(world, page, author);
  return page;
}

/** Writes properties; only what differs counts as an edit. */
export function editPage(world: World, page: Page, requests: PropertyWrites, author: Author): Page {
  if (isTrashed(world, page))
    throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  const writes = parseWrites(world, propertiesOf(world, page), requests);
  addOptions(world, page.parent, writes, author);
  const changes = writes.map(({ property, value }) => ({
    id: encodePropertyId(property.id),
    before: JSON.stringify(heldValue(page, property)),
    after: JSON.stringify(value),
  }));
  const changed = changes.filter(({ before, after }) => before !== after);
  if (changed.length === 0) return page;
  const values = new Map(page.values);
  for (const { property, value } of writes) values.set(property.id, value);
  const stored = storePage(world, { ...page, values, editedAt: world.clock.now(), editedBy: author });
  mirrorAll(world, stored, page, writes);
  const event = pageEvent(world, stored, author);
  world.publish({ type: 'page.properties_updated', ...event, values: changed });
  if (changed.some(({ id }) => id === 'title'))
    world.publish({ type: 'page.content_updated', ...event, blocks: [{ id: page.id, type: 'page' }] });
  return world.pages.get(page.id) ?? stored;
}

/** Moves a page into the trash or back out of it. */
export function setTrash(world: World, page: Page, inTrash: boolean, author: Author): Page {
  if (page.inTrash === inTrash) return page;
  const stored = storePage(world, { ...page, inTrash, editedAt: world.clock.now(), editedBy: author });
  world.publish({ type: inTrash ? 'page.deleted' : 'page.undeleted', ...pageEvent(world, stored, author) });
  rowsChanged(world, stored, author);
  return stored;
}

/** Values survive a move where the new home has a property of the same name and type. */
export function movePage(world: World, page: Page, parent: Parent, author: Author): Page {
  const target = propertiesOf(world, { ...page, parent });
  const values = new Map<string, Value>();
  for (const property of propertiesOf(world, page)) {
    const twin = target.find(
      ({ name, type }) => type === property.type && (type === 'title' || name === property.name),
    );
    const value = page.values.get(property.id);
    if (twin && value && !('options' in twin) && twin.type !== 'relation') values.set(twin.id, value);
  }
  const stored = storePage(world, { ...page, parent, values, editedAt: world.clock.now(), editedBy: author });
  world.publish({ type: 'page.moved', ...pageEvent(world, stored, author) });
  return stored;
}
