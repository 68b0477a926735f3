import { Hono } from 'hono';
import { z } from 'zod';
import { invalid } from '../api-error.ts';
import type { DataSource, Page, World } from '../model.ts';
import { isTrashed, isVisible } from '../state/access.ts';
import { readDataSource, readPage, titleOf } from '../state/objects.ts';
import { plainText } from '../values/rich-text.ts';
import { answer, readBody } from './exchange.ts';

const searchBody = z.strictObject({
  query: z.string().optional(),
  sort: z
    .strictObject({ timestamp: z.literal('last_edited_time'), direction: z.enum(['ascending', 'descending']) })
    .optional(),
  filter: z.strictObject({ property: z.literal('object'), value: z.enum(['page', 'data_source']) }).optional(),
  start_cursor: z.string().optional(),
  page_size: z.int().min(1).max(100).optional(),
});

type Found = { readonly id: string; readonly title: string; readonly editedAt: number; readonly show: () => object };

const foundPage = (world: World, page: Page): Found => ({
  id: page.id,
  title: titleOf(page),
  editedAt: page.editedAt,
  show: () => readPage(world, page),
});
const foundSource = (world: World, source: DataSource): Found => ({
  id: source.id,
  title: plainText(source.title),
  editedAt: source.editedAt,
  show: () => readDataSource(world, source),
});

function everything(world: World, kind: 'page' | 'data_source' | undefined): Found[] {
  const pages = [...world.pages.values()].filter((page) => isVisible(world, page) && !isTrashed(world, page));
  const sources = [...world.dataSources.values()].filter((source) => {
    const database = world.databases.get(source.databaseId);
    return database !== undefined && isVisible(world, database) && !isTrashed(world, database) && !source.inTrash;
  });
  return [
    ...(kind === 'page' ? [] : sources.map((source) => foundSource(world, source))),
    ...(kind === 'data_source' ? [] : pages.map((page) => foundPage(world, page))),
  ];
}

/** Search by title over what the connection can see. */
export function searchRoutes(world: World): Hono {
  return new Hono().post('/', async (c) => {
    const body = await readBody(c, searchBody);
    const words = body.query?.toLowerCase() ?? '';
    const sign = body.sort?.direction === 'ascending' ? 1 : -1;
    const found = everything(world, body.filter?.value)
      .filter(({ title }) => title.toLowerCase().includes(words))
      .toSorted((a, b) => sign * (a.editedAt - b.editedAt));
    const start = body.start_cursor ? found.findIndex(({ id }) => id === body.start_cursor) : 0;
    if (start < 0) throw invalid(`The start_cursor provided is invalid: ${body.start_cursor}`);
    const end = start + (body.page_size ?? 100);
    const next = found[end];
    return answer(c, {
      object: 'list',
      results: found.slice(start, end).map(({ show }) => show()),
      next_cursor: next?.id ?? null,
      has_more: next !== undefined,
      type: 'page_or_data_source',
      page_or_data_source: {},
    });
  });
}
