import { describe, expect, it } from 'vitest';
import { createClock } from '../../../sandbox/kit/clock.ts';
import { createWorkspace } from '../../../sandbox/notion/index.ts';
import { expectRefusal, full, setup, text } from './support.ts';

const NOON = Date.parse('2026-11-23T12:00:41.234Z');

async function milestones() {
  const parts = await setup({ clock: createClock(NOON) });
  const workspace = createWorkspace(parts.notion);
  const parent = { data_source_id: workspace.milestones.dataSourceId };
  return { ...parts, workspace, parent };
}

describe('pages', () => {
  it('keeps every kind of value that a team writes', async () => {
    const { client, notion, parent } = await milestones();
    const person = notion.people.add({ name: 'Ada', email: 'ada@example.com' });
    const page = full(
      await client.pages.create({
        parent,
        properties: {
          Name: { title: text('Design approved') },
          Amount: { number: 1200.5 },
          Approval: { select: { name: 'Approved' } },
          'Planned date': { date: { start: '2026-12-01' } },
          'Decided on': { date: { start: '2026-11-23T09:30:00+01:00' } },
          'Approval owner': { email: 'owner@client.example' },
          Deliverable: { url: 'https://example.com/design' },
          'Handed over': { multi_select: [{ name: 'Files' }, { name: 'Access' }] },
          'Billing owner': { people: [{ id: person.id }] },
          Evidence: { files: [{ name: 'proof', external: { url: 'https://example.com/proof.pdf' } }] },
          'Stop reason': { rich_text: text('waits for the customer') },
        },
      }),
    );
    expect(page.properties).toMatchObject({
      Name: { id: 'title', title: [{ plain_text: 'Design approved' }] },
      Amount: { number: 1200.5 },
      Approval: { select: { name: 'Approved', color: 'green' } },
      'Planned date': { date: { start: '2026-12-01', end: null, time_zone: null } },
      'Decided on': { date: { start: '2026-11-23T09:30:00.000+01:00' } },
      'Approval owner': { email: 'owner@client.example' },
      Deliverable: { url: 'https://example.com/design' },
      'Handed over': { multi_select: [{ name: 'Files' }, { name: 'Access' }] },
      'Billing owner': { people: [{ id: person.id, name: 'Ada', person: { email: 'ada@example.com' } }] },
      Evidence: { files: [{ name: 'proof', type: 'external' }] },
      'Stop reason': { rich_text: [{ plain_text: 'waits for the customer' }] },
      'Billing status': { select: null },
    });
    expect(page).toMatchObject({ in_trash: false, parent: { type: 'data_source_id', ...parent } });
    expect(page).not.toHaveProperty('archived');
    expect(page).toHaveProperty('request_id');
  });

  it('shows page times floored to the minute and names the author', async () => {
    const { client, clock, notion, parent } = await milestones();
    const { id } = await client.pages.create({ parent, properties: {} });
    clock.advance(60_000);
    const page = full(await client.pages.update({ page_id: id, properties: { Amount: { number: 1 } } }));
    expect(page).toMatchObject({
      created_time: '2026-11-23T12:00:00.000Z',
      last_edited_time: '2026-11-23T12:01:00.000Z',
      last_edited_by: { object: 'user', id: notion.bot.id },
    });
  });

  it('takes undashed ids and returns dashed ones', async () => {
    const { client, parent } = await milestones();
    const { id } = await client.pages.create({ parent, properties: {} });
    const again = await client.pages.retrieve({ page_id: id.replaceAll('-', '').toUpperCase() });
    expect(again.id).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{8}-/);
  });

  it('returns only the properties asked for, on create, read and update', async () => {
    const { client, notion, parent } = await milestones();
    const { id } = notion.createPage({ dataSourceId: parent.data_source_id, properties: {} });
    const amount = full(await client.pages.retrieve({ page_id: id })).properties.Amount?.id ?? '';
    const only = { filter_properties: [amount, 'Name'] };
    const keys = ['Name', 'Amount'];
    const created = full(await client.pages.create({ parent, properties: {}, ...only }));
    const read = full(await client.pages.retrieve({ page_id: id, ...only }));
    const updated = full(await client.pages.update({ page_id: id, properties: {}, ...only }));
    for (const page of [created, read, updated]) expect(Object.keys(page.properties)).toEqual(keys);
  });

  it('accepts property ids as keys of a write and keeps what is not named', async () => {
    const { client, parent } = await milestones();
    const page = full(await client.pages.create({ parent, properties: { Amount: { number: 5 } } }));
    const order = page.properties.Order?.id ?? '';
    const next = full(await client.pages.update({ page_id: page.id, properties: { [order]: { number: 2 } } }));
    expect(next.properties).toMatchObject({ Order: { number: 2 }, Amount: { number: 5 } });
  });

  it('clears values with null and empty lists', async () => {
    const { client, parent } = await milestones();
    const page = await client.pages.create({
      parent,
      properties: {
        Amount: { number: 5 },
        Approval: { select: { name: 'Approved' } },
        'Stop reason': { rich_text: text('x') },
      },
    });
    const cleared = full(
      await client.pages.update({
        page_id: page.id,
        properties: { Amount: { number: null }, Approval: { select: null }, 'Stop reason': { rich_text: [] } },
      }),
    );
    expect(cleared.properties).toMatchObject({
      Amount: { number: null },
      Approval: { select: null },
      'Stop reason': { rich_text: [] },
    });
  });

  it('mirrors a two-way relation and replaces the whole list on write', async () => {
    const { client, notion, workspace, parent } = await milestones();
    const project = notion.createPage({ dataSourceId: workspace.projects.dataSourceId, properties: {} }).id;
    const other = notion.createPage({ dataSourceId: workspace.projects.dataSourceId, properties: {} }).id;
    const page = await client.pages.create({ parent, properties: { Project: { relation: [{ id: project }] } } });
    expect(notion.page(project).properties.Milestones).toMatchObject({ relation: [{ id: page.id }] });
    await client.pages.update({ page_id: page.id, properties: { Project: { relation: [{ id: other }] } } });
    expect(notion.page(project).properties.Milestones).toMatchObject({ relation: [] });
    expect(notion.page(other).properties.Milestones).toMatchObject({ relation: [{ id: page.id }] });
  });

  it('cuts relations at 25 with a flag, and the property endpoint pages through all of them', async () => {
    const { client, notion, workspace, parent } = await milestones();
    const project = notion.createPage({ dataSourceId: workspace.projects.dataSourceId, properties: {} }).id;
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1) {
      const properties = { Project: { relation: [{ id: project }] } };
      ids.push(notion.createPage({ dataSourceId: parent.data_source_id, properties }).id);
    }
    const page = full(await client.pages.retrieve({ page_id: project }));
    const relation = page.properties.Milestones;
    expect(relation).toMatchObject({ has_more: true });
    expect(relation?.type === 'relation' && relation.relation).toHaveLength(25);
    const args = { page_id: project, property_id: relation?.id ?? '', page_size: 20 };
    const first = await client.pages.properties.retrieve(args);
    if (first.object !== 'list') throw new Error('expected a list');
    expect(first).toMatchObject({ has_more: true, type: 'property_item', property_item: { type: 'relation' } });
    const second = await client.pages.properties.retrieve({ ...args, start_cursor: first.next_cursor ?? '' });
    if (second.object !== 'list') throw new Error('expected a list');
    const all = [...first.results, ...second.results].map((item) => item.type === 'relation' && item.relation.id);
    expect(all).toEqual(ids);
  });

  it('leaves people beyond 25 out of page reads without saying so', async () => {
    const { client, notion, parent } = await milestones();
    const people = Array.from({ length: 27 }, (_, index) =>
      notion.people.add({ name: `P${index}`, email: `p${index}@example.com` }),
    );
    const properties = { 'Billing owner': { people: people.map(({ id }) => ({ id })) } };
    const page = full(await client.pages.create({ parent, properties }));
    const owners = page.properties['Billing owner'];
    expect(owners?.type === 'people' && owners.people).toHaveLength(25);
    expect(owners).not.toHaveProperty('has_more');
    const items = await client.pages.properties.retrieve({ page_id: page.id, property_id: owners?.id ?? '' });
    expect(items.object === 'list' && items.results).toHaveLength(27);
  });

  it('returns single values from the property endpoint as one item', async () => {
    const { client, parent } = await milestones();
    const page = full(await client.pages.create({ parent, properties: { Amount: { number: 7 } } }));
    const id = page.properties.Amount?.id ?? '';
    const item = await client.pages.properties.retrieve({ page_id: page.id, property_id: id });
    expect(item).toMatchObject({ object: 'property_item', type: 'number', number: 7, id });
  });

  it('keeps pages in the trash readable, refuses to edit them and restores them', async () => {
    const { client, parent } = await milestones();
    const { id } = await client.pages.create({ parent, properties: {} });
    await client.pages.update({ page_id: id, in_trash: true });
    expect(await client.pages.retrieve({ page_id: id })).toMatchObject({ in_trash: true });
    const edit = client.pages.update({ page_id: id, properties: { Amount: { number: 1 } } });
    await expectRefusal(edit, 400, 'validation_error', /Can't edit block that is archived/);
    expect(await client.pages.update({ page_id: id, in_trash: false })).toMatchObject({ in_trash: false });
  });

  it('trashes what lies below a trashed database', async () => {
    const { client, workspace, parent } = await milestones();
    const { id } = await client.pages.create({ parent, properties: {} });
    await client.databases.update({ database_id: workspace.milestones.databaseId, in_trash: true });
    expect(await client.pages.retrieve({ page_id: id })).toMatchObject({ in_trash: true });
  });

  it('carries values of the same name and type along when a page moves', async () => {
    const { client, notion, parent } = await milestones();
    const other = notion.createDatabase('Other', { Title: { title: {} }, Amount: { number: {} } });
    const page = await client.pages.create({
      parent,
      properties: { Name: { title: text('M') }, Amount: { number: 3 } },
    });
    const moved = await client.pages.move({ page_id: page.id, parent: { data_source_id: other.dataSourceId } });
    expect(moved).toMatchObject({
      parent: { data_source_id: other.dataSourceId },
      properties: { Title: { title: [{ plain_text: 'M' }] }, Amount: { number: 3 } },
    });
    expect(Object.keys(full(moved).properties)).toEqual(['Title', 'Amount']);
  });
});
