import { z } from 'zod';
import { invalid } from '../api-error.ts';
import type { Property } from '../model.ts';
import { findProperty } from '../state/objects.ts';
import { check } from '../validation.ts';

const sort = z.strictObject({ type: z.enum(['manual', 'ascending', 'descending']) });
const byOption = z.strictObject({
  type: z.enum(['select', 'multi_select']),
  property_id: z.string(),
  sort,
  hide_empty_groups: z.boolean().optional(),
});
const byStatus = z.strictObject({
  type: z.literal('status'),
  property_id: z.string(),
  group_by: z.enum(['group', 'option']),
  sort,
  hide_empty_groups: z.boolean().optional(),
});
const groupBy = z.discriminatedUnion('type', [byOption, byStatus]);

const shown = z
  .array(
    z.strictObject({
      property_id: z.string(),
      visible: z.boolean().optional(),
      width: z.int().min(1).optional(),
      wrap: z.boolean().optional(),
    }),
  )
  .max(100)
  .nullish();

const board = z.strictObject({ type: z.literal('board'), group_by: groupBy, properties: shown });
const calendar = z.strictObject({
  type: z.literal('calendar'),
  date_property_id: z.string(),
  properties: shown,
  view_range: z.enum(['week', 'month']).nullish(),
  show_weekends: z.boolean().nullish(),
});
const table = z.strictObject({
  type: z.literal('table'),
  properties: shown,
  group_by: groupBy.nullish(),
  wrap_cells: z.boolean().optional(),
  frozen_column_index: z.int().min(0).optional(),
  show_vertical_lines: z.boolean().optional(),
});

const DATES = ['date', 'created_time', 'last_edited_time'];

/** The configurations that the sandbox knows; views of other types are taken without one. */
const KNOWN = z.discriminatedUnion('type', [board, calendar, table]);
export type ViewConfiguration = z.infer<typeof KNOWN>;

function requireProperty(properties: readonly Property[], key: string): Property {
  const property = findProperty(properties, key);
  if (property) return property;
  throw invalid(`Could not find property with name or id: ${key}`);
}

/** Checks how a view is to look: its shape, that its properties exist, and that they have types that fit their use. */
export function checkConfiguration(raw: unknown, type: string, properties: readonly Property[]): ViewConfiguration {
  const configuration = check(KNOWN, raw, 'body.configuration');
  if (configuration.type !== type)
    throw invalid('body failed validation: body.configuration.type should equal the type of the view.');
  for (const { property_id: id } of configuration.properties ?? []) requireProperty(properties, id);
  const group = 'group_by' in configuration ? configuration.group_by : undefined;
  if (group) {
    const property = requireProperty(properties, group.property_id);
    if (property.type !== group.type)
      throw invalid(
        `body failed validation: body.configuration.group_by.type should be \`"${property.type}"\`, instead was \`"${group.type}"\`.`,
      );
  }
  if (configuration.type === 'calendar') {
    const property = requireProperty(properties, configuration.date_property_id);
    if (!DATES.includes(property.type))
      throw invalid(`body failed validation: body.configuration.date_property_id should name a date property.`);
  }
  return configuration;
}
