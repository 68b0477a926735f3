import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { WorkContext } from '../../src/queue/attempt.ts';
import { createKeys } from '../../src/queue/keys.ts';
import { freshKeys, promptRedis, until, worker, workQueue } from './kit.ts';

const CHILD = fileURLToPath(new URL('./killed-worker.child.ts', import.meta.url));

test('the work of a killed worker is taken up by another within 15 seconds', async () => {
  const space = `test-${randomUUID()}`;
  const keys = createKeys(space);
  const work = await workQueue(keys);
  const child = spawn(process.execPath, [CHILD, inject('redisUrl'), space], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await work.add([{ name: 'milestone', id: 'm', origin: 'sweep' }]);
  await once(child.stdout, 'data');

  let takenUp = false;
  const milestone = async () => {
    takenUp = true;
    return { outcome: 'done' };
  };
  worker({ keys, work, handlers: { milestone } });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const killedAt = performance.now();
  await until(() => takenUp, 15_000);
  // Not at once, or it would have run beside a living worker as well.
  expect(performance.now() - killedAt).toBeGreaterThan(1_000);
});

test('work whose lock was lost is told to stop, and runs again', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const redis = await promptRedis();
  let runs = 0;
  const aborted = Promise.withResolvers<void>();
  const milestone = async (_work: unknown, { signal }: WorkContext) => {
    runs += 1;
    if (runs > 1) return { outcome: 'done' };
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    aborted.resolve();
    throw signal.reason;
  };
  worker({ keys, work, handlers: { milestone } }, { lockMs: 600 });
  await work.add([{ name: 'milestone', id: 'm', origin: 'sweep' }]);
  await until(() => runs === 1);
  const locks = await redis.keys(`${keys.prefix}:*:lock`);
  expect(locks).toHaveLength(1);
  await redis.del(...locks);
  await aborted.promise;
  await until(() => runs === 2);
  await until(async () => Object.values(await work.counts()).every((count) => count === 0));
});
