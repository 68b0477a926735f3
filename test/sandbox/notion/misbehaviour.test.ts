import { isFullPage } from '@notionhq/client';
import { describe, expect, it } from 'vitest';
import { expectRefusal, setup, text } from './support.ts';

describe('rate limit', () => {
  it('answers 429 with the wait until the window ends, and counts what it let through', async () => {
    const { notion, client } = await setup({ rateLimit: { requests: 2, seconds: 60 } });
    await client.users.me({});
    await client.users.me({});
    const refused = client.users.me({});
    await expectRefusal(refused, 429, 'rate_limited');
    const error = await refused.catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      additional_data: {
        rate_limit_reason: 'public_api_request_rate_limit',
        retry_after: expect.stringMatching(/^(60|[1-5]?\d)$/),
      },
    });
    expect(notion.rateWindows()).toMatchObject([{ requests: 2, refused: 1 }]);
  });

  it('repeats the wait in the header', async () => {
    const { notion } = await setup({ rateLimit: { requests: 0, seconds: 60 } });
    const response = await fetch(`${notion.url}/v1/users/me`, { headers: { authorization: `Bearer ${notion.token}` } });
    const wait = response.headers.get('retry-after');
    expect(wait).toMatch(/^\d+$/);
    expect(await response.json()).toMatchObject({ additional_data: { retry_after: wait } });
  });
});

describe('faults', () => {
  const list = async () => {
    const parts = await setup();
    const { dataSourceId } = parts.notion.createDatabase('T', { Name: { title: {} } });
    const create = () =>
      parts.client.pages.create({
        parent: { data_source_id: dataSourceId },
        properties: { Name: { title: text('x') } },
      });
    return { ...parts, dataSourceId, create };
  };

  it('can fail before and after a write was carried out', async () => {
    const { notion, create, dataSourceId } = await list();
    notion.faults.add({ method: 'POST', path: '/v1/pages', fault: { kind: 'cut before commit' } });
    await expect(create()).rejects.toThrow();
    expect(notion.rows(dataSourceId)).toHaveLength(0);
    notion.faults.add({ method: 'POST', path: '/v1/pages', fault: { kind: 'cut after commit' } });
    await expect(create()).rejects.toThrow();
    expect(notion.rows(dataSourceId)).toHaveLength(1);
    await create();
    expect(notion.rows(dataSourceId)).toHaveLength(2);
  });

  it('can save a page, answer 503 and name what was saved', async () => {
    const { notion, client, create, dataSourceId } = await list();
    notion.commitThen503();
    const error = await create().catch((caught: unknown) => caught);
    const [row] = notion.rows(dataSourceId);
    expect(error).toMatchObject({ status: 503, additional_data: { committed_resource_id: row?.id } });
    expect(isFullPage(await client.pages.retrieve({ page_id: row?.id ?? '' }))).toBe(true);
    await create();
    expect(notion.rows(dataSourceId)).toHaveLength(2);
  });

  it('can answer with anything, such as a gateway page', async () => {
    const { notion, client } = await setup();
    notion.faults.add({
      fault: { kind: 'answer', status: 502, body: '<html>', headers: { 'content-type': 'text/html' } },
    });
    await expect(client.users.me({})).rejects.toMatchObject({ status: 502, code: 'notionhq_client_response_error' });
    expect(await client.users.me({})).toMatchObject({ type: 'bot' });
    expect(notion.journal.entries().map(({ path, status }) => [path, status])).toEqual([
      ['/v1/users/me', 502],
      ['/v1/users/me', 200],
    ]);
  });
});
