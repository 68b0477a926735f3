import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../sandbox/notion/index.ts';
import { clientFor, expectRefusal, full, setup, text } from './support.ts';

async function milestones() {
  const parts = await setup();
  const workspace = createWorkspace(parts.notion);
  const parent = { data_source_id: workspace.milestones.dataSourceId };
  const page = parts.notion.createPage({ dataSourceId: parent.data_source_id, properties: {} });
  const request = (path: string, method: 'get' | 'post' | 'patch', body?: Record<string, unknown>) =>
    parts.client.request({ path, method, ...(body && { body }) });
  const write = (properties: Record<string, unknown>) => request(`pages/${page.id}`, 'patch', { properties });
  return { ...parts, workspace, parent, page, request, write };
}

const raw = async (url: string, headers: Record<string, string>, init: RequestInit = {}) => {
  const response = await fetch(url, { ...init, headers });
  return { status: response.status, body: await response.json() };
};

describe('requests that are refused', () => {
  it('knows only its token', async () => {
    const { notion } = await setup();
    await expectRefusal(clientFor(notion, 'ntn_wrong').users.me({}), 401, 'unauthorized', 'API token is invalid.');
  });

  it('requires the version it speaks', async () => {
    const { notion } = await setup();
    const authorization = `Bearer ${notion.token}`;
    const missing = await raw(`${notion.url}/v1/users/me`, { authorization });
    expect(missing).toMatchObject({ status: 400, body: { object: 'error', code: 'missing_version' } });
    const old = await raw(`${notion.url}/v1/users/me`, { authorization, 'notion-version': '2022-06-28' });
    expect(old).toMatchObject({ status: 400, body: { code: 'validation_error' } });
  });

  it('answers broken JSON and unknown addresses in Notion terms', async () => {
    const { notion, request } = await milestones();
    const headers = { authorization: `Bearer ${notion.token}`, 'notion-version': '2026-03-11' };
    const broken = await raw(`${notion.url}/v1/search`, headers, { method: 'POST', body: '{' });
    expect(broken).toMatchObject({ status: 400, body: { code: 'invalid_json' } });
    await expectRefusal(request('webhooks', 'post', {}), 400, 'invalid_request_url');
  });

  it('refuses keys that the endpoint does not know', async () => {
    const { page, request } = await milestones();
    const call = request(`pages/${page.id}`, 'patch', { archived: true });
    await expectRefusal(call, 400, 'validation_error', 'body failed validation: body.archived should be not present');
  });

  it('refuses ids that are no ids, and says what it could not find', async () => {
    const { client } = await milestones();
    await expectRefusal(
      client.pages.retrieve({ page_id: 'AAA' }),
      400,
      'validation_error',
      'path failed validation: path.page_id should be a valid uuid, instead was `"AAA"`.',
    );
    const id = '00000000-0000-4000-8000-000000000000';
    await expectRefusal(client.pages.retrieve({ page_id: id }), 404, 'object_not_found', `page with ID: ${id}`);
    await expectRefusal(client.dataSources.retrieve({ data_source_id: id }), 404, 'object_not_found', 'database with');
  });

  it.each([
    ['a property that is not there', { Colour: { number: 1 } }, 'Colour is not a property that exists.'],
    ['a value of the wrong type', { Amount: { rich_text: [] } }, 'Amount is expected to be number.'],
    ['a number written as text', { Amount: { number: '5' } }, 'body.properties.Amount.number should be a number'],
    ['a text that is too long', { 'Stop reason': { rich_text: text('x'.repeat(2001)) } }, '≤ `2000`'],
    ['too many text items', { 'Stop reason': { rich_text: Array(101).fill(text('x')[0]) } }, '≤ `100`'],
    ['an address that is too long', { 'Approval owner': { email: `${'a'.repeat(200)}@b.c` } }, '≤ `200`'],
    ['an empty address', { 'Approval owner': { email: '' } }, 'non-empty'],
    ['a comma in an option', { Approval: { select: { name: 'High, really' } } }, 'commas not allowed: High, really'],
    ['a day that does not exist', { Due: { date: { start: '2026-02-30' } } }, 'valid ISO 8601 date'],
    ['a stranger', { 'Billing owner': { people: [{ id: '00000000-0000-4000-8000-000000000000' }] } }, 'user with ID'],
  ])('refuses %s', async (_what, properties, message) => {
    const { write } = await milestones();
    await expectRefusal(write(properties), 400, 'validation_error', message);
  });

  it('changes nothing when one of several properties is refused', async () => {
    const { notion, page, write } = await milestones();
    await expectRefusal(write({ Amount: { number: 9 }, Colour: { number: 1 } }), 400, 'validation_error');
    expect(notion.page(page.id).properties.Amount).toMatchObject({ number: null });
  });

  it('relates only to pages of the related data source', async () => {
    const { page, write } = await milestones();
    await expectRefusal(
      write({ Project: { relation: [{ id: page.id }] } }),
      400,
      'validation_error',
      'not in the data',
    );
    const nowhere = { relation: [{ id: '00000000-0000-4000-8000-000000000000' }] };
    await expectRefusal(write({ Project: nowhere }), 404, 'object_not_found');
  });

  it('refuses an unknown status but creates an unknown select option', async () => {
    const { client, notion } = await milestones();
    const { dataSourceId } = notion.createDatabase('S', {
      Name: { title: {} },
      State: { status: {} },
      Kind: { select: {} },
    });
    const parent = { data_source_id: dataSourceId };
    const page = full(await client.pages.create({ parent, properties: { Kind: { select: { name: 'New kind' } } } }));
    expect(page.properties).toMatchObject({
      State: { status: { name: 'Not started' } },
      Kind: { select: { name: 'New kind' } },
    });
    const source = await client.dataSources.retrieve({ data_source_id: dataSourceId });
    expect(source.properties.Kind).toMatchObject({ select: { options: [{ name: 'New kind' }] } });
    const call = client.pages.update({ page_id: page.id, properties: { State: { status: { name: 'Shipped' } } } });
    await expectRefusal(call, 400, 'validation_error', 'Shipped');
  });

  it('refuses writes to read-only properties', async () => {
    const { client, notion, request } = await milestones();
    const { dataSourceId } = notion.createDatabase('R', {
      Name: { title: {} },
      Made: { created_time: {} },
      Key: { unique_id: { prefix: 'MS' } },
    });
    const page = full(await client.pages.create({ parent: { data_source_id: dataSourceId }, properties: {} }));
    expect(page.properties.Key).toMatchObject({ unique_id: { prefix: 'MS', number: 1 } });
    for (const name of ['Made', 'Key']) {
      const call = request(`pages/${page.id}`, 'patch', { properties: { [name]: { number: 1 } } });
      await expectRefusal(call, 400, 'validation_error', 'read-only');
    }
  });

  it('treats what is not shared as missing, and related rows there as absent', async () => {
    const { client, notion, workspace, page, write } = await milestones();
    const project = notion.createPage({ dataSourceId: workspace.projects.dataSourceId, properties: {} });
    await write({ Project: { relation: [{ id: project.id }] } });
    notion.unshare(workspace.projects.databaseId);
    await expectRefusal(client.pages.retrieve({ page_id: project.id }), 404, 'object_not_found', 'shared with your');
    expect(notion.page(page.id).properties.Project).toMatchObject({ relation: [] });
    notion.share(workspace.projects.databaseId);
    expect(await client.pages.retrieve({ page_id: project.id })).toMatchObject({ id: project.id });
  });
});
