import type { CommentObjectResponse, ListCommentsResponse } from '@notionhq/client';
import { Hono } from 'hono';
import { z } from 'zod';
import { notFound } from '../api-error.ts';
import { newId } from '../ids.ts';
import type { World } from '../model.ts';
import { findPage, pathId } from '../state/access.ts';
import { botAuthor, minuteTime } from '../state/world.ts';
import { check, idSchema } from '../validation.ts';
import { richText, richTextSchema, textItems } from '../values/rich-text.ts';
import { answer, paginate, readBody } from './exchange.ts';

const target = z.strictObject({ type: z.literal('page_id').optional(), page_id: idSchema });
const createBody = z.union([
  z.strictObject({ parent: target, rich_text: richTextSchema }),
  z.strictObject({ parent: target, markdown: z.string().max(2000) }),
  z.strictObject({ discussion_id: idSchema, rich_text: richTextSchema }),
]);

/** The page and discussion that a new comment belongs to. */
function place(world: World, body: z.infer<typeof createBody>): { pageId: string; discussionId: string } {
  if ('parent' in body) return { pageId: findPage(world, body.parent.page_id).id, discussionId: newId() };
  const known = world.comments.find((comment) => comment.discussion_id === body.discussion_id);
  if (known?.parent.type !== 'page_id') throw notFound('comment', body.discussion_id);
  return { pageId: known.parent.page_id, discussionId: body.discussion_id };
}

function addComment(world: World, body: z.infer<typeof createBody>): CommentObjectResponse {
  const { pageId, discussionId } = place(world, body);
  const now = world.clock.now();
  const comment: CommentObjectResponse = {
    object: 'comment',
    id: newId(),
    parent: { type: 'page_id', page_id: pageId },
    discussion_id: discussionId,
    created_time: minuteTime(now),
    last_edited_time: minuteTime(now),
    created_by: { object: 'user', id: world.bot.id },
    rich_text: 'markdown' in body ? textItems(body.markdown) : richText(world, body.rich_text),
    display_name: { type: 'integration', resolved_name: world.bot.name },
  };
  world.comments.push(comment);
  world.publish({
    type: 'comment.created',
    entity: { id: comment.id, type: 'comment' },
    author: botAuthor(world),
    at: now,
    parent: { id: pageId, type: 'page' },
    pageId,
  });
  return comment;
}

/** Comments on pages. */
export function commentRoutes(world: World): Hono {
  return new Hono()
    .post('/', async (c) => answer(c, addComment(world, await readBody(c, createBody))))
    .get('/', (c) => {
      const { block_id: id } = check(z.object({ block_id: idSchema }), c.req.query(), 'query');
      const page = findPage(world, id);
      const all = world.comments.filter(({ parent }) => parent.type === 'page_id' && parent.page_id === page.id);
      const list = paginate(c, all, (comment) => comment.id);
      return answer(c, { object: 'list', ...list, type: 'comment', comment: {} } satisfies ListCommentsResponse);
    })
    .get('/:id', (c) => {
      const id = pathId('comment_id', c.req.param('id'));
      const comment = world.comments.find((entry) => entry.id === id);
      if (!comment) throw notFound('comment', id);
      return answer(c, comment);
    });
}
