import type { DatabaseName } from '../../../connectors/notion/names.ts';
import { BUILD_ORDER, DEFINITIONS } from '../../../connectors/notion/setup/databases.ts';
import type { SeenSource } from '../../../connectors/notion/setup/seen.ts';
import type { NotionFacts } from '../facts.ts';
import { candidatesFor, recognised } from '../mapping/match-databases.ts';
import type { Answers, Question } from './answers.ts';
import type { Obstacle } from './step.ts';

/** What serves as one of the four databases. */
export type Chosen =
  | {
      readonly kind: 'use';
      readonly database: DatabaseName;
      readonly source: SeenSource;
      readonly how: 'as configured' | 'found on the page' | 'recognised' | 'chosen';
      /** What the configuration names it by. */
      readonly id: string;
    }
  | { readonly kind: 'create'; readonly database: DatabaseName };

type Given = { readonly facts: NotionFacts; readonly answers: Answers; readonly asks: boolean };

type Choice = {
  readonly chosen: Readonly<Partial<Record<DatabaseName, Chosen>>>;
  readonly questions: readonly Question[];
  readonly obstacles: readonly Obstacle[];
};

type One =
  | Chosen
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'stop'; readonly obstacle: Obstacle };

/** Which databases are used, and which are made. */
export function chooseDatabases(given: Given): Choice {
  const first = BUILD_ORDER.map((name) => choose(name, given));
  const all = first.map((one) => (isUsedTwice(one, first) ? asked(one) : one));
  const chosen = Object.fromEntries(
    all.flatMap((one) => (one.kind === 'use' || one.kind === 'create' ? [[one.database, one] as const] : [])),
  );
  const questions = all.flatMap((one) => (one.kind === 'ask' ? [one.question] : []));
  const isPageNeeded = all.some(({ kind }) => kind === 'create');
  const page = pageProblem(given, isPageNeeded);
  return {
    chosen,
    questions: [...(page !== undefined && 'kind' in page ? [page] : []), ...questions],
    obstacles: [
      ...(page !== undefined && 'what' in page ? [page] : []),
      ...all.flatMap((one) => (one.kind === 'stop' ? [one.obstacle] : [])),
    ],
  };
}

/** One table cannot be two of ours. */
function isUsedTwice(one: One, all: readonly One[]): one is Chosen & { readonly kind: 'use' } {
  if (one.kind !== 'use') return false;
  return all.some(
    (other) => other !== one && other.kind === 'use' && other.source.dataSourceId === one.source.dataSourceId,
  );
}

const asked = ({ database, source }: Chosen & { readonly kind: 'use' }): One => ({
  kind: 'ask',
  question: { kind: 'database', database, choices: [source] },
});

function pageProblem({ facts: { parent, shared } }: Given, isNeeded: boolean): Question | Obstacle | undefined {
  if (parent === 'hidden')
    return {
      what: 'The page that NOTION_PARENT_PAGE names is not shared with the connection, or in the trash',
      mend: 'Open it in Notion and add the connection (page menu, Connections), or name another page.',
    };
  return parent === undefined && isNeeded ? { kind: 'parent page', choices: shared.pages } : undefined;
}

function choose(database: DatabaseName, given: Given): One {
  const { facts, answers } = given;
  const fact = facts.databases[database];
  const { title } = DEFINITIONS[database];
  const variable = `NOTION_${database.toUpperCase()}_DB`;
  const stop = (what: string, mend: string): One => ({ kind: 'stop', obstacle: { what, mend } });
  switch (fact.kind) {
    case 'there':
      return {
        kind: 'use',
        database,
        source: fact.source,
        how: fact.isNamed ? 'as configured' : 'found on the page',
        id: fact.database.sources.length > 1 ? fact.source.dataSourceId : fact.database.databaseId,
      };
    case 'hidden':
      return stop(
        `The database that ${variable} names is not shared with the connection, or in the trash`,
        `Share it with the connection, or empty ${variable} to have a new one made.`,
      );
    case 'several tables':
      return stop(
        `The database "${fact.database.title}" holds ${fact.database.sources.length} tables`,
        `Set ${variable} to the id of the data source that is to be used.`,
      );
    case 'several':
      return stop(
        `Several databases on the page are titled ${title}: ${fact.databases.map(({ url }) => url).join(', ')}`,
        `Set ${variable} to the link of the right one, or rename the others.`,
      );
    case 'absent':
      return chooseAmong(database, { ...given, answer: answers.databases[database] });
  }
}

type Asked = Given & { readonly answer: Answers['databases'][DatabaseName] };

/** One of the tables that are there for other reasons, or a new one. */
function chooseAmong(database: DatabaseName, { facts, asks, answer }: Asked): One {
  const use = (source: SeenSource, how: 'recognised' | 'chosen'): One => ({
    kind: 'use',
    database,
    source,
    how,
    id: idOf(source, facts.others),
  });
  if (answer === 'create') return { kind: 'create', database };
  const picked = facts.others.find(({ dataSourceId }) => dataSourceId === answer?.use);
  if (picked !== undefined) return use(picked, 'chosen');
  const candidates = candidatesFor(database, facts.others);
  const best = recognised(candidates);
  if (best === 'none') return { kind: 'create', database };
  if (asks || best === 'unclear')
    return { kind: 'ask', question: { kind: 'database', database, choices: candidates.map(({ source }) => source) } };
  return use(best.source, 'recognised');
}

/** A database with several tables does not say which of them is meant. */
const idOf = ({ databaseId, dataSourceId }: SeenSource, all: readonly SeenSource[]): string =>
  databaseId === undefined || all.filter((other) => other.databaseId === databaseId).length > 1
    ? dataSourceId
    : databaseId;
