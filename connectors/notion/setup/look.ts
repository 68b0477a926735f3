import type { Client } from '@notionhq/client';
import { parseAnswer } from '../../answer.ts';
import { calling } from '../errors.ts';
import {
  DatabaseObject,
  OWN_MARK,
  type SeenDatabase,
  type SeenSource,
  SourceObject,
  textOf,
  toSource,
  View,
  Views,
} from './seen.ts';
import { from, orUndefined, search, walk } from './walk.ts';

export type { SeenDatabase, SeenOption, SeenProperty, SeenSource } from './seen.ts';

/** Every table that the connection can see. `cut`: there may be more. */
export async function visibleSources(
  notion: Client,
): Promise<{ readonly sources: readonly SeenSource[]; readonly cut: boolean }> {
  const { items, cut } = await search(notion, 'data_source', SourceObject);
  return { sources: items.filter(({ in_trash }) => !in_trash).map(toSource), cut };
}

async function readSource(notion: Client, id: string): Promise<SeenSource | undefined> {
  const answer = await orUndefined(() =>
    calling('read a database', () => notion.dataSources.retrieve({ data_source_id: id })),
  );
  if (answer === undefined) return undefined;
  const source = parseAnswer(SourceObject, answer, 'a Notion data source');
  return source.in_trash ? undefined : toSource(source);
}

/**
 * A database by its id, or by that of one of its tables; then only that table is among its sources. Undefined when it is gone,
 * in the trash, or not shared.
 */
export async function lookAtDatabase(notion: Client, id: string): Promise<SeenDatabase | undefined> {
  const container = (databaseId: string) =>
    orUndefined(() => calling('read a database', () => notion.databases.retrieve({ database_id: databaseId })));
  const answer = await container(id);
  const only = answer === undefined ? await readSource(notion, id) : undefined;
  const whole = answer ?? (only?.databaseId === undefined ? undefined : await container(only.databaseId));
  if (whole === undefined) return undefined;
  const database = parseAnswer(DatabaseObject, whole, 'a Notion database');
  if (database.in_trash) return undefined;
  const sources: SeenSource[] = only === undefined ? [] : [only];
  if (only === undefined)
    for (const { id: sourceId } of database.data_sources) {
      const source = await readSource(notion, sourceId);
      if (source !== undefined) sources.push(source);
    }
  return {
    databaseId: database.id,
    title: textOf(database.title),
    url: database.url,
    madeByUs: textOf(database.description).startsWith(OWN_MARK),
    sources,
  };
}

/** The names of a database's views. */
export async function viewNames(notion: Client, databaseId: string): Promise<readonly string[]> {
  const { items } = await walk(async (cursor) => {
    const answer = await calling('list the views', () =>
      notion.views.list({ database_id: databaseId, ...from(cursor) }),
    );
    const { results, next_cursor } = parseAnswer(Views, answer, 'a list of views');
    return { items: results, next: next_cursor };
  });
  const names: string[] = [];
  for (const { id } of items) {
    const view = await orUndefined(() => calling('read a view', () => notion.views.retrieve({ view_id: id })));
    if (view !== undefined) names.push(parseAnswer(View, view, 'a Notion view').name);
  }
  return names;
}
