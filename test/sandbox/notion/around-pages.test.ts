import { describe, expect, it } from 'vitest';
import { expectRefusal, setup, text } from './support.ts';

async function withPage() {
  const parts = await setup();
  const page = parts.notion.createPage({ properties: { title: { title: text('Home') } } }).id;
  return { ...parts, page };
}

describe('users', () => {
  it('knows itself, lists members without guests and retrieves anybody by id', async () => {
    const { notion, client } = await setup();
    const ada = notion.people.add({ name: 'Ada', email: 'ada@example.com' });
    const guest = notion.people.add({ name: 'Guest', email: 'guest@example.com', guest: true });
    expect(await client.users.me({})).toMatchObject({
      id: notion.bot.id,
      type: 'bot',
      bot: { workspace_id: notion.bot.workspaceId },
    });
    const listed: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof client.users.list>> = await client.users.list({
        page_size: 1,
        ...(cursor && { start_cursor: cursor }),
      });
      listed.push(...page.results.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor);
    expect(listed).toContain(ada.id);
    expect(listed).toContain(notion.bot.id);
    expect(listed).not.toContain(guest.id);
    expect(await client.users.retrieve({ user_id: guest.id })).toMatchObject({
      person: { email: 'guest@example.com' },
    });
  });
});

describe('comments', () => {
  it('creates comments with mentions and lists them in order', async () => {
    const { notion, client, page } = await withPage();
    const ada = notion.people.add({ name: 'Ada', email: 'ada@example.com' });
    const first = await client.comments.create({
      parent: { page_id: page },
      rich_text: [{ mention: { user: { id: ada.id } } }, { text: { content: ' please look' } }],
    });
    await client.comments.create({ parent: { page_id: page }, markdown: 'second' });
    const list = await client.comments.list({ block_id: page, page_size: 1 });
    expect(list).toMatchObject({ results: [{ id: first.id }], has_more: true, type: 'comment' });
    expect(notion.comments(page)).toEqual(['@Ada please look', 'second']);
    expect(await client.comments.retrieve({ comment_id: first.id })).toMatchObject({
      created_by: { id: notion.bot.id },
      display_name: { type: 'integration' },
    });
  });

  it('refuses comments without content and pages above 100', async () => {
    const { client, page } = await withPage();
    const bare = client.request({ path: 'comments', method: 'post', body: { parent: { page_id: page } } });
    await expectRefusal(bare, 400, 'validation_error');
    const large = client.comments.list({ block_id: page, page_size: 101 });
    await expectRefusal(large, 400, 'validation_error', 'query.page_size should be ≤ `100`');
  });
});

describe('content', () => {
  it('appends content and lists it before the pages and databases below', async () => {
    const { notion, client, page } = await withPage();
    notion.createDatabase('Books', { Name: { title: {} } }, page);
    const added = await client.blocks.children.append({
      block_id: page,
      children: [{ paragraph: { rich_text: text('Hello') } }, { heading_2: { rich_text: text('Title') } }],
    });
    expect(added.results).toMatchObject([{ type: 'paragraph' }, { type: 'heading_2' }]);
    const { results } = await client.blocks.children.list({ block_id: page });
    expect(results).toMatchObject([
      { type: 'paragraph', paragraph: { rich_text: [{ plain_text: 'Hello' }] } },
      { type: 'heading_2' },
      { type: 'child_database', child_database: { title: 'Books' } },
    ]);
  });

  it('creates a page below another with its content', async () => {
    const { client, page } = await withPage();
    const child = await client.pages.create({
      parent: { page_id: page },
      properties: { title: { title: text('Child') } },
      children: [{ bulleted_list_item: { rich_text: text('point') } }],
    });
    expect((await client.blocks.children.list({ block_id: child.id })).results).toMatchObject([
      { type: 'bulleted_list_item' },
    ]);
    expect((await client.blocks.children.list({ block_id: page })).results).toMatchObject([
      { type: 'child_page', id: child.id, child_page: { title: 'Child' } },
    ]);
  });
});

describe('search', () => {
  it('finds shared pages and data sources by title', async () => {
    const { notion, client, page } = await withPage();
    const hidden = notion.createDatabase('Home secrets', { Name: { title: {} } });
    notion.unshare(hidden.databaseId);
    const books = notion.createDatabase('Home books', { Name: { title: {} } }, page);
    const ids = async (filter: object) =>
      (await client.search({ query: 'home', ...filter })).results.map(({ id }) => id);
    expect((await ids({})).toSorted()).toEqual([page, books.dataSourceId].toSorted());
    expect(await ids({ filter: { property: 'object', value: 'data_source' } })).toEqual([books.dataSourceId]);
    const paged = await client.search({ page_size: 1 });
    expect(paged).toMatchObject({ has_more: true, results: [{}] });
    const rest = await client.search({ page_size: 1, start_cursor: paged.next_cursor ?? '' });
    expect(rest.results[0]?.id).not.toBe(paged.results[0]?.id);
  });
});

describe('views', () => {
  it('creates views with a checked filter and lists them as references', async () => {
    const { notion, client, page } = await withPage();
    const ids = notion.createDatabase('Books', { Name: { title: {} }, Sum: { number: {} } }, page);
    const base = { data_source_id: ids.dataSourceId, database_id: ids.databaseId, name: 'Big', type: 'table' } as const;
    const view = await client.views.create(base);
    expect(await client.views.retrieve({ view_id: view.id })).toMatchObject({ name: 'Big', type: 'table' });
    const list = await client.views.list({ database_id: ids.databaseId });
    expect(list.results).toEqual([{ object: 'view', id: view.id }]);
    const filter = { property: 'Colour', number: { equals: 1 } };
    const wrong = client.request({ path: 'views', method: 'post', body: { ...base, filter } });
    await expectRefusal(wrong, 400, 'validation_error', 'Could not find property with name or id: Colour');
  });
});
