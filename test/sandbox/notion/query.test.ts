import type { QueryDataSourceParameters } from '@notionhq/client';
import { describe, expect, it } from 'vitest';
import { createClock } from '../../../sandbox/kit/clock.ts';
import { expectRefusal, full, setup, text } from './support.ts';
import { titleOf } from './titles.ts';

const NOON = Date.parse('2026-11-23T12:00:00.000Z');
type Filter = NonNullable<QueryDataSourceParameters['filter']>;

/** Three rows: one full, one with other values, one empty. */
async function table() {
  const clock = createClock(NOON);
  const parts = await setup({ clock });
  const { notion, client } = parts;
  const ada = notion.people.add({ name: 'Ada', email: 'ada@example.com' });
  const target = notion.createDatabase('Targets', { Name: { title: {} } });
  const related = notion.createPage({ dataSourceId: target.dataSourceId, properties: {} });
  const ids = notion.createDatabase('Rows', {
    Name: { title: {} },
    Note: { rich_text: {} },
    Link: { url: {} },
    Mail: { email: {} },
    Phone: { phone_number: {} },
    Sum: { number: {} },
    Done: { checkbox: {} },
    Kind: { select: { options: [{ name: 'A' }, { name: 'B' }] } },
    Tags: { multi_select: {} },
    State: { status: {} },
    Day: { date: {} },
    Who: { people: {} },
    Proof: { files: {} },
    Rel: { relation: { data_source_id: target.dataSourceId, single_property: {} } },
    Key: { unique_id: {} },
    Made: { created_time: {} },
    Maker: { created_by: {} },
  });
  notion.createPage({
    dataSourceId: ids.dataSourceId,
    properties: {
      Name: { title: text('one') },
      Note: { rich_text: text('Hello world') },
      Link: { url: 'https://example.com' },
      Mail: { email: 'a@example.com' },
      Phone: { phone_number: '+49 1' },
      Sum: { number: 10 },
      Done: { checkbox: true },
      Kind: { select: { name: 'A' } },
      Tags: { multi_select: [{ name: 'x' }, { name: 'y' }] },
      State: { status: { name: 'Done' } },
      Day: { date: { start: '2026-11-23' } },
      Who: { people: [{ id: ada.id }] },
      Proof: { files: [{ name: 'p', external: { url: 'https://example.com/p' } }] },
      Rel: { relation: [{ id: related.id }] },
    },
  });
  clock.advance(3_600_000);
  notion.createPage({
    dataSourceId: ids.dataSourceId,
    properties: {
      Name: { title: text('two') },
      Sum: { number: 20 },
      Kind: { select: { name: 'B' } },
      Day: { date: { start: '2026-12-24' } },
    },
  });
  notion.createPage({ dataSourceId: ids.dataSourceId, properties: { Name: { title: text('three') } } });
  const query = async (filter: Filter) => {
    const { results } = await client.dataSources.query({ data_source_id: ids.dataSourceId, filter });
    return results.map((page) => titleOf(full(page))).toSorted();
  };
  return { ...parts, ...ids, ada, related, query };
}

describe('filters', () => {
  it('finds rows by every type of property', async () => {
    const { query, ada, related } = await table();
    const cases: Array<[Filter, string[]]> = [
      [{ property: 'title', title: { equals: 'one' } }, ['one']],
      [{ property: 'Name', title: { starts_with: 't' } }, ['three', 'two']],
      [{ property: 'Note', rich_text: { contains: 'WORLD' } }, ['one']],
      [{ property: 'Note', rich_text: { is_empty: true } }, ['three', 'two']],
      [{ property: 'Link', url: { ends_with: '.com' } }, ['one']],
      [{ property: 'Mail', email: { does_not_equal: 'a@example.com' } }, ['three', 'two']],
      [{ property: 'Phone', phone_number: { is_not_empty: true } }, ['one']],
      [{ property: 'Sum', number: { greater_than: 10 } }, ['two']],
      [{ property: 'Sum', number: { less_than_or_equal_to: 20 } }, ['one', 'two']],
      [{ property: 'Done', checkbox: { does_not_equal: true } }, ['three', 'two']],
      [{ property: 'Kind', select: { equals: ['A', 'B'] } }, ['one', 'two']],
      [{ property: 'Kind', select: { does_not_equal: 'A' } }, ['three', 'two']],
      [{ property: 'Tags', multi_select: { contains: 'y' } }, ['one']],
      [{ property: 'State', status: { equals: 'Not started' } }, ['three', 'two']],
      [{ property: 'Day', date: { on_or_before: '2026-11-23' } }, ['one']],
      [{ property: 'Day', date: { equals: 'today' } }, ['one']],
      [{ property: 'Day', date: { next_month: {} } }, ['one']],
      [{ property: 'Day', date: { after: '2026-11-23T00:00:00Z' } }, ['two']],
      [{ property: 'Who', people: { contains: ada.id } }, ['one']],
      [{ property: 'Proof', files: { is_not_empty: true } }, ['one']],
      [{ property: 'Rel', relation: { contains: related.id } }, ['one']],
      [{ property: 'Key', unique_id: { equals: 2 } }, ['two']],
      [{ property: 'Made', created_time: { before: '2026-11-23T13:00:00Z' } }, ['one']],
      [{ property: 'Maker', created_by: { does_not_contain: ada.id } }, ['one', 'three', 'two']],
      [{ timestamp: 'last_edited_time', last_edited_time: { on_or_after: '2026-11-23T13:00:00Z' } }, ['three', 'two']],
    ];
    for (const [filter, expected] of cases) expect([filter, await query(filter)]).toEqual([filter, expected]);
  });

  it('nests two levels of and/or', async () => {
    const { query } = await table();
    const inner = {
      or: [
        { property: 'Kind', select: { equals: 'A' } },
        { property: 'Sum', number: { is_empty: true as const } },
      ],
    };
    expect(await query({ and: [inner, { property: 'Done', checkbox: { equals: false } }] })).toEqual(['three']);
  });

  it('refuses a third level, unknown properties, other types and unknown conditions', async () => {
    const { client, dataSourceId } = await table();
    const refused = async (filter: object, message: string) => {
      const body = { filter };
      const call = client.request({ path: `data_sources/${dataSourceId}/query`, method: 'post', body });
      await expectRefusal(call, 400, 'validation_error', message);
    };
    const leaf = { property: 'Sum', number: { equals: 1 } };
    await refused({ and: [{ or: [{ and: [leaf] }] }] }, 'two levels');
    await refused({ property: 'Colour', number: { equals: 1 } }, 'Could not find property with name or id: Colour');
    await refused(
      { property: 'Sum', rich_text: { equals: 'x' } },
      'database property number does not match filter rich_text',
    );
    await refused({ property: 'Sum', number: { contains: 1 } }, 'body.filter.number.contains should be not present');
    await refused({ property: 'Sum', number: { equals: '1' } }, 'body.filter.number.equals should be a number');
    await refused(
      { property: 'Sum', timestamp: 'created_time', created_time: { before: 'today' } },
      'nothing beside it',
    );
    await refused({ property: 'Who', people: { contains: 'me' } }, 'valid uuid');
  });
});

describe('paging and sorting', () => {
  it('sorts by properties and timestamps, empty values last', async () => {
    const { client, dataSourceId } = await table();
    const names = async (sorts: NonNullable<QueryDataSourceParameters['sorts']>) => {
      const { results } = await client.dataSources.query({ data_source_id: dataSourceId, sorts });
      return results.map((page) => titleOf(full(page)));
    };
    expect(await names([{ property: 'Sum', direction: 'descending' }])).toEqual(['two', 'one', 'three']);
    expect(await names([{ property: 'Name', direction: 'ascending' }])).toEqual(['one', 'three', 'two']);
    const byTime = await names([
      { timestamp: 'created_time', direction: 'ascending' },
      { property: 'Sum', direction: 'ascending' },
    ]);
    expect(byTime[0]).toBe('one');
    const unknown = client.dataSources.query({
      data_source_id: dataSourceId,
      sorts: [{ property: 'Colour', direction: 'ascending' }],
    });
    await expectRefusal(unknown, 400, 'validation_error', 'Could not find sort property with name or id: Colour');
  });

  it('pages with the id of the next row, and skips nothing when that row leaves the result', async () => {
    const { client, notion, dataSourceId } = await table();
    const sorts = [{ property: 'Name', direction: 'ascending' as const }];
    const args = { data_source_id: dataSourceId, sorts, page_size: 1 };
    const first = await client.dataSources.query(args);
    expect(first).toMatchObject({ has_more: true, type: 'page_or_data_source' });
    const next = first.next_cursor ?? '';
    const owner = notion.people.list()[0]?.id ?? '';
    notion.trash(owner, next);
    const second = await client.dataSources.query({ ...args, start_cursor: next });
    expect(second.results.map((page) => titleOf(full(page)))).toEqual(['two']);
    expect(second).toMatchObject({ has_more: false, next_cursor: null });
  });

  it('refuses cursors it never gave and pages above 100', async () => {
    const { client, dataSourceId: id } = await table();
    const bogus = client.dataSources.query({ data_source_id: id, start_cursor: 'bogus' });
    await expectRefusal(bogus, 400, 'validation_error', 'The start_cursor provided is invalid: bogus');
    const large = client.dataSources.query({ data_source_id: id, page_size: 101 });
    await expectRefusal(large, 400, 'validation_error', 'body.page_size should be ≤ `100`, instead was `101`');
  });

  it('stops at the row limit and says so only in the request status', async () => {
    const { client, notion, dataSourceId } = await table();
    notion.queryRowsMax = 2;
    const args = { data_source_id: dataSourceId, page_size: 1 };
    const first = await client.dataSources.query(args);
    expect(first).not.toHaveProperty('request_status');
    const last = await client.dataSources.query({ ...args, start_cursor: first.next_cursor ?? '' });
    expect(last).toMatchObject({
      has_more: false,
      next_cursor: null,
      request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' },
    });
  });

  it('leaves trashed rows out unless they are asked for', async () => {
    const { client, notion, dataSourceId } = await table();
    const owner = notion.people.list()[0]?.id ?? '';
    const victim = notion.rows(dataSourceId)[0]?.id ?? '';
    notion.trash(owner, victim);
    const query = async (extra: object) =>
      (await client.dataSources.query({ data_source_id: dataSourceId, ...extra })).results.map(({ id }) => id);
    expect(await query({})).toHaveLength(2);
    expect(await query({ in_trash: true })).toEqual([victim]);
  });

  it('returns only the properties asked for, by name or encoded id, with and without brackets', async () => {
    const { client, notion, dataSourceId } = await table();
    const source = await client.dataSources.retrieve({ data_source_id: dataSourceId });
    const sum = source.properties.Sum?.id ?? '';
    expect(sum).toContain('%');
    const { results } = await client.dataSources.query({
      data_source_id: dataSourceId,
      filter_properties: [sum, 'Name'],
    });
    for (const page of results) expect(Object.keys(full(page).properties)).toEqual(['Name', 'Sum']);
    const response = await fetch(`${notion.url}/v1/data_sources/${dataSourceId}/query?filter_properties[]=${sum}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${notion.token}`, 'notion-version': '2026-03-11' },
    });
    expect(await response.json()).toMatchObject({ results: [{ properties: { Sum: {} } }, {}, {}] });
  });

  it('can lag behind writes while a page read is always fresh', async () => {
    const { client, notion, dataSourceId } = await table();
    notion.queryLagMs = 60_000;
    const row = notion.rows(dataSourceId)[0]?.id ?? '';
    // Rows from before the lag was switched on count as old.
    await client.pages.update({ page_id: row, properties: { Sum: { number: 99 } } });
    const filter = { property: 'Sum', number: { equals: 99 } };
    expect((await client.dataSources.query({ data_source_id: dataSourceId, filter })).results).toEqual([]);
    expect(full(await client.pages.retrieve({ page_id: row })).properties.Sum).toMatchObject({ number: 99 });
    notion.queryLagMs = 0;
    expect((await client.dataSources.query({ data_source_id: dataSourceId, filter })).results).toHaveLength(1);
  });
});
