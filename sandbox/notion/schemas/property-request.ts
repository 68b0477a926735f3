import { z } from 'zod';
import { invalid } from '../api-error.ts';
import { newShortId } from '../ids.ts';
import { COLORS, OPTION_TYPES, type Option, PLAIN_TYPES, type Property, type PropertyKind } from '../model.ts';
import { check, idSchema, isRecord } from '../validation.ts';

const empty = z.strictObject({});
const option = z.strictObject({
  id: z.string().optional(),
  name: z.string().min(1).max(100).optional(),
  color: z.enum(COLORS).optional(),
  description: z.string().max(280).nullish(),
});
type OptionRequest = z.infer<typeof option>;

const options = z.strictObject({ options: z.array(option).max(100).optional() });
const relation = z.strictObject({
  data_source_id: idSchema,
  type: z.enum(['single_property', 'dual_property']).optional(),
  single_property: empty.optional(),
  dual_property: z
    .strictObject({ synced_property_name: z.string().optional(), synced_property_id: z.string().optional() })
    .optional(),
});

const DEFAULT_STATUS: readonly OptionRequest[] = [
  { name: 'Not started', color: 'default' },
  { name: 'In progress', color: 'blue' },
  { name: 'Done', color: 'green' },
];

/** What a request says about one property: its kind, and the name of the mirror that a two-way relation asks for. */
export type PropertyRequest = { readonly kind: PropertyKind; readonly mirror?: { readonly name: string | undefined } };

/** The words beside a property that a request gives; undefined where it says nothing about them. */
export const descriptionIn = (request: unknown): string | null | undefined =>
  isRecord(request)
    ? check(z.string().max(280).nullish(), request.description, 'body.properties.description')
    : undefined;

/** The new option list. What the request leaves out is gone; what it names keeps its id and colour. */
function mergeOptions(requests: readonly OptionRequest[], known: readonly Option[]): Option[] {
  const merged: Option[] = [];
  for (const request of requests) {
    const existing = known.find(({ id, name }) =>
      request.id === undefined ? name === request.name : id === request.id,
    );
    const name = request.name ?? existing?.name;
    if (name === undefined) throw invalid(`Could not find select option with ID: ${request.id}.`);
    if (name.includes(',')) throw invalid(`Invalid select option, commas not allowed: ${name}`);
    if (merged.some((other) => other.name.toLowerCase() === name.toLowerCase()))
      throw invalid(`Select option names must be unique, found "${name}" twice.`);
    if (existing && request.color !== undefined && request.color !== existing.color)
      throw invalid(`Cannot update color of select with name: ${existing.name}.`);
    const taken = [...known, ...merged].map(({ id }) => id);
    merged.push({
      id: existing?.id ?? newShortId(taken),
      name,
      color: existing?.color ?? request.color ?? 'default',
      description: request.description ?? existing?.description ?? null,
    });
  }
  return merged;
}

function parseRelation(raw: unknown, at: string): PropertyRequest {
  const request = check(relation, raw, at);
  const kind = { type: 'relation', dataSourceId: request.data_source_id, syncedPropertyId: null } as const;
  if ((request.single_property === undefined) === (request.dual_property === undefined))
    throw invalid(`body failed validation: ${at} should have either \`single_property\` or \`dual_property\`.`);
  return request.dual_property ? { kind, mirror: { name: request.dual_property.synced_property_name } } : { kind };
}

const typeKeyOf = (request: Record<string, unknown>, types: readonly string[]): string | undefined =>
  types.find((type) => type in request);

/**
 * Parses a property configuration.
 * @param current the property as it is, when it is being changed
 */
export function parseProperty(name: string, request: unknown, current?: Property): PropertyRequest {
  const at = `body.properties.${name}`;
  const kinds = [...PLAIN_TYPES, ...OPTION_TYPES, 'number', 'unique_id', 'relation'];
  const type = isRecord(request) ? typeKeyOf(request, kinds) : undefined;
  if (!isRecord(request) || type === undefined)
    throw invalid(`body failed validation: ${at} should name one of the property types that the sandbox keeps.`);
  const shape = {
    type: z.literal(type).optional(),
    name: z.string().optional(),
    description: z.string().max(280).nullish(),
  };
  check(z.strictObject({ ...shape, [type]: z.unknown() }), request, at);
  const raw = request[type];
  const inner = `${at}.${type}`;
  if (type === 'relation') return parseRelation(raw, inner);
  if (type === 'number')
    return {
      kind: { type, format: check(z.strictObject({ format: z.string().optional() }), raw, inner).format ?? 'number' },
    };
  if (type === 'unique_id')
    return {
      kind: { type, prefix: check(z.strictObject({ prefix: z.string().nullish() }), raw, inner).prefix ?? null },
    };
  const optionType = OPTION_TYPES.find((entry) => entry === type);
  if (optionType) {
    const known = current && 'options' in current ? current.options : [];
    const asked = check(options, raw, inner).options;
    const initial = optionType === 'status' && known.length === 0 ? DEFAULT_STATUS : undefined;
    const requests = asked ?? initial;
    return { kind: { type: optionType, options: requests ? mergeOptions(requests, known) : known } };
  }
  check(empty, raw, inner);
  const plain = PLAIN_TYPES.find((entry) => entry === type);
  if (!plain) throw invalid(`${name} has a type that the sandbox does not keep: ${type}.`);
  return { kind: { type: plain } };
}
