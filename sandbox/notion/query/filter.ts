import { invalid } from '../api-error.ts';
import type { Page, Property, World } from '../model.ts';
import { findProperty } from '../state/objects.ts';
import { minuteTime } from '../state/world.ts';
import { isRecord } from '../validation.ts';
import { heldValue, optionsOf, relatedIds } from '../values/read.ts';
import { plainText } from '../values/rich-text.ts';
import { checkboxTest, filesTest, numberTest, optionTest, referenceTest, textTest } from './conditions.ts';
import { dateTest } from './date-conditions.ts';

export type Predicate = (page: Page) => boolean;

const ENTRIES_MAX = 100;
const NESTING_MAX = 2;

function textOf(page: Page, property: Property): string {
  const value = heldValue(page, property);
  if (value.type === 'title' || value.type === 'rich_text') return plainText(value.items);
  return 'text' in value ? (value.text ?? '') : '';
}

function numberOf(page: Page, property: Property): number | null {
  const value = heldValue(page, property);
  return 'number' in value ? value.number : null;
}

function optionNames(page: Page, property: Property): string[] {
  return optionsOf(property, heldValue(page, property)).map(({ name }) => name);
}

function referencesOf(world: World, page: Page, property: Property): readonly string[] {
  if (property.type === 'created_by') return [page.createdBy.id];
  if (property.type === 'last_edited_by') return [page.editedBy.id];
  const value = heldValue(page, property);
  if (value.type === 'relation') return relatedIds(world, value);
  return value.type === 'people' ? value.ids : [];
}

function startOf(page: Page, property: Property): string | null {
  if (property.type === 'created_time') return minuteTime(page.createdAt);
  if (property.type === 'last_edited_time') return minuteTime(page.editedAt);
  const value = heldValue(page, property);
  return value.type === 'date' ? (value.date?.start ?? null) : null;
}

function propertyTest(world: World, property: Property, condition: unknown, at: string): Predicate {
  switch (property.type) {
    case 'number':
    case 'unique_id': {
      const test = numberTest(condition, at);
      return (page) => test(numberOf(page, property));
    }
    case 'checkbox': {
      const test = checkboxTest(condition, at);
      return (page) => {
        const value = heldValue(page, property);
        return test(value.type === 'checkbox' && value.checked);
      };
    }
    case 'select':
    case 'status':
    case 'multi_select': {
      const test = optionTest(condition, at, property.type === 'multi_select' ? 'many' : 'one');
      return (page) => test(optionNames(page, property));
    }
    case 'date':
    case 'created_time':
    case 'last_edited_time': {
      const test = dateTest(condition, at, world.clock.now());
      return (page) => test(startOf(page, property));
    }
    case 'people':
    case 'created_by':
    case 'last_edited_by':
    case 'relation': {
      const test = referenceTest(condition, at);
      return (page) => test(referencesOf(world, page, property));
    }
    case 'files': {
      const test = filesTest(condition, at);
      return (page) => {
        const value = heldValue(page, property);
        return test(value.type === 'files' ? value.files.length : 0);
      };
    }
    default: {
      const test = textTest(condition, at);
      return (page) => test(textOf(page, property));
    }
  }
}

function timestampTest(world: World, filter: Record<string, unknown>, at: string): Predicate {
  const { timestamp, type: _type, ...rest } = filter;
  if (timestamp !== 'created_time' && timestamp !== 'last_edited_time')
    throw invalid(
      `body failed validation: ${at}.timestamp should be \`"created_time"\` or \`"last_edited_time"\`, instead was \`${JSON.stringify(timestamp)}\`.`,
    );
  const [key, ...others] = Object.keys(rest);
  if (key !== timestamp || others.length > 0)
    throw invalid(`body failed validation: ${at}.${timestamp} should be defined, and nothing beside it.`);
  const test = dateTest(rest[timestamp], `${at}.${timestamp}`, world.clock.now());
  return (page) => test(minuteTime(timestamp === 'created_time' ? page.createdAt : page.editedAt));
}

function leaf(world: World, properties: readonly Property[], filter: Record<string, unknown>, at: string): Predicate {
  if ('timestamp' in filter) return timestampTest(world, filter, at);
  const { property: key, type: _type, ...rest } = filter;
  const [type, ...others] = Object.keys(rest);
  if (typeof key !== 'string' || type === undefined || others.length > 0)
    throw invalid(`body failed validation: ${at} should name a property and one condition for its type.`);
  const property = findProperty(properties, key);
  if (!property) throw invalid(`Could not find property with name or id: ${key}`);
  if (property.type !== type)
    throw invalid(
      `The property type in the database does not match the property type of the filter provided: database property ${property.type} does not match filter ${type}`,
    );
  return propertyTest(world, property, rest[type], `${at}.${type}`);
}

/** Turns a filter of a query into a test of rows, or refuses it. */
export function compileFilter(
  world: World,
  properties: readonly Property[],
  filter: unknown,
  at = 'body.filter',
  level = 0,
): Predicate {
  if (!isRecord(filter)) throw invalid(`body failed validation: ${at} should be an object.`);
  const word = 'and' in filter ? 'and' : 'or';
  const group = filter[word];
  if (group === undefined) return leaf(world, properties, filter, at);
  if (Object.keys(filter).length > 1)
    throw invalid(`body failed validation: ${at} should hold nothing beside \`${word}\`.`);
  if (level >= NESTING_MAX)
    throw invalid(`body failed validation: ${at}.${word} should be not present: filters nest at most two levels deep.`);
  if (!Array.isArray(group) || group.length > ENTRIES_MAX)
    throw invalid(`body failed validation: ${at}.${word} should be an array of at most ${ENTRIES_MAX} filters.`);
  const parts = group.map((part, index) =>
    compileFilter(world, properties, part, `${at}.${word}[${index}]`, level + 1),
  );
  return word === 'and' ? (page) => parts.every((test) => test(page)) : (page) => parts.some((test) => test(page));
}
