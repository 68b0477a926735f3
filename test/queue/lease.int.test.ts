import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { failureKind } from '../../src/billing/failure.ts';
import { createKeys } from '../../src/queue/keys.ts';
import { LeaseBusy, withLease } from '../../src/queue/lease.ts';
import { startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';
import { tempDir } from '../support/temp-dir.ts';
import { freshKeys, promptRedis } from './kit.ts';

test('a lease has one holder at a time, and is free afterwards', async () => {
  const keys = freshKeys();
  const [one, two] = [await promptRedis(), await promptRedis()];
  const gate = Promise.withResolvers<string>();
  const first = withLease(one, keys, 'm', 5_000, () => gate.promise);
  const refused = withLease(two, keys, 'm', 5_000, async () => 'second');
  await expect(refused).rejects.toBeInstanceOf(LeaseBusy);
  expect(failureKind(await refused.catch((error: unknown) => error))).toBe('try again');
  expect(await withLease(two, keys, 'another', 5_000, async () => 'beside')).toBe('beside');
  gate.resolve('first');
  expect(await first).toBe('first');
  expect(await withLease(two, keys, 'm', 5_000, async () => 'second')).toBe('second');
});

test('a lease is free again after its holder failed', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const failing = withLease(redis, keys, 'm', 5_000, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await withLease(redis, keys, 'm', 5_000, async () => 'free')).toBe('free');
});

test('a lease is renewed for as long as its holder works', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const signal = await withLease(redis, keys, 'm', 150, async (held) => {
    await delay(500);
    await expect(withLease(redis, keys, 'm', 150, async () => 'stolen')).rejects.toBeInstanceOf(LeaseBusy);
    return held;
  });
  expect(signal.aborted).toBe(false);
});

test('a holder whose lease went to somebody else is told, and does not release what it lost', async () => {
  const keys = freshKeys();
  const redis = await promptRedis();
  const key = keys.of('lease', 'm');
  await withLease(redis, keys, 'm', 150, async (signal) => {
    const told = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await redis.set(key, 'somebody else');
    await told;
    expect(failureKind(signal.reason)).toBe('try again');
  });
  expect(await redis.get(key)).toBe('somebody else');
  await redis.del(key);
});

test('a holder whose event loop stood still for too long is told', async () => {
  const redis = await promptRedis();
  const signal = await withLease(redis, freshKeys(), 'm', 100, async (held) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    await delay(20);
    return held;
  });
  expect(signal.aborted).toBe(true);
});

test('a holder is told when Redis stays away or comes back without its memory', async () => {
  const options = { dataDir: tempDir(), durability: 'none', tcp: true } as const;
  const server = await startPrivateRedis(options);
  onTestFinished(() => server.stop());
  const redis = await promptRedis(server.url);
  await withLease(redis, createKeys(), 'm', 200, async (signal) => {
    const told = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    server.kill();
    await told;
  });
});
