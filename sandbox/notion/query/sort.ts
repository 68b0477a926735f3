import { z } from 'zod';
import { invalid } from '../api-error.ts';
import type { Page, Property, World } from '../model.ts';
import { findProperty } from '../state/objects.ts';
import { heldValue, relatedIds } from '../values/read.ts';
import { plainText } from '../values/rich-text.ts';

const direction = z.enum(['ascending', 'descending']);
export const sortsSchema = z
  .array(
    z.union([
      z.strictObject({ property: z.string(), direction }),
      z.strictObject({ timestamp: z.enum(['created_time', 'last_edited_time']), direction }),
    ]),
  )
  .max(100);

export type Comparator = (a: Page, b: Page) => number;
type Key = string | number | null;

function keyOf(world: World, page: Page, property: Property): Key {
  if (property.type === 'created_time') return page.createdAt;
  if (property.type === 'last_edited_time') return page.editedAt;
  const value = heldValue(page, property);
  if ('items' in value) return plainText(value.items).toLowerCase() || null;
  if ('text' in value) return value.text?.toLowerCase() ?? null;
  if ('number' in value) return value.number;
  if ('checked' in value) return value.checked ? 1 : 0;
  if ('date' in value) return value.date ? Date.parse(value.date.start) : null;
  if ('options' in property && 'ids' in value) {
    const index = property.options.findIndex(({ id }) => id === value.ids[0]);
    return index < 0 ? null : index;
  }
  if (value.type === 'relation') return relatedIds(world, value).length;
  return null;
}

/** Rows without a value come last in either direction. */
function compareKeys(a: Key, b: Key, sign: number): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0);
}

/** The order of a query. Ids decide what the sorts leave open, so that without sorts the order tells nothing. */
export function compileSorts(
  world: World,
  properties: readonly Property[],
  sorts: z.infer<typeof sortsSchema>,
): Comparator {
  const keys = sorts.map((sort) => {
    const sign = sort.direction === 'ascending' ? 1 : -1;
    if ('timestamp' in sort) {
      const field = sort.timestamp === 'created_time' ? 'createdAt' : 'editedAt';
      return { sign, key: (page: Page): Key => page[field] };
    }
    const property = findProperty(properties, sort.property);
    if (!property) throw invalid(`Could not find sort property with name or id: ${sort.property}`);
    return { sign, key: (page: Page): Key => keyOf(world, page, property) };
  });
  return (a, b) => {
    for (const { sign, key } of keys) {
      const order = compareKeys(key(a), key(b), sign);
      if (order !== 0) return order;
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}
