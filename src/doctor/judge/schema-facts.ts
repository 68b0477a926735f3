import type { DatabaseName, OwnNames } from '../../../connectors/notion/names.ts';
import type { SeenProperty, SeenSource } from '../../../connectors/notion/setup/look.ts';
import type { Subject } from '../finding.ts';
import type { KnownTable } from '../known-tables.ts';
import { TITLES } from './notion-access.ts';

export type SchemaFacts = {
  readonly database: DatabaseName;
  readonly source: SeenSource;
  /** Data sources of all databases that were found, for relations. */
  readonly sources: Readonly<Partial<Record<DatabaseName, string>>>;
  readonly own: OwnNames;
  /** Names of payment plans. */
  readonly plans: readonly string[];
  /** As it was when it was last right; undefined on a first look. */
  readonly known: KnownTable | undefined;
  readonly policyFile: string;
};

export const aboutProperty = (database: DatabaseName, name: string): Subject => ({
  id: `notion.${database}.${name}`,
  area: 'Notion',
  what: `${TITLES[database]}, "${name}"`,
});

/** The property that serves for a name of ours: by its name, or the workspace's own. */
export const propertyFor = ({ source, own, database }: SchemaFacts, name: string): SeenProperty | undefined =>
  source.properties.find((property) => property.name === (own.properties[database]?.[name] ?? name));
