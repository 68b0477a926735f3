import type { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { TryAgain } from '../../src/billing/failure.ts';
import type { Hint } from '../../src/billing/hint.ts';
import { createInbox, inboxKey } from '../../src/queue/inbox.ts';
import { type InboxConsumer, type InboxConsumerOptions, startInboxConsumer } from '../../src/queue/inbox-consumer.ts';
import type { Work } from '../../src/queue/work.ts';
import { collectingLog, freshKeys, patientRedis, promptRedis, silent, until } from './kit.ts';

const hint = (id: string): Hint => ({ about: 'milestone', id, origin: `notion:${id}` });
const route = ({ id, origin }: Hint): readonly Work[] => [{ name: 'milestone', id, origin }];

type Needed = Pick<InboxConsumerOptions, 'redis' | 'keys' | 'add'> & Partial<InboxConsumerOptions>;

function consumer(options: Needed): InboxConsumer {
  const started = startInboxConsumer({ blocking: patientRedis(), route, log: silent, claimAfterMs: 100, ...options });
  onTestFinished(() => started.stop());
  return started;
}

/** Collects what is added, by id. */
function sink(): { readonly added: Work[]; readonly add: (works: readonly Work[]) => Promise<void> } {
  const added: Work[] = [];
  return { added, add: async (works) => void added.push(...works) };
}

const isEmpty = async (redis: Redis, key: string): Promise<boolean> => (await redis.xlen(key)) === 0;

test('hints that arrive together are written with few commands, and all of them arrive', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const inbox = createInbox(redis, keys);
  const ids = Array.from({ length: 1_200 }, (_, index) => `m${index}`);
  await Promise.all(ids.map((id) => inbox.put([hint(id)])));
  expect(await redis.xlen(inboxKey(keys))).toBe(3);

  const { added, add } = sink();
  consumer({ redis, keys, add });
  await until(() => isEmpty(redis, inboxKey(keys)));
  expect(added.map((work) => work.id)).toEqual(ids);
  expect(added[0]).toEqual({ name: 'milestone', id: 'm0', origin: 'notion:m0' });
});

test('hints put one after the other arrive while the consumer waits', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const inbox = createInbox(redis, keys);
  const { added, add } = sink();
  consumer({ redis, keys, add });
  for (const id of ['a', 'b', 'c']) {
    await inbox.put([hint(id)]);
    await until(() => added.some((work) => work.id === id));
  }
});

test('what nobody can read is dropped with a line in the log and blocks nothing', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const { log, lines } = collectingLog();
  const stream = inboxKey(keys);
  await redis.xadd(stream, '*', 'hints', 'no json');
  await redis.xadd(stream, '*', 'hints', '{"about":"milestone"}');
  await redis.xadd(stream, '*', 'hints', JSON.stringify([{ about: 'weather', id: 'x', origin: 'y' }, hint('good')]));
  await redis.xadd(stream, '*', 'other', 'field');
  const { added, add } = sink();
  consumer({ redis, keys, add, log });
  await until(() => isEmpty(redis, stream));
  expect(added.map((work) => work.id)).toEqual(['good']);
  expect(lines.filter((line) => line.msg === 'unreadable hints dropped')).toHaveLength(4);
});

test('a hint that cannot be routed just now comes again, one that breaks the routing is dropped, others pass', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const inbox = createInbox(redis, keys);
  let notionIsDown = true;
  const { added, add } = sink();
  const fussy = (item: Hint): readonly Work[] => {
    if (item.id === 'later' && notionIsDown) throw new TryAgain('Notion is down');
    if (item.id === 'bug') throw new TypeError('oops');
    return route(item);
  };
  for (const id of ['later', 'bug', 'fine']) await inbox.put([hint(id)]);
  consumer({ redis, keys, add, route: fussy });
  await until(() => added.some((work) => work.id === 'fine'));
  expect(added.map((work) => work.id)).toEqual(['fine']);
  notionIsDown = false;
  await until(() => isEmpty(redis, inboxKey(keys)));
  expect(added.map((work) => work.id)).toEqual(['fine', 'later']);
});

test('what a consumer left behind between queueing and finishing is taken over by another', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const blocking = patientRedis();
  await createInbox(redis, keys).put([hint('m')]);
  // The first consumer queues the work, then dies: it never hears that its work was kept.
  const first = sink();
  const queuedThenDead = async (works: readonly Work[]): Promise<void> => {
    await first.add(works);
    blocking.disconnect();
    await new Promise<never>(() => {});
  };
  consumer({ redis, keys, blocking, add: queuedThenDead });
  await until(() => first.added.length === 1);

  const second = sink();
  consumer({ redis, keys, add: second.add });
  await until(() => isEmpty(redis, inboxKey(keys)));
  expect(second.added).toEqual(first.added);
});

test('hints stay in the inbox until the queue has taken them', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  await createInbox(redis, keys).put([hint('m')]);
  let refusals = 0;
  const { added, add } = sink();
  const refusing = async (works: readonly Work[]): Promise<void> => {
    refusals += 1;
    if (refusals <= 2) throw new TryAgain('Redis does not answer');
    await add(works);
  };
  consumer({ redis, keys, add: refusing });
  await until(() => isEmpty(redis, inboxKey(keys)));
  expect(refusals).toBe(3);
  expect(added.map((work) => work.id)).toEqual(['m']);
});

test('hand-over goes on after Redis has lost everything', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const inbox = createInbox(redis, keys);
  const { added, add } = sink();
  consumer({ redis, keys, add });
  await inbox.put([hint('before')]);
  await until(() => added.length === 1);
  await redis.del(inboxKey(keys));
  await inbox.put([hint('after')]);
  await until(() => added.some((work) => work.id === 'after'));
});

test('a consumer that stops takes its name off the list', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const { added, add } = sink();
  const stopping = consumer({ redis, keys, add });
  await createInbox(redis, keys).put([hint('m')]);
  await until(() => isEmpty(redis, inboxKey(keys)));
  expect(added).toHaveLength(1);
  await stopping.stop();
  expect(await redis.xinfo('CONSUMERS', inboxKey(keys), 'workers')).toEqual([]);
});
