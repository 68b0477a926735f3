import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../sandbox/demo/until.ts';
import { startStage, untilQuiet } from '../support/stage.ts';
import { reader, today } from '../support/story.ts';
import { aProjectToBill, aReadyMilestone } from '../support/world.ts';

const PROJECTS = 8;
const MILESTONES_EACH = 5;
const APPROVALS = PROJECTS * MILESTONES_EACH;

/** Forty approvals need more requests than Notion takes in one minute. */
const PATIENCE_MS = 180_000;

test('two receivers and three workers bill forty approvals at once: forty invoices, forty mails, no window of Notion over its limit', async () => {
  const stage = await startStage();
  onTestFinished(stage.close);
  const { notion, stripe, workspace } = stage.sandbox;
  const [first, second, worker] = await Promise.all([
    stage.startAnother('receiver'),
    stage.startAnother('receiver'),
    stage.startAnother('worker'),
    stage.startAnother('worker'),
    stage.startAnother('worker'),
  ]);
  await untilQuiet(worker);
  const milestones = Array.from({ length: PROJECTS }, () => aProjectToBill(notion, workspace)).flatMap((within) =>
    Array.from({ length: MILESTONES_EACH }, () => aReadyMilestone(notion, workspace, {}, within)),
  );
  stripe.addWebhookEndpoint(`${first.url}/webhooks/stripe`, 'whsec_sandbox');
  await notion.subscribeWebhook(`${second.url}/webhooks/notion`, 'secret_sandbox');

  for (const { approve } of milestones) approve(today(stage));
  const shown = () => milestones.filter(({ milestone }) => reader(stage, milestone)('Billing status') === 'Sent');
  await until(() => shown().length === APPROVALS, 'all forty are shown as sent', PATIENCE_MS);

  const keys = stripe.store.invoices().map(({ metadata }) => metadata?.milepost_key);
  expect(new Set(keys)).toEqual(new Set(milestones.map(({ milestone }) => `${milestone}:all:r1`)));
  expect(keys).toHaveLength(APPROVALS);
  expect(stripe.store.mails()).toHaveLength(APPROVALS);
  expect(stripe.store.customers()).toHaveLength(PROJECTS);
  expect(notion.rateWindows().filter(({ refused, requests }) => refused > 0 || requests > 180)).toEqual([]);
  expect(stage.log().filter(({ level }) => level >= 50)).toEqual([]);
}, 240_000);
