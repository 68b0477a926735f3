import { z } from 'zod';
import { invalid, notFound } from '../api-error.ts';
import { encodePropertyId, newShortId } from '../ids.ts';
import type { Author, DataSource, Property, Value, World } from '../model.ts';
import { descriptionIn, type PropertyRequest, parseProperty } from '../schemas/property-request.ts';
import { check, isRecord } from '../validation.ts';
import { plainText } from '../values/rich-text.ts';
import type { Change, SchemaChange } from '../webhooks/change.ts';
import { rowsOf } from './access.ts';
import { findProperty } from './objects.ts';
import { storePage } from './world.ts';

const current = (world: World, id: string): DataSource => {
  const source = world.dataSources.get(id);
  if (!source) throw notFound('database', id);
  return source;
};

/** Stores a new list of properties and tells subscribers what changed in it. */
export function storeSchema(
  world: World,
  sourceId: string,
  properties: readonly Property[],
  author: Author,
  changes: readonly SchemaChange[],
): void {
  const source = current(world, sourceId);
  const now = world.clock.now();
  world.dataSources.set(sourceId, { ...source, properties, editedAt: now, editedBy: author });
  if (changes.length === 0) return;
  world.publish({
    type: 'data_source.schema_updated',
    entity: { id: sourceId, type: 'data_source' },
    author,
    at: now,
    parent: { id: source.databaseId, type: 'database' },
    schema: changes,
  });
}

const change = (property: Property, action: SchemaChange['action']): SchemaChange => ({
  id: encodePropertyId(property.id),
  name: action === 'deleted' ? null : property.name,
  action,
});

const newPropertyId = (source: DataSource, type: Property['type']): string =>
  type === 'title' ? 'title' : newShortId(source.properties.map(({ id }) => id));

/** Adds a property; a two-way relation also gets its mirror on the other side. */
function addProperty(
  world: World,
  sourceId: string,
  name: string,
  request: PropertyRequest & { readonly description: string | null },
  author: Author,
): void {
  const source = current(world, sourceId);
  const { kind } = request;
  if (kind.type === 'title' && source.properties.some(({ type }) => type === 'title'))
    throw invalid('Cannot create new title property. A data source has exactly one.');
  const id = newPropertyId(source, kind.type);
  const property: Property = { ...kind, id, name, description: request.description };
  storeSchema(world, sourceId, [...source.properties, property], author, [change(property, 'created')]);
  if (kind.type === 'relation' && request.mirror) addMirror(world, sourceId, id, request.mirror.name, author);
}

function addMirror(world: World, sourceId: string, id: string, wanted: string | undefined, author: Author): void {
  const source = current(world, sourceId);
  const property = source.properties.find((entry) => entry.id === id);
  if (property?.type !== 'relation') return;
  const target = current(world, property.dataSourceId);
  const name = wanted ?? `Related to ${plainText(source.title)} (${property.name})`;
  const mirror: Property = {
    type: 'relation',
    id: newShortId([...target.properties, ...source.properties].map((entry) => entry.id)),
    name,
    description: null,
    dataSourceId: sourceId,
    syncedPropertyId: id,
  };
  const linked = { ...property, syncedPropertyId: mirror.id };
  const properties = source.properties.map((entry) => (entry.id === id ? linked : entry));
  storeSchema(world, sourceId, properties, author, []);
  const after = current(world, property.dataSourceId);
  storeSchema(world, after.id, [...after.properties, mirror], author, [change(mirror, 'created')]);
}

/** Takes a property away, with everything that rows held in it and with its mirror's link. */
export function removeProperty(world: World, sourceId: string, property: Property, author: Author): void {
  if (property.type === 'title') throw invalid('Cannot delete title property.');
  const source = current(world, sourceId);
  const rest = source.properties.filter(({ id }) => id !== property.id);
  storeSchema(world, sourceId, rest, author, [change(property, 'deleted')]);
  if (property.type !== 'relation' || property.syncedPropertyId === null) return;
  const target = world.dataSources.get(property.dataSourceId);
  const mirror = target?.properties.find(({ id }) => id === property.syncedPropertyId);
  if (!target || mirror?.type !== 'relation') return;
  const kept = target.properties.filter(({ id }) => id !== mirror.id);
  storeSchema(world, target.id, kept, author, [change(mirror, 'deleted')]);
}

/** Brings back a property that was taken away; rows still hold what they held in it. */
export function restoreProperty(world: World, sourceId: string, property: Property, author: Author): void {
  const source = current(world, sourceId);
  storeSchema(world, sourceId, [...source.properties, property], author, [change(property, 'created')]);
}

/** Rows lose the values of options that are gone. */
function dropLostOptions(world: World, sourceId: string, property: Property): void {
  if (!('options' in property)) return;
  const alive = new Set(property.options.map(({ id }) => id));
  for (const row of rowsOf(world, sourceId)) {
    const value = row.values.get(property.id);
    if (!value || !('ids' in value) || value.ids.every((id) => alive.has(id))) continue;
    const trimmed: Value = { ...value, ids: value.ids.filter((id) => alive.has(id)) };
    storePage(world, { ...row, values: new Map(row.values).set(property.id, trimmed) });
  }
}

/** Puts a changed property in the place of the old one. */
export function replaceProperty(world: World, sourceId: string, next: Property, author: Author): void {
  const source = current(world, sourceId);
  const properties = source.properties.map((entry) => (entry.id === next.id ? next : entry));
  storeSchema(world, sourceId, properties, author, [change(next, 'updated')]);
  dropLostOptions(world, sourceId, next);
}

function changeProperty(world: World, sourceId: string, property: Property, request: unknown, author: Author): void {
  const name = isRecord(request)
    ? (check(z.string().min(1).optional(), request.name, 'body.properties.name') ?? property.name)
    : property.name;
  const source = current(world, sourceId);
  if (source.properties.some((other) => other.id !== property.id && other.name === name))
    throw invalid(`Property "${name}" already exists.`);
  const description = descriptionIn(request) === undefined ? property.description : (descriptionIn(request) ?? null);
  const onlyRename = isRecord(request) && Object.keys(request).every((key) => key === 'name' || key === 'description');
  if (onlyRename) {
    replaceProperty(world, sourceId, { ...property, name, description }, author);
    return;
  }
  const { kind, mirror } = parseProperty(property.name, request, property);
  if (property.type === 'title' && kind.type !== 'title')
    throw invalid('Cannot change the type of the title property.');
  if (kind.type === 'title' && property.type !== 'title') throw invalid('Cannot create new title property.');
  const same = kind.type === 'relation' && property.type === 'relation' && kind.dataSourceId === property.dataSourceId;
  const linked = same ? { ...kind, syncedPropertyId: property.syncedPropertyId } : kind;
  replaceProperty(world, sourceId, { ...linked, id: property.id, name, description }, author);
  const linkedAlready = same && property.syncedPropertyId !== null;
  if (mirror && !linkedAlready) addMirror(world, sourceId, property.id, mirror.name, author);
}

/** Carries out all of a change or none of it; events leave only when all of it held. */
function atomically(world: World, change: (draft: World) => void): void {
  const events: Change[] = [];
  const sources = new Map(world.dataSources);
  const pages = new Map(world.pages);
  try {
    change({ ...world, publish: (event) => void events.push(event) });
  } catch (error) {
    restore(world.dataSources, sources);
    restore(world.pages, pages);
    throw error;
  }
  for (const event of events) world.publish(event);
}

function restore<T>(target: Map<string, T>, saved: ReadonlyMap<string, T>): void {
  target.clear();
  for (const [key, value] of saved) target.set(key, value);
}

function applyOne(world: World, sourceId: string, key: string, request: unknown, author: Author): void {
  const property = findProperty(current(world, sourceId).properties, key);
  if (property && request === null) removeProperty(world, sourceId, property, author);
  else if (property) changeProperty(world, sourceId, property, request, author);
  else if (request === null) throw invalid(`Could not find property with name or id: ${key}`);
  else {
    const parsed = parseProperty(key, request);
    if (parsed.kind.type === 'relation') current(world, parsed.kind.dataSourceId);
    addProperty(world, sourceId, key, { ...parsed, description: descriptionIn(request) ?? null }, author);
  }
}

/** Applies the `properties` of a schema request: null removes, a name renames, a configuration adds or changes. */
export function applySchema(
  world: World,
  sourceId: string,
  requests: Readonly<Record<string, unknown>>,
  author: Author,
): void {
  atomically(world, (draft) => {
    for (const [key, request] of Object.entries(requests)) applyOne(draft, sourceId, key, request, author);
  });
}
