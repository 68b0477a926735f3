import { describe, expect, test } from 'vitest';
import { HINT_TYPES } from '../../../connectors/stripe/event-hints.ts';
import { verifyStripeWebhook } from '../../../connectors/stripe/webhook.ts';
import { lookForMilestone, lookForPayment } from '../../../jobs/fan-out.ts';
import type { Work } from '../../../jobs/ports.ts';
import { route } from '../../../jobs/route.ts';
import { billingKey } from '../../../src/billing/billing-key.ts';
import { instantFromMillis } from '../../../src/billing/calendar.ts';
import { newSentInvoice, startReceiver } from '../../sandbox/stripe/support.ts';
import { MILESTONE_ID } from '../../support/facts.ts';
import { type Desk, startDesk } from './support.ts';

const OTHER_MILESTONE = '22222222-2222-4222-8222-222222222222';

/** Which milestones are looked at because of what happens in Stripe while `act` runs, as the sweep hears of it. */
async function lookedAtAfter(desk: Desk, act: () => unknown): Promise<readonly string[]> {
  await desk.sandbox.webhooks.idle();
  const since = instantFromMillis(desk.clock.now() - 60_000);
  const before = new Set((await desk.stripe.eventsSince(since)).map(({ id }) => id));
  await act();
  await desk.sandbox.webhooks.idle();
  const events = (await desk.stripe.eventsSince(since)).filter(({ id }) => !before.has(id));
  const asked: Work[] = [];
  const deps = {
    stripe: desk.stripe,
    addWork: async (works: readonly Work[]) => void asked.push(...works),
  };
  for (const hint of events.flatMap(({ hints }) => hints))
    for (const work of await route(hint, async () => undefined)) {
      if (work.name === 'stripe payment') await lookForPayment(deps, work.id, work.origin);
      else if (work.name === 'stripe invoice') await lookForMilestone(deps, work.id, work.origin);
      else asked.push(work);
    }
  return [...new Set(asked.map(({ name, id }) => `${name} ${id}`))].sort();
}

async function paidInvoice() {
  const desk = await startDesk();
  const { id } = await desk.issue();
  await desk.sandbox.pay(id);
  return { desk, id };
}

const OURS = [`milestone ${MILESTONE_ID}`];

describe('an invoice whose money moves without an event of its own', () => {
  test('is looked at when a debit is under way', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    expect(await lookedAtAfter(desk, () => desk.sandbox.pay(id, { method: 'debit processing' }))).toEqual(OURS);
  });

  test('is looked at when money is given back, and when that fails', async () => {
    const { desk, id } = await paidInvoice();
    let refund = '';
    expect(
      await lookedAtAfter(desk, () => {
        refund = desk.sandbox.refund(id);
      }),
    ).toEqual(OURS);
    expect(await lookedAtAfter(desk, () => desk.sandbox.failRefund(refund))).toEqual(OURS);
  });

  test('is looked at when its payment is disputed, and when that is decided', async () => {
    const { desk, id } = await paidInvoice();
    let dispute = '';
    expect(
      await lookedAtAfter(desk, () => {
        dispute = desk.sandbox.dispute(id);
      }),
    ).toEqual(OURS);
    expect(await lookedAtAfter(desk, () => desk.sandbox.closeDispute(dispute, 'lost'))).toEqual(OURS);
  });

  test('is looked at together with the others that the same payment had paid', async () => {
    const desk = await startDesk();
    const first = await desk.issue();
    const other = { key: billingKey(OTHER_MILESTONE, 'all', 1), milestoneId: OTHER_MILESTONE };
    const second = await desk.issue(other);
    desk.sandbox.payTogether([first.id, second.id]);
    expect(await lookedAtAfter(desk, () => desk.sandbox.refund(first.id))).toEqual([
      ...OURS,
      `milestone ${OTHER_MILESTONE}`,
    ]);
  });

  test('is left alone when it is not ours', async () => {
    const desk = await startDesk();
    const { id } = await newSentInvoice({ ...desk, stripe: desk.dashboard });
    await desk.sandbox.pay(id);
    expect(await lookedAtAfter(desk, () => desk.sandbox.refund(id))).toEqual([]);
  });

  test('is hinted at by the webhook as well', async () => {
    const { desk, id } = await paidInvoice();
    const receiver = await startReceiver();
    const { secret } = desk.sandbox.addWebhookEndpoint(receiver.url, undefined, ['refund.created']);
    desk.sandbox.refund(id);
    await desk.sandbox.webhooks.idle();
    const [delivery] = receiver.received;
    const verify = verifyStripeWebhook({ secrets: [secret], live: false });
    const result = verify(Buffer.from(delivery?.body ?? ''), (name) => String(delivery?.headers[name]));
    const intent = desk.sandbox.store.refunds()[0]?.payment_intent;
    expect(result).toMatchObject({ outcome: 'hints', hints: [{ about: 'stripe payment', id: intent }] });
  });
});

test('the events that are listened for are named once each', () => {
  expect(new Set(HINT_TYPES).size).toBe(HINT_TYPES.length);
});
