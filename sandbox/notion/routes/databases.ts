import { Hono } from 'hono';
import { z } from 'zod';
import type { Database, World } from '../model.ts';
import { findDatabase, findPage, pathId } from '../state/access.ts';
import { createDatabase } from '../state/edit-database.ts';
import { readDatabase } from '../state/objects.ts';
import { botAuthor } from '../state/world.ts';
import { idSchema } from '../validation.ts';
import { iconSchema, readIcon } from '../values/icon.ts';
import { richText, richTextSchema } from '../values/rich-text.ts';
import { answer, readBody } from './exchange.ts';

const parentSchema = z.strictObject({ type: z.literal('page_id'), page_id: idSchema });
const common = {
  title: richTextSchema.optional(),
  description: richTextSchema.optional(),
  is_inline: z.boolean().optional(),
  icon: iconSchema.optional(),
};
const createBody = z.strictObject({
  ...common,
  parent: parentSchema,
  initial_data_source: z.strictObject({ properties: z.record(z.string(), z.unknown()).optional() }).optional(),
});
const updateBody = z.strictObject({
  ...common,
  parent: parentSchema.optional(),
  in_trash: z.boolean().optional(),
  is_locked: z.boolean().optional(),
});

function changed(world: World, database: Database, body: z.infer<typeof updateBody>): Database {
  return {
    ...database,
    title: body.title ? richText(world, body.title) : database.title,
    description: body.description ? richText(world, body.description) : database.description,
    parent: body.parent ? { type: 'page', id: findPage(world, body.parent.page_id).id } : database.parent,
    isInline: body.is_inline ?? database.isInline,
    isLocked: body.is_locked ?? database.isLocked,
    inTrash: body.in_trash ?? database.inTrash,
    icon: body.icon === undefined ? database.icon : readIcon(body.icon),
    editedAt: world.clock.now(),
    editedBy: botAuthor(world),
  };
}

/** Databases: the containers of data sources. */
export function databaseRoutes(world: World): Hono {
  return new Hono()
    .post('/', async (c) => {
      const body = await readBody(c, createBody);
      const wanted = {
        title: richText(world, body.title ?? []),
        description: richText(world, body.description ?? []),
        parent: { type: 'page' as const, id: findPage(world, body.parent.page_id).id },
        icon: readIcon(body.icon ?? null),
        isInline: body.is_inline ?? false,
        schema: body.initial_data_source?.properties ?? {},
      };
      return answer(c, readDatabase(world, createDatabase(world, wanted, botAuthor(world)).database));
    })
    .get('/:id', (c) => answer(c, readDatabase(world, findDatabase(world, pathId('database_id', c.req.param('id'))))))
    .patch('/:id', async (c) => {
      const database = findDatabase(world, pathId('database_id', c.req.param('id')));
      const next = changed(world, database, await readBody(c, updateBody));
      world.databases.set(next.id, next);
      return answer(c, readDatabase(world, next));
    });
}
