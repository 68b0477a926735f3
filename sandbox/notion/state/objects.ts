import type { DatabaseObjectResponse, DataSourceObjectResponse, PageObjectResponse } from '@notionhq/client';
import { invalid } from '../api-error.ts';
import { decodePropertyId, undashed } from '../ids.ts';
import type { Database, DataSource, Page, Property, World } from '../model.ts';
import { readValue } from '../values/read.ts';
import { plainText } from '../values/rich-text.ts';
import { isTrashed, sourcesOf } from './access.ts';
import { readProperty } from './property-shape.ts';
import { exactTime, minuteTime } from './world.ts';

/** `archived` left the wire with API version 2026-03-11; the SDK's types still name it. */
export type PageShape = Omit<PageObjectResponse, 'archived'>;
export type DatabaseShape = Omit<DatabaseObjectResponse, 'archived'>;
export type DataSourceShape = Omit<DataSourceObjectResponse, 'archived'>;

const PAGE_TITLE: Property = { id: 'title', name: 'title', description: null, type: 'title' };

/** The properties of a page: those of its data source, or the bare title. */
export function propertiesOf(world: World, page: Page): readonly Property[] {
  if (page.parent.type !== 'data_source') return [PAGE_TITLE];
  return world.dataSources.get(page.parent.id)?.properties ?? [PAGE_TITLE];
}

/** Finds a property by id, URL-encoded id or name. */
export const findProperty = (properties: readonly Property[], key: string): Property | undefined =>
  properties.find(({ id }) => id === key || id === decodePropertyId(key)) ??
  properties.find(({ name }) => name === key);

export function titleOf(page: Page): string {
  const value = page.values.get('title');
  return value?.type === 'title' ? plainText(value.items) : '';
}

const partialUser = (id: string) => ({ object: 'user' as const, id });

const slug = (title: string): string =>
  title
    .replaceAll(/[^a-zA-Z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .concat('-')
    .replace(/^-$/, '');

function pageParent(world: World, page: Page): PageObjectResponse['parent'] {
  if (page.parent.type === 'workspace') return { type: 'workspace', workspace: true };
  if (page.parent.type === 'page') return { type: 'page_id', page_id: page.parent.id };
  const database = world.dataSources.get(page.parent.id)?.databaseId ?? '';
  return { type: 'data_source_id', data_source_id: page.parent.id, database_id: database };
}

/** @param only `filter_properties` of the request: ids or names; undefined or empty returns all */
export function readPage(world: World, page: Page, only?: readonly string[]): PageShape {
  const all = propertiesOf(world, page);
  const chosen = only && only.length > 0 ? new Set(only.map((key) => requireProperty(all, key))) : undefined;
  const shown = all.filter((property) => !chosen || chosen.has(property));
  return {
    object: 'page',
    id: page.id,
    created_time: minuteTime(page.createdAt),
    last_edited_time: minuteTime(page.editedAt),
    created_by: partialUser(page.createdBy.id),
    last_edited_by: partialUser(page.editedBy.id),
    cover: null,
    icon: page.icon,
    parent: pageParent(world, page),
    in_trash: isTrashed(world, page),
    is_archived: false,
    is_locked: false,
    properties: Object.fromEntries(shown.map((property) => [property.name, readValue(world, property, page)])),
    url: `https://app.notion.com/p/${slug(titleOf(page))}${undashed(page.id)}`,
    public_url: null,
  };
}

function requireProperty(properties: readonly Property[], key: string): Property {
  const property = findProperty(properties, key);
  if (property) return property;
  throw invalid(`Could not find property with name or id: ${key}`);
}

const databaseParent = (database: Database): DatabaseObjectResponse['parent'] =>
  database.parent.type === 'workspace'
    ? { type: 'workspace', workspace: true }
    : { type: 'page_id', page_id: database.parent.id };

const databaseUrl = (database: Database): string => `https://app.notion.com/p/${undashed(database.id)}`;

export function readDatabase(world: World, database: Database): DatabaseShape {
  return {
    object: 'database',
    id: database.id,
    title: [...database.title],
    description: [...database.description],
    parent: databaseParent(database),
    is_inline: database.isInline,
    in_trash: isTrashed(world, database),
    is_locked: database.isLocked,
    created_time: exactTime(database.createdAt),
    last_edited_time: exactTime(database.editedAt),
    data_sources: sourcesOf(world, database.id).map((source) => ({ id: source.id, name: plainText(source.title) })),
    icon: database.icon,
    cover: null,
    url: databaseUrl(database),
    public_url: null,
  };
}

export function readDataSource(world: World, source: DataSource): DataSourceShape {
  const database = world.databases.get(source.databaseId);
  if (!database) throw new Error(`Data source ${source.id} lost its database.`);
  return {
    object: 'data_source',
    id: source.id,
    title: [...source.title],
    description: [],
    parent: { type: 'database_id', database_id: source.databaseId },
    database_parent: databaseParent(database),
    is_inline: database.isInline,
    in_trash: source.inTrash || isTrashed(world, database),
    created_time: minuteTime(source.createdAt),
    last_edited_time: minuteTime(source.editedAt),
    created_by: partialUser(source.createdBy.id),
    last_edited_by: partialUser(source.editedBy.id),
    properties: Object.fromEntries(source.properties.map((entry) => [entry.name, readProperty(world, entry)])),
    icon: source.icon,
    cover: null,
    url: databaseUrl(database),
    public_url: null,
  };
}
