import type { GetPagePropertyResponse, PropertyItemListResponse, PropertyItemObjectResponse } from '@notionhq/client';
import { encodePropertyId } from '../ids.ts';
import type { Page, Property, World } from '../model.ts';
import { heldValue, readUser, readValue, relatedIds } from './read.ts';

/** All elements of a property that the endpoint returns as a list, one item each; undefined for the other types. */
export function listItems(world: World, property: Property, page: Page): PropertyItemObjectResponse[] | undefined {
  const base = { object: 'property_item' as const, id: encodePropertyId(property.id) };
  const value = heldValue(page, property);
  switch (value.type) {
    case 'title':
      return value.items.map((title) => ({ ...base, type: 'title', title }));
    case 'rich_text':
      return value.items.map((item) => ({ ...base, type: 'rich_text', rich_text: item }));
    case 'people':
      return value.ids.map((id) => ({ ...base, type: 'people', people: readUser(world, id) }));
    case 'relation':
      return relatedIds(world, value).map((id) => ({ ...base, type: 'relation', relation: { id } }));
    default:
      return undefined;
  }
}

type ListInfo = PropertyItemListResponse['property_item'];

/** What a list of property items says about the property itself. */
export function listInfo(property: Property, nextUrl: string | null): ListInfo {
  const base = { id: encodePropertyId(property.id), next_url: nextUrl };
  if (property.type === 'title') return { ...base, type: 'title', title: {} };
  if (property.type === 'people') return { ...base, type: 'people', people: {} };
  if (property.type === 'relation') return { ...base, type: 'relation', relation: {} };
  return { ...base, type: 'rich_text', rich_text: {} };
}

/** A property that is a single value. */
export function singleItem(
  world: World,
  property: Property,
  page: Page,
): Exclude<GetPagePropertyResponse, PropertyItemListResponse> {
  const value = readValue(world, property, page);
  switch (value.type) {
    case 'title':
    case 'rich_text':
    case 'people':
    case 'relation':
    case 'rollup':
    case 'formula':
    case 'button':
    case 'place':
    case 'verification':
      throw new TypeError(`A ${value.type} property is not a single item.`);
    default:
      return { object: 'property_item', ...value };
  }
}
