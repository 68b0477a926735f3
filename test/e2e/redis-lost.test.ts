import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../sandbox/demo/until.ts';
import { inboxKey } from '../../src/queue/inbox.ts';
import { createKeys } from '../../src/queue/keys.ts';
import { createWorkQueue } from '../../src/queue/work.ts';
import { type Stage, startStage, untilQuiet } from '../support/stage.ts';
import { payOnPage, reader, today } from '../support/story.ts';
import { aProjectToBill, aReadyMilestone } from '../support/world.ts';

const PROJECTS = 2;
const MILESTONES_EACH = 4;
const MILESTONES = PROJECTS * MILESTONES_EACH;

/** Schedules are looked after once a minute, and the sweep that they ask for is what finds the rest. */
const PATIENCE_MS = 150_000;

test('Redis is emptied again and again while eight approvals are billed and half of them paid: one invoice, one mail and one comment each', async () => {
  const stage = await startStage({ sweep: { everySeconds: 10 } });
  onTestFinished(stage.close);
  const { notion, stripe, workspace } = stage.sandbox;
  const hub = await stage.startHub();
  await stage.sandbox.connectWebhooks(hub.url);
  await untilQuiet(hub);
  const milestones = Array.from({ length: PROJECTS }, () => aProjectToBill(notion, workspace)).flatMap((within) =>
    Array.from({ length: MILESTONES_EACH }, () => aReadyMilestone(notion, workspace, {}, within)),
  );
  const ids = milestones.map(({ milestone }) => milestone);
  const shown = (status: string): readonly string[] =>
    ids.filter((id) => reader(stage, id)('Billing status') === status);
  const losing = loseRedisOn(stage, [
    () => stripe.store.invoices().length > 0,
    () => stripe.store.mails().length >= MILESTONES / 2,
    () => shown('Paid').length > 0,
  ]);
  losing.catch(() => undefined); // a test that has failed before does not wait for it

  for (const { approve } of milestones) approve(today(stage));
  await until(() => shown('Sent').length === MILESTONES, 'all are shown as sent', PATIENCE_MS);
  const paid = ids.filter((_, at) => at % 2 === 0);
  for (const id of paid) await payOnPage(reader(stage, id)('Invoice'));
  await until(() => shown('Paid').length === paid.length, 'those that were paid are shown as paid', PATIENCE_MS);
  await losing;
  await until(() => hasAllOfRedis(stage), 'schedules and consumers are there again', PATIENCE_MS);
  await untilQuiet(hub);

  expect(hub.isRunning()).toBe(true);
  expect(shown('Sent').toSorted()).toEqual(ids.filter((id) => !paid.includes(id)).toSorted());
  const keys = stripe.store.invoices().map(({ metadata }) => metadata?.milepost_key);
  expect(keys.toSorted()).toEqual(ids.map((id) => `${id}:all:r1`).toSorted());
  expect(stripe.store.mails()).toHaveLength(MILESTONES);
  expect(stripe.store.customers()).toHaveLength(PROJECTS);
  const closeouts = (id: string): number => notion.comments(id).filter((text) => text.startsWith('Paid: ')).length;
  expect(ids.map(closeouts)).toEqual(ids.map((id) => (paid.includes(id) ? 1 : 0)));
  expect(stage.log().filter(({ level }) => level >= 50)).toEqual([]);
}, 400_000);

/** Empties Redis at each of these moments, one after the other. */
async function loseRedisOn(stage: Stage, moments: readonly (() => boolean)[]): Promise<void> {
  for (const moment of moments) {
    await until(moment, 'the next moment to lose Redis has come', 2 * PATIENCE_MS);
    await stage.loseRedis();
  }
}

const SCHEDULED = ['follow-up', 'open-invoices', 'renewals', 'sweep', 'weekly-review'];

/** Whether Redis holds again what no restart had to set up. */
async function hasAllOfRedis({ redis: { url } }: Stage): Promise<boolean> {
  const redis = new Redis(url);
  const work = createWorkQueue(redis, createKeys());
  try {
    const schedules = (await work.queue.getJobSchedulers()).map(({ key }) => key).toSorted();
    const groups = await redis.xinfo('GROUPS', inboxKey(createKeys())).catch(() => []);
    return JSON.stringify(schedules) === JSON.stringify(SCHEDULED) && Array.isArray(groups) && groups.length === 1;
  } finally {
    await work.close();
    redis.disconnect();
  }
}
