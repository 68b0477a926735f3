import type { DataSourceViewObjectResponse, ListDatabaseViewsResponse } from '@notionhq/client';
import { Hono } from 'hono';
import { z } from 'zod';
import { invalid, notFound } from '../api-error.ts';
import { newId, undashed } from '../ids.ts';
import type { World } from '../model.ts';
import { compileFilter } from '../query/filter.ts';
import { compileSorts, sortsSchema } from '../query/sort.ts';
import { checkConfiguration } from '../schemas/view-configuration.ts';
import { findDatabase, findDataSource, pathId } from '../state/access.ts';
import { exactTime } from '../state/world.ts';
import { check, idSchema } from '../validation.ts';
import { answer, paginate, readBody } from './exchange.ts';

const types = [
  'table',
  'board',
  'list',
  'calendar',
  'timeline',
  'gallery',
  'form',
  'chart',
  'map',
  'dashboard',
] as const;
const createBody = z.strictObject({
  data_source_id: idSchema,
  database_id: idSchema,
  name: z.string(),
  type: z.enum(types),
  filter: z.unknown().optional(),
  sorts: sortsSchema.optional(),
  configuration: z.unknown().optional(),
  position: z.strictObject({ type: z.enum(['start', 'end']) }).optional(),
});

/** A new tab of a database. Filter, sorts and configuration are checked; the sandbox does not show them. */
function createView(world: World, body: z.infer<typeof createBody>): DataSourceViewObjectResponse {
  const source = findDataSource(world, body.data_source_id);
  const database = findDatabase(world, body.database_id);
  if (source.databaseId !== database.id) throw invalid('The data source does not belong to the database.');
  if (body.filter !== undefined) compileFilter(world, source.properties, body.filter);
  compileSorts(world, source.properties, body.sorts ?? []);
  if (body.configuration === undefined && body.type === 'board')
    throw invalid('body failed validation: body.configuration should be defined, instead was `undefined`.');
  if (body.configuration !== undefined) checkConfiguration(body.configuration, body.type, source.properties);
  const id = newId();
  const now = exactTime(world.clock.now());
  const view: DataSourceViewObjectResponse = {
    object: 'view',
    id,
    parent: { type: 'database_id', database_id: database.id },
    name: body.name,
    type: body.type,
    created_time: now,
    last_edited_time: now,
    url: `https://app.notion.com/p/${undashed(database.id)}?v=${undashed(id)}`,
    data_source_id: source.id,
    created_by: { object: 'user', id: world.bot.id },
    last_edited_by: { object: 'user', id: world.bot.id },
  };
  if (body.position?.type === 'start') world.views.unshift(view);
  else world.views.push(view);
  return view;
}

const listQuery = z.object({ database_id: idSchema.optional(), data_source_id: idSchema.optional() });

/** Views: creating tabs and listing them. */
export function viewRoutes(world: World): Hono {
  return new Hono()
    .post('/', async (c) => answer(c, createView(world, await readBody(c, createBody))))
    .get('/', (c) => {
      const wanted = check(listQuery, c.req.query(), 'query');
      if (!wanted.database_id && !wanted.data_source_id)
        throw invalid('query failed validation: query.database_id should be defined, instead was `undefined`.');
      const views = world.views.filter(
        ({ parent, data_source_id: sourceId }) =>
          (!wanted.database_id || parent.database_id === wanted.database_id) &&
          (!wanted.data_source_id || sourceId === wanted.data_source_id),
      );
      const { results, ...paging } = paginate(c, views, ({ id }) => id);
      const references = results.map(({ id }) => ({ object: 'view' as const, id }));
      const list = { object: 'list', results: references, ...paging, type: 'view', view: {} } as const;
      return answer(c, list satisfies Omit<ListDatabaseViewsResponse, 'results'>);
    })
    .get('/:id', (c) => {
      const id = pathId('view_id', c.req.param('id'));
      const view = world.views.find((entry) => entry.id === id);
      if (!view) throw notFound('view', id);
      return answer(c, view);
    });
}
