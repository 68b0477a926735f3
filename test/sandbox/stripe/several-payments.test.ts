import { describe, expect, test } from 'vitest';
import { newSentInvoice, refusal, type Setup, setUp } from './support.ts';

const payment = ({ stripe }: Setup, customer: unknown, amount: number, confirm = true) =>
  stripe.paymentIntents.create({
    amount,
    currency: 'eur',
    customer: String(customer),
    ...(confirm ? { confirm, payment_method: 'pm_card_visa' } : {}),
  });

describe('several payments of one invoice', () => {
  test('count as they are attached; paid is what nothing remains of', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id, customer } = await newSentInvoice(setup);
    const first = await payment(setup, customer, 50_000);
    expect(await stripe.invoices.attachPayment(id, { payment_intent: first.id })).toMatchObject({
      status: 'open',
      amount_paid: 50_000,
      amount_remaining: 70_000,
    });
    const second = await payment(setup, customer, 70_000, false);
    await stripe.invoices.attachPayment(id, { payment_intent: second.id });
    expect((await stripe.invoices.retrieve(id)).amount_paid).toBe(50_000);
    await stripe.paymentIntents.confirm(second.id, { payment_method: 'pm_card_visa' });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid', amount_paid: 120_000 });
    expect((await stripe.invoicePayments.list({ invoice: id, status: 'paid' })).data).toHaveLength(2);
  });

  test('of another customer, or above what remains, are refused', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id, customer } = await newSentInvoice(setup);
    const other = await stripe.customers.create({ email: 'x@y.example' });
    for (const intent of [await payment(setup, other.id, 1_000), await payment(setup, customer, 120_001)]) {
      const error = await refusal(stripe.invoices.attachPayment(id, { payment_intent: intent.id }));
      expect(error.param).toBe('payment_intent');
    }
  });

  test('may be too much together: the invoice is overpaid and the rest is the client’s credit', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id, customer } = await newSentInvoice(setup);
    sandbox.payTwice(id);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: 'paid',
      amount_paid: 120_000,
      amount_overpaid: 120_000,
    });
    expect(await stripe.customers.retrieve(String(customer))).toMatchObject({ balance: -120_000 });
    const types = (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);
    expect(types.filter((type) => type === 'invoice.paid')).toHaveLength(1);
    expect(types).toContain('invoice.overpaid');
  });

  test('may come from outside Stripe in part', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    setup.sandbox.recordOutside(id, 20_000);
    await setup.sandbox.pay(id);
    expect(await setup.stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid', amount_paid: 120_000 });
    const kinds = (await setup.stripe.invoicePayments.list({ invoice: id, status: 'paid' })).data;
    expect(kinds.map(({ payment: { type }, amount_paid }) => [type, amount_paid])).toEqual([
      ['payment_record', 20_000],
      ['payment_intent', 100_000],
    ]);
  });
});

describe('what was paid', () => {
  test('can be taken off the invoice again, which is open then', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id);
    sandbox.detachPayment(id);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: 'open',
      amount_paid: 0,
      amount_remaining: 120_000,
      status_transitions: { paid_at: null },
    });
    await sandbox.pay(id);
    expect((await stripe.invoices.retrieve(id)).status).toBe('paid');
  });

  test('by debit can be taken back by the bank: a dispute that is lost at once', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id, { method: 'debit processing' });
    sandbox.settle(id, 'succeeds');
    const dispute = await stripe.disputes.retrieve(sandbox.returnDebit(id));
    expect(dispute).toMatchObject({ status: 'lost', amount: 120_000, reason: 'insufficient_funds' });
    expect((await stripe.invoices.retrieve(id)).status).toBe('paid');
    const error = await refusal(stripe.refunds.create({ charge: String(dispute.charge) }));
    expect(error.code).toBe('charge_disputed');
  });

  test('by card is not taken back like that', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.pay(id);
    expect(() => setup.sandbox.returnDebit(id)).toThrow('is no debit');
  });
});

test('an invoice whose customer was deleted stays readable, with all that is left of the customer', async () => {
  const setup = await setUp();
  const { stripe } = setup;
  const { id, customer } = await newSentInvoice(setup);
  await stripe.customers.del(String(customer));
  expect((await stripe.invoices.retrieve(id, { expand: ['customer'] })).customer).toEqual({
    id: customer,
    object: 'customer',
    deleted: true,
  });
  const error = await refusal(stripe.invoices.retrieve(id, { expand: ['customer', 'customer.cash_balance'] }));
  expect(error.param).toBe('expand');
});
