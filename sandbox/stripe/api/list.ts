import { noSuchReference } from './errors.ts';
import type { Range } from './schema.ts';

export type Paging = {
  ending_before?: string | undefined;
  limit?: number | undefined;
  starting_after?: string | undefined;
};

/** Whether a time lies within a range; an exact time is a range of one second. */
export function inRange(value: number | null, range: Range | undefined): boolean {
  if (range === undefined) return true;
  if (value === null) return false;
  if (typeof range === 'number') return value === range;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return value > gt && value >= gte && value < lt && value <= lte;
}

type Source<T extends { readonly id: string }> = {
  /** In order of creation. */
  readonly all: Iterable<T>;
  readonly kind: string;
  readonly keep: (record: T) => boolean;
  readonly render: (record: T) => object;
  readonly url: string;
};

/**
 * One page, newest first. With `ending_before` it is the page next to the cursor, so that a client can walk towards
 * the present.
 */
export function listPage<T extends { readonly id: string }>(
  { all, kind, keep, render, url }: Source<T>,
  { ending_before, limit = 10, starting_after }: Paging,
): object {
  // A cursor may name a record that the filters leave out.
  const newestFirst = [...all].reverse();
  const positionOf = (id: string, param: string): number => {
    const position = newestFirst.findIndex((record) => record.id === id);
    if (position === -1) throw noSuchReference(kind, id, param);
    return position;
  };
  const from = starting_after === undefined ? 0 : positionOf(starting_after, 'starting_after') + 1;
  const to = ending_before === undefined ? newestFirst.length : positionOf(ending_before, 'ending_before');
  const candidates = newestFirst.slice(from, Math.max(from, to)).filter(keep);
  const page = ending_before === undefined ? candidates.slice(0, limit) : candidates.slice(-limit);
  return { object: 'list', data: page.map(render), has_more: candidates.length > page.length, url };
}
