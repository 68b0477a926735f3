import { afterEach, expect, test } from 'vitest';
import { runMilepost } from '../../sandbox/demo/hub-process.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { endState, GOOD_END, payOnPage, reader, readyMilestone, untilShown } from '../support/story.ts';

let stage: Stage;
afterEach(() => stage.close());

test.each(['delivered once', 'doubled', 'shuffled', 'all lost'] as const)(
  'webhooks %s end in the same state',
  async (how) => {
    stage = await startStage();
    const { notion, stripe } = stage.sandbox;
    const hub = await stage.startHub();
    await stage.sandbox.connectWebhooks(hub.url);
    for (const { webhooks } of [notion, stripe]) {
      if (how === 'doubled') webhooks.double(true);
      if (how === 'shuffled') webhooks.shuffle(true);
      if (how === 'all lost') webhooks.lose('all');
    }
    const sweepIfDeaf = async (): Promise<void> => {
      if (how === 'all lost') expect((await runMilepost(stage.settings, ['run', 'sweep'])).code).toBe(0);
    };
    const { milestone, approveToday } = readyMilestone(stage);
    approveToday();
    await sweepIfDeaf();
    await untilShown(stage, milestone, 'Sent');
    await payOnPage(reader(stage, milestone)('Invoice'));
    await stripe.webhooks.idle();
    await sweepIfDeaf();
    await untilShown(stage, milestone, 'Paid');
    expect(endState(stage, milestone)).toEqual(GOOD_END);
  },
);
