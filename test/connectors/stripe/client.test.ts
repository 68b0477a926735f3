import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createStripe } from '../../../connectors/stripe/client.ts';
import { dateIn, instantFromMillis } from '../../../src/billing/calendar.ts';
import { TryAgain } from '../../../src/billing/failure.ts';
import { aReadyMilestone, freely, startWorld, type TestWorld, text } from '../../support/world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const today = () => dateIn('Europe/London', instantFromMillis(world.clock.now()));
const invoices = () => world.stripeSandbox.store.invoices();
async function billed() {
  const made = aReadyMilestone(world.notionSandbox, world.workspace);
  made.approve(today());
  await world.look(made.milestone);
  return { ...made, invoice: invoices()[0]?.id ?? '' };
}
const connect = (changes: Partial<Parameters<typeof createStripe>[0]> = {}) =>
  createStripe({
    secretKey: 'sk_test_sandbox',
    apiUrl: world.stripeSandbox.url,
    budget: freely,
    timeoutMs: 2_000,
    ...changes,
  });

describe('an invoice in Stripe', () => {
  test('is read as billing’s plain value', async () => {
    const { invoice, milestone } = await billed();
    expect(await world.stripe.readInvoice(invoice)).toMatchObject({
      id: invoice,
      status: 'open',
      milestoneId: milestone,
      billingKey: `${milestone}:all:r1`,
      revision: 1,
      currency: 'GBP',
      total: 400_000,
      amountRemaining: 400_000,
      decision: `Approved ${today()}`,
    });
  });

  test('that does not exist is undefined', async () => {
    expect(await world.stripe.readInvoice('in_unknown')).toBeUndefined();
  });

  test('prints the purchase order, the milestone, the decision and the finance contact', async () => {
    const { milestone, client, mara, approve } = aReadyMilestone(world.notionSandbox, world.workspace);
    world.notionSandbox.editAs(mara, client, { 'PO number': text('4711') });
    approve(today());
    await world.look(milestone);
    expect(invoices()[0]?.custom_fields).toEqual([
      { name: 'Purchase order', value: '4711' },
      { name: 'Milestone', value: 'Design' },
      { name: 'Approved', value: `${today()} by d.osei@client.example` },
      { name: 'Finance contact', value: 'Ines Ruiz' },
    ]);
    expect(invoices()[0]?.metadata).toMatchObject({ milepost_po: '4711' });
  });

  test('is mailed to the client’s address of today, though its customer was made with an older one', async () => {
    const { client, mara, project } = await billed();
    world.notionSandbox.editAs(mara, client, { 'Billing email': { email: 'Accounts@client.example' } });
    const second = world.notionSandbox.createPage({
      dataSourceId: world.workspace.milestones.dataSourceId,
      properties: {
        Name: { title: [{ text: { content: 'Build' } }] },
        Project: { relation: [{ id: project }] },
        Trigger: { select: { name: 'Milestone approval' } },
        Amount: { number: 100 },
        Delivery: { select: { name: 'Delivered' } },
        Deliverable: { url: 'https://files.example/build' },
        Approval: { select: { name: 'Approved' } },
        'Decided by': { email: 'd.osei@client.example' },
        'Decided on': { date: { start: today() } },
        'Decision channel': { select: { name: 'Email' } },
        'Decision proof': { url: 'https://mail.example/2' },
      },
    }).id;
    await world.look(second);
    expect(world.stripeSandbox.store.customers()).toHaveLength(1);
    expect(world.stripeSandbox.store.mails().map((mail) => mail.to)).toEqual([
      'ap@client.example',
      'accounts@client.example',
    ]);
  });
});

describe('events in Stripe', () => {
  test('hint at what others did, not at what we did', async () => {
    const { invoice, milestone } = await billed();
    const since = instantFromMillis(world.clock.now() - 60_000);
    expect((await world.stripe.eventsSince(since)).flatMap((event) => event.hints)).toEqual([]);
    await world.stripeSandbox.pay(invoice);
    await world.stripeSandbox.webhooks.idle();
    const hinted = (await world.stripe.eventsSince(since)).flatMap((event) => event.hints);
    expect(new Set(hinted.map((hint) => `${hint.about} ${hint.id}`))).toEqual(
      new Set([`milestone ${milestone}`, `stripe invoice ${invoice}`]),
    );
  });
});

describe('a failing Stripe', () => {
  const answer = (status: number, error: object) =>
    ({ kind: 'answer', status, body: JSON.stringify({ error }) }) as const;

  test.each([
    { name: '500', fault: answer(500, { type: 'api_error', message: 'No.' }) },
    { name: '429', fault: answer(429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Slow down.' }) },
    {
      name: '409',
      fault: answer(409, { type: 'invalid_request_error', code: 'idempotency_key_in_use', message: 'Busy.' }),
    },
    { name: 'a lock', fault: answer(429, { type: 'invalid_request_error', code: 'lock_timeout', message: 'Locked.' }) },
    { name: 'a cut line', fault: { kind: 'cut before commit' } as const },
  ])('with $name is tried again', async ({ fault }) => {
    const { invoice } = await billed();
    world.stripeSandbox.faults.add({ path: invoice, times: 2, fault });
    await expect(world.stripe.readInvoice(invoice)).rejects.toBeInstanceOf(TryAgain);
  });

  test('with a wrong key needs a person', async () => {
    await expect(connect({ secretKey: 'sk_test_wrong' }).readInvoice('in_1')).rejects.toMatchObject({
      name: 'NeedsPerson',
      who: 'admin',
    });
  });

  test('that answers with a proxy’s page in JSON is not believed', async () => {
    const { invoice } = await billed();
    world.stripeSandbox.faults.add({
      path: invoice,
      fault: { kind: 'answer', status: 502, body: '{"message":"bad gateway"}' },
    });
    await expect(world.stripe.readInvoice(invoice)).rejects.toBeInstanceOf(TryAgain);
  });

  test('that never answers ends in time', async () => {
    const { invoice } = await billed();
    world.stripeSandbox.faults.add({ path: invoice, fault: { kind: 'delay', ms: 1_000 } });
    await expect(connect({ timeoutMs: 150 }).readInvoice(invoice)).rejects.toBeInstanceOf(TryAgain);
  });

  test('that asks for a pause makes everybody pause', async () => {
    const pauses: number[] = [];
    const { invoice } = await billed();
    const headers = { 'retry-after': '3' };
    world.stripeSandbox.faults.add({
      path: invoice,
      fault: { ...answer(429, { type: 'invalid_request_error', message: 'Slow.' }), headers },
    });
    const stripe = connect({ budget: { spend: async () => {}, holdFor: async (ms) => void pauses.push(ms) } });
    await expect(stripe.readInvoice(invoice)).rejects.toBeInstanceOf(TryAgain);
    expect(pauses).toEqual([3_000]);
  });
});
