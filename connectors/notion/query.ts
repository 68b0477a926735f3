import type { Client, QueryDataSourceParameters } from '@notionhq/client';
import { z } from 'zod';
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

/**
 * All rows that fit every condition, oldest edit first. One query ends silently after 10,000 rows, so a cut one is asked again
 * from the last row's edit time on; rows seen twice are given once.
 */
export async function* queryRows(
  notion: Client,
  table: Table,
  conditions: readonly Condition[],
): AsyncGenerator<PageObject> {
  const given = new Set<string>();
  let from: string | undefined;
  for (;;) {
    const last = { editedAt: '' };
    const isWhole = yield* oneQuery(notion, table, all(conditions, from), given, last);
    if (isWhole) return;
    if (last.editedAt === '' || last.editedAt === from)
      throw new Error(`More rows of ${table.database} were edited in one minute than one query can give.`);
    from = last.editedAt;
  }
}

function all(conditions: readonly Condition[], editedFrom: string | undefined): Filter | undefined {
  const together = editedFrom === undefined ? [...conditions] : [editedSince(editedFrom), ...conditions];
  const [only, ...others] = together;
  return others.length === 0 ? only : { and: together };
}

/** @param iso edits are kept to the minute; ask from a few minutes before what you want */
export const editedSince = (iso: string) =>
  ({ timestamp: 'last_edited_time', last_edited_time: { on_or_after: iso } }) as const satisfies Filter;

async function* oneQuery(
  notion: Client,
  table: Table,
  filter: Filter | undefined,
  given: Set<string>,
  last: { editedAt: string },
): AsyncGenerator<PageObject, boolean> {
  let cursor: string | undefined;
  for (;;) {
    const answer = parseAnswer(
      Answer,
      await calling(`list ${table.database}`, () =>
        notion.dataSources.query({
          data_source_id: table.dataSourceId,
          page_size: PAGE_SIZE,
          sorts: [{ timestamp: 'last_edited_time', direction: 'ascending' }],
          ...(filter === undefined ? {} : { filter }),
          ...(cursor === undefined ? {} : { start_cursor: cursor }),
        }),
      ),
      'a list of Notion rows',
    );
    for (const result of answer.results) {
      const page = parsePage(result, table);
      last.editedAt = page.last_edited_time;
      if (given.has(page.id) || page.in_trash) continue;
      given.add(page.id);
      yield page;
    }
    if (!answer.has_more || answer.next_cursor === null) return answer.request_status?.type !== 'incomplete';
    cursor = answer.next_cursor;
  }
}
