import type { DatabaseName } from '../../../connectors/notion/names.ts';
import { createNotionProbe, type NotionProbe } from '../../../connectors/notion/probe.ts';
import type { SeenDatabase, SeenSource } from '../../../connectors/notion/setup/look.ts';
import { type Finding, notLookedAt } from '../finding.ts';
import {
  aboutDatabase,
  judgeRights,
  judgeSeveral,
  judgeToken,
  judgeUnreachable,
  NOTION_RIGHTS,
  NOTION_TOKEN,
} from '../judge/notion-access.ts';
import { judgeSchema } from '../judge/notion-schema.ts';
import { judgeNotionWebhook } from '../judge/notion-webhook.ts';
import { propertyFor, type SchemaFacts } from '../judge/schema-facts.ts';
import { readKnown, remember, toKnown } from '../known-tables.ts';
import { look } from '../look.ts';
import { sideBySide } from '../side-by-side.ts';
import { dayOf, type Examined, lastSeen } from './area.ts';

const TIMEOUT_MS = 20_000;
const SIDE_BY_SIDE = 2;
const DATABASES = ['milestones', 'projects', 'clients', 'deals'] as const satisfies readonly DatabaseName[];

type Piece = NonNullable<Examined['pieces']['notion']>;

/** Token, databases with their properties, capabilities, and the webhook. */
export async function examineNotion(examined: Examined): Promise<readonly Finding[]> {
  const { notion } = examined.pieces;
  if (notion === undefined) return [notLookedAt(NOTION_TOKEN, 'NOTION_TOKEN or NOTION_API_URL cannot be used')];
  const { budgetOf, pieces } = examined;
  const budget = budgetOf('notion', notion.token, pieces.policy.limits.notion);
  const probe = createNotionProbe({ ...notion, budget, timeoutMs: TIMEOUT_MS });
  const token = await look(NOTION_TOKEN, probe.whoWeAre);
  const webhook = webhookFinding(examined, notion);
  if ('finding' in token) return [token.finding, webhook];
  return [judgeToken(token.facts), ...(await examineDatabases(examined, notion, probe)), webhook];
}

async function examineDatabases(examined: Examined, notion: Piece, probe: NotionProbe): Promise<readonly Finding[]> {
  const looked = await sideBySide(
    SIDE_BY_SIDE,
    DATABASES.map((database) => () => lookAt(database, notion, probe)),
  );
  const seen = looked.flatMap(({ database, found }) => (found === undefined ? [] : [{ database, found }]));
  const sources: SchemaFacts['sources'] = Object.fromEntries(
    seen.flatMap(({ database, found }) =>
      found.sources.length === 1 ? [[database, found.sources[0]?.dataSourceId]] : [],
    ),
  );
  const schemas = await sideBySide(
    1,
    seen.map((one) => () => examineSchema(examined, one, sources)),
  );
  return [...looked.flatMap(({ findings }) => findings), ...schemas.flat(), ...(await examineRights(seen, probe))];
}

type Seen = { readonly database: DatabaseName; readonly found: SeenDatabase };
type LookedAt = {
  readonly database: DatabaseName;
  readonly found: SeenDatabase | undefined;
  readonly findings: readonly Finding[];
};

async function lookAt(database: DatabaseName, notion: Piece, probe: NotionProbe): Promise<LookedAt> {
  const about = aboutDatabase(database);
  const id = notion.databases[database];
  if (id === undefined) {
    const variable = `NOTION_${database.toUpperCase()}_DB`;
    return { database, found: undefined, findings: [notLookedAt(about, `${variable} cannot be used`)] };
  }
  const looked = await look(about, () => probe.lookAtDatabase(id));
  if ('finding' in looked) return { database, found: undefined, findings: [looked.finding] };
  const found = looked.facts;
  return { database, found, findings: found === undefined ? [judgeUnreachable(database)] : [] };
}

/** Where somebody added more tables to the database it is the one that fits, as for the hub itself. */
async function examineSchema(
  { pieces, storage, now }: Examined,
  { database, found }: Seen,
  sources: SchemaFacts['sources'],
): Promise<readonly Finding[]> {
  const { policy, policyFile } = pieces;
  const known = storage && (await readKnown(storage.memory, database).catch(() => undefined));
  const factsOf = (source: SeenSource): SchemaFacts => ({
    database,
    source,
    sources,
    own: policy.notion,
    plans: Object.keys(policy.paymentPlans),
    known,
    policyFile,
  });
  const judged = found.sources.map((source) => {
    const facts = factsOf(source);
    return { facts, findings: judgeSchema(facts) };
  });
  const fitting = judged.filter(({ findings }) => findings.every(({ level }) => level !== 'red'));
  const [only] = judged.length === 1 ? judged : fitting;
  if (only === undefined || (judged.length > 1 && fitting.length > 1)) return [judgeSeveral(database, judged.length)];
  if (storage !== undefined && fitting.includes(only)) {
    const { facts } = only;
    const table = toKnown(database, { source: facts.source, on: dayOf(now()), before: known }, (name) =>
      propertyFor(facts, name),
    );
    await remember(storage.memory, database, table).catch(() => undefined);
  }
  return only.findings;
}

/** Tried on milestones, or on whatever database can be seen. */
async function examineRights(seen: readonly Seen[], probe: NotionProbe): Promise<readonly Finding[]> {
  const [place] = seen.flatMap(({ found }) => {
    const [source] = found.sources;
    return source === undefined ? [] : [{ databaseId: found.databaseId, dataSourceId: source.dataSourceId }];
  });
  if (place === undefined) return [notLookedAt(NOTION_RIGHTS, 'no database can be seen')];
  const looked = await look(NOTION_RIGHTS, () => probe.rights(place.databaseId, place.dataSourceId));
  return 'finding' in looked ? [looked.finding] : judgeRights(looked.facts);
}

function webhookFinding(examined: Examined, { hasWebhookSecret: hasSecret }: Piece): Finding {
  const { status, now } = examined;
  return judgeNotionWebhook({
    hasSecret,
    tokenWaits: status?.notionVerificationToken !== undefined,
    lastAt: lastSeen(examined, 'webhook notion'),
    isSilent: status?.silentWebhooks.notion !== undefined,
    now: now(),
  });
}
