import type { DatabaseName } from '../../../connectors/notion/names.ts';
import type { Right, Rights } from '../../../connectors/notion/probe.ts';
import { type Finding, green, red, type Subject, yellow } from '../finding.ts';

const about = (id: string, what: string): Subject => ({ id: `notion.${id}`, area: 'Notion', what });

export const NOTION_TOKEN = about('token', 'Token');
export const NOTION_RIGHTS = about('capabilities', 'Capabilities');
export const aboutDatabase = (database: DatabaseName): Subject => about(database, TITLES[database]);

export const TITLES: Readonly<Record<DatabaseName, string>> = {
  milestones: 'Milestones',
  projects: 'Projects',
  clients: 'Clients',
  deals: 'Deals',
};

export type NotionIdentity = { readonly name: string; readonly workspace: string; readonly isPersonal: boolean };

export function judgeToken({ name, workspace, isPersonal }: NotionIdentity): Finding {
  const whose = `"${name}"${workspace === '' ? '' : ` in ${workspace}`}`;
  if (!isPersonal) return green(NOTION_TOKEN, `of the connection ${whose}`);
  return yellow(
    NOTION_TOKEN,
    `acts as a person (${whose}): it ends when that person leaves, and our own edits cannot be told from theirs`,
    'Create an internal connection (Settings → Connections → Develop or manage integrations), share the databases with it, and set NOTION_TOKEN to its secret.',
  );
}

type RightName = keyof Rights;

/** What stops without each. */
const WITHOUT: Readonly<Record<RightName, string>> = {
  'read content': 'no row can be read',
  'update content': 'no status can be shown',
  'insert content': "a retainer's next row and a won deal's project cannot be made",
  'read comments': 'a comment might be made twice',
  'insert comments': 'nobody is told beside the milestone',
  'user information with e-mail addresses': 'people are nameless, so nobody is responsible and nobody can be mailed',
};

const FORM =
  'In Notion: Settings → Connections → Develop or manage integrations → your connection → Capabilities: tick';

/** A line for each capability that is missing, else one for all. */
export function judgeRights(rights: Rights): readonly Finding[] {
  const names = Object.keys(WITHOUT).filter((name): name is RightName => name in WITHOUT);
  const of = (right: Right): readonly RightName[] => names.filter((name) => rights[name] === right);
  const lacks = of('lacks').map((name) =>
    red(about(`capability ${name}`, `Capability "${name}"`), `missing: ${WITHOUT[name]}`, `${FORM} "${name}".`),
  );
  const unknown = of('unknown').map((name) =>
    yellow(
      about(`capability ${name}`, `Capability "${name}"`),
      'nothing is there to try it on',
      `${FORM} "${name}" if it is not. It is tried once there is a row or a page that Milepost sees.`,
    ),
  );
  const all = lacks.length === 0 && unknown.length === 0;
  return all ? [green(NOTION_RIGHTS, 'content, comments and people: all that is needed')] : [...lacks, ...unknown];
}

/** A database that is gone, in the trash, or not shared: Notion does not say which. */
export const judgeUnreachable = (database: DatabaseName): Finding =>
  red(
    aboutDatabase(database),
    'Notion shows us no such database',
    `Open it in Notion and share it with the connection (••• → Connections), restore it from the trash, or correct NOTION_${database.toUpperCase()}_DB.`,
  );

export const judgeSeveral = (database: DatabaseName, count: number): Finding =>
  red(
    aboutDatabase(database),
    `the database holds ${count} data sources, and it is not clear which one is meant`,
    `Set NOTION_${database.toUpperCase()}_DB to the id of the one data source (its ••• menu → Copy data source ID).`,
  );
