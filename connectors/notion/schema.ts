import type { Client } from '@notionhq/client';
import { z } from 'zod';
import { NeedsPerson } from '../../src/billing/failure.ts';
import { parseAnswer } from '../answer.ts';
import { calling, NotReachable } from './errors.ts';
import { DATABASES, type DatabaseName, OPTIONAL, type OwnNames } from './names.ts';

/** A property as this workspace has it: its stable id, its type, and its options' own names. */
export type Property = {
  readonly id: string;
  readonly type: string;
  /** Own name of each option → the name we use. */
  readonly optionNames: ReadonlyMap<string, string>;
};

/** One database's table: which data source it is, and where each property is. */
export type Table = {
  readonly database: DatabaseName;
  readonly databaseId: string | undefined;
  readonly dataSourceId: string;
  readonly property: (name: string) => Property;
  /** Whether this workspace has an optional property. */
  readonly has: (name: string) => boolean;
};

const DatabaseObject = z.object({ id: z.string(), data_sources: z.array(z.object({ id: z.string() })) });
const DataSourceObject = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.object({ id: z.string(), name: z.string(), type: z.string() })),
});

/** Ids arrive URL-encoded in most places and decoded in some. */
export function plainId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id; // a decoded id may hold a bare percent sign
  }
}

type Place = { readonly databaseId: string | undefined; readonly dataSourceIds: readonly string[] };

/** A configured id names a database or, in workspaces with several tables in one, a data source. */
async function findPlace(notion: Client, id: string): Promise<Place> {
  try {
    const database = parseAnswer(
      DatabaseObject,
      await calling('read a database', () => notion.databases.retrieve({ database_id: id })),
      'a Notion database',
    );
    return { databaseId: database.id, dataSourceIds: database.data_sources.map((source) => source.id) };
  } catch (error) {
    if (!(error instanceof NotReachable)) throw error;
    return { databaseId: undefined, dataSourceIds: [id] };
  }
}

/** A table as it is, and what keeps it from being used. */
export type Schema = { readonly table: Table; readonly problems: readonly string[] };

/** Ids of properties as they were found before, by the names we use. */
export type KnownIds = ReadonlyMap<string, string>;

type Wanted = { readonly database: DatabaseName; readonly own: OwnNames; readonly known: KnownIds };

/**
 * Finds each property of a database by its name (or the workspace's own name for it) and keeps its id, so that a later
 * renaming changes nothing. Where somebody added more tables to the database, it is the one that fits.
 * @param known where a name is gone, the property that bore it
 */
export async function readSchema(notion: Client, configuredId: string, wanted: Wanted): Promise<Schema> {
  const { database } = wanted;
  const { databaseId, dataSourceIds } = await findPlace(notion, configuredId);
  const schemas: Schema[] = [];
  for (const id of dataSourceIds) {
    const answer = await calling(`read the ${database} database`, () =>
      notion.dataSources.retrieve({ data_source_id: id }),
    );
    schemas.push(toSchema(parseAnswer(DataSourceObject, answer, 'a Notion data source'), databaseId, wanted));
  }
  const [only, ...others] = schemas;
  if (only !== undefined && others.length === 0) return only;
  const [fitting, ...moreFitting] = schemas.filter(({ problems }) => problems.length === 0);
  if (fitting !== undefined && moreFitting.length === 0) return fitting;
  throw new NeedsPerson(`The ${database} database holds ${schemas.length} data sources`, {
    mend: 'Configure the id of the one data source that Milepost is to use.',
    who: 'admin',
  });
}

function toSchema(
  source: z.infer<typeof DataSourceObject>,
  databaseId: string | undefined,
  { database, own, known }: Wanted,
): Schema {
  const all = Object.values(source.properties);
  const ownOptions = own.options[database] ?? {};
  const properties = new Map<string, Property>();
  const problems = unknownNames(database, own);
  for (const [name, types] of Object.entries<readonly string[]>(DATABASES[database])) {
    const ownName = own.properties[database]?.[name] ?? name;
    const found =
      all.find((property) => property.name === ownName) ?? all.find(({ id }) => plainId(id) === known.get(name));
    const isOptional = OPTIONAL[database]?.includes(name) === true;
    if (found === undefined) {
      if (!isOptional) problems.push(`"${ownName}" is missing`);
    } else if (!types.includes(found.type))
      problems.push(`"${ownName}" is a ${found.type} property, wanted is ${types.join(' or ')}`);
    else properties.set(name, { id: plainId(found.id), type: found.type, optionNames: invert(ownOptions[name] ?? {}) });
  }
  return {
    problems,
    table: {
      database,
      databaseId,
      dataSourceId: source.id,
      has: (name) => properties.has(name),
      property(name) {
        const property = properties.get(name);
        if (property === undefined) throw new Error(`${database} has no property "${name}" in our list.`);
        return property;
      },
    },
  };
}

/** @throws NeedsPerson naming every property that is missing or has a type that does not serve */
export function fittingTable({ table, problems }: Schema): Table {
  if (problems.length === 0) return table;
  throw new NeedsPerson(`The ${table.database} database does not fit: ${problems.join('; ')}`, {
    mend: `Restore the names, or say in the configuration what they are called (notion.properties.${table.database}).`,
    who: 'admin',
  });
}

/** The ids of a table's properties, to be known again under another name. */
export const idsIn = (table: Table): KnownIds =>
  new Map(
    Object.keys(DATABASES[table.database]).flatMap((name) =>
      table.has(name) ? [[name, table.property(name).id] as const] : [],
    ),
  );

/** A misspelt name in the configuration would otherwise be without effect and without a word. */
function unknownNames(database: DatabaseName, own: OwnNames): string[] {
  const configured = [...Object.keys(own.properties[database] ?? {}), ...Object.keys(own.options[database] ?? {})];
  return [...new Set(configured)]
    .filter((name) => !(name in DATABASES[database]))
    .map((name) => `the configuration names "${name}", which Milepost does not know`);
}

const invert = (names: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(names).map(([ours, theirs]) => [theirs, ours]));
