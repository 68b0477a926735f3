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

  test('may be one payment for several invoices, which gives each no more than it has', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id: first, customer } = await newSentInvoice(setup);
    const { id: second } = await newSentInvoice(setup, { customer: String(customer) });
    const { id: payment_intent } = await payment(setup, customer, 70_000, false);
    for (const id of [first, second]) await stripe.invoices.attachPayment(id, { payment_intent });
    await stripe.paymentIntents.confirm(payment_intent, { payment_method: 'pm_card_visa' });
    expect((await stripe.invoices.retrieve(first)).amount_paid).toBe(70_000);
    expect((await stripe.invoices.retrieve(second)).amount_paid).toBe(0);
    const third = await newSentInvoice(setup, { customer: String(customer) });
    const error = await refusal(stripe.invoices.attachPayment(third.id, { payment_intent }));
    expect(error.message).toContain('has been applied');
  });

  test('keep the invoice from being voided, given up or corrected until they are canceled', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id, customer } = await newSentInvoice(setup);
    const { id: payment_intent } = await payment(setup, customer, 10_000, false);
    await stripe.invoices.attachPayment(id, { payment_intent });
    const correction = { from_invoice: { action: 'revision' as const, invoice: id } };
    for (const call of [
      () => stripe.invoices.voidInvoice(id),
      () => stripe.invoices.markUncollectible(id),
      () => stripe.invoices.create(correction),
      () => stripe.invoices.attachPayment(id, { payment_intent }),
    ])
      expect((await refusal(call())).statusCode).toBe(400);
    const canceled = await stripe.paymentIntents.cancel(payment_intent, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    expect((await stripe.invoices.voidInvoice(id)).status).toBe('void');
  });

  test('can be canceled, but not the one that the invoice made for itself', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    await newSentInvoice(setup);
    const [own] = (await stripe.paymentIntents.list()).data;
    expect((await refusal(stripe.paymentIntents.cancel(own?.id ?? ''))).message).toContain('void the invoice');
  });

  test('that were both attached before either went through are too much together', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id, customer } = await newSentInvoice(setup);
    const intents = [await payment(setup, customer, 120_000, false), await payment(setup, customer, 120_000, false)];
    for (const intent of intents) await stripe.invoices.attachPayment(id, { payment_intent: intent.id });
    for (const intent of intents) await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ amount_paid: 120_000, amount_overpaid: 120_000 });
    expect(await stripe.customers.retrieve(String(customer))).toMatchObject({ balance: -120_000 });
    const next = await newSentInvoice(setup, { customer: String(customer) });
    expect(next).toMatchObject({ status: 'paid', total: 120_000, amount_due: 0 });
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

  test('twice is owed again once the payment that counted is taken off', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    setup.sandbox.payTwice(id);
    setup.sandbox.detachPayment(id);
    expect(setup.sandbox.store.invoice(id)).toMatchObject({ status: 'open', amount_remaining: 120_000 });
  });

  test('for several invoices can be taken off one of them and attached to it again', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const one = await newSentInvoice(setup, { amount: 1_000 });
    const other = await newSentInvoice(setup, { amount: 2_000, customer: String(one.customer) });
    sandbox.payTogether([one.id, other.id]);
    sandbox.detachPayment(one.id);
    expect(sandbox.store.invoice(one.id)).toMatchObject({ status: 'open', amount_remaining: 1_000 });
    expect(sandbox.store.invoice(other.id)?.status).toBe('paid');
    const [paid] = (await stripe.invoicePayments.list({ invoice: other.id, status: 'paid' })).data;
    const attached = await stripe.invoices.attachPayment(one.id, {
      payment_intent: String(paid?.payment.payment_intent),
    });
    expect(attached).toMatchObject({ status: 'paid', amount_paid: 1_000, amount_overpaid: 0 });
  });

  test('in part is taken off without touching the other parts', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.pay(id, { amount: 50_000 });
    await setup.sandbox.pay(id);
    setup.sandbox.detachPayment(id);
    expect(setup.sandbox.store.invoice(id)).toMatchObject({
      status: 'open',
      amount_paid: 50_000,
      amount_remaining: 70_000,
    });
    const [updated] = (await setup.stripe.events.list({ type: 'invoice.updated' })).data;
    expect(updated?.data.previous_attributes).toMatchObject({ status: 'paid', amount_paid: 120_000 });
  });

  test('in part can be taken off again while the rest is owed: one default payment asks for all of it', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id, { amount: 50_000 });
    sandbox.detachPayment(id);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', amount_remaining: 120_000 });
    expect((await stripe.invoicePayments.list({ invoice: id, status: 'open' })).data).toMatchObject([
      { is_default: true, amount_requested: 120_000 },
    ]);
    expect(() => sandbox.detachPayment(id)).toThrow('No payment of this invoice can be detached');
  });

  test('reopens the invoice in an event that says what it was', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.pay(id);
    setup.sandbox.detachPayment(id);
    const [event] = (await setup.stripe.events.list({ type: 'invoice.updated' })).data;
    expect(event?.data.object).toMatchObject({ id, status: 'open', amount_paid: 0 });
    expect(event?.data.previous_attributes).toMatchObject({ status: 'paid', amount_paid: 120_000 });
  });

  test('on an invoice that was given up makes it paid, and it says no more why it was given up', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id } = await newSentInvoice(setup);
    const lost = await stripe.invoices.markUncollectible(id);
    expect(lost.status_details).toEqual({ uncollectible: { reason: 'user_forgiven' } });
    await sandbox.pay(id, { amount: 20_000 });
    expect((await stripe.invoices.retrieve(id)).status).toBe('uncollectible');
    await sandbox.pay(id);
    const paid = await stripe.invoices.retrieve(id);
    expect(paid).toMatchObject({ status: 'paid', status_transitions: { marked_uncollectible_at: expect.any(Number) } });
    expect(paid.status_details).toBeUndefined();
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
