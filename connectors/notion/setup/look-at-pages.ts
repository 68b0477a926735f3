import type { Client } from '@notionhq/client';
import type { z } from 'zod';
import { parseAnswer } from '../../answer.ts';
import { calling } from '../errors.ts';
import { Blocks, Me, type Named, PageObject, type SeenPage, textOf } from './seen.ts';
import { from, orUndefined, search, walk } from './walk.ts';

/** Who the token belongs to, and in which workspace. */
export async function whoWeAre(notion: Client): Promise<{ readonly name: string; readonly workspace: string }> {
  const me = parseAnswer(Me, await calling('ask who we are', () => notion.users.me({})), 'a Notion user');
  return { name: me.name ?? '', workspace: me.bot?.workspace_name ?? '' };
}

/**
 * The pages that were shared with the connection by themselves: those below another one, and rows, are left out.
 * `cut`: there may be more.
 */
export async function sharedPages(
  notion: Client,
): Promise<{ readonly pages: readonly SeenPage[]; readonly cut: boolean }> {
  const { items, cut } = await search(notion, 'page', PageObject);
  const ids = new Set(items.map(({ id }) => id));
  const isTop = ({ in_trash, parent }: z.infer<typeof PageObject>): boolean =>
    !in_trash &&
    (parent.type === 'workspace' ||
      parent.type === 'block_id' ||
      (parent.page_id !== undefined && !ids.has(parent.page_id)));
  return { pages: items.filter(isTop).map(toPage), cut };
}

function toPage({ id, url, properties }: z.infer<typeof PageObject>): SeenPage {
  const title = Object.values(properties).find(({ type }) => type === 'title')?.title ?? [];
  return { id, url, title: textOf(title) };
}

/** Undefined when the page is gone, in the trash, or not shared. */
export async function lookAtPage(notion: Client, id: string): Promise<SeenPage | undefined> {
  const answer = await orUndefined(() => calling('read a page', () => notion.pages.retrieve({ page_id: id })));
  if (answer === undefined) return undefined;
  const page = parseAnswer(PageObject, answer, 'a Notion page');
  return page.in_trash ? undefined : toPage(page);
}

/** Databases and pages that lie directly on a page. */
export async function childrenOf(
  notion: Client,
  pageId: string,
): Promise<{ readonly databases: readonly Named[]; readonly pages: readonly Named[] }> {
  const { items } = await walk(async (cursor) => {
    const answer = await calling('read what lies on a page', () =>
      notion.blocks.children.list({ block_id: pageId, page_size: 100, ...from(cursor) }),
    );
    const { results, next_cursor } = parseAnswer(Blocks, answer, 'the content of a page');
    return { items: results, next: next_cursor };
  });
  const named = (id: string, child: { readonly title: string } | undefined): Named[] =>
    child === undefined ? [] : [{ id, title: child.title }];
  return {
    databases: items.flatMap(({ id, child_database: child }) => named(id, child)),
    pages: items.flatMap(({ id, child_page: child }) => named(id, child)),
  };
}
