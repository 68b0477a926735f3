import { isFullDatabase, isFullDataSource } from '@notionhq/client';
import { describe, expect, it } from 'vitest';
import { createClock } from '../../../sandbox/kit/clock.ts';
import { createWorkspace } from '../../../sandbox/notion/index.ts';
import { expectRefusal, full, setup, subscribed, text } from './support.ts';

const NOW = Date.parse('2026-11-23T12:00:41.234Z');

async function empty() {
  const parts = await setup({ clock: createClock(NOW) });
  const root = parts.notion.createPage({ properties: { title: { title: text('Root') } } }).id;
  const parent = { type: 'page_id' as const, page_id: root };
  return { ...parts, root, parent };
}

describe('databases and data sources', () => {
  it('creates a database whose answer has no schema, with exact times', async () => {
    const { client, parent } = await empty();
    const properties = { Name: { title: {} }, Sum: { number: { format: 'euro' as const } } };
    const database = await client.databases.create({
      parent,
      title: text('Books'),
      initial_data_source: { properties },
    });
    if (!isFullDatabase(database)) throw new Error('expected a full database');
    expect(database.created_time).toMatch(/^2026-11-23T12:00:4\d\.\d{3}\+00:00$/);
    expect(database).not.toHaveProperty('properties');
    expect(database).toMatchObject({ parent, title: [{ plain_text: 'Books' }], data_sources: [{ name: 'Books' }] });
    const id = database.data_sources[0]?.id ?? '';
    expect(id).not.toBe(database.id);
    const source = await client.dataSources.retrieve({ data_source_id: id });
    if (!isFullDataSource(source)) throw new Error('expected a full data source');
    expect(source.created_time).toBe('2026-11-23T12:00:00.000Z');
    expect(source).toMatchObject({
      parent: { type: 'database_id', database_id: database.id },
      database_parent: parent,
      properties: {
        Name: { id: 'title', name: 'Name', type: 'title' },
        Sum: { name: 'Sum', type: 'number', number: { format: 'euro' } },
      },
    });
    expect(await client.databases.retrieve({ database_id: database.id })).toMatchObject({ id: database.id });
  });

  it('leaves nothing behind when a schema is refused', async () => {
    const { client, parent, root } = await empty();
    const properties = { Kind: { select: { options: [{ name: 'a' }, { name: 'A' }] } } };
    const call = client.databases.create({ parent, title: text('X'), initial_data_source: { properties } });
    await expectRefusal(call, 400, 'validation_error', 'unique');
    expect((await client.blocks.children.list({ block_id: root })).results).toEqual([]);
  });

  it('adds a second data source to a database and renames the database', async () => {
    const { client, notion } = await empty();
    const { databaseId, dataSourceId } = notion.createDatabase('One', { Name: { title: {} } });
    const second = await client.dataSources.create({
      parent: { database_id: databaseId },
      title: text('Two'),
      properties: { Title: { title: {} } },
    });
    const renamed = await client.databases.update({ database_id: databaseId, title: text('Renamed') });
    expect(renamed).toMatchObject({
      title: [{ plain_text: 'Renamed' }],
      data_sources: [
        { id: dataSourceId, name: 'One' },
        { id: second.id, name: 'Two' },
      ],
    });
    const ambiguous = client.pages.create({ parent: { database_id: databaseId }, properties: {} });
    await expectRefusal(ambiguous, 400, 'validation_error', 'several data sources');
  });

  it('adds, renames and removes properties; ids outlive names', async () => {
    const { client, notion } = await empty();
    const { dataSourceId: id } = notion.createDatabase('T', {
      Name: { title: {} },
      Old: { number: {} },
      Gone: { date: {} },
    });
    const before = await client.dataSources.retrieve({ data_source_id: id });
    const after = await client.dataSources.update({
      data_source_id: id,
      properties: { Old: { name: 'New' }, Gone: null, Added: { email: {} } },
    });
    expect(Object.keys(after.properties)).toEqual(['Name', 'New', 'Added']);
    expect(after.properties.New?.id).toBe(before.properties.Old?.id);
    const removeTitle = client.dataSources.update({ data_source_id: id, properties: { Name: null } });
    await expectRefusal(removeTitle, 400, 'validation_error', 'title');
  });

  it('changes nothing of a schema when one of several changes is refused', async () => {
    const { client, notion } = await empty();
    const { dataSourceId: id } = notion.createDatabase('T', { Name: { title: {} }, Sum: { number: {} } });
    const hook = await subscribed(notion);
    const call = client.dataSources.update({
      data_source_id: id,
      properties: { Sum: { name: 'Total' }, Nowhere: null },
    });
    await expectRefusal(call, 400, 'validation_error', 'Could not find property with name or id: Nowhere');
    expect(Object.keys((await client.dataSources.retrieve({ data_source_id: id })).properties)).toEqual([
      'Name',
      'Sum',
    ]);
    await notion.webhooks.idle();
    expect(hook.received).toEqual([]);
  });

  it('replaces option lists: what is left out is gone, from rows too', async () => {
    const { client, notion } = await empty();
    const { dataSourceId: id } = notion.createDatabase('T', {
      Name: { title: {} },
      Kind: { select: { options: [{ name: 'A', color: 'red' }, { name: 'B' }] } },
    });
    const row = notion.createPage({ dataSourceId: id, properties: { Kind: { select: { name: 'B' } } } });
    const updated = await client.dataSources.update({
      data_source_id: id,
      properties: { Kind: { select: { options: [{ name: 'A' }, { name: 'C', color: 'blue' }] } } },
    });
    expect(updated.properties.Kind).toMatchObject({
      select: {
        options: [
          { name: 'A', color: 'red' },
          { name: 'C', color: 'blue' },
        ],
      },
    });
    expect(full(await client.pages.retrieve({ page_id: row.id })).properties.Kind).toMatchObject({ select: null });
    const recolor = { Kind: { select: { options: [{ name: 'A', color: 'green' as const }] } } };
    const call = client.dataSources.update({ data_source_id: id, properties: recolor });
    await expectRefusal(call, 400, 'validation_error', 'Cannot update color of select with name: A.');
  });

  it('gives a two-way relation its mirror, named or not', async () => {
    const { client, notion } = await empty();
    const target = notion.createDatabase('Targets', { Name: { title: {} } });
    const { dataSourceId } = notion.createDatabase('Sources', { Name: { title: {} } });
    const updated = await client.dataSources.update({
      data_source_id: dataSourceId,
      properties: { Link: { relation: { data_source_id: target.dataSourceId, dual_property: {} } } },
    });
    const mirrored = await client.dataSources.retrieve({ data_source_id: target.dataSourceId });
    const mirror = mirrored.properties['Related to Sources (Link)'];
    expect(updated.properties.Link).toMatchObject({
      relation: { database_id: target.databaseId, dual_property: { synced_property_id: mirror?.id } },
    });
    notion.deleteProperty(dataSourceId, 'Link');
    const unlinked = await client.dataSources.retrieve({ data_source_id: target.dataSourceId });
    expect(Object.keys(unlinked.properties)).toEqual(['Name']);
  });

  it('has no templates', async () => {
    const { client, notion } = await empty();
    const { dataSourceId } = notion.createDatabase('T', { Name: { title: {} } });
    const list = await client.dataSources.listTemplates({ data_source_id: dataSourceId });
    expect(list).toMatchObject({ templates: [], has_more: false, next_cursor: null });
  });

  it('lets people rename and delete options by hand', async () => {
    const { notion } = await empty();
    const { dataSourceId: id } = notion.createDatabase('T', {
      Name: { title: {} },
      Kind: { select: { options: [{ name: 'A' }] } },
    });
    const row = notion.createPage({ dataSourceId: id, properties: { Kind: { select: { name: 'A' } } } });
    notion.renameOption(id, 'Kind', 'A', 'Z');
    expect(notion.page(row.id).properties.Kind).toMatchObject({ select: { name: 'Z' } });
    notion.deleteOption(id, 'Kind', 'Z');
    expect(notion.page(row.id).properties.Kind).toMatchObject({ select: null });
    notion.renameProperty(id, 'Kind', 'Sort');
    expect(Object.keys(notion.page(row.id).properties)).toEqual(['Name', 'Sort']);
  });
});

describe('the workspace of a team', () => {
  it('has the four databases below one page, related to each other', async () => {
    const { client, notion } = await empty();
    const workspace = createWorkspace(notion);
    const children = await client.blocks.children.list({ block_id: workspace.rootPageId });
    const titles = children.results.map(
      (block) => 'type' in block && block.type === 'child_database' && block.child_database.title,
    );
    expect(titles).toEqual(['Clients', 'Projects', 'Milestones', 'Deals']);
    const milestones = await client.dataSources.retrieve({ data_source_id: workspace.milestones.dataSourceId });
    expect(milestones.properties).toMatchObject({
      Project: { relation: { data_source_id: workspace.projects.dataSourceId } },
      'Billing status': { type: 'select' },
      'Handed over': { type: 'multi_select' },
    });
    const projects = await client.dataSources.retrieve({ data_source_id: workspace.projects.dataSourceId });
    expect(projects.properties.Milestones).toMatchObject({ type: 'relation' });
  });
});
