import { Hono } from 'hono';
import { z } from 'zod';
import { invalid } from '../api-error.ts';
import type { Parent, World } from '../model.ts';
import { findDatabase, findDataSource, findPage, pathId, sourcesOf } from '../state/access.ts';
import { appendBlocks, blockRequests } from '../state/blocks.ts';
import { createPage, editPage, movePage, setTrash } from '../state/edit-page.ts';
import { findProperty, propertiesOf, readPage } from '../state/objects.ts';
import { botAuthor, storePage } from '../state/world.ts';
import { idSchema } from '../validation.ts';
import { iconSchema, readIcon } from '../values/icon.ts';
import { listInfo, listItems, singleItem } from '../values/property-items.ts';
import { answer, filterProperties, paginate, readBody } from './exchange.ts';

const parentSchema = z.union([
  z.strictObject({ type: z.literal('page_id').optional(), page_id: idSchema }),
  z.strictObject({ type: z.literal('data_source_id').optional(), data_source_id: idSchema }),
  z.strictObject({ type: z.literal('database_id').optional(), database_id: idSchema }),
]);
const createBody = z.strictObject({
  parent: parentSchema,
  properties: z.record(z.string(), z.unknown()).optional(),
  icon: iconSchema.optional(),
  cover: z.null().optional(),
  children: blockRequests.optional(),
});
const updateBody = z.strictObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  icon: iconSchema.optional(),
  cover: z.null().optional(),
  in_trash: z.boolean().optional(),
});
const moveBody = z.strictObject({ parent: parentSchema });

/** The place a request names. A database stands for its only data source. */
function resolveParent(world: World, parent: z.infer<typeof parentSchema>): Parent {
  if ('page_id' in parent) return { type: 'page', id: findPage(world, parent.page_id).id };
  if ('data_source_id' in parent) return { type: 'data_source', id: findDataSource(world, parent.data_source_id).id };
  const [source, ...others] = sourcesOf(world, findDatabase(world, parent.database_id).id);
  if (source && others.length === 0) return { type: 'data_source', id: source.id };
  throw invalid(`Database with ID ${parent.database_id} has several data sources; name one of them as the parent.`);
}

/** Pages and their properties. */
export function pageRoutes(world: World): Hono {
  const pageAt = (id: string) => findPage(world, pathId('page_id', id));

  return new Hono()
    .post('/', async (c) => {
      const body = await readBody(c, createBody);
      const parent = resolveParent(world, body.parent);
      const icon = readIcon(body.icon ?? null);
      const page = createPage(world, { parent, properties: body.properties ?? {}, icon }, botAuthor(world));
      if (body.children?.length) appendBlocks(world, page, body.children, botAuthor(world));
      return answer(c, readPage(world, page, filterProperties(c)));
    })
    .get('/:id', (c) => answer(c, readPage(world, pageAt(c.req.param('id')), filterProperties(c))))
    .patch('/:id', async (c) => {
      let page = pageAt(c.req.param('id'));
      const body = await readBody(c, updateBody);
      const author = botAuthor(world);
      if (body.in_trash === false) page = setTrash(world, page, false, author);
      if (body.properties || body.icon !== undefined) page = editPage(world, page, body.properties ?? {}, author);
      if (body.icon !== undefined) page = storePage(world, { ...page, icon: readIcon(body.icon) });
      if (body.in_trash === true) page = setTrash(world, page, true, author);
      return answer(c, readPage(world, page, filterProperties(c)));
    })
    .post('/:id/move', async (c) => {
      const page = pageAt(c.req.param('id'));
      const { parent } = await readBody(c, moveBody);
      return answer(c, readPage(world, movePage(world, page, resolveParent(world, parent), botAuthor(world))));
    })
    .get('/:id/properties/:property', (c) => {
      const page = pageAt(c.req.param('id'));
      const key = c.req.param('property');
      const property = findProperty(propertiesOf(world, page), key);
      if (!property) throw invalid(`Could not find property with name or id: ${key}`);
      const items = listItems(world, property, page);
      if (!items) return answer(c, singleItem(world, property, page));
      const paging = paginate(c, items, (_item, index) => `c${index.toString(36)}`);
      const url = new URL(c.req.url);
      if (paging.next_cursor) url.searchParams.set('start_cursor', paging.next_cursor);
      const info = listInfo(property, paging.next_cursor ? url.href : null);
      return answer(c, { object: 'list', ...paging, type: 'property_item', property_item: info });
    });
}
