import { describe, expect, test } from 'vitest';
import { judgeClock } from '../../src/doctor/judge/clocks.ts';
import { judgeNode } from '../../src/doctor/judge/configuration.ts';
import { judgeRights, judgeToken } from '../../src/doctor/judge/notion-access.ts';
import { judgePublicUrl } from '../../src/doctor/judge/public-url.ts';
import { judgeRedis, type RedisFacts } from '../../src/doctor/judge/redis.ts';
import { judgeKey, judgeMode, judgePayments } from '../../src/doctor/judge/stripe.ts';
import { judgeEndpoint } from '../../src/doctor/judge/stripe-endpoint.ts';

const MB = 1024 * 1024;

const REDIS: RedisFacts = {
  program: 'Redis',
  version: '7.0.15',
  isReplica: false,
  keepsLog: true,
  logWritten: true,
  sync: 'everysec',
  policy: 'noeviction',
  memoryUsed: 2 * MB,
  memoryMax: 0,
};

describe('Redis', () => {
  test.each([
    ['a right one', {}, undefined, 'green'],
    ['one that does not say how it syncs', { sync: undefined }, undefined, 'green'],
    ['Valkey', { program: 'Valkey', version: '8.0.1' }, undefined, 'green'],
    ['the oldest that will do', { version: '6.2.0' }, undefined, 'green'],
    ['one that is too old', { version: '6.0.16' }, 'redis.version', 'red'],
    ['a replica', { isReplica: true }, 'redis.reachable', 'red'],
    ['one that cannot write its log', { logWritten: false }, 'redis.persistence', 'red'],
    ['one that fills up', { memoryUsed: 80 * MB, memoryMax: 100 * MB }, 'redis.memory', 'yellow'],
    ['one that is full', { memoryUsed: 99 * MB, memoryMax: 100 * MB }, 'redis.memory', 'red'],
    ['one with room', { memoryUsed: 10 * MB, memoryMax: 100 * MB }, undefined, 'green'],
  ] as const)('%s', (_name, changes, id, level) => {
    const found = judgeRedis({ ...REDIS, ...changes }, false).filter((finding) => finding.level !== 'green');
    expect(found.map((finding) => [finding.id, finding.level])).toEqual(id === undefined ? [] : [[id, level]]);
  });
});

test.each([
  ['22.17.9', 'red'],
  ['22.18.0', 'yellow'],
  ['24.0.0', 'green'],
  ['25.1.0', 'yellow'],
  ['26.0.0', 'green'],
])('Node.js %s is %s', (version, level) => {
  expect(judgeNode(version).level).toBe(level);
});

test.each([
  [0, 'green'],
  [59_000, 'green'],
  [-61_000, 'yellow'],
  [239_000, 'yellow'],
  [-241_000, 'red'],
  [undefined, 'yellow'],
])('a clock that is %s ms ahead of ours is %s', (aheadMs, level) => {
  expect(judgeClock({ service: 'Stripe', aheadMs }).level).toBe(level);
});

test('a live key that can do everything is more than is needed; a test key is not', () => {
  expect(judgeKey('sk_live_1', 'Studio').level).toBe('yellow');
  expect(judgeKey('rk_live_1', 'Studio').level).toBe('green');
  expect(judgeKey('sk_test_1', 'Studio').level).toBe('green');
});

test('a key that shows things of the other mode is red', () => {
  expect(judgeMode({ key: 'rk_live_1', newestIsLive: false, isElsewhere: false }).level).toBe('red');
  expect(judgeMode({ key: 'rk_test_1', newestIsLive: true, isElsewhere: false }).level).toBe('red');
  expect(judgeMode({ key: 'rk_live_1', newestIsLive: undefined, isElsewhere: false }).level).toBe('green');
  expect(judgeMode({ key: 'rk_live_1', newestIsLive: true, isElsewhere: true }).level).toBe('red');
});

test('an account that cannot take payments is red, and nothing is said where the key may not see it', () => {
  expect(judgePayments(false)).toMatchObject([{ id: 'stripe.payments', level: 'red' }]);
  expect(judgePayments(undefined)).toEqual([]);
});

test('a token of a person is said to end with that person', () => {
  expect(judgeToken({ name: 'Mara', workspace: 'Studio', isPersonal: true })).toMatchObject({ level: 'yellow' });
});

test('a capability that could not be tried is not taken for granted', () => {
  const all = {
    'read content': 'has',
    'insert content': 'has',
    'update content': 'unknown',
    'read comments': 'has',
    'insert comments': 'has',
    'user information with e-mail addresses': 'has',
  } as const;
  expect(judgeRights(all)).toMatchObject([{ id: 'notion.capability update content', level: 'yellow' }]);
});

test('an address of this machine is of no use to Stripe itself', () => {
  const answer = { kind: 'hub' } as const;
  const own = { url: 'http://127.0.0.1:8787', answer };
  expect(judgePublicUrl({ ...own, isLocalStripe: false })).toMatchObject({ level: 'yellow' });
  expect(judgePublicUrl({ ...own, isLocalStripe: true })).toMatchObject({ level: 'green' });
  expect(judgePublicUrl({ url: 'https://billing.example.com', answer, isLocalStripe: false }).level).toBe('green');
});

test('without a public address the one endpoint that leads to a hub is the one that is meant', () => {
  const endpoint = {
    id: 'we_1',
    url: 'https://billing.example.com/webhooks/stripe',
    isOurs: true,
    isEnabled: true,
    apiVersion: 'v',
    missingEvents: [],
    events: ['*'],
  };
  const found = judgeEndpoint({ publicUrl: undefined, endpoints: [endpoint], apiVersion: 'v' });
  expect(found.map(({ level }) => level)).toEqual(['green', 'green', 'green']);
});
