import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import { ApiError, invalid } from '../api-error.ts';
import { check } from '../validation.ts';

const BODY_BYTES_MAX = 500 * 1024;
const PAGE_SIZE_MAX = 100;

/** Answers with a JSON object; every answer carries the id of its request. */
export function answer(c: Context, body: object): Response {
  const requestId = randomUUID();
  c.header('x-notion-request-id', requestId);
  return c.json({ ...body, request_id: requestId });
}

/** Reads and checks a JSON body. */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  if (Buffer.byteLength(text) > BODY_BYTES_MAX)
    throw invalid(`body failed validation: body should be at most ${BODY_BYTES_MAX} bytes.`);
  let body: unknown;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new ApiError(400, 'invalid_json', 'Error parsing JSON body.');
  }
  return check(schema, body, 'body');
}

/** `filter_properties`, written once per value, with or without brackets. */
export const filterProperties = (c: Context): string[] => [
  ...(c.req.queries('filter_properties') ?? []),
  ...(c.req.queries('filter_properties[]') ?? []),
];

const pageQuery = z.object({
  page_size: z.string().transform(Number).pipe(z.int().min(1).max(PAGE_SIZE_MAX)).optional(),
  start_cursor: z.string().optional(),
});

/**
 * One page of a list, as the request's query asks for it.
 * @param idOf what a cursor names: the first item of the next page
 */
export function paginate<T>(
  c: Context,
  items: readonly T[],
  idOf: (item: T, index: number) => string,
): { results: T[]; next_cursor: string | null; has_more: boolean } {
  const { page_size: size = PAGE_SIZE_MAX, start_cursor: cursor } = check(pageQuery, c.req.query(), 'query');
  const start = cursor === undefined ? 0 : items.findIndex((item, index) => idOf(item, index) === cursor);
  if (start < 0) throw invalid(`The start_cursor provided is invalid: ${cursor}`);
  const next = items[start + size];
  return {
    results: items.slice(start, start + size),
    next_cursor: next === undefined ? null : idOf(next, start + size),
    has_more: next !== undefined,
  };
}
