import { afterEach, expect, test } from 'vitest';
import { runMilepost } from '../../sandbox/demo/hub-process.ts';
import { type Stage, startStage, untilQuiet } from '../support/stage.ts';
import { endState, GOOD_END, payOnPage, reader, readyMilestone, untilShown } from '../support/story.ts';

/** What happens to the webhooks of both services on their way. */
const WAYS: Readonly<Record<string, (webhooks: Switches) => void>> = {
  'once and in order': () => {},
  twice: (webhooks) => webhooks.double(true),
  'in reverse': (webhooks) => webhooks.shuffle(true),
  'twice and in reverse': (webhooks) => {
    webhooks.double(true);
    webhooks.shuffle(true);
  },
};
type Switches = Pick<Stage['sandbox']['notion']['webhooks'], 'double' | 'shuffle'>;

let stage: Stage;
afterEach(() => stage.close());

test.each(Object.entries(WAYS))('webhooks that come %s end in the same state', async (_way, misbehave) => {
  stage = await startStage();
  const { notion, stripe } = stage.sandbox;
  const hub = await stage.startHub();
  await stage.sandbox.connectWebhooks(hub.url);
  misbehave(notion.webhooks);
  misbehave(stripe.webhooks);
  const { milestone, approveToday } = readyMilestone(stage);
  approveToday();
  await untilShown(stage, milestone, 'Sent');
  await payOnPage(reader(stage, milestone)('Invoice'));
  await untilShown(stage, milestone, 'Paid');
  await Promise.all([notion.webhooks.idle(), stripe.webhooks.idle()]);
  await untilQuiet(hub);
  expect(endState(stage, milestone)).toEqual(GOOD_END);
});

test('where all webhooks are lost, sweeps find the same', async () => {
  stage = await startStage();
  const { notion, stripe } = stage.sandbox;
  const hub = await stage.startHub();
  await stage.sandbox.connectWebhooks(hub.url);
  notion.webhooks.lose('all');
  stripe.webhooks.lose('all');
  await untilQuiet(hub);
  const { milestone, approveToday } = readyMilestone(stage);
  approveToday();
  await sweep();
  expect(reader(stage, milestone)('Billing status')).toBe('Sent');
  await payOnPage(reader(stage, milestone)('Invoice'));
  await sweep();
  expect(endState(stage, milestone)).toEqual(GOOD_END);
});

async function sweep(): Promise<void> {
  const { code, stderr } = await runMilepost(stage.settings, ['run', 'sweep']);
  expect(code, stderr).toBe(0);
}
