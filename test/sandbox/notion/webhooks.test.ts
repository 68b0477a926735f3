import { verifyWebhookSignature } from '@notionhq/client';
import { describe, expect, it } from 'vitest';
import { full, receiver, setup, subscribed, text } from './support.ts';

async function table(options: Parameters<typeof setup>[0] = {}) {
  const parts = await setup(options);
  const ada = parts.notion.people.add({ name: 'Ada', email: 'ada@example.com' }).id;
  const bob = parts.notion.people.add({ name: 'Bob', email: 'bob@example.com' }).id;
  const ids = parts.notion.createDatabase('Rows', { Name: { title: {} }, Sum: { number: {} }, Kind: { select: {} } });
  const row = parts.notion.createPage({ dataSourceId: ids.dataSourceId, properties: {} }).id;
  return { ...parts, ...ids, ada, bob, row };
}

describe('webhooks', () => {
  it('hands over the token in a signed handshake and sends events only once it is activated', async () => {
    const { notion, ada, row } = await table();
    const hook = await receiver();
    const subscription = await notion.subscribeWebhook(hook.url);
    const [handshake] = hook.received;
    expect(handshake && JSON.parse(handshake.body)).toEqual({ verification_token: subscription.verificationToken });
    const { body = '', signature } = handshake ?? {};
    const verificationToken = subscription.verificationToken;
    expect(await verifyWebhookSignature({ body, signature, verificationToken })).toBe(true);
    notion.editAs(ada, row, { Sum: { number: 1 } });
    await notion.webhooks.idle();
    expect(hook.received).toHaveLength(1);
    subscription.activate();
    notion.editAs(ada, row, { Sum: { number: 2 } });
    await notion.webhooks.idle();
    expect(hook.received).toHaveLength(2);
  });

  it('signs every event over its raw body', async () => {
    const { notion, ada, row } = await table();
    const hook = await subscribed(notion);
    notion.editAs(ada, row, { Sum: { number: 1 } });
    await notion.webhooks.idle();
    const { body = '', signature } = hook.received[0] ?? {};
    expect(await verifyWebhookSignature({ body, signature, verificationToken: hook.token })).toBe(true);
    expect(await verifyWebhookSignature({ body: `${body} `, signature, verificationToken: hook.token })).toBe(false);
  });

  it('sends the documented envelope with encoded property ids, without any content', async () => {
    const { notion, ada, row, databaseId, dataSourceId } = await table();
    const hook = await subscribed(notion);
    notion.editAs(ada, row, { Sum: { number: 1 } });
    await notion.webhooks.idle();
    const [event] = hook.events();
    expect(event).toMatchObject({
      type: 'page.properties_updated',
      workspace_id: notion.bot.workspaceId,
      authors: [{ id: ada, type: 'person' }],
      attempt_number: 1,
      api_version: '2026-03-11',
      entity: { id: row, type: 'page' },
      data: {
        parent: { id: databaseId, type: 'database', data_source_id: dataSourceId },
        updated_properties: [notion.page(row).properties.Sum?.id],
      },
    });
    expect(event?.timestamp).toMatch(/\.\d{3}Z$/);
  });

  it('names the bot as author of what the API writes', async () => {
    const { notion, client, row } = await table();
    const hook = await subscribed(notion);
    await client.pages.update({ page_id: row, properties: { Sum: { number: 3 } } });
    await notion.webhooks.idle();
    expect(hook.events()).toMatchObject([{ authors: [{ id: notion.bot.id, type: 'bot' }] }]);
  });

  it('gathers changes of one page into one event and merges their authors', async () => {
    const { notion, client, ada, row } = await table({ aggregationMs: 500 }); // a call in between takes its time
    const hook = await subscribed(notion);
    notion.editAs(ada, row, { Sum: { number: 1 } });
    await client.pages.update({ page_id: row, properties: { Kind: { select: null }, Sum: { number: 2 } } });
    notion.editAs(ada, row, { Name: { title: text('New name') } });
    await notion.webhooks.idle();
    const updates = hook.events().filter(({ type }) => type === 'page.properties_updated');
    expect(updates).toHaveLength(1);
    expect(updates[0]?.authors.map(({ type }) => type)).toEqual(['person', 'bot']);
    expect(updates[0]?.data?.updated_properties).toEqual([notion.page(row).properties.Sum?.id, 'title']);
    expect(hook.events().some(({ type }) => type === 'page.content_updated')).toBe(true);
  });

  it('sends nothing for what is undone within the window, or changes nothing', async () => {
    const { notion, ada, bob, row, dataSourceId } = await table();
    notion.editAs(ada, row, { Sum: { number: 1 } });
    const hook = await subscribed(notion);
    notion.editAs(ada, row, { Sum: { number: 2 } });
    notion.editAs(bob, row, { Sum: { number: 1 } });
    notion.editAs(ada, row, { Sum: { number: 1 } });
    notion.trash(ada, row);
    notion.restore(ada, row);
    const fleeting = notion.createPage({ dataSourceId, properties: {} });
    notion.trash(ada, fleeting.id);
    await notion.webhooks.idle();
    expect(hook.events().filter(({ entity }) => entity.type === 'page')).toEqual([]);
  });

  it('tells of creation, trash, restoring, moving, new options and comments', async () => {
    const { notion, client, ada, row, dataSourceId } = await table();
    const hook = await subscribed(notion);
    const other = notion.createDatabase('Other', { Name: { title: {} } });
    await notion.webhooks.idle();
    hook.received.length = 0;
    const created = await client.pages.create({
      parent: { data_source_id: dataSourceId },
      properties: { Kind: { select: { name: 'Fresh' } } },
    });
    await client.comments.create({ parent: { page_id: row }, rich_text: text('hello') });
    await notion.webhooks.idle();
    const types = () =>
      hook
        .events()
        .map(({ type }) => type)
        .toSorted();
    expect(types()).toEqual([
      'comment.created',
      'data_source.content_updated',
      'data_source.schema_updated',
      'page.created',
    ]);
    const schema = hook.events().find(({ type }) => type === 'data_source.schema_updated');
    expect(schema?.data?.updated_properties).toEqual([
      { id: full(created).properties.Kind?.id, name: 'Kind', action: 'updated' },
    ]);
    for (const [act, type] of [
      [() => notion.trash(ada, row), 'page.deleted'],
      [() => notion.restore(ada, row), 'page.undeleted'],
      [() => notion.movePage(ada, row, other.dataSourceId), 'page.moved'],
    ] as const) {
      hook.received.length = 0;
      act();
      await notion.webhooks.idle();
      expect(types()).toContain(type);
    }
  });

  it('tells of a deleted property without its name', async () => {
    const { notion, row, dataSourceId } = await table();
    const id = notion.page(row).properties.Sum?.id;
    const hook = await subscribed(notion);
    notion.deleteProperty(dataSourceId, 'Sum');
    await notion.webhooks.idle();
    expect(hook.events()[0]?.data?.updated_properties).toEqual([{ id, name: null, action: 'deleted' }]);
  });

  it('keeps silent about what is not shared', async () => {
    const { notion, ada, row, databaseId } = await table();
    const hook = await subscribed(notion);
    notion.unshare(databaseId);
    notion.editAs(ada, row, { Sum: { number: 1 } });
    await notion.webhooks.idle();
    expect(hook.received).toEqual([]);
  });

  it('tries again with the same id and the next attempt number, at most eight times', async () => {
    const { notion, ada, row } = await table();
    const hook = await subscribed(notion, () => 503);
    notion.editAs(ada, row, { Sum: { number: 1 } });
    await notion.webhooks.idle();
    expect(hook.events().map(({ attempt_number: attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(hook.events().map(({ id }) => id)).size).toBe(1);
    expect(notion.webhooks.attempts()).toMatchObject(Array(8).fill({ outcome: 'refused', status: 503 }));
  });

  it('stops trying once an attempt is acknowledged', async () => {
    const { notion, ada, row } = await table();
    const hook = await subscribed(notion, (count) => (count < 3 ? 500 : 204));
    notion.editAs(ada, row, { Sum: { number: 1 } });
    await notion.webhooks.idle();
    expect(hook.received).toHaveLength(3);
  });

  it('can lose, double and shuffle events and send types that nobody knows', async () => {
    const { notion, ada, row, dataSourceId } = await table();
    const second = notion.createPage({ dataSourceId, properties: {} }).id;
    const hook = await subscribed(notion);
    notion.webhooks.lose(1);
    notion.editAs(ada, row, { Sum: { number: 1 } });
    await notion.webhooks.idle();
    expect(hook.received).toEqual([]);
    expect(notion.webhooks.attempts()).toMatchObject([{ outcome: 'lost' }]);

    notion.webhooks.double(true);
    notion.editAs(ada, row, { Sum: { number: 2 } });
    await notion.webhooks.idle();
    expect(hook.received).toHaveLength(2);
    expect(hook.received[0]?.body).toBe(hook.received[1]?.body);

    notion.webhooks.deliverNormally();
    notion.webhooks.shuffle(true);
    hook.received.length = 0;
    notion.editAs(ada, row, { Sum: { number: 3 } });
    notion.editAs(ada, second, { Sum: { number: 3 } });
    await notion.webhooks.idle();
    const sent = notion.webhooks.attempts().length;
    expect(
      hook
        .events()
        .map(({ entity }) => entity.id)
        .toSorted(),
    ).toEqual([row, second].toSorted());
    expect(sent).toBe(5);

    notion.webhooks.deliverNormally();
    notion.webhooks.sendUnknownEvent();
    await notion.webhooks.idle();
    expect(hook.events().at(-1)).toMatchObject({ type: 'page.something_new' });
  });

  it('is paused by sustained refusals and sends nothing until it is resumed', async () => {
    const { notion, ada, row } = await table({ webhookRetryMs: [1] });
    let status = 400;
    const hook = await subscribed(notion, () => status);
    for (let number = 1; !notion.webhooks.paused() && number < 20; number += 1) {
      notion.editAs(ada, row, { Sum: { number } });
      await notion.webhooks.idle();
    }
    expect(notion.webhooks.paused()).toBe(true);
    status = 200;
    hook.received.length = 0;
    notion.editAs(ada, row, { Sum: { number: 100 } });
    await notion.webhooks.idle();
    expect(hook.received).toEqual([]);
    notion.webhooks.resume();
    notion.editAs(ada, row, { Sum: { number: 101 } });
    await notion.webhooks.idle();
    expect(hook.received).toHaveLength(1);
  });
});
