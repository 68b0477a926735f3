import type { CreateDataSourceParameters, CreatePageParameters, RichTextItemResponse } from '@notionhq/client';
import { invalid } from './api-error.ts';
import { dashed } from './ids.ts';
import type { Author, DataSource, Page, Property, World } from './model.ts';
import { findAuthor, rowsOf } from './state/access.ts';
import { createDatabase, createDataSource } from './state/edit-database.ts';
import { createPage, editPage, movePage, setTrash } from './state/edit-page.ts';
import { applySchema, removeProperty, replaceProperty, restoreProperty } from './state/edit-schema.ts';
import { findProperty, type PageShape, readPage } from './state/objects.ts';
import { textItems } from './values/rich-text.ts';

export type PropertySchema = CreateDataSourceParameters['properties'];
export type PropertyWrites = NonNullable<CreatePageParameters['properties']>;
export type DatabaseIds = { readonly databaseId: string; readonly dataSourceId: string };

type NewPage = {
  /** The row's data source, or the page that it lies below; neither: a page at the top, shared with the connection. */
  readonly dataSourceId?: string;
  readonly parentPageId?: string;
  readonly properties: PropertyWrites;
  /** Default: the workspace's owner. */
  readonly personId?: string;
};

/** What people do in Notion's own interface. Nothing here spends the connection's budget or fails on purpose. */
export type Admin = {
  readonly createDatabase: (title: string, schema: PropertySchema, parentPageId?: string) => DatabaseIds;
  readonly createPage: (page: NewPage) => { id: string };
  /** A person's edit: bumps the edit time and sends an event with the person as author. */
  readonly editAs: (personId: string, pageId: string, properties: PropertyWrites) => void;
  readonly trash: (personId: string, pageId: string) => void;
  readonly restore: (personId: string, pageId: string) => void;
  readonly movePage: (personId: string, pageId: string, dataSourceId: string) => void;
  /** Adds properties; one that is there already gets the type that is given, and loses what does not fit. */
  readonly addProperties: (dataSourceId: string, schema: PropertySchema) => void;
  /** One more table in a database. @returns its id */
  readonly addDataSource: (databaseId: string, title: string, schema: PropertySchema) => string;
  readonly renameProperty: (dataSourceId: string, property: string, name: string) => void;
  /** @returns how to bring it back, as from Notion's list of deleted properties: with its id, and with what rows held in it */
  readonly deleteProperty: (dataSourceId: string, property: string) => () => void;
  readonly renameOption: (dataSourceId: string, property: string, option: string, name: string) => void;
  readonly deleteOption: (dataSourceId: string, property: string, option: string) => void;
  /** Cuts the connection off from a database or page, or lets it in again. */
  readonly unshare: (id: string) => void;
  readonly share: (id: string) => void;
  /** A page, or all rows that are not in the trash, as the API shows them. */
  readonly page: (pageId: string) => PageShape;
  readonly rows: (dataSourceId: string) => PageShape[];
  /** The texts of the comments on a page, oldest first. */
  readonly comments: (pageId: string) => string[];
};

const textOf = (items: readonly RichTextItemResponse[]): string => items.map((item) => item.plain_text).join('');

function requirePage(world: World, id: string): Page {
  const page = world.pages.get(dashed(id) ?? id);
  if (page) return page;
  throw invalid(`There is no page ${id}.`);
}

function requireSource(world: World, id: string): DataSource {
  const source = world.dataSources.get(dashed(id) ?? id);
  if (source) return source;
  throw invalid(`There is no data source ${id}.`);
}

function requireProperty(world: World, sourceId: string, key: string): Property {
  const property = findProperty(requireSource(world, sourceId).properties, key);
  if (property) return property;
  throw invalid(`There is no property ${key}.`);
}

function requireOptions(
  world: World,
  sourceId: string,
  key: string,
): (Property & { type: 'select' }) | (Property & { type: 'multi_select' }) | (Property & { type: 'status' }) {
  const property = requireProperty(world, sourceId, key);
  if (property.type === 'select' || property.type === 'multi_select' || property.type === 'status') return property;
  throw invalid(`${key} has no options.`);
}

const parentOf = (page: NewPage) => {
  if (page.dataSourceId) return { type: 'data_source' as const, id: page.dataSourceId };
  return page.parentPageId ? { type: 'page' as const, id: page.parentPageId } : { type: 'workspace' as const };
};

/** The schema work that people do by hand. */
function schemaHooks(world: World, owner: Author) {
  return {
    addProperties: (sourceId, schema) => applySchema(world, requireSource(world, sourceId).id, schema, owner),
    renameProperty: (sourceId, key, name) =>
      replaceProperty(world, sourceId, { ...requireProperty(world, sourceId, key), name }, owner),
    deleteProperty: (sourceId, key) => {
      const property = requireProperty(world, sourceId, key);
      removeProperty(world, sourceId, property, owner);
      return () => restoreProperty(world, sourceId, property, owner);
    },
    renameOption: (sourceId, key, option, name) => {
      const property = requireOptions(world, sourceId, key);
      const options = property.options.map((entry) => (entry.name === option ? { ...entry, name } : entry));
      replaceProperty(world, sourceId, { ...property, options }, owner);
    },
    deleteOption: (sourceId, key, option) => {
      const property = requireOptions(world, sourceId, key);
      const options = property.options.filter(({ name }) => name !== option);
      replaceProperty(world, sourceId, { ...property, options }, owner);
    },
  } satisfies Partial<Admin>;
}

/** The hands of the people who work in the workspace. */
export function createAdmin(world: World): Admin {
  const owner = findAuthor(world, world.owner.id);
  return {
    ...schemaHooks(world, owner),
    createDatabase: (title, schema, parentPageId) => {
      const parent = parentPageId ? { type: 'page' as const, id: parentPageId } : { type: 'workspace' as const };
      const { database, source } = createDatabase(world, { title: textItems(title), parent, schema }, owner);
      return { databaseId: database.id, dataSourceId: source.id };
    },
    addDataSource: (databaseId, title, schema) =>
      createDataSource(world, { title: textItems(title), schema, databaseId: dashed(databaseId) ?? databaseId }, owner)
        .id,
    createPage: (page) => {
      const author = findAuthor(world, page.personId ?? world.owner.id);
      return { id: createPage(world, { parent: parentOf(page), properties: page.properties }, author).id };
    },
    editAs: (personId, pageId, properties) => {
      editPage(world, requirePage(world, pageId), properties, findAuthor(world, personId));
    },
    trash: (personId, pageId) => {
      setTrash(world, requirePage(world, pageId), true, findAuthor(world, personId));
    },
    restore: (personId, pageId) => {
      setTrash(world, requirePage(world, pageId), false, findAuthor(world, personId));
    },
    movePage: (personId, pageId, sourceId) => {
      const parent = { type: 'data_source' as const, id: requireSource(world, sourceId).id };
      movePage(world, requirePage(world, pageId), parent, findAuthor(world, personId));
    },
    unshare: (id) => {
      world.unshared.add(dashed(id) ?? id);
    },
    share: (id) => {
      world.unshared.delete(dashed(id) ?? id);
    },
    page: (id) => readPage(world, requirePage(world, id)),
    rows: (sourceId) =>
      rowsOf(world, requireSource(world, sourceId).id)
        .filter(({ inTrash }) => !inTrash)
        .map((row) => readPage(world, row)),
    comments: (id) => {
      const { id: pageId } = requirePage(world, id);
      return world.comments
        .filter(({ parent }) => parent.type === 'page_id' && parent.page_id === pageId)
        .map(({ rich_text: items }) => textOf(items));
    },
  };
}
