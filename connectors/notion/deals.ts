import { type Client, isHTTPResponseError } from '@notionhq/client';
import { z } from 'zod';
import { type Instant, toIso } from '../../src/billing/calendar.ts';
import type { PageLine } from '../../src/billing/deals/proposal.ts';
import type { MilestoneDraft, ProjectDraft } from '../../src/billing/deals/won.ts';
import type { Deal } from '../../src/billing/facts.ts';
import { TryAgain } from '../../src/billing/failure.ts';
import { parseAnswer } from '../answer.ts';
import { type DealChanges, dealProperties, milestoneDraftProperties, projectDraftProperties } from './deals-write.ts';
import { calling, NotReachable, toFailure } from './errors.ts';
import type { Listed } from './listed.ts';
import type { DatabaseName } from './names.ts';
import type { Row } from './page.ts';
import { type PageBlocks, type PageText, readPageText, toBlocks } from './page-text.ts';
import { type Condition, editedSince, queryRows } from './query.ts';
import { toDeal } from './rows.ts';
import type { Table } from './schema.ts';
import type { PropertyWrites } from './write.ts';

const Created = z.looseObject({ object: z.literal('page'), id: z.string() });
const Linkable = z.looseObject({ id: z.string(), url: z.string(), in_trash: z.boolean() });

/** How the connector reads and writes rows, as `createNotion` has it. */
export type RowCalls = {
  readonly notion: Client;
  readonly tableOf: (database: DatabaseName) => Promise<Table>;
  readonly read: <T>(database: DatabaseName, id: string, to: (row: Row) => T) => Promise<T | undefined>;
  readonly list: <T>(
    database: DatabaseName,
    to: (row: Row) => T,
    ...conditions: readonly Condition[]
  ) => AsyncGenerator<Listed<T>>;
  readonly update: (id: string, table: Table, properties: PropertyWrites) => Promise<void>;
  readonly ownUserId: () => Promise<string>;
};

type NewPage = {
  readonly parent: { readonly page_id: string } | { readonly data_source_id: string };
  readonly properties: PropertyWrites;
  readonly children: PageBlocks;
};

/** A creation that was saved although its answer was an error names what it saved. */
function savedId(error: unknown): string | undefined {
  const id = isHTTPResponseError(error) ? error.additional_data?.committed_resource_id : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** The line by which what was made of a deal is known again, whatever people change on its row. */
const madeOf = (dealId: string, rest = ''): string => `(deal ${dealId}${rest})`;
const MADE_PART = / part (\d+)\)/;

/** What was made of one deal, as its page has it. */
export type DealRecord = {
  /** The page of the proposal that was made, while it lies there. */
  readonly proposalId: string | undefined;
  readonly saysProposal: boolean;
  /** The project that was made, with all its milestones. */
  readonly projectId: string | undefined;
};

const PROPOSAL_MADE = 'Milepost made the proposal of this deal';
const PROJECT_MADE = 'Milepost made the project of this deal';
const PROJECT_ID = /\(project ([0-9a-f-]{32,36})\)/;

/** What is read and written for the pipeline of deals. Notion makes two of two requests to create: the caller looks first. */
export function dealCalls({ notion, tableOf, read, list, update, ownUserId }: RowCalls) {
  const create = async (what: string, page: NewPage): Promise<string> => {
    try {
      return parseAnswer(Created, await notion.pages.create(page), 'a Notion page').id;
    } catch (error) {
      const id = savedId(error);
      if (id !== undefined) return id;
      throw toFailure(error, `create ${what}`);
    }
  };
  const append = async (pageId: string, text: string): Promise<void> => {
    const children = toBlocks([{ style: 'text', text }]);
    await calling('write into a page', () => notion.blocks.children.append({ block_id: pageId, children }));
  };
  /** Ids of the rows that were created at an instant or after it. */
  const createdSince = async (database: DatabaseName, since: Instant): Promise<readonly string[]> => {
    const condition = { timestamp: 'created_time', created_time: { on_or_after: toIso(since) } } as const;
    const pages = await Array.fromAsync(queryRows(notion, await tableOf(database), [condition]));
    return pages.map(({ id }) => id);
  };
  const madeIn = async (pageId: string, dealId: string): Promise<PageLine | undefined> => {
    const text = await readPageText(notion, pageId);
    return text?.lines.find((line) => line.text.includes(`(deal ${dealId}`));
  };

  return {
    readDeal: (id: string): Promise<Deal | undefined> => read('deals', id, toDeal),
    dealsEditedSince: (instant?: Instant) =>
      list('deals', toDeal, ...(instant === undefined ? [] : [editedSince(toIso(instant))])),
    async showOnDeal(id: string, changes: DealChanges): Promise<void> {
      const table = await tableOf('deals');
      await update(id, table, dealProperties(table, changes));
    },
    /** The text of a page by its id; undefined when it is gone or not shared. */
    readPageText: (pageId: string): Promise<PageText | undefined> => readPageText(notion, pageId),
    /** Where a page is opened; undefined when it is gone, in the trash or not shared. */
    async linkTo(pageId: string): Promise<string | undefined> {
      try {
        const page = await calling('read a page', () => notion.pages.retrieve({ page_id: pageId }));
        const { url, in_trash } = parseAnswer(Linkable, page, 'a Notion page');
        return in_trash ? undefined : url;
      } catch (error) {
        if (error instanceof NotReachable) return undefined;
        throw error;
      }
    },
    async dealRecord(dealId: string): Promise<DealRecord> {
      const text = await readPageText(notion, dealId);
      if (text === undefined) throw new TryAgain('The page of the deal cannot be read');
      const ours = await ownUserId();
      const says = (beginning: string) => text.lines.find((line) => line.text.startsWith(beginning))?.text;
      return {
        proposalId: text.pages.find(({ createdBy }) => createdBy === ours)?.id,
        saysProposal: says(PROPOSAL_MADE) !== undefined,
        projectId: PROJECT_ID.exec(says(PROJECT_MADE) ?? '')?.[1],
      };
    },
    /** Notes on the deal's page that its proposal was made and linked: from then on nobody makes another one. */
    noteProposal: (dealId: string, day: string): Promise<void> => append(dealId, `${PROPOSAL_MADE} on ${day}.`),
    /** Notes on the deal's page that its project is complete: from then on it is the team's. */
    noteProject: (dealId: string, projectId: string, day: string): Promise<void> =>
      append(dealId, `${PROJECT_MADE} on ${day}, with its milestones (project ${projectId}).`),
    /** @returns the id of the new page below the deal's */
    createProposal: (dealId: string, title: string, lines: readonly PageLine[]): Promise<string> =>
      create('a proposal', {
        parent: { page_id: dealId },
        properties: { title: { title: [{ text: { content: title.slice(0, 2000) } }] } },
        children: toBlocks(lines),
      }),
    async createProject(draft: ProjectDraft): Promise<string> {
      const table = await tableOf('projects');
      return await create('a project', {
        parent: { data_source_id: table.dataSourceId },
        properties: projectDraftProperties(table, draft),
        children: toBlocks([
          { style: 'text', text: `Made by Milepost of the deal "${draft.dealName}" ${madeOf(draft.dealId)}.` },
        ]),
      });
    },
    async createMilestone(draft: MilestoneDraft, projectId: string): Promise<string> {
      const table = await tableOf('milestones');
      const part = madeOf(draft.dealId, `, part ${draft.order}`);
      return await create('a milestone', {
        parent: { data_source_id: table.dataSourceId },
        properties: milestoneDraftProperties(table, draft, projectId),
        children: toBlocks([{ style: 'text', text: `Made by Milepost of the payment plan "${draft.plan}" ${part}.` }]),
      });
    },
    /** Whether a project's page says that it was made of this deal. */
    isMadeOf: async (projectId: string, dealId: string): Promise<boolean> =>
      (await madeIn(projectId, dealId)) !== undefined,
    /** The project that was made of a deal, among those created since an instant. */
    async projectMadeOf(dealId: string, since: Instant): Promise<string | undefined> {
      for (const id of await createdSince('projects', since)) if ((await madeIn(id, dealId)) !== undefined) return id;
      return undefined;
    },
    /** The parts of the payment plan that have their milestone, among those created since an instant. */
    async partsMadeOf(dealId: string, since: Instant): Promise<readonly number[]> {
      const parts: number[] = [];
      for (const id of await createdSince('milestones', since)) {
        const part = MADE_PART.exec((await madeIn(id, dealId))?.text ?? '')?.[1];
        if (part !== undefined) parts.push(Number(part));
      }
      return parts;
    },
  };
}
