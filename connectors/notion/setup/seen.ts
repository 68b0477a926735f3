import { z } from 'zod';
import { plainId } from '../schema.ts';

const RichText = z.array(z.looseObject({ plain_text: z.string() }));
export const textOf = (items: z.infer<typeof RichText>): string => items.map((item) => item.plain_text).join('');

const Options = z.object({ options: z.array(z.looseObject({ id: z.string(), name: z.string() })) });
const PropertyObject = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  select: Options.optional(),
  status: Options.optional(),
  multi_select: Options.optional(),
  relation: z.looseObject({ data_source_id: z.string() }).optional(),
});
export const SourceObject = z.looseObject({
  object: z.literal('data_source'),
  id: z.string(),
  title: RichText,
  in_trash: z.boolean(),
  url: z.string(),
  parent: z.looseObject({ database_id: z.string().optional() }),
  properties: z.record(z.string(), PropertyObject),
});
export const DatabaseObject = z.looseObject({
  object: z.literal('database'),
  id: z.string(),
  title: RichText,
  description: RichText.catch([]),
  in_trash: z.boolean(),
  url: z.string(),
  data_sources: z.array(z.looseObject({ id: z.string() })),
});
const Parent = z.looseObject({ type: z.string(), page_id: z.string().optional() });
export const PageObject = z.looseObject({
  object: z.literal('page'),
  id: z.string(),
  url: z.string(),
  in_trash: z.boolean(),
  parent: Parent,
  properties: z.record(z.string(), z.looseObject({ type: z.string(), title: RichText.optional() })),
});
export const Found = z.looseObject({
  results: z.array(z.looseObject({ object: z.string() })),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});
export const Blocks = z.looseObject({
  results: z.array(
    z.looseObject({
      id: z.string(),
      type: z.string(),
      child_database: z.looseObject({ title: z.string() }).optional(),
      child_page: z.looseObject({ title: z.string() }).optional(),
    }),
  ),
  next_cursor: z.string().nullable(),
});
export const Views = z.looseObject({
  results: z.array(z.looseObject({ id: z.string() })),
  next_cursor: z.string().nullable(),
});
export const View = z.looseObject({ id: z.string(), name: z.string() });
export const Me = z.looseObject({
  name: z.string().nullish(),
  bot: z.looseObject({ workspace_name: z.string().nullish() }).optional(),
});

export type SeenOption = { readonly id: string; readonly name: string };
export type SeenProperty = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly options: readonly SeenOption[];
  /** The data source that a relation leads to. */
  readonly leadsTo: string | undefined;
};
/** A table with its properties. */
export type SeenSource = {
  readonly dataSourceId: string;
  readonly databaseId: string | undefined;
  readonly title: string;
  readonly url: string;
  readonly properties: readonly SeenProperty[];
};
/** A database with its tables. `madeByUs`: its description says so. */
export type SeenDatabase = {
  readonly databaseId: string;
  readonly title: string;
  readonly url: string;
  readonly madeByUs: boolean;
  readonly sources: readonly SeenSource[];
};
export type SeenPage = { readonly id: string; readonly title: string; readonly url: string };
export type Named = { readonly id: string; readonly title: string };

/** With this the description of a database begins that `milepost init` made. */
export const OWN_MARK = 'Milepost: ';

const toProperty = (property: z.infer<typeof PropertyObject>): SeenProperty => ({
  id: plainId(property.id),
  name: property.name,
  type: property.type,
  options: (property.select ?? property.status ?? property.multi_select)?.options ?? [],
  leadsTo: property.relation?.data_source_id,
});

export const toSource = (source: z.infer<typeof SourceObject>): SeenSource => ({
  dataSourceId: source.id,
  databaseId: source.parent.database_id,
  title: textOf(source.title),
  url: source.url,
  properties: Object.values(source.properties).map(toProperty),
});
