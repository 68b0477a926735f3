import type { QueryDataSourceResponse } from '@notionhq/client';
import { z } from 'zod';
import { invalid } from '../api-error.ts';
import type { DataSource, Page, World } from '../model.ts';
import { isTrashed, rowsOf } from '../state/access.ts';
import { type PageShape, readPage } from '../state/objects.ts';
import { compileFilter } from './filter.ts';
import { compileSorts, sortsSchema } from './sort.ts';

export const queryBody = z.strictObject({
  filter: z.unknown().optional(),
  sorts: sortsSchema.optional(),
  start_cursor: z.string().optional(),
  page_size: z.int().min(1).max(100).optional(),
  in_trash: z.boolean().optional(),
  result_type: z.literal('page').optional(),
});

export type QueryAnswer = Omit<QueryDataSourceResponse, 'results'> & { results: PageShape[] };

/** The version of a row that the lagging index knows; undefined when it has not heard of the row yet. */
function indexed(world: World, page: Page): Page | undefined {
  const horizon = Date.now() - world.settings.queryLagMs;
  let version: Page | undefined = page;
  while (version && world.settings.queryLagMs > 0 && version.committedAt > horizon) version = version.previous;
  return version;
}

function position(world: World, cursor: string | undefined): { page: Page; seen: number } | undefined {
  if (cursor === undefined) return undefined;
  const known = world.cursors.get(cursor);
  if (known) return known;
  throw invalid(`The start_cursor provided is invalid: ${cursor}`);
}

/**
 * Runs a query. A cursor names the next row as it was, and the next page starts where that row stood, so rows that move
 * meanwhile are seen twice rather than never.
 */
export function runQuery(
  world: World,
  source: DataSource,
  body: z.infer<typeof queryBody>,
  only: readonly string[],
): QueryAnswer {
  const matches = body.filter === undefined ? () => true : compileFilter(world, source.properties, body.filter);
  const order = compileSorts(world, source.properties, body.sorts ?? []);
  const from = position(world, body.start_cursor);
  const rows = rowsOf(world, source.id)
    .flatMap((row) => indexed(world, row) ?? [])
    .filter((row) => isTrashed(world, row) === (body.in_trash ?? false) && matches(row))
    .filter((row) => !from || order(row, from.page) >= 0)
    .toSorted(order);

  const seen = from?.seen ?? 0;
  const room = world.settings.queryRowsMax - seen;
  const size = Math.min(body.page_size ?? 100, room);
  const next = rows[size];
  const capped = next !== undefined && size === room;
  if (next && !capped) world.cursors.set(next.id, { page: next, seen: seen + size });
  return {
    object: 'list',
    results: rows.slice(0, size).map((row) => readPage(world, row, only)),
    next_cursor: next && !capped ? next.id : null,
    has_more: next !== undefined && !capped,
    type: 'page_or_data_source',
    page_or_data_source: {},
    ...(capped && { request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' } }),
  };
}
