import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookAtOpenInvoices } from '../../jobs/open-invoices.ts';
import { sweep } from '../../jobs/sweep.ts';
import { clientFor, newDraft } from '../sandbox/stripe/support.ts';
import { aReadyMilestone, startWorld, type TestWorld } from '../support/world.ts';

const MONTHS_MS = 100 * 24 * 60 * 60_000;

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

/** What one sweep asks for. */
async function swept(): Promise<string[]> {
  world.asked.length = 0;
  await sweep({
    ...world.context,
    notion: world.notion,
    stripe: world.stripe,
    dueAgain: async () => [],
    onUnreadable: () => {},
  });
  const asked = world.asked.map(({ name, id }) => `${name} ${id}`);
  for (const { name, id } of [...world.asked]) if (name === 'milestone') await world.look(id);
  return asked;
}

test('a draft of ours that a person sent and a client paid, of which Stripe keeps no event any more, is found', async () => {
  const { milestone } = aReadyMilestone(world.notionSandbox, world.workspace);
  const stripe = clientFor(world.stripeSandbox.url);
  const draft = await newDraft(
    { stripe, clock: world.clock, sandbox: world.stripeSandbox },
    { metadata: { milepost_milestone: milestone } },
  );
  await swept();
  world.clock.advance(3 * 24 * 60 * 60_000);
  await swept();
  await lookAtOpenInvoices({ ...world.context, stripe: world.stripe });
  await stripe.invoices.sendInvoice(draft.id);
  await world.stripeSandbox.pay(draft.id);
  await world.stripeSandbox.webhooks.idle();
  world.clock.advance(MONTHS_MS);
  expect(await swept()).toContain(`milestone ${milestone}`);
});
