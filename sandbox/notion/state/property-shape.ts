import { encodePropertyId } from '../ids.ts';
import type { Property, ReadProperty, World } from '../model.ts';

function relationConfig(world: World, property: Property & { type: 'relation' }): ReadProperty & { type: 'relation' } {
  const { name, description, dataSourceId, syncedPropertyId } = property;
  const target = world.dataSources.get(dataSourceId);
  const ids = { data_source_id: dataSourceId, database_id: target?.databaseId ?? '' };
  const synced = target?.properties.find(({ id }) => id === syncedPropertyId);
  const common = { id: encodePropertyId(property.id), name, description, type: 'relation' } as const;
  if (!synced) return { ...common, relation: { ...ids, type: 'single_property', single_property: {} } };
  const dual = { synced_property_id: encodePropertyId(synced.id), synced_property_name: synced.name };
  return { ...common, relation: { ...ids, type: 'dual_property', dual_property: dual } };
}

function statusConfig(property: Property & { type: 'status' }) {
  const options = property.options.map((option) => ({ ...option }));
  const ids = options.map(({ id }) => id);
  // The sandbox keeps no groups of its own: first option to do, last one complete, the rest between.
  const groups = [
    { id: 'todo', name: 'To-do', color: 'gray' as const, option_ids: ids.slice(0, 1) },
    { id: 'doing', name: 'In progress', color: 'blue' as const, option_ids: ids.slice(1, -1) },
    { id: 'done', name: 'Complete', color: 'green' as const, option_ids: ids.slice(1).slice(-1) },
  ];
  return { options, groups };
}

/** A property as data sources show it. */
export function readProperty(world: World, property: Property): ReadProperty {
  const { name, description } = property;
  const common = { id: encodePropertyId(property.id), name, description };
  switch (property.type) {
    case 'relation':
      return relationConfig(world, property);
    case 'number':
      return { ...common, type: 'number', number: { format: property.format } };
    case 'unique_id':
      return { ...common, type: 'unique_id', unique_id: { prefix: property.prefix } };
    case 'status':
      return { ...common, type: 'status', status: statusConfig(property) };
    case 'select':
      return { ...common, type: 'select', select: { options: property.options.map((option) => ({ ...option })) } };
    case 'multi_select':
      return {
        ...common,
        type: 'multi_select',
        multi_select: { options: property.options.map((option) => ({ ...option })) },
      };
    default:
      return plainConfig(common, property.type);
  }
}

function plainConfig(
  common: { id: string; name: string; description: string | null },
  type: Exclude<Property['type'], 'relation' | 'number' | 'unique_id' | 'status' | 'select' | 'multi_select'>,
): ReadProperty {
  switch (type) {
    case 'title':
      return { ...common, type, title: {} };
    case 'rich_text':
      return { ...common, type, rich_text: {} };
    case 'url':
      return { ...common, type, url: {} };
    case 'email':
      return { ...common, type, email: {} };
    case 'phone_number':
      return { ...common, type, phone_number: {} };
    case 'people':
      return { ...common, type, people: {} };
    case 'files':
      return { ...common, type, files: {} };
    case 'date':
      return { ...common, type, date: {} };
    case 'checkbox':
      return { ...common, type, checkbox: {} };
    case 'created_time':
      return { ...common, type, created_time: {} };
    case 'created_by':
      return { ...common, type, created_by: {} };
    case 'last_edited_time':
      return { ...common, type, last_edited_time: {} };
    case 'last_edited_by':
      return { ...common, type, last_edited_by: {} };
  }
}
