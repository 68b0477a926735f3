import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, inject, onTestFinished, test } from 'vitest';
import { failureKind } from '../../src/billing/failure.ts';
import { createKeys } from '../../src/queue/keys.ts';
import { createRateBudget } from '../../src/queue/rate-budget.ts';
import { freshKeys, promptRedis } from './kit.ts';

const CHILD = fileURLToPath(new URL('./rate-budget.child.ts', import.meta.url));

async function spendElsewhere(space: string, requests: number, seconds: number, count: number): Promise<number[]> {
  const args = [CHILD, inject('redisUrl'), space, requests, seconds, count].map(String);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return output.trim().split('\n').map(Number);
}

/** The most requests in any window of this length. */
function mostWithin(instants: readonly number[], windowMs: number): number {
  const sorted = instants.toSorted((a, b) => a - b);
  return Math.max(
    ...sorted.map((from) => sorted.filter((instant) => instant >= from && instant < from + windowMs).length),
  );
}

test('two processes together never exceed the budget in any window, and use it', async () => {
  const space = `test-${randomUUID()}`;
  const both = await Promise.all([spendElsewhere(space, 10, 2, 15), spendElsewhere(space, 10, 2, 15)]);
  const instants = both.flat();
  expect(instants).toHaveLength(30);
  expect(mostWithin(instants, 2_000)).toBeLessThanOrEqual(10);
  // 30 requests at 10 per window need two windows between them; wasting one would show here.
  expect(Math.max(...instants) - Math.min(...instants)).toBeLessThan(6_000);
});

test('a burst within the budget passes at once', async () => {
  const budget = createRateBudget(await promptRedis(), freshKeys(), 'notion', { requests: 180, seconds: 60 });
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: 180 }, () => budget.spend()));
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  const next = budget.spend();
  next.catch(() => undefined);
  expect(await Promise.race([next, delay(300, 'waits')])).toBe('waits');
  budget.stop();
  await expect(next).rejects.toThrow('stopping');
});

test('a pause binds every process, and a shorter one does not cut it', async () => {
  const keys = freshKeys();
  const allowance = { requests: 100, seconds: 1 };
  const here = createRateBudget(await promptRedis(), keys, 'notion', allowance);
  const there = createRateBudget(await promptRedis(), keys, 'notion', allowance);
  await here.spend();
  const pausedAt = performance.now();
  await here.holdFor(700);
  await here.holdFor(100);
  await Promise.all([there.spend(), here.spend()]);
  expect(performance.now() - pausedAt).toBeGreaterThanOrEqual(690);
});

test('requests are granted in the order of asking', async () => {
  const budget = createRateBudget(await promptRedis(), freshKeys(), 'notion', { requests: 3, seconds: 0.2 });
  const order: number[] = [];
  await Promise.all(Array.from({ length: 10 }, (_, index) => budget.spend().then(() => order.push(index))));
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('what is left is known without taking any, and is nothing during a pause', async () => {
  const budget = createRateBudget(await promptRedis(), freshKeys(), 'notion', { requests: 5, seconds: 60 });
  expect(await budget.left()).toBe(5);
  await Promise.all([budget.spend(), budget.spend()]);
  expect([await budget.left(), await budget.left()]).toEqual([3, 3]);
  await budget.holdFor(60_000);
  expect(await budget.left()).toBe(0);
});

test('budgets of different accounts do not touch each other', async () => {
  const keys = createKeys(`test-${randomUUID()}`);
  const redis = await promptRedis();
  const allowance = { requests: 1, seconds: 60 };
  await createRateBudget(redis, keys, 'one', allowance).spend();
  await createRateBudget(redis, keys, 'two', allowance).spend();
});

test('while Redis is away nothing may be sent, and the failure is a bad moment', async () => {
  const redis = await promptRedis();
  const budget = createRateBudget(redis, freshKeys(), 'notion', { requests: 3, seconds: 1 });
  redis.disconnect();
  const failures = await Promise.allSettled([budget.spend(), budget.spend(), budget.holdFor(10)]);
  expect(failures.map((result) => result.status === 'rejected' && failureKind(result.reason))).toEqual(
    Array.from({ length: 3 }, () => 'try again'),
  );
});
