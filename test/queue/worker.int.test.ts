import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { NeedsPerson, TryAgain } from '../../src/billing/failure.ts';
import { withLease } from '../../src/queue/lease.ts';
import { collectingLog, freshKeys, promptRedis, until, worker, workQueue } from './kit.ts';

test('work for one thing coalesces while it waits', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const same = { name: 'milestone', id: 'm1', origin: 'sweep' };
  await work.add([same, same]);
  await work.add([same]);
  await work.add([{ name: 'milestone', id: 'm2', origin: 'sweep' }]);
  expect(await work.counts()).toEqual({ waiting: 2, active: 0, delayed: 0, failed: 0 });
});

test('work for one thing never runs side by side, and what arrives meanwhile runs once more', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const gate = Promise.withResolvers<void>();
  const origins: string[] = [];
  let active = 0;
  let most = 0;
  const milestone = async (item: { origin: string }) => {
    active += 1;
    most = Math.max(most, active);
    origins.push(item.origin);
    await gate.promise;
    active -= 1;
    return { outcome: 'done' };
  };
  worker({ keys, work, handlers: { milestone } });
  await work.add([{ name: 'milestone', id: 'm', origin: 'first' }]);
  await until(() => origins.length === 1);
  for (const origin of ['second', 'third', 'last']) await work.add([{ name: 'milestone', id: 'm', origin }]);
  gate.resolve();
  await until(() => origins.length === 2 && active === 0);
  await until(async () => (await work.counts()).active === 0);
  expect(await work.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  expect(origins).toEqual(['first', 'last']);
  expect(most).toBe(1);
});

test('a bad moment is tried again, and every attempt leaves one line', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const { log, lines } = collectingLog();
  const flaky = async (_work: unknown, { attempt }: { attempt: number }) => {
    if (attempt === 1) throw new TryAgain('Stripe answered 503');
    return { outcome: 'done', invoice_id: 'in_1' };
  };
  worker({ keys, work, handlers: { milestone: flaky } }, { log });
  await work.add([{ name: 'milestone', id: 'm', origin: 'stripe:evt_1' }]);
  await until(() => lines.some((line) => line.outcome === 'done'));
  const attempts = lines.filter((line) => line.job === 'milestone');
  expect(attempts).toMatchObject([
    { id: 'm', origin: 'stripe:evt_1', attempt: 1, outcome: 'failed', failure_kind: 'try again', level: 40 },
    { id: 'm', origin: 'stripe:evt_1', attempt: 2, outcome: 'done', invoice_id: 'in_1', level: 30 },
  ]);
  expect(attempts.every((line) => typeof line.duration_ms === 'number')).toBe(true);
});

test('work that waits for its next attempt is taken up at once when something new is known', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const origins: string[] = [];
  const milestone = async ({ origin }: { origin: string }, { attempt }: { attempt: number }) => {
    origins.push(origin);
    if (attempt <= 4) throw new TryAgain('down');
    return { outcome: 'done' };
  };
  worker({ keys, work, handlers: { milestone } });
  const startedAt = performance.now();
  // Left alone, the fifth attempt comes after 7.5 s at the earliest.
  for (let tries = 1; tries <= 5; tries += 1) {
    await work.add([{ name: 'milestone', id: 'm', origin: `hint ${tries}` }]);
    await until(() => origins.length === tries);
    await until(async () => (await work.counts()).active === 0);
  }
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('a pause that the outside asked for is kept, whatever else arrives', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const at: number[] = [];
  const milestone = async (_work: unknown, { attempt }: { attempt: number }) => {
    at.push(performance.now());
    if (attempt === 1) throw new TryAgain('429', { retryAfterMs: 1_500 });
    return { outcome: 'done' };
  };
  worker({ keys, work, handlers: { milestone } });
  await work.add([{ name: 'milestone', id: 'm', origin: 'first' }]);
  await until(async () => (await work.counts()).delayed === 1);
  await work.add([{ name: 'milestone', id: 'm', origin: 'hint' }]);
  await until(() => at.length === 2);
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(1_490);
});

test('what only a person can mend is not tried again by the queue', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const { log, lines } = collectingLog();
  let runs = 0;
  const milestone = async () => {
    runs += 1;
    throw new NeedsPerson('the client has no billing e-mail', { mend: 'fill it in', who: 'account owner' });
  };
  worker({ keys, work, handlers: { milestone } }, { log });
  await work.add([{ name: 'milestone', id: 'm', origin: 'sweep' }]);
  await until(() => lines.some((line) => line.outcome === 'needs a person'));
  await until(async () => (await work.counts()).active === 0);
  expect(await work.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  await work.add([{ name: 'milestone', id: 'm', origin: 'sweep' }]);
  await until(() => runs === 2);
});

test('a bug fails loudly after a few attempts, is kept, and can be taken up again', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const { log, lines } = collectingLog();
  let broken = true;
  const milestone = async () => {
    if (broken) throw new TypeError('undefined is not a function');
    return { outcome: 'done' };
  };
  worker({ keys, work, handlers: { milestone } }, { log });
  await work.add([{ name: 'milestone', id: 'm', origin: 'sweep' }]);
  await until(async () => (await work.counts()).failed === 1);

  expect(await work.failed()).toMatchObject([
    { name: 'milestone', id: 'm', reason: 'undefined is not a function', attempts: 3 },
  ]);
  expect(lines.filter((line) => line.level === 50)).toHaveLength(3);
  broken = false;
  expect(await work.retry()).toBe(1);
  await until(() => lines.some((line) => line.outcome === 'done'));
  expect(await work.counts()).toMatchObject({ failed: 0 });
});

test('work of an unknown kind fails and is kept', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  worker({ keys, work, handlers: {} });
  await work.add([{ name: 'from a newer version', id: '1', origin: 'sweep' }]);
  await until(async () => (await work.counts()).failed === 1);
});

test('work whose lease is taken comes back shortly and uses up no attempt', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const redis = await promptRedis();
  const { log, lines } = collectingLog();
  const held = Promise.withResolvers<void>();
  const holder = withLease(redis, keys, 'milestone m', 5_000, () => held.promise);
  const milestone = async (_work: unknown, { attempt }: { attempt: number }) =>
    await withLease(redis, keys, 'milestone m', 5_000, async () => ({ outcome: 'done', attempt }));
  worker({ keys, work, handlers: { milestone } }, { log });
  await work.add([{ name: 'milestone', id: 'm', origin: 'sweep' }]);
  await until(() => lines.some((line) => line.outcome === 'postponed'));
  held.resolve();
  await holder;
  await until(() => lines.some((line) => line.outcome === 'done'));
  expect(lines.find((line) => line.outcome === 'done')).toMatchObject({ attempt: 1 });
});

test('a worker that stops lets running work finish and takes no more', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const finished: string[] = [];
  const started: string[] = [];
  const gate = Promise.withResolvers<void>();
  const milestone = async ({ id }: { id: string }) => {
    started.push(id);
    await gate.promise;
    finished.push(id);
    return { outcome: 'done' };
  };
  const running = worker({ keys, work, handlers: { milestone } }, { concurrency: 1 });
  await work.add(['a', 'b'].map((id) => ({ name: 'milestone', id, origin: 'sweep' })));
  await until(() => started.length === 1);
  const stopped = running.stop(5_000);
  gate.resolve();
  expect(await stopped).toBe('drained');
  expect(finished).toEqual(['a']);
  expect(await work.counts()).toMatchObject({ waiting: 1, active: 0 });
});

test('a worker that must stop before its work ends aborts it and leaves it to another at once', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  const ids: string[] = [];
  const patient = async ({ id }: { id: string }, { signal }: { signal: AbortSignal }) => {
    ids.push(id);
    await delay(60_000, undefined, { signal });
    return { outcome: 'done' };
  };
  const running = worker({ keys, work, handlers: { milestone: patient } });
  await work.add([{ name: 'milestone', id: 'm', origin: 'sweep' }]);
  await until(() => ids.length === 1);
  expect(await running.stop(50)).toBe('cut off');

  let second = false;
  const quick = async () => {
    second = true;
    return { outcome: 'done' };
  };
  worker({ keys, work, handlers: { milestone: quick } });
  await until(() => second, 3_000);
});
