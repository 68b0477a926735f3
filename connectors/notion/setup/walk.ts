import type { Client } from '@notionhq/client';
import type { z } from 'zod';
import { parseAnswer } from '../../answer.ts';
import { calling, NotReachable } from '../errors.ts';
import { Found } from './seen.ts';

/** Pages of results that are read of a workspace at most; whoever has more names the place. */
const PAGES_MAX = 20;

/** Walks through a list; `cut` when it has not seen all of it. */
export async function walk<T>(
  read: (cursor: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next: string | null }>,
): Promise<{ readonly items: readonly T[]; readonly cut: boolean }> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await read(cursor);
    items.push(...answer.items);
    if (answer.next === null) return { items, cut: false };
    cursor = answer.next;
  }
  return { items, cut: true };
}

/** Where a list goes on. */
export const from = (cursor: string | undefined) => (cursor === undefined ? {} : { start_cursor: cursor });

/** Undefined for what is not there, or not shared with us. */
export async function orUndefined<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotReachable) return undefined;
    throw error;
  }
}

/** Everything of a kind that we can see. Notion finds what is new only after a while. */
export async function search<T>(notion: Client, value: 'page' | 'data_source', schema: z.ZodType<T>) {
  return await walk(async (cursor) => {
    const answer = await calling('search the workspace', () =>
      notion.search({ filter: { property: 'object', value }, page_size: 100, ...from(cursor) }),
    );
    const { results, has_more, next_cursor } = parseAnswer(Found, answer, 'a list of what is found');
    const items = results.flatMap((result) => {
      const parsed = schema.safeParse(result);
      return parsed.success ? [parsed.data] : [];
    });
    return { items, next: has_more ? next_cursor : null };
  });
}
