import path from 'node:path';
import { expect, test } from 'vitest';
import { createInbox } from '../../src/queue/inbox.ts';
import { startInboxConsumer } from '../../src/queue/inbox-consumer.ts';
import { createKeys } from '../../src/queue/keys.ts';
import { tempDir } from '../support/temp-dir.ts';
import { patientRedis, promptRedis, redisAt, silent, until, worker, workQueue } from './kit.ts';

test('workers go on by themselves after Redis was killed and started again', async () => {
  const folder = tempDir();
  const address = path.join(folder, 'address');
  const first = await redisAt(address, folder);
  const keys = createKeys();
  const work = await workQueue(keys, address);
  const redis = await promptRedis(address);
  const inbox = createInbox(redis, keys);
  const done: string[] = [];
  const milestone = async ({ id }: { id: string }) => {
    done.push(id);
    return { outcome: 'done' };
  };
  const running = worker({ keys, work, handlers: { milestone } }, { url: address });
  const consumer = startInboxConsumer({
    redis,
    blocking: patientRedis(address),
    keys,
    route: ({ id, origin }) => [{ name: 'milestone', id, origin }],
    add: work.add,
    log: silent,
  });
  await inbox.put([{ about: 'milestone', id: 'before', origin: 'test' }]);
  await until(() => done.includes('before'));

  first.kill();
  await until(() => !running.isRunning());
  await redisAt(address, folder);
  await until(() => redis.status === 'ready');
  await inbox.put([{ about: 'milestone', id: 'after', origin: 'test' }]);
  await until(() => done.includes('after'));
  await until(() => running.isRunning());
  await Promise.all([consumer.stop(), running.stop()]);
  expect(new Set(done)).toEqual(new Set(['before', 'after']));
});
