import { randomUUID } from 'node:crypto';
import { type Client, isHTTPResponseError } from '@notionhq/client';
import { z } from 'zod';
import { parseAnswer } from '../answer.ts';
import { type NotionAccess, openNotion } from './client.ts';
import { calling, toFailure } from './errors.ts';
import { lookAtDatabase } from './setup/look.ts';

const Me = z.looseObject({
  name: z.string().nullish(),
  bot: z
    .looseObject({
      owner: z.looseObject({ type: z.string() }).optional(),
      workspace_name: z.string().nullish(),
    })
    .optional(),
});
const Rows = z.looseObject({ results: z.array(z.looseObject({ id: z.string() })) });
const Parent = z.looseObject({ parent: z.looseObject({ page_id: z.string().optional() }) });
const Users = z.looseObject({
  results: z.array(
    z.looseObject({
      type: z.string().optional(),
      person: z.looseObject({ email: z.string().optional() }).optional(),
    }),
  ),
});

/** Whether the connection has a capability. `unknown`: nothing was there to try it on. */
export type Right = 'has' | 'lacks' | 'unknown';

/** The capabilities that the hub needs, in the words of Notion's own form. */
export type Rights = {
  readonly 'read content': Right;
  readonly 'insert content': Right;
  readonly 'update content': Right;
  readonly 'read comments': Right;
  readonly 'insert comments': Right;
  readonly 'user information with e-mail addresses': Right;
};

export type NotionProbe = ReturnType<typeof createNotionProbe>;

/** Questions to Notion that change nothing, for a check-up. */
export function createNotionProbe(access: NotionAccess) {
  const notion = openNotion(access);
  return {
    /** Who the token belongs to. @throws NeedsPerson when Notion refuses it */
    async whoWeAre() {
      const me = parseAnswer(Me, await calling('ask who we are', () => notion.users.me({})), 'a Notion user');
      return {
        name: me.name ?? '',
        workspace: me.bot?.workspace_name ?? '',
        /** A token of a person acts as that person, and ends with their membership. */
        isPersonal: me.bot?.owner?.type === 'user',
      };
    },
    /** A database with its tables; undefined when it is gone, in the trash, or not shared. */
    lookAtDatabase: (id: string) => lookAtDatabase(notion, id),
    rights: (databaseId: string, dataSourceId: string) => rights(notion, databaseId, dataSourceId),
  };
}

async function rights(notion: Client, databaseId: string, dataSourceId: string): Promise<Rights> {
  let pageId: string | undefined;
  const readContent = await tried('read rows', async () => {
    pageId = (await firstRow(notion, dataSourceId)) ?? (await parentPage(notion, databaseId));
  });
  const onAPage = async (doing: string, call: (id: string) => Promise<unknown>): Promise<Right> => {
    const id = pageId;
    return id === undefined ? 'unknown' : await tried(doing, () => call(id));
  };
  return {
    'read content': readContent,
    // Requests that cannot be carried out whatever the connection may do: they are refused for what they say, or for the right.
    'insert content': await tried('add a row', () =>
      notion.pages.create({ parent: { type: 'data_source_id', data_source_id: dataSourceId }, properties: NOT_THERE }),
    ),
    'update content': await onAPage('write to a row', (id) =>
      notion.pages.update({ page_id: id, properties: NOT_THERE }),
    ),
    'read comments': await onAPage('read comments', (id) => notion.comments.list({ block_id: id, page_size: 1 })),
    'insert comments': await tried('comment', () =>
      notion.comments.create({ discussion_id: randomUUID(), rich_text: [{ text: { content: 'Never written' } }] }),
    ),
    'user information with e-mail addresses': await seesAddresses(notion),
  };
}

const NOT_THERE = { 'Milepost doctor: no property of this name': { number: 0 } };

async function firstRow(notion: Client, dataSourceId: string): Promise<string | undefined> {
  const answer = await notion.dataSources.query({
    data_source_id: dataSourceId,
    page_size: 1,
    filter_properties: ['title'],
  });
  return parseAnswer(Rows, answer, 'a list of Notion pages').results[0]?.id;
}

async function parentPage(notion: Client, databaseId: string): Promise<string | undefined> {
  const answer = await notion.databases.retrieve({ database_id: databaseId });
  return parseAnswer(Parent, answer, 'a Notion database').parent.page_id;
}

const PEOPLE_ASKED = 25;

async function seesAddresses(notion: Client): Promise<Right> {
  let answer: unknown;
  const right = await tried('list the people', async () => {
    answer = await notion.users.list({ page_size: PEOPLE_ASKED });
  });
  if (right !== 'has') return right;
  const people = parseAnswer(Users, answer, 'a list of Notion users').results.filter(({ type }) => type === 'person');
  if (people.length === 0) return 'unknown';
  return people.some(({ person }) => person?.email !== undefined) ? 'has' : 'lacks';
}

/** A capability that is missing is answered 403 before anything else is looked at; every other refusal is about the request. */
async function tried(doing: string, call: () => Promise<unknown>): Promise<Right> {
  try {
    await call();
    return 'has';
  } catch (error) {
    if (!isHTTPResponseError(error)) throw toFailure(error, doing);
    if (error.status === 403) return 'lacks';
    if (error.status === 400) return 'has';
    // What is named cannot be seen: that says nothing of what may be done there, except where there is nothing of that name.
    if (error.status === 404) return doing === 'comment' ? 'has' : 'unknown';
    throw toFailure(error, doing);
  }
}
