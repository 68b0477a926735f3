import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../sandbox/notion/index.ts';
import { setup, subscribed, text } from './support.ts';

async function team() {
  const parts = await setup();
  const { notion } = parts;
  const workspace = createWorkspace(notion);
  const ada = notion.people.add({ name: 'Ada <Lovelace>', email: 'ada@example.com' });
  const row = notion.createPage({
    dataSourceId: workspace.milestones.dataSourceId,
    properties: {
      Name: { title: text('<b>Launch</b>') },
      'Billing status': { select: { name: 'Overdue' } },
      'Billing owner': { people: [{ id: ada.id }] },
      Invoice: { url: 'https://pay.example.com/i' },
      Deliverable: { url: 'javascript:alert(1)' },
      Due: { date: { start: '2026-12-24' } },
      Amount: { number: 12_500 },
    },
  }).id;
  const get = async (path: string) => await (await fetch(notion.url + path)).text();
  const post = async (path: string, body: object) =>
    await fetch(notion.url + path, { method: 'POST', body: JSON.stringify(body) });
  return { ...parts, workspace, ada, row, get, post };
}

describe('the pages that people look at', () => {
  it('lists the databases with links to their tables', async () => {
    const { get, workspace } = await team();
    const home = await get('/');
    expect(home).toContain(`<a href="/db/${workspace.milestones.databaseId}">Milestones</a> (1)`);
  });

  it('shows a database as a table with pills, links, people and dates, all text escaped', async () => {
    const { get, workspace } = await team();
    const page = await get(`/db/${workspace.milestones.databaseId}`);
    expect(page).toContain('<span class="pill red">Overdue</span>');
    expect(page).toContain('href="https://pay.example.com/i"');
    expect(page).toContain('Ada &lt;Lovelace&gt;');
    expect(page).toContain('2026-12-24');
    expect(page).toContain('12,500');
    expect(page).toContain('&lt;b&gt;Launch&lt;/b&gt;');
    expect(page).not.toContain('<b>Launch');
    expect(page).not.toContain('href="javascript:');
  });

  it('lets a person approve through the form, and tells subscribers who it was', async () => {
    const { notion, ada, row, get } = await team();
    const hook = await subscribed(notion);
    const approval = decodeURIComponent(notion.page(row).properties.Approval?.id ?? '');
    const body = new URLSearchParams({ property: approval, value: 'Approved', person: ada.id });
    const response = await fetch(`${notion.url}/page/${row}`, { method: 'POST', body, redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(notion.page(row).properties.Approval).toMatchObject({ select: { name: 'Approved' } });
    await notion.webhooks.idle();
    expect(hook.events()).toMatchObject([{ authors: [{ id: ada.id, type: 'person' }] }]);
    expect(await get(`/page/${row}`)).toContain('<span class="pill green">Approved</span>');
  });

  it.each([
    ['Decided on', '2026-11-24', { date: { start: '2026-11-24' } }],
    ['Approval owner', 'x@example.com', { email: 'x@example.com' }],
    ['Amount', '99.5', { number: 99.5 }],
    ['Name', 'Plain', { title: [{ plain_text: 'Plain' }] }],
    ['Due', '', { date: null }],
  ])('writes %s from the form', async (property, value, expected) => {
    const { notion, ada, row } = await team();
    const body = new URLSearchParams({ property, value, person: ada.id });
    await fetch(`${notion.url}/page/${row}`, { method: 'POST', body, redirect: 'manual' });
    expect(notion.page(row).properties[property]).toMatchObject(expected);
  });

  it('says in the form why an edit was refused', async () => {
    const { notion, ada, row } = await team();
    const body = new URLSearchParams({ property: 'Due', value: 'soon', person: ada.id });
    const response = await fetch(`${notion.url}/page/${row}`, { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('valid ISO 8601 date');
  });
});

describe('the switches over HTTP', () => {
  it('edits a page as a person and refuses strangers', async () => {
    const { notion, ada, row, post } = await team();
    const properties = { Approval: { select: { name: 'Rejected' } } };
    const edit = await post(`/_sandbox/pages/${row}`, { person: ada.id, properties });
    expect(edit.status).toBe(200);
    expect(notion.page(row)).toMatchObject({
      properties: { Approval: { select: { name: 'Rejected' } } },
      last_edited_by: { id: ada.id },
    });
    const stranger = await post(`/_sandbox/pages/${row}`, { person: notion.bot.workspaceId, properties });
    expect(stranger.status).toBe(404);
  });

  it('adds people, sets webhook modes and adds faults', async () => {
    const { notion, client, ada, row, post } = await team();
    const added = await (await post('/_sandbox/people', { name: 'Eve', email: 'eve@example.com' })).json();
    expect(notion.people.list()).toContainEqual(added);
    await subscribed(notion);
    await post('/_sandbox/webhooks', { lose: 'all' });
    notion.editAs(ada.id, row, { Order: { number: 1 } });
    await notion.webhooks.idle();
    expect(notion.webhooks.attempts()).toMatchObject([{ outcome: 'lost' }]);
    await post('/_sandbox/faults', { path: '/v1/users', fault: { kind: 'answer', status: 500, body: '{}' } });
    await expect(client.users.me({})).rejects.toMatchObject({ status: 500 });
    expect(await client.users.me({})).toMatchObject({ type: 'bot' });
  });
});
