import { describe, expect, test } from 'vitest';
import { newSentInvoice, refusal, setUp, typesOf } from './support.ts';

async function paidInvoice() {
  const setup = await setUp();
  const { id } = await newSentInvoice(setup);
  await setup.sandbox.pay(id);
  await setup.sandbox.webhooks.idle();
  const charge = (await setup.stripe.charges.list()).data[0]?.id ?? '';
  const known = typesOf(setup.sandbox).length;
  return { ...setup, id, charge, since: () => typesOf(setup.sandbox).slice(known) };
}

describe('a refund that the bank takes its time for', () => {
  test('is pending, counts on the charge already, and arrives later', async () => {
    const { charge, id, sandbox, since, stripe } = await paidInvoice();
    const refund = sandbox.refund(id, { amount: 20_000, isPending: true });
    expect(await stripe.refunds.retrieve(refund)).toMatchObject({ status: 'pending' });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 20_000, refunded: false });
    sandbox.completeRefund(refund);
    expect((await stripe.refunds.retrieve(refund)).status).toBe('succeeded');
    expect(since()).toEqual(['refund.created', 'charge.refunded', 'refund.updated']);
    expect(() => sandbox.completeRefund(refund)).toThrow('not pending');
  });

  test('may fail instead: the money counts as received again, and can be given back another time', async () => {
    const { charge, id, sandbox, since, stripe } = await paidInvoice();
    const refund = sandbox.refund(id, { isPending: true });
    sandbox.failRefund(refund);
    expect(await stripe.refunds.retrieve(refund)).toMatchObject({ status: 'failed', failure_reason: 'unknown' });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect(since().slice(2)).toEqual(['refund.updated', 'refund.failed']);
    const [updated] = (await stripe.events.list({ type: 'refund.updated' })).data;
    expect(updated?.data.previous_attributes).toEqual({ status: 'pending' });
    expect(() => sandbox.failRefund(refund)).toThrow('cannot fail any more');
    expect((await stripe.refunds.create({ charge })).amount).toBe(120_000);
  });
});

describe('an inquiry of the client’s bank', () => {
  test('takes no money and leaves the charge refundable', async () => {
    const { charge, id, sandbox, since, stripe } = await paidInvoice();
    const inquiry = sandbox.dispute(id, 'inquiry');
    expect(await stripe.disputes.retrieve(inquiry)).toMatchObject({
      status: 'warning_needs_response',
      is_charge_refundable: true,
    });
    expect(since()).toEqual(['charge.dispute.created']);
    expect((await stripe.refunds.create({ charge, amount: 100 })).status).toBe('succeeded');
  });

  test('is answered and closed, neither won nor lost', async () => {
    const { id, sandbox, since, stripe } = await paidInvoice();
    const inquiry = sandbox.dispute(id, 'inquiry');
    sandbox.reviewDispute(inquiry);
    expect((await stripe.disputes.retrieve(inquiry)).status).toBe('warning_under_review');
    expect(() => sandbox.closeDispute(inquiry, 'lost')).toThrow('neither won nor lost');
    sandbox.closeDispute(inquiry, 'warning_closed');
    expect(since()).toEqual(['charge.dispute.created', 'charge.dispute.updated', 'charge.dispute.closed']);
  });
});

describe('a dispute', () => {
  test('is under review once it was answered, which an event tells', async () => {
    const { id, sandbox, stripe } = await paidInvoice();
    const dispute = sandbox.dispute(id);
    sandbox.reviewDispute(dispute);
    const [event] = (await stripe.events.list({ type: 'charge.dispute.updated' })).data;
    expect(event?.data).toMatchObject({
      object: { id: dispute, status: 'under_review' },
      previous_attributes: { status: 'needs_response' },
    });
    expect(() => sandbox.reviewDispute(dispute)).toThrow('does not wait');
  });

  test('needs something to be about: what was given back cannot be disputed', async () => {
    const { id, sandbox } = await paidInvoice();
    sandbox.refund(id);
    expect(() => sandbox.dispute(id)).toThrow('cannot be disputed');
  });
});

test('all of that is reachable over HTTP', async () => {
  const { id, sandbox, stripe } = await paidInvoice();
  const control = async (path: string, body: object = {}) => {
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  };
  await control(`/invoices/${id}/refund`, { amount: 100, isPending: true });
  const refund = async () => (await stripe.refunds.list()).data[0];
  expect((await refund())?.status).toBe('pending');
  await control(`/refunds/${(await refund())?.id}/complete`);
  expect((await refund())?.status).toBe('succeeded');
  await control(`/invoices/${id}/dispute`, { kind: 'inquiry' });
  const dispute = async () => (await stripe.disputes.list()).data[0];
  await control(`/disputes/${(await dispute())?.id}/review`);
  expect((await dispute())?.status).toBe('warning_under_review');
  expect((await refusal(stripe.disputes.retrieve('du_none'))).code).toBe('resource_missing');
});
