import { z } from 'zod';
import { DATABASES, type DatabaseName } from '../../connectors/notion/names.ts';
import type { SeenProperty, SeenSource } from '../../connectors/notion/setup/look.ts';
import type { Memory } from '../queue/memory.ts';

const KnownTable = z.object({
  /** The day on which it was last right. */
  on: z.string(),
  dataSourceId: z.string(),
  properties: z.record(
    z.string(),
    z.object({
      /** Every id that has been right under this name: one that is brought back is no news. */
      ids: z.array(z.string()),
      type: z.string(),
      /** Names of options by their ids. */
      options: z.record(z.string(), z.string()),
    }),
  ),
});

/** A database as it was when it was last right, so that what has changed since can be said. */
export type KnownTable = z.infer<typeof KnownTable>;

const KIND = 'doctor schema';

/** Undefined on a first look, and after Redis lost it. */
export async function readKnown(
  memory: Pick<Memory, 'fingerprint'>,
  database: DatabaseName,
): Promise<KnownTable | undefined> {
  const text = await memory.fingerprint(KIND, database);
  return text === undefined ? undefined : KnownTable.safeParse(parsed(text)).data;
}

export async function remember(
  memory: Pick<Memory, 'rememberFingerprint'>,
  database: DatabaseName,
  table: KnownTable,
): Promise<void> {
  await memory.rememberFingerprint(KIND, database, JSON.stringify(table));
}

const IDS_KEPT = 5;

/** What is to be remembered of a table that is right. */
export function toKnown(
  database: DatabaseName,
  { source, on, before }: { readonly source: SeenSource; readonly on: string; readonly before: KnownTable | undefined },
  propertyFor: (name: string) => SeenProperty | undefined,
): KnownTable {
  const entries = Object.keys(DATABASES[database]).flatMap((name) => {
    const found = propertyFor(name);
    if (found === undefined) return [];
    const ids = [found.id, ...(before?.properties[name]?.ids ?? []).filter((id) => id !== found.id)].slice(0, IDS_KEPT);
    const options = Object.fromEntries(found.options.map((option) => [option.id, option.name]));
    return [[name, { ids, type: found.type, options }] as const];
  });
  return { on, dataSourceId: source.dataSourceId, properties: Object.fromEntries(entries) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
