import { invalid, notFound } from '../api-error.ts';
import { dashed } from '../ids.ts';
import type { Author, Database, DataSource, Page, Parent, World } from '../model.ts';
import type { Change } from '../webhooks/change.ts';

type Holder = { readonly id: string; readonly inTrash: boolean };

/** A thing and everything above it, from the inside out. */
function lineage(world: World, start: Holder & { readonly parent: Parent }): Holder[] {
  const above: Holder[] = [start];
  let parent: Parent = start.parent;
  while (parent.type !== 'workspace') {
    const source = parent.type === 'data_source' ? world.dataSources.get(parent.id) : undefined;
    if (source) above.push(source);
    const holder = source ? world.databases.get(source.databaseId) : world.pages.get(parent.id);
    if (!holder) break;
    above.push(holder);
    parent = holder.parent;
  }
  return above;
}

export const isVisible = (world: World, thing: Page | Database): boolean =>
  lineage(world, thing).every((holder) => !world.unshared.has(holder.id));

/** In the trash itself or below something that is. */
export const isTrashed = (world: World, thing: Page | Database): boolean =>
  lineage(world, thing).some((holder) => holder.inTrash);

/** The dashed form of an id that stands in a path, or the validation error for it. */
export function pathId(name: string, raw: string): string {
  const id = dashed(raw);
  if (id) return id;
  throw invalid(`path failed validation: path.${name} should be a valid uuid, instead was \`${JSON.stringify(raw)}\`.`);
}

export function findPage(world: World, id: string): Page {
  const page = world.pages.get(id);
  if (page && isVisible(world, page)) return page;
  throw notFound('page', id);
}

export function findDatabase(world: World, id: string): Database {
  const database = world.databases.get(id);
  if (database && isVisible(world, database)) return database;
  throw notFound('database', id);
}

export function findDataSource(world: World, id: string): DataSource {
  const source = world.dataSources.get(id);
  if (!source) throw notFound('database', id);
  const database = world.databases.get(source.databaseId);
  if (database && isVisible(world, database)) return source;
  throw notFound('database', id);
}

export const sourcesOf = (world: World, databaseId: string): DataSource[] =>
  [...world.dataSources.values()].filter((source) => source.databaseId === databaseId);

export const rowsOf = (world: World, dataSourceId: string): Page[] =>
  [...world.pages.values()].filter((page) => page.parent.type === 'data_source' && page.parent.id === dataSourceId);

/** Whether subscribers may hear of a change: only of what the connection can see. */
export function isChangeVisible(world: World, change: Change): boolean {
  const { entity } = change;
  if (entity.type === 'data_source') {
    const database = world.databases.get(world.dataSources.get(entity.id)?.databaseId ?? '');
    return database !== undefined && isVisible(world, database);
  }
  const page = world.pages.get(change.type === 'comment.created' ? change.pageId : entity.id);
  return page !== undefined && isVisible(world, page);
}

/** A known person as the author of an edit. */
export function findAuthor(world: World, personId: string): Author {
  if (world.people.has(personId)) return { id: personId, type: 'person' };
  throw notFound('user', personId);
}
