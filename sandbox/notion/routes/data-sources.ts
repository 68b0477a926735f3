import type { Client } from '@notionhq/client';
import { Hono } from 'hono';
import { z } from 'zod';
import type { DataSource, World } from '../model.ts';
import { queryBody, runQuery } from '../query/query.ts';
import { findDatabase, findDataSource, pathId } from '../state/access.ts';
import { createDataSource } from '../state/edit-database.ts';
import { applySchema } from '../state/edit-schema.ts';
import { readDataSource } from '../state/objects.ts';
import { botAuthor } from '../state/world.ts';
import { idSchema } from '../validation.ts';
import { iconSchema, readIcon } from '../values/icon.ts';
import { richText, richTextSchema } from '../values/rich-text.ts';
import { answer, filterProperties, readBody } from './exchange.ts';

type TemplateList = Awaited<ReturnType<Client['dataSources']['listTemplates']>>;

const properties = z.record(z.string(), z.unknown());
const createBody = z.strictObject({
  parent: z.strictObject({ type: z.literal('database_id').optional(), database_id: idSchema }),
  properties,
  title: richTextSchema.optional(),
  icon: iconSchema.optional(),
});
const updateBody = z.strictObject({
  title: richTextSchema.optional(),
  icon: iconSchema.optional(),
  properties: properties.optional(),
  in_trash: z.boolean().optional(),
});

function changed(world: World, source: DataSource, body: z.infer<typeof updateBody>): DataSource {
  return {
    ...source,
    title: body.title ? richText(world, body.title) : source.title,
    icon: body.icon === undefined ? source.icon : readIcon(body.icon),
    inTrash: body.in_trash ?? source.inTrash,
    editedAt: world.clock.now(),
    editedBy: botAuthor(world),
  };
}

/** Data sources: the tables with their schemas. The sandbox has no templates, so their list is empty. */
export function dataSourceRoutes(world: World): Hono {
  const sourceAt = (id: string) => findDataSource(world, pathId('data_source_id', id));
  return new Hono()
    .post('/', async (c) => {
      const body = await readBody(c, createBody);
      const databaseId = findDatabase(world, body.parent.database_id).id;
      const title = richText(world, body.title ?? []);
      const wanted = { databaseId, title, icon: readIcon(body.icon ?? null), schema: body.properties };
      return answer(c, readDataSource(world, createDataSource(world, wanted, botAuthor(world))));
    })
    .get('/:id', (c) => answer(c, readDataSource(world, sourceAt(c.req.param('id')))))
    .patch('/:id', async (c) => {
      const source = sourceAt(c.req.param('id'));
      const body = await readBody(c, updateBody);
      applySchema(world, source.id, body.properties ?? {}, botAuthor(world));
      const next = changed(world, sourceAt(source.id), body);
      world.dataSources.set(next.id, next);
      return answer(c, readDataSource(world, next));
    })
    .post('/:id/query', async (c) => {
      const source = sourceAt(c.req.param('id'));
      return answer(c, runQuery(world, source, await readBody(c, queryBody), filterProperties(c)));
    })
    .get('/:id/templates', (c) => {
      sourceAt(c.req.param('id'));
      return answer(c, { templates: [], has_more: false, next_cursor: null } satisfies TemplateList);
    });
}
