import { describe, expect, test } from 'vitest';
import { NO_MOVES } from '../../../connectors/stripe/no-moves.ts';
import { instantFromMillis } from '../../../src/billing/calendar.ts';
import { TryAgain } from '../../../src/billing/failure.ts';
import { aClient, MILESTONE_ID } from '../../support/facts.ts';
import { startDesk } from './support.ts';

describe('an invoice in Stripe', () => {
  test('is read as billing’s plain value', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    expect(await desk.read(id)).toMatchObject({
      id,
      status: 'open',
      mode: 'test',
      customerId: desk.customerId,
      customerEmail: 'ap@client.example',
      milestoneId: MILESTONE_ID,
      projectId: 'project-1',
      trigger: 'Milestone approval',
      takenOff: 0,
      delivering: 'mail',
      mailReturned: false,
      billingKey: `${MILESTONE_ID}:all:r1`,
      revision: 1,
      currency: 'GBP',
      total: 400_000,
      amountRemaining: 400_000,
      amountOverpaid: 0,
      creditedAfterPayment: 0,
      moves: NO_MOVES,
    });
  });

  test('says what was paid too much and what was credited after payment', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    await desk.sandbox.pay(id, { amount: 410_000 });
    await desk.dashboard.creditNotes.create({ invoice: id, amount: 5_000, out_of_band_amount: 5_000 });
    expect(await desk.read(id)).toMatchObject({ status: 'paid', amountOverpaid: 10_000, creditedAfterPayment: 5_000 });
  });

  test('says that a message about it came back, once somebody noted it', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    await desk.dashboard.invoices.update(id, { metadata: { milepost_mail_returned: 'mailbox full, 3 Nov' } });
    expect((await desk.read(id)).mailReturned).toBe(true);
  });

  test('that is not ours has no project, no trigger, and was mailed', async () => {
    const desk = await startDesk();
    const { id } = await desk.dashboard.invoices.create({
      customer: desk.customerId,
      collection_method: 'send_invoice',
      days_until_due: 14,
      metadata: { milepost_trigger: 'Whenever', milepost_taken_off: 'much' },
    });
    expect(await desk.read(id)).toMatchObject({ projectId: '', trigger: null, takenOff: 0, delivering: 'mail' });
  });

  test('that does not exist is undefined', async () => {
    const { stripe } = await startDesk();
    expect(await stripe.readInvoice('in_unknown')).toBeUndefined();
  });

  test('that exists where our key does not reach is told apart from one that does not', async () => {
    const { sandbox, stripe } = await startDesk();
    sandbox.existsInOtherMode('in_of_live_mode');
    expect(await stripe.readInvoice('in_of_live_mode')).toBe('other mode');
  });

  test('that paid at once is listed without what became of its money', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    await desk.sandbox.pay(id);
    desk.sandbox.refund(id);
    const calls = await desk.callsOf(async () => {
      expect(await desk.stripe.invoicesOfCustomer(desk.customerId)).toMatchObject([{ id, moves: NO_MOVES }]);
    });
    expect(calls).toEqual(['GET /v1/invoices']);
  });

  test('is mailed to the client’s address of today, though its customer was made with an older one', async () => {
    const desk = await startDesk();
    await desk.issue({ client: aClient({ billingEmail: 'Accounts@client.example' }) });
    expect(desk.sandbox.store.customers()).toHaveLength(1);
    expect(desk.sandbox.store.mails().map((mail) => mail.to)).toEqual(['accounts@client.example']);
  });
});

describe('events in Stripe', () => {
  test('hint at what others did, not at what we did', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    const since = instantFromMillis(desk.clock.now() - 60_000);
    const hinted = async () =>
      new Set(
        (await desk.stripe.eventsSince(since)).flatMap(({ hints }) => hints).map(({ about, id }) => `${about} ${id}`),
      );
    expect(await hinted()).toEqual(new Set());
    await desk.sandbox.pay(id);
    await desk.sandbox.webhooks.idle();
    expect(await hinted()).toEqual(new Set([`milestone ${MILESTONE_ID}`, `stripe invoice ${id}`]));
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
    const desk = await startDesk();
    const { id } = await desk.issue();
    desk.sandbox.faults.add({ path: id, times: 2, fault });
    await expect(desk.stripe.readInvoice(id)).rejects.toBeInstanceOf(TryAgain);
  });

  test('with a wrong key needs a person', async () => {
    const { connect } = await startDesk();
    await expect(connect({ secretKey: 'sk_test_wrong' }).readInvoice('in_1')).rejects.toMatchObject({
      name: 'NeedsPerson',
      who: 'admin',
    });
  });

  test.each(['/v1/invoices/', '/v1/charges/', '/v1/disputes'])(
    'that answers %s with a proxy’s page in JSON is not believed',
    async (path) => {
      const desk = await startDesk();
      const { id } = await desk.issue();
      await desk.sandbox.pay(id);
      desk.sandbox.dispute(id);
      desk.sandbox.faults.add({ path, fault: { kind: 'answer', status: 502, body: '{"message":"bad gateway"}' } });
      await expect(desk.stripe.readInvoice(id)).rejects.toBeInstanceOf(TryAgain);
    },
  );

  test('that never answers ends in time', async () => {
    const desk = await startDesk();
    const { id } = await desk.issue();
    desk.sandbox.faults.add({ path: id, fault: { kind: 'delay', ms: 1_000 } });
    await expect(desk.connect({ timeoutMs: 150 }).readInvoice(id)).rejects.toBeInstanceOf(TryAgain);
  });

  test('that asks for a pause makes everybody pause', async () => {
    const pauses: number[] = [];
    const desk = await startDesk();
    const { id } = await desk.issue();
    desk.sandbox.faults.add({
      path: id,
      fault: { ...answer(429, { type: 'invalid_request_error', message: 'Slow.' }), headers: { 'retry-after': '3' } },
    });
    const stripe = desk.connect({ budget: { spend: async () => {}, holdFor: async (ms) => void pauses.push(ms) } });
    await expect(stripe.readInvoice(id)).rejects.toBeInstanceOf(TryAgain);
    expect(pauses).toEqual([3_000]);
  });
});
