import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyNotionWebhook } from '../../../connectors/notion/webhook.ts';

const TOKEN = 'secret_sandbox_token';
const BOT = 'b0b00000-0000-4000-8000-000000000000';
const verify = verifyNotionWebhook({ secret: TOKEN, ownUserId: () => BOT });
const unconfigured = verifyNotionWebhook({ secret: undefined, ownUserId: () => undefined });

const sign = (body: string, token = TOKEN): string =>
  `sha256=${createHmac('sha256', token).update(body).digest('hex')}`;
const event = (changes: object = {}): string =>
  JSON.stringify({
    id: 'event-1',
    type: 'page.properties_updated',
    authors: [{ id: 'person-1', type: 'person' }],
    entity: { id: 'page-1', type: 'page' },
    data: { parent: { id: 'database-1', type: 'database', data_source_id: 'source-1' } },
    ...changes,
  });
const deliver = (body: string, signature: string | undefined = sign(body), to = verify) =>
  to(Buffer.from(body), (name) => (name === 'x-notion-signature' ? signature : undefined));

describe('a Notion delivery', () => {
  test('hints at the row that changed, with the data source it lives in', async () => {
    expect(await deliver(event())).toMatchObject({
      outcome: 'hints',
      hints: [{ about: 'notion row', id: 'page-1', dataSource: 'source-1', origin: 'notion:event-1' }],
    });
  });

  test('about the schema hints at reading it afresh', async () => {
    const body = event({ type: 'data_source.schema_updated', entity: { id: 'source-1', type: 'data_source' } });
    expect(await deliver(body)).toMatchObject({ hints: [{ about: 'notion schema', id: 'source-1' }] });
  });

  test('caused by ourselves alone is ignored, by ourselves and a person it counts', async () => {
    const bot = { id: BOT, type: 'bot' };
    expect(await deliver(event({ authors: [bot] }))).toMatchObject({ outcome: 'ignored', why: 'own write' });
    expect(await deliver(event({ authors: [bot, { id: 'person-1', type: 'person' }] }))).toMatchObject({
      outcome: 'hints',
    });
  });

  test.each([{ authors: [{ id: 'agent-1', type: 'agent' }] }, { authors: [{ id: 'other-bot', type: 'bot' }] }])(
    'by another program counts: $authors',
    async (changes) => {
      expect(await deliver(event(changes))).toMatchObject({ outcome: 'hints' });
    },
  );

  test('of an unknown type is authentic and ignored', async () => {
    expect(await deliver(event({ type: 'galaxy.exploded' }))).toMatchObject({ outcome: 'ignored' });
  });

  test.each([
    { name: 'without a signature', signature: '' },
    { name: 'signed with another token', signature: sign(event(), 'secret_other') },
    { name: 'with capitals in the prefix', signature: sign(event()).replace('sha256', 'SHA256') },
  ])('$name is refused with 401', async ({ signature }) => {
    expect(await deliver(event(), signature)).toMatchObject({ outcome: 'refused', status: 401 });
  });

  test('that is signed but is no event is refused with 400', async () => {
    expect(await deliver('[]')).toMatchObject({ outcome: 'refused', status: 400 });
    expect(await deliver('{"id":')).toMatchObject({ outcome: 'refused', status: 400 });
  });
});

describe('a Notion handshake', () => {
  const handshake = JSON.stringify({ verification_token: 'secret_new' });

  test('is accepted while no token is configured, when it is signed with its own token', async () => {
    expect(await deliver(handshake, sign(handshake, 'secret_new'), unconfigured)).toEqual({
      outcome: 'handshake',
      token: 'secret_new',
    });
    expect(await deliver(handshake, sign(handshake, 'secret_other'), unconfigured)).toMatchObject({
      outcome: 'refused',
    });
  });

  test('changes nothing once a token is configured', async () => {
    expect(await deliver(handshake, sign(handshake, 'secret_new'))).toMatchObject({ outcome: 'refused', status: 401 });
    expect(await deliver(handshake)).toMatchObject({ outcome: 'ignored' });
  });

  test('is all that is accepted before', async () => {
    expect(await deliver(event(), sign(event()), unconfigured)).toMatchObject({ outcome: 'refused', status: 401 });
  });
});
