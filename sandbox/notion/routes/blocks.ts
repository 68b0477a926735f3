import { Hono } from 'hono';
import { z } from 'zod';
import { notFound } from '../api-error.ts';
import type { Page, World } from '../model.ts';
import { isVisible, pathId } from '../state/access.ts';
import { appendBlocks, blockRequests, childrenOf, withoutArchived } from '../state/blocks.ts';
import { botAuthor } from '../state/world.ts';
import { answer, paginate, readBody } from './exchange.ts';

const appendBody = z.strictObject({
  children: blockRequests,
  position: z.strictObject({ type: z.literal('end') }).optional(),
});

/** The content of pages: listing it and adding to its end. */
export function blockRoutes(world: World): Hono {
  const pageAt = (raw: string): Page => {
    const id = pathId('block_id', raw);
    const page = world.pages.get(id);
    if (page && isVisible(world, page)) return page;
    throw notFound('block', id);
  };
  return new Hono()
    .get('/:id/children', (c) => {
      const { results, ...paging } = paginate(c, childrenOf(world, pageAt(c.req.param('id')).id), ({ id }) => id);
      return answer(c, { object: 'list', results: results.map(withoutArchived), ...paging, type: 'block', block: {} });
    })
    .patch('/:id/children', async (c) => {
      const page = pageAt(c.req.param('id'));
      const { children } = await readBody(c, appendBody);
      const results = appendBlocks(world, page, children, botAuthor(world)).map(withoutArchived);
      return answer(c, { object: 'list', results, next_cursor: null, has_more: false, type: 'block', block: {} });
    });
}
