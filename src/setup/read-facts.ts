import type { DatabaseName } from '../../connectors/notion/names.ts';
import { BUILD_ORDER, DEFINITIONS } from '../../connectors/notion/setup/databases.ts';
import type { Named, SeenDatabase } from '../../connectors/notion/setup/seen.ts';
import { NeedsPerson } from '../billing/failure.ts';
import type { SetupConfig } from '../config/config.ts';
import type { DatabaseFact, GoogleFacts, NotionFacts, SetupFacts, StripeFacts } from './facts.ts';
import type { SetupServices } from './services.ts';

type Notion = SetupServices['notion'];
type Given = Pick<SetupConfig, 'notion' | 'stripe'>;

/** Reads what is there, and writes nothing. @param parentPage as answered; else the configured one */
export async function readFacts(services: SetupServices, config: Given, parentPage?: string): Promise<SetupFacts> {
  const [notion, stripe, google] = await Promise.all([
    readNotion(services.notion, config.notion, parentPage ?? config.notion.parentPage),
    readStripe(services.stripe, config.stripe),
    readGoogle(services.sheet),
  ]);
  return { notion, stripe, google };
}

const NOTHING_SHARED = { pages: [], cut: false } as const;

async function readNotion(
  notion: Notion,
  { databases: ids }: SetupConfig['notion'],
  parentId: string | undefined,
): Promise<NotionFacts> {
  const { workspace } = await notion.whoWeAre();
  const isAllNamed = BUILD_ORDER.every((name) => ids[name] !== undefined);
  const shared = parentId !== undefined || isAllNamed ? NOTHING_SHARED : await notion.sharedPages();
  const only = shared.cut || shared.pages.length > 1 ? undefined : shared.pages[0];
  const parent = parentId === undefined ? only : ((await notion.lookAtPage(parentId)) ?? 'hidden');
  const there =
    parent === undefined || parent === 'hidden' ? { databases: [], pages: [] } : await notion.childrenOf(parent.id);

  const found: [DatabaseName, DatabaseFact][] = [];
  for (const name of BUILD_ORDER) found.push([name, await readDatabase(notion, name, ids[name], there.databases)]);
  const facts = new Map(found);
  const of = (name: DatabaseName): DatabaseFact => facts.get(name) ?? { kind: 'absent' };
  const databases = {
    milestones: of('milestones'),
    projects: of('projects'),
    clients: of('clients'),
    deals: of('deals'),
  };
  const isAnyAbsent = Object.values(databases).some(({ kind }) => kind === 'absent');
  return {
    workspace,
    parent,
    shared,
    pagesThere: there.pages,
    databases,
    others: isAnyAbsent ? await otherSources(notion, databases) : [],
    views: await readViews(notion, databases),
  };
}

async function readDatabase(
  notion: Notion,
  name: DatabaseName,
  id: string | undefined,
  onPage: readonly Named[],
): Promise<DatabaseFact> {
  if (id !== undefined) {
    const database = await notion.lookAtDatabase(id);
    return database === undefined ? { kind: 'hidden', id } : toFact(database, true);
  }
  const namesakes: SeenDatabase[] = [];
  for (const child of onPage.filter(({ title }) => title.trim() === DEFINITIONS[name].title)) {
    const database = await notion.lookAtDatabase(child.id);
    if (database !== undefined) namesakes.push(database);
  }
  const [only, ...more] = namesakes;
  if (only === undefined) return { kind: 'absent' };
  return more.length === 0 ? toFact(only, false) : { kind: 'several', databases: namesakes };
}

function toFact(database: SeenDatabase, isNamed: boolean): DatabaseFact {
  const [source, ...more] = database.sources;
  if (source === undefined) return { kind: 'hidden', id: database.databaseId };
  return more.length === 0 ? { kind: 'there', database, source, isNamed } : { kind: 'several tables', database };
}

/** Tables that are none of ours yet. */
async function otherSources(notion: Notion, databases: NotionFacts['databases']): Promise<NotionFacts['others']> {
  const ours = new Set(
    Object.values(databases).flatMap((fact) => (fact.kind === 'there' ? [fact.source.dataSourceId] : [])),
  );
  const { sources } = await notion.visibleSources();
  return sources.filter(({ dataSourceId }) => !ours.has(dataSourceId));
}

/** Only databases that we made get views; those of others stay as they are. */
async function readViews(notion: Notion, databases: NotionFacts['databases']): Promise<NotionFacts['views']> {
  const views: Partial<Record<DatabaseName, readonly string[]>> = {};
  for (const name of BUILD_ORDER) {
    const fact = databases[name];
    if (fact.kind === 'there' && fact.database.madeByUs) views[name] = await notion.viewNames(fact.database.databaseId);
  }
  return views;
}

async function readStripe(
  stripe: SetupServices['stripe'],
  { secretKey, isLive }: SetupConfig['stripe'],
): Promise<StripeFacts> {
  return {
    account: await stripe.accountName(),
    mode: isLive ? 'live' : 'test',
    isRestricted: secretKey.startsWith('rk_'),
    missingPermissions: await stripe.missingPermissions(),
    endpoints: await stripe.listEndpoints(),
  };
}

async function readGoogle(sheet: SetupServices['sheet']): Promise<GoogleFacts> {
  try {
    return { kind: 'shared', sheet: await sheet.look() };
  } catch (error) {
    if (error instanceof NeedsPerson) return { kind: 'refused', what: error.message, mend: error.mend };
    throw error;
  }
}
