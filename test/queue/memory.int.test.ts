import { expect, test } from 'vitest';
import { instantFromMillis } from '../../src/billing/calendar.ts';
import { failureKind } from '../../src/billing/failure.ts';
import { createHandshake } from '../../src/queue/handshake.ts';
import { createLastSeen } from '../../src/queue/last-seen.ts';
import { createMemory } from '../../src/queue/memory.ts';
import { freshKeys, promptRedis } from './kit.ts';

const at = instantFromMillis;

test('the first sight of a fingerprint is kept, the earliest wins, and another fingerprint starts afresh', async () => {
  const memory = createMemory(await promptRedis(), freshKeys());
  const seen = (fingerprint: string, now: number) => memory.firstSeen('approval', 'm', fingerprint, at(now));
  expect(await seen('Approved 900', 5_000)).toBe(5_000);
  expect(await seen('Approved 900', 9_000)).toBe(5_000);
  expect(await seen('Approved 900', 4_000)).toBe(4_000);
  expect(await seen('Approved 950\nin part', 10_000)).toBe(10_000);
  expect(await seen('Approved 950\nin part', 11_000)).toBe(10_000);
  expect(await seen('Approved 900', 12_000)).toBe(12_000);
  expect(await memory.firstSeen('approval', 'other', 'Approved 900', at(13_000))).toBe(13_000);
});

test('fingerprints and cursors are found again, each under its own name', async () => {
  const memory = createMemory(await promptRedis(), freshKeys());
  expect(await memory.fingerprint('milestones', 'm')).toBeUndefined();
  await memory.rememberFingerprint('milestones', 'm', 'abc');
  expect(await memory.fingerprint('milestones', 'm')).toBe('abc');
  expect(await memory.fingerprint('projects', 'm')).toBeUndefined();
  expect(await memory.cursor('stripe events')).toBeUndefined();
  await memory.moveCursor('stripe events', at(1_700_000_000_000));
  expect(await memory.cursor('stripe events')).toBe(1_700_000_000_000);
});

test('the last time of each regular thing is kept', async () => {
  const lastSeen = createLastSeen(await promptRedis(), freshKeys());
  expect(await lastSeen.all()).toEqual(new Map());
  await lastSeen.note('sweep', at(1_000));
  await lastSeen.note('stripe webhook', at(2_000));
  await lastSeen.note('sweep', at(3_000));
  expect(await lastSeen.all()).toEqual(
    new Map([
      ['sweep', 3_000],
      ['stripe webhook', 2_000],
    ]),
  );
});

test('a handshake token is kept until it is pasted, the latest one counts', async () => {
  const handshake = createHandshake(await promptRedis(), freshKeys());
  await handshake.keep('secret_1');
  await handshake.keep('secret_2');
  expect(await handshake.token()).toBe('secret_2');
  await handshake.forget();
  expect(await handshake.token()).toBeUndefined();
});

test('while Redis is away, forgetting is a bad moment and no bug', async () => {
  const redis = await promptRedis();
  const memory = createMemory(redis, freshKeys());
  redis.disconnect();
  expect(failureKind(await memory.cursor('x').catch((error: unknown) => error))).toBe('try again');
  expect(failureKind(await memory.firstSeen('a', 'b', 'c', at(1)).catch((error: unknown) => error))).toBe('try again');
});
