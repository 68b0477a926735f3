import { expect, test } from 'vitest';
import { instantFromIso, instantFromMillis } from '../../src/billing/calendar.ts';
import { createReadCount } from '../../src/queue/read-count.ts';
import { freshKeys, promptRedis, until } from './kit.ts';

const DAY_MS = 24 * 60 * 60_000;

test('reads of the last thirty days are counted over all processes, and older ones forgotten', async () => {
  const redis = await promptRedis();
  const keys = freshKeys();
  let now = instantFromIso('2026-11-01T23:59:59Z');
  const here = createReadCount(redis, keys, 'stripe', () => now);
  const there = createReadCount(await promptRedis(), keys, 'stripe', () => now);
  expect(await here.total()).toBe(0);
  here.note();
  there.note();
  await until(async () => (await here.total()) === 2);
  now = instantFromMillis(now + 29 * DAY_MS);
  there.note();
  await until(async () => (await here.total()) === 3);
  now = instantFromMillis(now + DAY_MS);
  expect(await here.total()).toBe(1);
  expect(await redis.hlen(keys.of('reads', 'stripe'))).toBe(1);
});

test('a read that cannot be counted is no failure', async () => {
  const redis = await promptRedis();
  const count = createReadCount(redis, freshKeys(), 'stripe', () => instantFromIso('2026-11-01T12:00:00Z'));
  redis.disconnect();
  expect(() => count.note()).not.toThrow();
  await expect(count.total()).rejects.toThrow('Redis does not answer');
});
