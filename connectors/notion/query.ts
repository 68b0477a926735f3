import type { Client, QueryDataSourceParameters } from '@notionhq/client';
import { z } from 'zod';
import { NeedsPerson } from '../../src/billing/failure.ts';
import { parseAnswer } from '../answer.ts';
import { calling } from './errors.ts';
import { type PageObject, parsePage } from './page.ts';
import type { Table } from './schema.ts';

type Filter = NonNullable<QueryDataSourceParameters['filter']>;
/** A condition that may stand alone or beside others. */
export type Condition = Extract<Filter, { and: unknown }>['and'][number] & Filter;

const Answer = z.looseObject({
  results: z.array(z.looseObject({ object: z.string() })),
  next_cursor: z.string().nullable(),
  has_more: z.boolean(),
  request_status: z.looseObject({ type: z.string() }).optional(),
});

const PAGE_SIZE = 100;

type Stamp = 'last_edited_time' | 'created_time';

const MINUTE_MS = 60_000;

/**
 * All rows that fit every condition, oldest edit first. One query ends silently after 10,000 rows, so a cut one is asked again
 * from the last row's minute on. Where one minute of edits holds more than that, as after an import, it is asked for by the
 * minutes in which its rows were created. Rows seen twice are given once; nothing is left out without an error.
 */
export async function* queryRows(
  notion: Client,
  table: Table,
  conditions: readonly Condition[],
): AsyncGenerator<PageObject> {
  const byCreation = (minute: string) =>
    queryByMinutes(notion, table, [...conditions, ...editedWithin(minute)], 'created_time', () => {
      throw tooManyAtOnce(table);
    });
  const given = new Set<string>();
  for await (const page of queryByMinutes(notion, table, conditions, 'last_edited_time', byCreation)) {
    if (given.has(page.id)) continue;
    given.add(page.id);
    yield page;
  }
}

const tooManyAtOnce = ({ database }: Table): NeedsPerson =>
  new NeedsPerson(`More rows of ${database} were created and edited in one minute than Notion lists`, {
    mend: 'Edit about half of these rows, so that their times differ.',
    who: 'admin',
  });

/** @param crowded all rows of a minute that holds more of them than one query gives */
async function* queryByMinutes(
  notion: Client,
  table: Table,
  conditions: readonly Condition[],
  stamp: Stamp,
  crowded: (minute: string) => AsyncGenerator<PageObject>,
): AsyncGenerator<PageObject> {
  let from: string | undefined;
  for (;;) {
    const filter = from === undefined ? conditions : [...conditions, notBefore(stamp, from)];
    let last: string | undefined;
    const query = oneQuery(notion, table, { filter: all(filter), stamp });
    for (let next = await query.next(); ; next = await query.next()) {
      if (next.done === true) {
        if (next.value === 'whole') return;
        break;
      }
      last = next.value[stamp];
      if (!next.value.in_trash) yield next.value;
    }
    if (last === undefined) throw tooManyAtOnce(table);
    if (last === from) {
      yield* crowded(last);
      from = minuteAfter(last);
    } else from = last;
  }
}

/**
 * Rows that fit every condition, newest edit first and page by page, at most as many as one query gives. For whoever looks for
 * some rows of many, and stops when they are found.
 */
export async function* newestPages(
  notion: Client,
  table: Table,
  conditions: readonly Condition[],
): AsyncGenerator<readonly PageObject[]> {
  let cursor: string | undefined;
  for (;;) {
    const query = { filter: all(conditions), stamp: 'last_edited_time', direction: 'descending', cursor } as const;
    const { results, next_cursor: next, has_more: hasMore } = await onePage(notion, table, query);
    yield results.map((result) => parsePage(result, table)).filter((page) => !page.in_trash);
    if (!hasMore || next === null) return;
    cursor = next;
  }
}

const all = ([only, ...others]: readonly Condition[]): Filter | undefined =>
  only === undefined || others.length === 0 ? only : { and: [only, ...others] };

const notBefore = (stamp: Stamp, iso: string): Condition =>
  stamp === 'created_time'
    ? { timestamp: 'created_time', created_time: { on_or_after: iso } }
    : { timestamp: 'last_edited_time', last_edited_time: { on_or_after: iso } };

/** Times are kept to the minute. */
const minuteAfter = (iso: string): string => new Date(Date.parse(iso) + MINUTE_MS).toISOString();

const editedWithin = (minute: string): readonly Condition[] => [
  { timestamp: 'last_edited_time', last_edited_time: { on_or_after: minute } },
  { timestamp: 'last_edited_time', last_edited_time: { before: minuteAfter(minute) } },
];

/** @param iso edits are kept to the minute; ask from a few minutes before what you want */
export const editedSince = (iso: string) =>
  ({ timestamp: 'last_edited_time', last_edited_time: { on_or_after: iso } }) as const satisfies Filter;

type PageQuery = {
  readonly filter: Filter | undefined;
  readonly stamp: Stamp;
  readonly direction: 'ascending' | 'descending';
  readonly cursor: string | undefined;
};

const onePage = async (notion: Client, table: Table, { filter, stamp, direction, cursor }: PageQuery) =>
  parseAnswer(
    Answer,
    await calling(`list ${table.database}`, () =>
      notion.dataSources.query({
        data_source_id: table.dataSourceId,
        page_size: PAGE_SIZE,
        sorts: [{ timestamp: stamp, direction }],
        ...(filter === undefined ? {} : { filter }),
        ...(cursor === undefined ? {} : { start_cursor: cursor }),
      }),
    ),
    'a list of Notion rows',
  );

/** @returns whether the query gave everything, or was cut off at Notion's limit */
async function* oneQuery(
  notion: Client,
  table: Table,
  { filter, stamp }: { readonly filter: Filter | undefined; readonly stamp: Stamp },
): AsyncGenerator<PageObject, 'whole' | 'cut'> {
  let cursor: string | undefined;
  for (;;) {
    const answer = await onePage(notion, table, { filter, stamp, direction: 'ascending', cursor });
    for (const result of answer.results) yield parsePage(result, table);
    if (!answer.has_more || answer.next_cursor === null)
      return answer.request_status?.type === 'incomplete' ? 'cut' : 'whole';
    cursor = answer.next_cursor;
  }
}
