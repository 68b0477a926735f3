import type { DatabaseName, OwnNames } from '../../../connectors/notion/names.ts';
import { BUILD_ORDER } from '../../../connectors/notion/setup/databases.ts';
import { PAGES, type PageName } from '../../../connectors/notion/setup/pages.ts';
import { VIEWS } from '../../../connectors/notion/setup/views.ts';
import type { NotionFacts } from '../facts.ts';
import type { PolicyChange } from '../files/policy-text.ts';
import { CORE, matchProperties } from '../mapping/match-properties.ts';
import type { Answers, Question } from './answers.ts';
import { type Chosen, chooseDatabases } from './choose-databases.ts';
import type { Mapped } from './mapped.ts';
import { notesOf, ownNamesOf } from './own-names.ts';
import { placeInPolicy } from './question-words.ts';
import type { Obstacle, Step } from './step.ts';

export type NotionPlan = {
  readonly steps: readonly Step[];
  readonly kept: readonly string[];
  readonly notes: readonly string[];
  readonly obstacles: readonly Obstacle[];
  readonly questions: readonly Question[];
  readonly databases: Readonly<Partial<Record<DatabaseName, Mapped>>>;
  /** Own names that were found out, for the configuration. */
  readonly ownNames: readonly PolicyChange[];
};

export type NotionGiven = {
  readonly facts: NotionFacts;
  readonly own: OwnNames;
  /** The page that new proposals begin with, where one is configured. */
  readonly proposalTemplate: string | undefined;
  readonly answers: Answers;
  /** Whether there is somebody to ask about what was only recognised. */
  readonly asks: boolean;
};

/** What is to be built in Notion, and what is used as it is. */
export function planNotion(given: NotionGiven): NotionPlan {
  const choice = chooseDatabases(given);
  const mapped = mapAll(given, choice.chosen);
  const created = BUILD_ORDER.filter((name) => choice.chosen[name]?.kind === 'create');
  const all = Object.values(mapped);
  return {
    databases: mapped,
    questions: [...choice.questions, ...all.flatMap((one) => questionsOf(one, given))],
    obstacles: [...choice.obstacles, ...all.flatMap((one) => obstaclesOf(one))],
    notes: all.flatMap(notesOf),
    kept: all.map(({ chosen }) => `Notion: the database "${chosen.source.title}" (${chosen.how})`),
    ownNames: all.flatMap(ownNamesOf),
    steps: [
      ...BUILD_ORDER.flatMap((name): readonly Step[] => {
        if (created.includes(name)) return [{ kind: 'create database', database: name }];
        const one = mapped[name];
        return one === undefined ? [] : extension(one);
      }),
      ...viewSteps(given, created, mapped),
      ...pageSteps(given),
    ],
  };
}

/** Relations lead to tables that were chosen before. */
function mapAll(given: NotionGiven, chosen: Readonly<Partial<Record<DatabaseName, Chosen>>>): NotionPlan['databases'] {
  const mapped: Partial<Record<DatabaseName, Mapped>> = {};
  const targets = Object.fromEntries(
    BUILD_ORDER.flatMap((name) => {
      const one = chosen[name];
      return one?.kind === 'use' ? [[name, one.source.dataSourceId] as const] : [];
    }),
  );
  for (const name of BUILD_ORDER) {
    const one = chosen[name];
    if (one?.kind !== 'use') continue;
    const own = {
      properties: { ...given.own.properties[name], ...given.answers.properties[name] },
      options: { ...given.own.options[name], ...given.answers.options[name] },
    };
    mapped[name] = { chosen: one, matches: matchProperties({ database: name, source: one.source, own, targets }) };
  }
  return mapped;
}

/** What a table lacks. What people write is added where nothing of theirs can be meant. */
function extension({ chosen: { database }, matches }: Mapped): readonly Step[] {
  const properties = matches.flatMap((match) => (match.kind === 'missing' ? [{ our: match.name, as: match.as }] : []));
  const options = matches.flatMap((match) =>
    match.kind === 'found' && match.options !== undefined && match.options.missing.length > 0
      ? [{ name: match.name, options: match.options.missing }]
      : [],
  );
  return properties.length + options.length === 0 ? [] : [{ kind: 'extend database', database, properties, options }];
}

const isMade = ({ facts }: NotionGiven, name: DatabaseName): boolean => {
  const fact = facts.databases[name];
  return fact.kind === 'there' && fact.database.madeByUs;
};

function viewSteps(
  given: NotionGiven,
  created: readonly DatabaseName[],
  mapped: NotionPlan['databases'],
): readonly Step[] {
  return VIEWS.filter(({ database, name }) => {
    if (created.includes(database)) return true;
    return mapped[database] !== undefined && isMade(given, database) && !given.facts.views[database]?.includes(name);
  }).map((view) => ({ kind: 'create view', view }));
}

/** Undefined while there is no page below which anything could lie. */
export const pageOf = ({ facts: { parent } }: Pick<NotionGiven, 'facts'>) => (parent === 'hidden' ? undefined : parent);

export const pageThere = (facts: NotionFacts, page: PageName): string | undefined =>
  facts.pagesThere.find(({ title }) => title.trim() === PAGES[page].title)?.id;

function pageSteps(given: NotionGiven): readonly Step[] {
  if (pageOf(given) === undefined) return [];
  const wanted: readonly PageName[] =
    given.proposalTemplate === undefined ? ['proposalTemplate', 'howBillingWorks'] : ['howBillingWorks'];
  return wanted
    .filter((page) => pageThere(given.facts, page) === undefined)
    .map((page) => ({ kind: 'create page', page }));
}

function questionsOf({ chosen: { database }, matches }: Mapped, { asks, answers }: NotionGiven): readonly Question[] {
  return matches.flatMap((match): Question[] => {
    if (match.kind === 'unclear') return [{ kind: 'property', database, name: match.name, choices: match.candidates }];
    if (!asks || match.kind !== 'found' || match.isHub || match.options === undefined) return [];
    const { unknown, missing } = match.options;
    if (!CORE[database].includes(match.name) || missing.length === 0) return [];
    const asked = unknown.filter((theirs) => !answers.meaningless.includes(`${match.name}/${theirs}`));
    return asked.map((theirs) => ({
      kind: 'option',
      database,
      name: match.name,
      theirs,
      choices: missing.map(({ our }) => our),
    }));
  });
}

function obstaclesOf({ chosen: { database, source }, matches }: Mapped): readonly Obstacle[] {
  return matches.flatMap((match) =>
    match.kind === 'unfit'
      ? [
          {
            what: `The database "${source.title}": ${match.why}`,
            mend: `Change that property, or say in milepost.config.yaml which one is meant: ${placeInPolicy(database, match.name)}.`,
          },
        ]
      : [],
  );
}
