import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startHubProcess } from '../../sandbox/demo/hub-process.ts';
import { until } from '../../sandbox/demo/until.ts';
import { signatureHeader } from '../../sandbox/stripe/webhooks/signature.ts';
import { redisAt } from '../queue/kit.ts';
import { startStage } from '../support/stage.ts';
import { endState, GOOD_END, payOnPage, reader, readyMilestone, untilShown } from '../support/story.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Sends a hub an authentic event of Stripe about a milestone's invoice. */
async function deliver(hubUrl: string, milestone: string): Promise<{ status: number; ms: number }> {
  const body = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'invoice.paid',
    created: 1,
    livemode: false,
    data: { object: { id: 'in_1', object: 'invoice', metadata: { milepost_milestone: milestone } } },
  });
  const signature = signatureHeader(body, 'whsec_sandbox', Math.floor(Date.now() / 1000));
  const startedAt = performance.now();
  const { status } = await fetch(`${hubUrl}/webhooks/stripe`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
  });
  return { status, ms: performance.now() - startedAt };
}

const readiness = async (hubUrl: string): Promise<number> => (await fetch(`${hubUrl}/readyz`)).status;

test.each(['with all that it held', 'empty'] as const)(
  'while Redis is away webhooks are refused at once; it comes back %s, and what was approved meanwhile is billed by the same process',
  async (comesBack) => {
    const stage = await startStage();
    onTestFinished(stage.close);
    const folder = tempDir();
    const address = path.join(folder, 'address');
    const redis = await redisAt(address, path.join(folder, 'first'));
    const hub = await startHubProcess({ ...stage.settings, redisUrl: address });
    onTestFinished(hub.kill);
    await stage.sandbox.connectWebhooks(hub.url);
    const { milestone, approveToday } = readyMilestone(stage);
    await untilShown(stage, milestone, 'Not yet triggered');
    expect((await deliver(hub.url, milestone)).status).toBe(200);

    redis.kill();
    await until(async () => (await readiness(hub.url)) === 503, 'the hub says that it is not ready');
    const refused = await Promise.all(Array.from({ length: 10 }, () => deliver(hub.url, milestone)));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    expect(Math.max(...refused.map(({ ms }) => ms))).toBeLessThan(1_000);
    approveToday();
    const { webhooks } = stage.sandbox.notion;
    await until(
      () => webhooks.attempts().some(({ entityId, status }) => entityId === milestone && status === 503),
      'Notion is refused when it tells of the approval',
    );
    expect(reader(stage, milestone)('Billing status')).toBe('Not yet triggered');

    await redisAt(address, path.join(folder, comesBack === 'empty' ? 'second' : 'first'));
    await until(async () => (await readiness(hub.url)) === 200, 'the hub is ready again');
    await untilShown(stage, milestone, 'Sent');
    await payOnPage(reader(stage, milestone)('Invoice'));
    await untilShown(stage, milestone, 'Paid');
    expect(endState(stage, milestone)).toEqual(GOOD_END);
    expect(hub.isRunning()).toBe(true);
  },
);
