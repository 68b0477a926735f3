import { expect, onTestFinished, test } from 'vitest';
import { keepSchedules, startSchedules } from '../../src/queue/schedules.ts';
import { freshKeys, promptRedis, silent, until, worker, workQueue } from './kit.ts';

const SWEEP = { work: 'sweep', everySeconds: 600 };
const REVIEW = { work: 'weekly review', cron: '0 7 * * 1', timeZone: 'Europe/Berlin' };

test('schedules are set up once, changed when they differ, and removed when they are gone', async () => {
  const work = await workQueue(freshKeys());
  const present = async () =>
    (await work.queue.getJobSchedulers())
      .toSorted((a, b) => a.key.localeCompare(b.key))
      .map(({ key, every, pattern, tz, next }) => ({
        key,
        every,
        pattern,
        tz,
        next,
      }));
  await keepSchedules(work.queue, [SWEEP, REVIEW]);
  const first = await present();
  expect(first).toMatchObject([
    { key: 'sweep', every: 600_000 },
    { key: 'weekly review', pattern: '0 7 * * 1', tz: 'Europe/Berlin' },
  ]);
  await keepSchedules(work.queue, [SWEEP, REVIEW]);
  expect(await present()).toEqual(first);

  await keepSchedules(work.queue, [{ work: 'sweep', everySeconds: 60 }]);
  expect(await present()).toMatchObject([{ key: 'sweep', every: 60_000 }]);
});

test('a schedule asks for work, which coalesces with the same work from elsewhere', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const gate = Promise.withResolvers<void>();
  const runs: string[] = [];
  let active = 0;
  let most = 0;
  const sweep = async ({ id, origin }: { id: string; origin: string }) => {
    runs.push(`${id} by ${origin}`);
    active += 1;
    most = Math.max(most, active);
    await gate.promise;
    active -= 1;
    return { outcome: 'done' };
  };
  await work.add([{ name: 'sweep', id: 'sweep', origin: 'a person' }]);
  worker({ keys, work, handlers: { sweep } });
  await until(() => runs.length === 1);
  // The first run of an interval comes at once.
  await keepSchedules(work.queue, [SWEEP]);
  await until(async () => (await work.counts()).delayed === 1 && (await work.counts()).active === 1);
  gate.resolve();
  await until(() => runs.length === 2);
  expect(runs).toEqual(['sweep by a person', 'sweep by schedule']);
  expect(most).toBe(1);
});

test('schedules come back after Redis has lost everything', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const work = await workQueue(keys);
  const schedules = startSchedules({ queue: work.queue, schedules: [SWEEP], log: silent, everyMs: 20 });
  onTestFinished(() => schedules.stop());
  const count = async () => (await work.queue.getJobSchedulers()).length;
  await until(async () => (await count()) === 1);
  await redis.del(...(await redis.keys(`${keys.prefix}:*`)));
  await until(async () => (await count()) === 1);
});
