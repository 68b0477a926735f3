import { describe, expect, it } from 'vitest';
import { newCustomer, newSentInvoice, refusal, type Setup, setUp, typesOf } from './support.ts';

const LIST = { expand: ['payments.data.payment.payment_intent'] };

/** The events since a point, once the late ones have come. */
async function eventsAfter({ sandbox }: Setup, act: () => Promise<unknown>): Promise<string[]> {
  await sandbox.webhooks.idle();
  const before = typesOf(sandbox).length;
  await act();
  await sandbox.webhooks.idle();
  return typesOf(sandbox).slice(before);
}

describe('paying on the hosted page', () => {
  it('settles the invoice by card and tells of the payment itself last', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const { id } = await newSentInvoice(setup);
    expect(await eventsAfter(setup, () => sandbox.pay(id))).toEqual([
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
    ]);
    expect(await stripe.invoices.retrieve(id, LIST)).toMatchObject({
      status: 'paid',
      amount_paid: 120_000,
      amount_remaining: 0,
      attempted: true,
      payments: {
        data: [{ status: 'paid', amount_paid: 120_000, payment: { payment_intent: { status: 'succeeded' } } }],
      },
    });
    expect(sandbox.store.events().at(-1)?.request).toBeNull();
  });

  it('leaves the invoice open when the card is declined', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    expect(await eventsAfter(setup, () => setup.sandbox.pay(id, { method: 'declined' }))).toEqual([
      'charge.failed',
      'payment_intent.payment_failed',
      'invoice.updated',
      'invoice.payment_failed',
    ]);
    expect(await setup.stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', attempt_count: 1 });
    await setup.sandbox.pay(id);
    expect((await setup.stripe.invoices.retrieve(id)).status).toBe('paid');
  });

  it('leaves the invoice open while the client has not confirmed the card', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const { id } = await newSentInvoice(setup);
    expect(await eventsAfter(setup, () => sandbox.pay(id, { method: 'needs action' }))).toEqual([
      'payment_intent.requires_action',
      'invoice.payment_action_required',
    ]);
    expect(await stripe.invoices.retrieve(id, LIST)).toMatchObject({
      status: 'open',
      payments: { data: [{ payment: { payment_intent: { status: 'requires_action', latest_charge: null } } }] },
    });
    await sandbox.pay(id);
    const paid = await stripe.invoices.retrieve(id, LIST);
    expect(paid).toMatchObject({ status: 'paid', payments: { total_count: 1, data: [{ status: 'paid' }] } });
  });

  it('keeps a bank debit open until the bank has answered', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id, { method: 'debit processing' });
    expect(await stripe.invoices.retrieve(id, LIST)).toMatchObject({
      status: 'open',
      payments: { data: [{ payment: { payment_intent: { status: 'processing' } } }] },
    });
    expect((await refusal(stripe.invoices.voidInvoice(id))).message).toContain('being processed');
    sandbox.settle(id, 'fails');
    expect((await stripe.invoices.retrieve(id)).status).toBe('open');
    await sandbox.pay(id, { method: 'debit processing' });
    sandbox.settle(id, 'succeeds');
    expect((await stripe.invoices.retrieve(id)).status).toBe('paid');
  });

  it('adds up parts until nothing remains', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id, { amount: 20_000 });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: 'open',
      amount_paid: 20_000,
      amount_remaining: 100_000,
    });
    await sandbox.pay(id);
    const paid = await stripe.invoices.retrieve(id, LIST);
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 120_000 });
    expect(paid.payments?.data.map(({ amount_paid, is_default }) => [amount_paid, is_default])).toEqual([
      [20_000, false],
      [100_000, true],
    ]);
  });

  it('settles several invoices of one client by one payment', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const customer = (await newCustomer(stripe)).id;
    const first = await newSentInvoice(setup, { customer });
    const second = await newSentInvoice(setup, { customer, amount: 30_000 });
    sandbox.payTogether([first.id, second.id]);
    const [charge] = (await stripe.charges.list()).data;
    expect(charge?.amount).toBe(150_000);
    const intent = String(charge?.payment_intent);
    const paid = await stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: intent } });
    expect(paid.data.map(({ invoice, amount_paid, status }) => [invoice, amount_paid, status])).toEqual([
      [second.id, 30_000, 'paid'],
      [first.id, 120_000, 'paid'],
    ]);
    expect(sandbox.store.invoices().map(({ status }) => status)).toEqual(['paid', 'paid']);
    const stranger = await newSentInvoice(setup);
    const again = await newSentInvoice(setup, { customer });
    expect(() => sandbox.payTogether([again.id, stranger.id])).toThrow('one customer');
  });

  it('turns a surplus into credit', async () => {
    const setup = await setUp();
    const customer = (await newCustomer(setup.stripe)).id;
    const { id } = await newSentInvoice(setup, { customer });
    expect(await eventsAfter(setup, () => setup.sandbox.pay(id, { amount: 125_000 }))).toContain('invoice.overpaid');
    expect(await setup.stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid', amount_overpaid: 5_000 });
    expect(await setup.stripe.customers.retrieve(customer)).toMatchObject({ balance: -5_000 });
  });
});

describe('paying through the API', () => {
  it('books money that came in elsewhere, without a payment of Stripe’s', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id } = await newSentInvoice(setup);
    const events = await eventsAfter(setup, () => stripe.invoices.pay(id, { paid_out_of_band: true }));
    expect(events).toContain('invoice.paid');
    expect(events).not.toContain('invoice.payment_succeeded');
    const paid = await stripe.invoices.retrieve(id, { expand: ['payments'] });
    expect(paid.payments?.data.map(({ status, payment }) => [status, payment.type])).toEqual([
      ['paid', 'payment_record'],
      ['canceled', 'payment_intent'],
    ]);
    expect((await refusal(stripe.invoices.pay(id, { paid_out_of_band: true }))).code).toBe('status_transition_invalid');
  });

  it('takes test cards and reports a declined one', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    const declined = await refusal(setup.stripe.invoices.pay(id, { payment_method: 'pm_card_chargeCustomerFail' }));
    expect(declined).toMatchObject({ type: 'StripeCardError', code: 'card_declined', statusCode: 402 });
    expect((await setup.stripe.invoices.pay(id, { payment_method: 'pm_card_visa' })).status).toBe('paid');
  });

  it('finds the invoice behind a payment intent', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const [first, second] = [await newSentInvoice(setup), await newSentInvoice(setup)];
    await sandbox.pay(first.id);
    await sandbox.pay(second.id);
    const [charge] = (await stripe.charges.list()).data;
    const intent = String(charge?.payment_intent);
    const found = await stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: intent } });
    expect(found.data.map(({ invoice }) => invoice)).toEqual([second.id]);
    expect((await stripe.paymentIntents.retrieve(intent)).latest_charge).toBe(charge?.id);
    const paid = await stripe.invoicePayments.list({ invoice: first.id, status: 'paid' });
    expect((await stripe.invoicePayments.retrieve(paid.data[0]?.id ?? '')).invoice).toBe(first.id);
  });
});

describe('giving money back', () => {
  it('refunds a charge and leaves the invoice paid', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id);
    const [charge] = (await stripe.charges.list()).data;
    const refund = await stripe.refunds.create({
      charge: charge?.id ?? '',
      amount: 20_000,
      reason: 'requested_by_customer',
    });
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ amount: 20_000, reason: 'requested_by_customer' });
    expect((await stripe.refunds.list({ charge: charge?.id ?? '' })).data).toHaveLength(1);
    expect(await stripe.charges.retrieve(charge?.id ?? '', { expand: ['refunds'] })).toMatchObject({
      amount_refunded: 20_000,
      refunded: false,
      refunds: { data: [{ id: refund.id }] },
    });
    await stripe.refunds.create({ payment_intent: String(charge?.payment_intent) });
    expect((await refusal(stripe.refunds.create({ charge: charge?.id ?? '' }))).code).toBe('charge_already_refunded');
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid', amount_paid: 120_000 });
    expect(typesOf(sandbox)).toContain('charge.refunded');
  });

  it('refunds the latest payment of an invoice, as a person does in the Dashboard', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id, { amount: 20_000 });
    await sandbox.pay(id);
    const refund = sandbox.refund(id, { reason: 'requested_by_customer' });
    expect(await stripe.refunds.retrieve(refund)).toMatchObject({ amount: 100_000, reason: 'requested_by_customer' });
    expect(sandbox.store.events().at(-1)?.request).toBeNull();
  });

  it('lowers an open invoice by a credit note, down to paid', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id } = await newSentInvoice(setup);
    const note = await stripe.creditNotes.create({ invoice: id, amount: 20_000, email_type: 'none' });
    expect(note).toMatchObject({ type: 'pre_payment', pre_payment_amount: 20_000, status: 'issued' });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      amount_due: 100_000,
      amount_remaining: 100_000,
      total: 120_000,
    });
    await stripe.creditNotes.create({ invoice: id, amount: 100_000 });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid', amount_paid: 0 });
    expect((await stripe.creditNotes.list({ invoice: id })).data.map(({ number }) => number?.slice(-2))).toEqual([
      '02',
      '01',
    ]);
    expect(sandbox.store.mails().map(({ kind }) => kind)).toEqual(['invoice', 'credit note']);
  });

  it('credits a paid invoice only against money given back', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id);
    expect((await refusal(stripe.creditNotes.create({ invoice: id, amount: 5_000 }))).statusCode).toBe(400);
    const note = await stripe.creditNotes.create({ invoice: id, amount: 5_000, refund_amount: 5_000 });
    expect(note).toMatchObject({ type: 'post_payment', refunds: [{ amount_refunded: 5_000 }] });
    expect((await stripe.invoices.retrieve(id)).post_payment_credit_notes_amount).toBe(5_000);
  });

  it('opens and closes disputes', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.pay(id);
    const dispute = setup.sandbox.dispute(id);
    expect((await setup.stripe.disputes.list()).data.map(({ id, status }) => [id, status])).toEqual([
      [dispute, 'needs_response'],
    ]);
    setup.sandbox.closeDispute(dispute, 'won');
    expect((await setup.stripe.disputes.retrieve(dispute)).status).toBe('won');
    expect(typesOf(setup.sandbox)).toContain('charge.dispute.funds_reinstated');
    expect(() => setup.sandbox.closeDispute(dispute, 'lost')).toThrow('closed already');
  });
});
