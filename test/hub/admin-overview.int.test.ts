import { expect, inject, onTestFinished, test } from 'vitest';
import { noteWrite, rememberShown } from '../../jobs/own-rows.ts';
import { Policy } from '../../src/config/policy.ts';
import { adminOverview } from '../../src/hub/admin-overview.ts';
import { openStorage } from '../../src/hub/foundation.ts';
import { createMemory } from '../../src/queue/memory.ts';
import { whenReady } from '../../src/queue/redis.ts';
import { freshKeys, silent } from '../queue/kit.ts';

test('what waits for a person is found in what the hub wrote last on each milestone', async () => {
  const shared = await openStorage(inject('redisUrl'), silent);
  onTestFinished(() => shared.close());
  if (!(await whenReady(shared.redis, 5_000))) throw new Error('No Redis.');
  const keys = freshKeys();
  const memory = createMemory(shared.redis, keys);
  const doubt = 'Overdue by 8 days. Unconfirmed: nobody knows whether the firm message of 2026-11-24 went out.';
  await rememberShown(memory, 'milestones', 'doubt', { billingStatus: 'Overdue', billingDetail: doubt });
  await rememberShown(memory, 'milestones', 'fine', { billingStatus: 'Sent', billingDetail: 'Sent on 2026-11-20' });
  await noteWrite(memory, 'milestones', 'stuck', {
    billingDetail: 'Needs Mara: Stripe refused to create the invoice. Correct it.',
  });
  await rememberShown(memory, 'milestones', 'mended', { billingDetail: 'Sent on 2026-11-25' });
  const overview = await adminOverview({
    storage: { ...shared, keys, memory },
    policy: Policy.parse({}),
    budgetsLeft: async () => ({ notion: 180 }),
  });
  expect(overview.unconfirmed).toEqual({
    doubt: 'Unconfirmed: nobody knows whether the firm message of 2026-11-24 went out.',
  });
  expect(overview.help).toEqual({ stuck: 'Needs Mara: Stripe refused to create the invoice. Correct it.' });
  expect(overview.budgetsLeft).toEqual({ notion: 180 });
});
