import { expect, inject, onTestFinished, test } from 'vitest';
import type { Work } from '../../jobs/ports.ts';
import { instantFromIso, type TimeZone } from '../../src/billing/calendar.ts';
import { NeedsPerson } from '../../src/billing/failure.ts';
import { openStorage, type Storage } from '../../src/hub/foundation.ts';
import { createHandlers } from '../../src/hub/handlers.ts';
import { hubHealth } from '../../src/hub/hub-health.ts';
import { reviewProblem } from '../../src/hub/review-problem.ts';
import { stripeReads } from '../../src/hub/stripe-reads.ts';
import { createLastSeen } from '../../src/queue/last-seen.ts';
import { createMemory } from '../../src/queue/memory.ts';
import { whenReady } from '../../src/queue/redis.ts';
import { freshKeys, silent, until } from '../queue/kit.ts';
import { startWorld } from '../support/world.ts';

const ALLOWED = 100;

/** The hub's handlers on local services, with an own place in Redis. */
async function startHandlers() {
  const world = await startWorld();
  onTestFinished(() => world.close());
  const shared = await openStorage(inject('redisUrl'), silent);
  onTestFinished(() => shared.close());
  if (!(await whenReady(shared.redis, 5_000))) throw new Error('No Redis.');
  const keys = freshKeys();
  const storage: Storage = {
    ...shared,
    keys,
    memory: createMemory(shared.redis, keys),
    lastSeen: createLastSeen(shared.redis, keys),
  };
  const { context, notion, stripe } = world;
  const handlers = createHandlers({
    context: { ...context, memory: storage.memory },
    services: {
      notion,
      stripe,
      sheets: () => Promise.reject(new NeedsPerson('There is no sheet', { mend: 'Share one.', who: 'admin' })),
      messages: () => Promise.reject(new Error('no mail here')),
    },
    storage,
    log: silent,
    stripeReads: ALLOWED,
  });
  const run = async (name: string) => {
    const work: Work = { name, id: name, origin: 'test' };
    return await handlers[name]?.(work, new AbortController().signal);
  };
  const read = async (times: number): Promise<void> => {
    const reads = stripeReads(storage);
    for (let n = 0; n < times; n += 1) reads.note();
    await until(async () => (await reads.total()) >= times);
  };
  return { world, storage, run, read };
}

test('the nightly look at open invoices is put off while few of the reads that Stripe allows are left; a sweep is not', async () => {
  const { storage, run, read } = await startHandlers();
  expect(await run('open-invoices')).toMatchObject({ outcome: 'unchanged' });
  const looked = (await storage.lastSeen.all()).get('open invoices');
  expect(looked).toBeDefined();
  await read(ALLOWED * 0.9 + 1);
  expect(await run('open-invoices')).toMatchObject({ outcome: 'ignored', reason: expect.stringContaining('reads') });
  expect(await run('sweep')).toMatchObject({ outcome: 'unchanged' });
});

test('a review that cannot be written is a problem in the status, and is said in Notion', async () => {
  const { world, storage, run } = await startHandlers();
  await expect(run('weekly-review')).rejects.toBeInstanceOf(NeedsPerson);
  expect(await reviewProblem(storage.memory)).toMatchObject({ words: 'There is no sheet. Share one.' });
  expect(world.notionSandbox.comments(world.workspace.rootPageId)).toEqual([
    'The weekly review cannot be written: There is no sheet. Share one. It is tried again until it is.',
  ]);
});

test('the review’s hub health says what was heard, what was given up and what was read', async () => {
  const { storage, read } = await startHandlers();
  await read(3);
  await storage.lastSeen.note('webhook stripe', instantFromIso('2026-11-25T10:00:00Z'));
  const timeZone: TimeZone = 'Europe/London';
  const now = instantFromIso('2026-11-25T11:00:00Z');
  expect(await hubHealth(storage, { timeZone, stripeReads: ALLOWED, now })).toEqual([
    { what: 'Last sweep', state: 'never' },
    { what: 'Last open invoices', state: 'never' },
    { what: 'Last follow-up', state: 'never' },
    { what: 'Last webhook stripe', state: '2026-11-25 10:00' },
    { what: 'Last webhook notion', state: 'none seen yet' },
    { what: 'Work given up', state: '0' },
    { what: 'Stripe reads, last 30 days', state: '3 of at least 100' },
  ]);
});
