import { afterEach, expect, test } from 'vitest';
import { type Stage, startStage } from '../support/stage.ts';
import { endState, GOOD_END, reader, readyMilestone, untilShown } from '../support/story.ts';

/** What else goes wrong between the kill and the restart. */
const LOSSES = {
  'nothing else': async () => {},
  'Redis emptied': (stage: Stage) => stage.loseRedis(),
  'Redis emptied and Stripe’s keys forgotten': async (stage: Stage) => {
    await stage.loseRedis();
    stage.sandbox.stripe.expireIdempotencyKeys();
  },
} as const;

/** Every write from the first look to the paid milestone, by its place in the order: the clean run makes this many at most. */
const WRITES_MAX = 14;

const stages: Stage[] = [];
afterEach(async () => {
  await Promise.all(stages.splice(0).map((stage) => stage.close()));
});

/**
 * Plays approval and payment; the hub is killed the moment its n-th write was carried out, before the answer leaves, and started
 * again. @returns whether there was an n-th write
 */
async function killedAfterWrite(n: number, lose: (stage: Stage) => Promise<void>): Promise<boolean> {
  const stage = await startStage({ sweep: { everySeconds: 10 } });
  stages.push(stage);
  const { notion, stripe } = stage.sandbox;
  let hub = await stage.startHub();
  await stage.sandbox.connectWebhooks(hub.url);
  let writes = 0;
  let killed: Promise<void> | undefined;
  const onWrite = async ({ path }: { path: string }): Promise<void> => {
    if (path.endsWith('/query')) return;
    writes += 1;
    if (writes !== n) return;
    killed = hub.kill();
    await killed;
  };
  notion.faults.onWrite(onWrite);
  stripe.faults.onWrite(onWrite);
  const restart = async (): Promise<void> => {
    if (killed === undefined) return;
    await killed;
    killed = undefined;
    await lose(stage);
    hub = await stage.startHub();
  };
  const shownAcrossCrash = async (milestone: string, status: string): Promise<void> => {
    const look = reader(stage, milestone);
    for (let waited = 0; look('Billing status') !== status && killed === undefined && waited < 400; waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await restart();
    await untilShown(stage, milestone, status);
  };
  const { milestone, approveToday } = readyMilestone(stage);
  approveToday();
  await shownAcrossCrash(milestone, 'Sent');
  await stripe.pay(stripe.store.invoices().find((invoice) => invoice.status === 'open')?.id ?? '');
  await shownAcrossCrash(milestone, 'Paid');
  expect(endState(stage, milestone)).toEqual(GOOD_END);
  return writes >= n;
}

test.each(Object.entries(LOSSES))(
  'a hub killed after any single write, with %s, ends with one invoice and one mail',
  async (_name, lose) => {
    const numbers = Array.from({ length: WRITES_MAX }, (_, index) => index + 1);
    const met: boolean[] = [];
    // Three hubs at a time: the machine is small.
    const next = async (): Promise<void> => {
      for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) met.push(await killedAfterWrite(n, lose));
    };
    await Promise.all([next(), next(), next()]);
    expect(met.filter(Boolean).length, 'writes after which the hub was killed').toBeGreaterThanOrEqual(8);
  },
  240_000,
);
