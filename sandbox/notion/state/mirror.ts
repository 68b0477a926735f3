import type { Property, World } from '../model.ts';
import { storePage } from './world.ts';

/** Changes one row's list of related rows without counting as an edit of that row and without an event. */
function changeRelated(world: World, pageId: string, propertyId: string, change: (ids: string[]) => string[]): void {
  const page = world.pages.get(pageId);
  if (!page) return;
  const value = page.values.get(propertyId);
  const ids = change(value?.type === 'relation' ? [...value.ids] : []);
  storePage(world, { ...page, values: new Map(page.values).set(propertyId, { type: 'relation', ids }) });
}

/**
 * Keeps the other side of a two-way relation in step. Notion does not say whether the other row gets an event or a new
 * edit time; the sandbox gives it neither, which is the harder case for a reader.
 */
export function mirrorRelation(
  world: World,
  property: Property & { type: 'relation' },
  pageId: string,
  before: readonly string[],
  after: readonly string[],
): void {
  const mirror = property.syncedPropertyId;
  if (mirror === null) return;
  for (const id of before.filter((old) => !after.includes(old)))
    changeRelated(world, id, mirror, (ids) => ids.filter((other) => other !== pageId));
  for (const id of after.filter((fresh) => !before.includes(fresh)))
    changeRelated(world, id, mirror, (ids) => [...ids.filter((other) => other !== pageId), pageId]);
}
