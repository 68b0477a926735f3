import { afterEach, expect, test } from 'vitest';
import { until } from '../../sandbox/demo/until.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { reader, readyMilestone } from '../support/story.ts';

const APPROVALS = 40;

let stage: Stage;
afterEach(() => stage.close());

test('two receivers and three workers bill forty approvals at once: forty invoices, no window of Notion over its limit', async () => {
  stage = await startStage();
  const { notion, stripe } = stage.sandbox;
  const milestones = Array.from({ length: APPROVALS }, () => readyMilestone(stage));
  const [first, second] = await Promise.all([
    stage.startAnother('receiver'),
    stage.startAnother('receiver'),
    stage.startAnother('worker'),
    stage.startAnother('worker'),
    stage.startAnother('worker'),
  ]);
  stripe.addWebhookEndpoint(`${first?.url}/webhooks/stripe`, 'whsec_sandbox');
  await notion.subscribeWebhook(`${second?.url}/webhooks/notion`, 'secret_sandbox');
  for (const { approveToday } of milestones) approveToday();
  const open = () => stripe.store.invoices().filter((invoice) => invoice.status === 'open');
  await until(() => open().length >= APPROVALS, 'forty invoices are open', 300_000);
  await until(
    () => milestones.every(({ milestone }) => reader(stage, milestone)('Billing status') === 'Sent'),
    'all forty show Sent',
    120_000,
  );
  expect(new Set(open().map((invoice) => invoice.metadata?.milepost_key)).size).toBe(APPROVALS);
  expect(open()).toHaveLength(APPROVALS);
  expect(stripe.store.mails()).toHaveLength(APPROVALS);
  const windows = notion.rateWindows();
  expect(windows.filter((window) => window.refused > 0 || window.requests > 180)).toEqual([]);
  expect(stage.log().filter(({ level }) => level >= 50)).toEqual([]);
}, 480_000);
