import type { BlockObjectResponse } from '@notionhq/client';
import { z } from 'zod';
import { invalid } from '../api-error.ts';
import { newId } from '../ids.ts';
import type { Author, Page, World } from '../model.ts';
import { plainText, richText, richTextSchema } from '../values/rich-text.ts';
import { isTrashed, isVisible } from './access.ts';
import { changeParent } from './edit-page.ts';
import { titleOf } from './objects.ts';
import { minuteTime } from './world.ts';

const text = z.strictObject({ rich_text: richTextSchema });
const common = { object: z.literal('block').optional(), type: z.string().optional() };

/** The kinds of content that the sandbox keeps: paragraphs, list items and second-level headings. */
export const blockRequests = z
  .array(
    z.union([
      z.strictObject({ ...common, paragraph: text }),
      z.strictObject({ ...common, bulleted_list_item: text }),
      z.strictObject({ ...common, heading_2: text }),
    ]),
  )
  .max(100);

type Shared = Omit<BlockObjectResponse & { type: 'paragraph' }, 'type' | 'paragraph' | 'archived'>;
export type BlockShape = Omit<BlockObjectResponse, 'archived'>;

function stamps(id: string, createdBy: string, parentId: string, at: number): Shared {
  const user = { object: 'user' as const, id: createdBy };
  return {
    object: 'block',
    id,
    parent: { type: 'page_id', page_id: parentId },
    created_time: minuteTime(at),
    last_edited_time: minuteTime(at),
    created_by: user,
    last_edited_by: user,
    has_children: false,
    in_trash: false,
  };
}

function toBlock(world: World, request: z.infer<typeof blockRequests>[number], shared: Shared): BlockObjectResponse {
  const content = (items: z.infer<typeof richTextSchema>) => ({
    rich_text: richText(world, items),
    color: 'default' as const,
    icon: null,
  });
  // `archived` is only there for the SDK's types; answers leave it out.
  const base = { ...shared, archived: false };
  if ('paragraph' in request) return { ...base, type: 'paragraph', paragraph: content(request.paragraph.rich_text) };
  if ('heading_2' in request)
    return { ...base, type: 'heading_2', heading_2: { ...content(request.heading_2.rich_text), is_toggleable: false } };
  const item = content(request.bulleted_list_item.rich_text);
  return { ...base, type: 'bulleted_list_item', bulleted_list_item: item };
}

/** Adds content at the end of a page. */
export function appendBlocks(
  world: World,
  page: Page,
  requests: z.infer<typeof blockRequests>,
  author: Author,
): BlockObjectResponse[] {
  if (isTrashed(world, page))
    throw invalid("Can't edit block that is archived. You must unarchive the block before editing.");
  const at = world.clock.now();
  const added = requests.map((request) => toBlock(world, request, stamps(newId(), author.id, page.id, at)));
  world.blocks.set(page.id, [...(world.blocks.get(page.id) ?? []), ...added]);
  world.publish({
    type: 'page.content_updated',
    entity: { id: page.id, type: 'page' },
    author,
    at,
    parent: changeParent(world, page.parent),
    blocks: added.map(({ id }) => ({ id, type: 'block' })),
  });
  return added;
}

const isBelow = (thing: { readonly parent: Page['parent'] }, pageId: string): boolean =>
  thing.parent.type === 'page' && thing.parent.id === pageId;

/** Content of a page, then the databases and pages below it. */
export function childrenOf(world: World, pageId: string): BlockObjectResponse[] {
  const databases = [...world.databases.values()]
    .filter((database) => isBelow(database, pageId) && isVisible(world, database) && !isTrashed(world, database))
    .map(
      (database): BlockObjectResponse => ({
        ...stamps(database.id, database.createdBy.id, pageId, database.createdAt),
        archived: false,
        type: 'child_database',
        child_database: { title: plainText(database.title) },
      }),
    );
  const pages = [...world.pages.values()]
    .filter((page) => isBelow(page, pageId) && isVisible(world, page) && !isTrashed(world, page))
    .map(
      (page): BlockObjectResponse => ({
        ...stamps(page.id, page.createdBy.id, pageId, page.createdAt),
        archived: false,
        type: 'child_page',
        child_page: { title: titleOf(page) },
      }),
    );
  return [...(world.blocks.get(pageId) ?? []), ...databases, ...pages];
}

/** A block as answers show it. */
export function withoutArchived({ archived: _archived, ...shown }: BlockObjectResponse): BlockShape {
  return shown;
}
