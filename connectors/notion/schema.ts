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

/** A configured id names a database or, in workspaces with several tables in one, a data source. */
async function findDataSource(
  notion: Client,
  id: string,
): Promise<{ databaseId: string | undefined; dataSourceId: string }> {
  try {
    const database = parseAnswer(
      DatabaseObject,
      await calling('read a database', () => notion.databases.retrieve({ database_id: id })),
      'a Notion database',
    );
    const [source, ...others] = database.data_sources;
    if (source === undefined || others.length > 0) {
      throw new NeedsPerson(`The database ${id} holds ${database.data_sources.length} data sources`, {
        mend: 'Configure the id of the one data source that Milepost is to use.',
        who: 'admin',
      });
    }
    return { databaseId: database.id, dataSourceId: source.id };
  } catch (error) {
    if (!(error instanceof NotReachable)) throw error;
    return { databaseId: undefined, dataSourceId: id };
  }
}

/**
 * Finds each property of a database by its name (or the workspace's own name for it) and keeps its id, so that a later
 * renaming changes nothing.
 * @throws NeedsPerson naming every property that is missing or has a type that does not serve
 */
export async function readTable(
  notion: Client,
  database: DatabaseName,
  configuredId: string,
  own: OwnNames,
): Promise<Table> {
  const { databaseId, dataSourceId } = await findDataSource(notion, configuredId);
  const source = parseAnswer(
    DataSourceObject,
    await calling(`read the ${database} database`, () => notion.dataSources.retrieve({ data_source_id: dataSourceId })),
    'a Notion data source',
  );
  const byName = new Map(Object.values(source.properties).map((property) => [property.name, property]));
  const ownOptions = own.options[database] ?? {};
  const properties = new Map<string, Property>();
  const problems = unknownNames(database, own);
  for (const [name, types] of Object.entries<readonly string[]>(DATABASES[database])) {
    const ownName = own.properties[database]?.[name] ?? name;
    const found = byName.get(ownName);
    const isOptional = OPTIONAL[database]?.includes(name) === true;
    if (found === undefined) {
      if (!isOptional) problems.push(`"${ownName}" is missing`);
    } else if (!types.includes(found.type))
      problems.push(`"${ownName}" is a ${found.type} property, wanted is ${types.join(' or ')}`);
    else properties.set(name, { id: plainId(found.id), type: found.type, optionNames: invert(ownOptions[name] ?? {}) });
  }
  if (problems.length > 0) {
    throw new NeedsPerson(`The ${database} database does not fit: ${problems.join('; ')}`, {
      mend: `Restore the names, or say in the configuration what they are called (notion.properties.${database}).`,
      who: 'admin',
    });
  }
  return {
    database,
    databaseId,
    dataSourceId: source.id,
    has: (name) => properties.has(name),
    property(name) {
      const property = properties.get(name);
      if (property === undefined) throw new Error(`${database} has no property "${name}" in our list.`);
      return property;
    },
  };
}

/** A misspelt name in the configuration would otherwise be without effect and without a word. */
function unknownNames(database: DatabaseName, own: OwnNames): string[] {
  const configured = [...Object.keys(own.properties[database] ?? {}), ...Object.keys(own.options[database] ?? {})];
  return [...new Set(configured)]
    .filter((name) => !(name in DATABASES[database]))
    .map((name) => `the configuration names "${name}", which Milepost does not know`);
}

const invert = (names: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(names).map(([ours, theirs]) => [theirs, ours]));
