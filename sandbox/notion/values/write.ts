import { z } from 'zod';
import { invalid, notFound } from '../api-error.ts';
import { dashed, newShortId } from '../ids.ts';
import { COLORS, type Color, type Option, type Property, type Value, type World } from '../model.ts';
import { check, idSchema, isRecord } from '../validation.ts';
import { dateSchema, readDate } from './date.ts';
import { richText, richTextSchema } from './rich-text.ts';

/** What a write yields: the value to keep, and options that it brought into being. */
export type Written = { readonly value: Value; readonly newOptions: readonly Option[] };

const optionRequest = z.strictObject({
  id: z.string().optional(),
  name: z.string().max(100).optional(),
  color: z.string().optional(),
  description: z.string().nullish(),
});
const people = z.array(z.object({ id: idSchema })).max(100);
const relation = z.array(z.strictObject({ id: idSchema })).max(100);
const files = z
  .array(
    z.strictObject({
      name: z.string().max(100),
      type: z.literal('external').optional(),
      external: z.strictObject({ url: z.string().max(2000) }),
    }),
  )
  .max(100);

const TEXT_LENGTH_MAX = { url: 2000, email: 200, phone_number: 200 } as const;
const READ_ONLY = ['created_time', 'created_by', 'last_edited_time', 'last_edited_by', 'unique_id'];

function colorFor(name: string): Color {
  const sum = [...name].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return COLORS[1 + (sum % (COLORS.length - 1))] ?? 'default';
}

/** Finds the option meant; an unknown name becomes a new option, except for status. */
function pickOption(
  property: Property & { type: 'select' | 'multi_select' | 'status' },
  request: z.infer<typeof optionRequest>,
): { option: Option; isNew: boolean } {
  const { id, name } = request;
  const known = property.options.find((option) => (id === undefined ? option.name === name : option.id === id));
  if (known) return { option: known, isNew: false };
  if (id !== undefined) throw invalid(`${property.name} has no option with ID: ${id}.`);
  if (name === undefined || name === '') throw invalid(`${property.name} is expected to be ${property.type}.`);
  if (property.type === 'status')
    throw invalid(`Invalid status option. Status option "${name}" does not exist on "${property.name}".`);
  if (name.includes(',')) throw invalid(`Invalid select option, commas not allowed: ${name}`);
  const taken = property.options.map((option) => option.id);
  return { option: { id: newShortId(taken), name, color: colorFor(name), description: null }, isNew: true };
}

function writeOptions(property: Property & { type: 'select' | 'multi_select' | 'status' }, raw: unknown, at: string) {
  const list =
    property.type === 'multi_select'
      ? check(z.array(optionRequest).max(100), raw, at)
      : [check(optionRequest.nullable(), raw, at)].filter((request) => request !== null);
  // An emptied status shows the first option again; it is never without one.
  const fallback = property.type === 'status' && list.length === 0 ? property.options.slice(0, 1) : [];
  const picked = list.map((request) => pickOption(property, request));
  const ids = [...picked.map(({ option }) => option.id), ...fallback.map((option) => option.id)];
  return {
    value: { type: property.type, ids: [...new Set(ids)] },
    newOptions: picked.filter(({ isNew }) => isNew).map(({ option }) => option),
  } satisfies Written;
}

function writePeople(world: World, raw: unknown, at: string): Value {
  const ids = check(people, raw, at).map(({ id }) => id);
  const stranger = ids.find((id) => !world.people.has(id) && id !== world.bot.id);
  if (stranger) throw invalid(`Could not find user with ID: ${stranger}.`);
  return { type: 'people', ids: [...new Set(ids)] };
}

function writeRelation(world: World, property: Property & { type: 'relation' }, raw: unknown, at: string): Value {
  const ids = check(relation, raw, at).map(({ id }) => id);
  for (const id of ids) {
    const target = world.pages.get(dashed(id) ?? id);
    if (!target) throw notFound('page', id);
    if (target.parent.type !== 'data_source' || target.parent.id !== property.dataSourceId)
      throw invalid(`Page ${id} is not in the data source that "${property.name}" relates to.`);
  }
  return { type: 'relation', ids: [...new Set(ids)] };
}

function writePlain(world: World, property: Property, raw: unknown, at: string): Value {
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return { type: property.type, items: richText(world, check(richTextSchema, raw, at)) };
    case 'number':
      return { type: 'number', number: check(z.number().nullable(), raw, at) };
    case 'checkbox':
      return { type: 'checkbox', checked: check(z.boolean(), raw, at) };
    case 'url':
    case 'email':
    case 'phone_number': {
      const text = check(z.string().max(TEXT_LENGTH_MAX[property.type]).nullable(), raw, at);
      if (text === '') throw invalid(`body failed validation: ${at} should be a non-empty string or \`null\`.`);
      return { type: property.type, text };
    }
    case 'date': {
      const date = check(dateSchema.nullable(), raw, at);
      return { type: 'date', date: date && readDate(date, at) };
    }
    case 'people':
      return writePeople(world, raw, at);
    case 'relation':
      return writeRelation(world, property, raw, at);
    case 'files':
      return {
        type: 'files',
        files: check(files, raw, at).map(({ name, external }) => ({ name, type: 'external', external })),
      };
    default:
      throw invalid(`${property.name} is read-only and cannot be written.`);
  }
}

/** Checks one entry of a request's `properties` against its property and yields what to keep. */
export function writeValue(world: World, property: Property, request: unknown): Written {
  if (READ_ONLY.includes(property.type))
    throw invalid(`${property.name} is a read-only property of type ${property.type} and cannot be written.`);
  // A title may be given as the bare array, without its wrapper.
  const wrapped = property.type === 'title' && Array.isArray(request) ? { title: request } : request;
  if (!isRecord(wrapped) || !(property.type in wrapped))
    throw invalid(`${property.name} is expected to be ${property.type}.`);
  const at = `body.properties.${property.name}`;
  check(z.strictObject({ type: z.literal(property.type).optional(), [property.type]: z.unknown() }), wrapped, at);
  const raw = wrapped[property.type];
  const place = `${at}.${property.type}`;
  if (property.type === 'select' || property.type === 'multi_select' || property.type === 'status')
    return writeOptions(property, raw, place);
  return { value: writePlain(world, property, raw, place), newOptions: [] };
}
