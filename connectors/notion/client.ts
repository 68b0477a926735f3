import { Client, LogLevel } from '@notionhq/client';
import { z } from 'zod';
import type { RenewalPlan } from '../../src/billing/amounts/renewal.ts';
import { type Instant, type PlainDate, toIso } from '../../src/billing/calendar.ts';
import type {
  Client as BillingClient,
  BillingStatus,
  Deal,
  Milestone,
  Project,
  Trigger,
} from '../../src/billing/facts.ts';
import { NeedsPerson, TryAgain } from '../../src/billing/failure.ts';
import { parseAnswer } from '../answer.ts';
import { type MeterOptions, meteredFetch } from '../metered-fetch.ts';
import { addComment, hasComment, type Mentioned, pageAbove } from './comments.ts';
import { dealCalls } from './deals.ts';
import { calling, NotReachable } from './errors.ts';
import type { Listed } from './listed.ts';
import type { DatabaseName, OwnNames } from './names.ts';
import { isIn, type PageObject, parsePage, type Row, rowReader } from './page.ts';
import { type Condition, editedSince, newestPages, queryRows } from './query.ts';
import { closedSince, openDeals, openOrRecent, optionEquals, projectsUnderWay } from './review-rows.ts';
import { toClient, toDeal, toMilestone, toProject } from './rows.ts';
import { fittingTable, idsIn, type KnownIds, readSchema, type Schema, type Table } from './schema.ts';
import { withWholeRelations } from './whole-relations.ts';
import {
  clientProperties,
  type MilestoneChanges,
  milestoneProperties,
  type ProjectChanges,
  projectProperties,
  renewalProperties,
} from './write.ts';

/** Pinned: the SDK's own default is older. */
const NOTION_VERSION = '2026-03-11';

export type NotionAccess = Omit<MeterOptions, 'timeoutMs'> & {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly timeoutMs?: number;
};

export type NotionOptions = NotionAccess & {
  /** Database or data source ids. */
  readonly databases: Readonly<Record<DatabaseName, string>>;
  readonly names: OwnNames;
};

export type Notion = ReturnType<typeof createNotion>;

/** Statuses of what has an invoice that is out and not settled. */
const OUT = ['Sent', 'Due soon', 'Overdue'] as const satisfies readonly BillingStatus[];

const DATABASE_NAMES = ['milestones', 'projects', 'clients', 'deals'] as const satisfies readonly DatabaseName[];

/** All that says that a write was carried out. */
const Written = z.looseObject({ object: z.literal('page'), id: z.string() });

const Me = z.object({ id: z.string() });

/** The SDK, set up as everything of ours uses it. */
export function openNotion({ token, apiUrl, budget, onRequest, timeoutMs = 70_000 }: NotionAccess): Client {
  return new Client({
    auth: token,
    baseUrl: apiUrl,
    notionVersion: NOTION_VERSION,
    retry: false,
    // Longer than Notion's own deadline of about 55 s, so that its informative 503 arrives instead of our timeout.
    timeoutMs: 2 * timeoutMs + 1_000,
    fetch: meteredFetch({ budget, timeoutMs, onRequest }),
    logLevel: LogLevel.ERROR,
    logger: () => {}, // failures are logged once, by the worker, without response bodies
  });
}

/**
 * The Notion connector: reads rows as billing's plain values, writes the hub's own properties.
 * Every call ends in time, spends from the shared budget, and fails as one of our kinds of failure; nothing is retried
 * here, because the queue is the only thing that retries.
 */
export function createNotion({ databases, names, ...access }: NotionOptions) {
  const notion = openNotion(access);

  const schemas = new Map<DatabaseName, Promise<Schema>>();
  /** What was found once is known again, also while it cannot be used. */
  const seen = new Map<DatabaseName, { readonly table: Table; readonly ids: KnownIds }>();
  const schemaOf = (database: DatabaseName): Promise<Schema> => {
    const reading = schemas.get(database);
    if (reading !== undefined) return reading;
    const known = seen.get(database)?.ids ?? new Map<string, string>();
    const started = readSchema(notion, databases[database], { database, own: names, known }).then((schema) => {
      if (schema.problems.length > 0) schemas.delete(database); // looked at again next time
      seen.set(database, { table: schema.table, ids: new Map([...known, ...idsIn(schema.table)]) });
      return schema;
    });
    schemas.set(database, started);
    started.catch(() => schemas.delete(database));
    return started;
  };
  const tableOf = async (database: DatabaseName): Promise<Table> => fittingTable(await schemaOf(database));

  let me: Promise<string> | undefined;

  const retrieve = async (id: string, table: Table): Promise<PageObject | undefined> => {
    try {
      const page = parsePage(
        await calling(`read a row of ${table.database}`, () => notion.pages.retrieve({ page_id: id })),
        table,
      );
      return page.in_trash || !isIn(page, table) ? undefined : await withWholeRelations(notion, page);
    } catch (error) {
      if (!(error instanceof NotReachable)) throw error;
      // Nothing is known of one row while the whole database is hidden from us.
      await calling(`read the ${table.database} database`, () =>
        notion.dataSources.retrieve({ data_source_id: table.dataSourceId }),
      );
      return undefined;
    }
  };
  const read = async <T>(database: DatabaseName, id: string, to: (row: Row) => T): Promise<T | undefined> => {
    const table = await tableOf(database);
    const page = await retrieve(id, table);
    try {
      return page === undefined ? undefined : to(rowReader(page, table));
    } catch (error) {
      schemas.delete(database); // perhaps the schema was mended meanwhile: it is read afresh next time
      throw error;
    }
  };
  async function* list<T>(
    database: DatabaseName,
    to: (row: Row) => T,
    ...conditions: readonly Condition[]
  ): AsyncGenerator<Listed<T>> {
    const table = await tableOf(database);
    for await (const page of queryRows(notion, table, conditions)) {
      try {
        yield { id: page.id, row: to(rowReader(page, table)) };
      } catch (error) {
        schemas.delete(database); // perhaps the schema was mended meanwhile
        yield { id: page.id, problem: error instanceof Error ? error : new Error(String(error)) };
      }
    }
  }
  /**
   * Some rows of many by their ids: the newest pages are looked through for as long as that costs less than reading what is
   * still missing one by one. One that is gone, or cannot be read, is left out.
   */
  async function* find<T>(database: DatabaseName, ids: readonly string[], to: (row: Row) => T): AsyncGenerator<T> {
    const table = await tableOf(database);
    const missing = new Set(ids);
    const given = (page: PageObject): readonly T[] => {
      missing.delete(page.id);
      try {
        return [to(rowReader(page, table))];
      } catch (error) {
        if (error instanceof NeedsPerson) return [];
        throw error;
      }
    };
    let pages = 0;
    if (missing.size > 1)
      for await (const page of newestPages(notion, table, [])) {
        pages += 1;
        yield* page.filter(({ id }) => missing.has(id)).flatMap(given);
        if (missing.size <= pages) break;
      }
    for (const id of [...missing]) {
      const page = await retrieve(id, table);
      if (page !== undefined) yield* given(page);
    }
  }
  const inProject = async (projectId: string) => {
    const table = await tableOf('milestones');
    return { property: table.property('Project').id, relation: { contains: projectId } };
  };
  const rowsOfProject = async (projectId: string): Promise<readonly Listed<Milestone>[]> =>
    await Array.fromAsync(list('milestones', toMilestone, await inProject(projectId)));
  const update = async (
    id: string,
    table: Table,
    properties: ReturnType<typeof milestoneProperties>,
  ): Promise<void> => {
    const ids = Object.keys(properties);
    if (ids.length === 0) return;
    // Asking for few properties back spares Notion formulas and rollups, a cause of writes that are saved and answer 503.
    const answer = await calling(`write to a row of ${table.database}`, () =>
      notion.pages.update({ page_id: id, properties, filter_properties: ids.slice(0, 1) }),
    );
    parseAnswer(Written, answer, 'a Notion page');
  };
  const ownUserId = (): Promise<string> => {
    me ??= calling('ask who we are', () => notion.users.me({})).then(
      (answer) => parseAnswer(Me, answer, 'a Notion user').id,
    );
    me.catch(() => {
      me = undefined;
    });
    return me;
  };
  const since = (instant: Instant | undefined) => (instant === undefined ? [] : [editedSince(toIso(instant))]);

  return {
    /** Undefined when the page is gone, in the trash, not shared, or lives in another database. */
    readMilestone: (id: string): Promise<Milestone | undefined> => read('milestones', id, toMilestone),
    readProject: (id: string): Promise<Project | undefined> => read('projects', id, toProject),
    readClient: (id: string): Promise<BillingClient | undefined> => read('clients', id, toClient),
    /** Rows edited at or after an instant, oldest edit first; all rows without one. */
    milestonesEditedSince: (instant?: Instant) => list('milestones', toMilestone, ...since(instant)),
    projectsEditedSince: (instant?: Instant) => list('projects', toProject, ...since(instant)),
    clientsEditedSince: (instant?: Instant) => list('clients', toClient, ...since(instant)),
    /** Everything that is not settled, and what was issued, paid or closed since a day; each row once. */
    async *milestonesForReview(since: PlainDate): AsyncGenerator<Listed<Milestone>> {
      const table = await tableOf('milestones');
      const given = new Set<string>();
      for await (const item of list('milestones', toMilestone, openOrRecent(table, since))) {
        given.add(item.id);
        yield item;
      }
      for await (const item of list('milestones', toMilestone, ...closedSince(table, since)))
        if (!given.has(item.id)) yield item;
    },
    /** Projects that are not done, and those where something does not match. */
    async *projectsForReview(): AsyncGenerator<Listed<Project>> {
      yield* list('projects', toProject, projectsUnderWay(await tableOf('projects')));
    },
    /** Deals that are neither won nor lost. */
    async *openDeals(): AsyncGenerator<Listed<Deal>> {
      yield* list('deals', toDeal, openDeals(await tableOf('deals')));
    },
    /** These rows, in a few lists where they are many; one that is gone or cannot be read is left out. */
    findProjects: (ids: readonly string[]): AsyncGenerator<Project> => find('projects', ids, toProject),
    findClients: (ids: readonly string[]): AsyncGenerator<BillingClient> => find('clients', ids, toClient),
    rowsOfProject,
    /** Those that can be read; one that cannot stops only itself. */
    milestonesOfProject: async (projectId: string): Promise<Milestone[]> =>
      (await rowsOfProject(projectId)).flatMap((item) => ('row' in item ? [item.row] : [])),
    async milestoneIdsOfProject(projectId: string): Promise<string[]> {
      const ids: string[] = [];
      for await (const item of list('milestones', () => undefined, await inProject(projectId))) ids.push(item.id);
      return ids;
    },
    /** Rows of a trigger whose planned date has come and that no invoice stands beside: what a date may bring to life. */
    async milestonesDueBy(day: PlainDate, trigger: Trigger): Promise<readonly Listed<Milestone>[]> {
      const table = await tableOf('milestones');
      const conditions: readonly Condition[] = [
        { property: table.property('Planned date').id, date: { on_or_before: day } },
        { property: table.property('Invoiced').id, number: { is_empty: true } },
        optionEquals(table.property('Trigger'), trigger),
      ];
      return await Array.fromAsync(list('milestones', toMilestone, ...conditions));
    },
    /**
     * Rows whose next follow-up is planned for a day or before it; without one, every row with an invoice that is out or with
     * anything planned.
     */
    async milestonesToFollowUp(by?: PlainDate): Promise<readonly Listed<Milestone>[]> {
      const table = await tableOf('milestones');
      const planned = table.property('Next follow-up').id;
      const condition: Condition =
        by === undefined
          ? {
              or: [
                ...OUT.map((status) => optionEquals(table.property('Billing status'), status)),
                { property: planned, date: { is_not_empty: true } },
              ],
            }
          : { property: planned, date: { on_or_before: by } };
      return await Array.fromAsync(list('milestones', toMilestone, condition));
    },
    /** Deals that name a project as the one they became. */
    async dealsOfProject(projectId: string): Promise<Deal[]> {
      const table = await tableOf('deals');
      const filter = { property: table.property('Project').id, relation: { contains: projectId } };
      const rows: Deal[] = [];
      for await (const item of list('deals', toDeal, filter)) if ('row' in item) rows.push(item.row);
      return rows;
    },
    async projectsOfDeal(dealId: string): Promise<readonly string[]> {
      return (await read('deals', dealId, (row) => row.relation('Project'))) ?? [];
    },
    async projectsOfClient(clientId: string): Promise<string[]> {
      const table = await tableOf('projects');
      const ids: string[] = [];
      const filter = { property: table.property('Client').id, relation: { contains: clientId } };
      for await (const item of list('projects', (row) => row.id, filter)) ids.push(item.id);
      return ids;
    },
    async showOnMilestone(id: string, changes: MilestoneChanges): Promise<void> {
      const table = await tableOf('milestones');
      await update(id, table, milestoneProperties(table, changes));
    },
    /**
     * Says on a milestone that cannot be read why, where its detail can be found and says something else.
     * @param note called before the words are written
     */
    async sayOnMilestone(id: string, words: string, note: () => Promise<void>): Promise<void> {
      const { table } = await schemaOf('milestones');
      if (!table.has('Billing detail')) return;
      const page = await retrieve(id, table);
      if (page === undefined || rowReader(page, table).text('Billing detail') === words) return;
      await note();
      await update(id, table, milestoneProperties(table, { billingDetail: words }));
    },
    async showOnProject(id: string, changes: ProjectChanges): Promise<void> {
      const table = await tableOf('projects');
      await update(id, table, projectProperties(table, changes));
    },
    async linkStripeCustomer(clientId: string, stripeCustomer: string): Promise<void> {
      const table = await tableOf('clients');
      await update(clientId, table, clientProperties(table, { stripeCustomer }));
    },
    async showOnClient(id: string, changes: Partial<BillingClient['shown']>): Promise<void> {
      const table = await tableOf('clients');
      await update(id, table, clientProperties(table, changes));
    },
    /** Makes the row of a retainer's next period. Notion makes two of two requests: the caller looks first. @returns its id */
    async addRenewal(renewal: RenewalPlan): Promise<string> {
      const table = await tableOf('milestones');
      const answer = await calling('add a row to milestones', () =>
        notion.pages.create({
          parent: { type: 'data_source_id', data_source_id: table.dataSourceId },
          properties: renewalProperties(table, renewal),
        }),
      );
      return parseAnswer(Written, answer, 'a Notion page').id;
    },
    hasComment: (pageId: string, beginning: string): Promise<boolean> => hasComment(notion, pageId, beginning),
    comment: (pageId: string, text: string, mentioned?: Mentioned): Promise<void> =>
      addComment(notion, pageId, text, mentioned),
    /** Says something that concerns no row, once: in a comment on the page above the milestones, where there is one. */
    async sayToTeam(text: string): Promise<void> {
      const { dataSourceId } = await tableOf('milestones');
      const page = await pageAbove(notion, dataSourceId);
      if (page !== undefined && !(await hasComment(notion, page, text))) await addComment(notion, page, text);
    },
    /**
     * Which of our databases a data source or database id names; undefined: none of ours. One that cannot be reached hides
     * only itself. @throws TryAgain when Notion had a bad moment and the answer is not known
     */
    async databaseOf(id: string): Promise<DatabaseName | undefined> {
      const isIn = ({ table }: { readonly table: Table }) => table.dataSourceId === id || table.databaseId === id;
      const known = [...seen.values()].find(isIn);
      if (known !== undefined) return known.table.database;
      const all = await Promise.allSettled(DATABASE_NAMES.filter((name) => !seen.has(name)).map(schemaOf));
      const found = all.find((one) => one.status === 'fulfilled' && isIn(one.value));
      if (found?.status === 'fulfilled') return found.value.table.database;
      const passing = all.find((one) => one.status === 'rejected' && one.reason instanceof TryAgain);
      if (passing?.status === 'rejected') throw passing.reason;
      return undefined;
    },
    /**
     * Reads schemas afresh at the next use: somebody changed a property.
     * @param id of the data source or database that changed; those of others stay known
     */
    forgetSchemas(id?: string): void {
      for (const name of DATABASE_NAMES) {
        const table = seen.get(name)?.table;
        if (id === undefined || table === undefined || table.dataSourceId === id || table.databaseId === id)
          schemas.delete(name);
      }
    },
    /** The id under which our own writes come back in webhooks. */
    ownUserId,
    ...dealCalls({ notion, tableOf, read, list, update, ownUserId }),
  };
}
