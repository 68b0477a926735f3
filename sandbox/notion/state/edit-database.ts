import type { RichTextItemResponse } from '@notionhq/client';
import { invalid } from '../api-error.ts';
import { newId } from '../ids.ts';
import type { Author, Database, DataSource, Icon, World } from '../model.ts';
import { isRecord } from '../validation.ts';
import { applySchema } from './edit-schema.ts';

type NewDatabase = {
  readonly title: readonly RichTextItemResponse[];
  readonly description?: readonly RichTextItemResponse[];
  readonly parent: Database['parent'];
  readonly icon?: Icon;
  readonly isInline?: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
};

const stamps = (world: World, author: Author) => {
  const now = world.clock.now();
  return { createdAt: now, editedAt: now, createdBy: author, editedBy: author };
};

/** Adds a data source to a database. A half-made one does not stay behind when its schema is refused. */
export function createDataSource(
  world: World,
  wanted: Pick<NewDatabase, 'title' | 'icon' | 'schema'> & { readonly databaseId: string },
  author: Author,
): DataSource {
  const titles = Object.values(wanted.schema).filter((request) => isRecord(request) && 'title' in request);
  if (titles.length > 1) throw invalid('A data source has exactly one title property.');
  const id = newId();
  const source: DataSource = {
    ...stamps(world, author),
    id,
    databaseId: wanted.databaseId,
    title: wanted.title,
    icon: wanted.icon ?? null,
    inTrash: false,
    properties: titles.length === 1 ? [] : [{ type: 'title', id: 'title', name: 'Name', description: null }],
    lastNumber: 0,
  };
  world.dataSources.set(id, source);
  try {
    applySchema(world, id, wanted.schema, author);
  } catch (error) {
    world.dataSources.delete(id);
    throw error;
  }
  return world.dataSources.get(id) ?? source;
}

/** Creates a database with its first data source. */
export function createDatabase(
  world: World,
  wanted: NewDatabase,
  author: Author,
): { database: Database; source: DataSource } {
  const database: Database = {
    ...stamps(world, author),
    id: newId(),
    title: wanted.title,
    description: wanted.description ?? [],
    parent: wanted.parent,
    icon: wanted.icon ?? null,
    inTrash: false,
    isInline: wanted.isInline ?? false,
    isLocked: false,
  };
  world.databases.set(database.id, database);
  try {
    return { database, source: createDataSource(world, { ...wanted, databaseId: database.id }, author) };
  } catch (error) {
    world.databases.delete(database.id);
    throw error;
  }
}
