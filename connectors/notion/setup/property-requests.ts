import type { DatabaseName } from '../names.ts';
import { DEFINITIONS } from './databases.ts';
import type { Options, PropertyDefinition } from './definition.ts';

/** Data source ids of databases that relations may lead to. */
export type Targets = Readonly<Partial<Record<DatabaseName, string>>>;

const optionRequests = (options: Options) => Object.entries(options).map(([name, color]) => ({ name, color }));

function kindRequest(property: PropertyDefinition, targets: Targets, mirror: string | null) {
  switch (property.type) {
    case 'select':
      return { select: { options: optionRequests(property.options) } };
    case 'multi_select':
      return { multi_select: { options: optionRequests(property.options) } };
    case 'number':
      return { number: { format: property.format } };
    case 'relation': {
      const target = targets[property.to];
      if (target === undefined) throw new Error(`The ${property.to} database has to be there first.`);
      return mirror === null
        ? { relation: { data_source_id: target, single_property: {} } }
        : { relation: { data_source_id: target, dual_property: { synced_property_name: mirror } } };
    }
    case 'title':
      return { title: {} };
    case 'rich_text':
      return { rich_text: {} };
    case 'date':
      return { date: {} };
    case 'email':
      return { email: {} };
    case 'url':
      return { url: {} };
    case 'people':
      return { people: {} };
    case 'files':
      return { files: {} };
    case 'checkbox':
      return { checkbox: {} };
  }
}

/** The definition of a property by its name; undefined for a name that is none of ours. */
export function definitionOf(database: DatabaseName, name: string): PropertyDefinition | undefined {
  return Object.entries<PropertyDefinition>(DEFINITIONS[database].properties).find(([known]) => known === name)?.[1];
}

/**
 * One property as Notion takes it.
 * @param mirror name of a relation's other side; null: it gets none
 */
export function propertyRequest(
  property: PropertyDefinition,
  targets: Targets,
  mirror: string | null = property.type === 'relation' ? property.mirror : null,
) {
  const description = property.says === '' ? {} : { description: property.says };
  return { ...kindRequest(property, targets, mirror), ...description };
}

/** Properties in the shape in which Notion takes them. */
export type PropertyRequests = Record<string, ReturnType<typeof propertyRequest>>;

/** All properties of a database. @throws when a relation leads to a database that is not among the targets */
export function databaseRequests(database: DatabaseName, targets: Targets): PropertyRequests {
  const all = Object.entries<PropertyDefinition>(DEFINITIONS[database].properties);
  return Object.fromEntries(all.map(([name, property]) => [name, propertyRequest(property, targets)]));
}
