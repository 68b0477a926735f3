import type Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { newSentInvoice, refusal, type Setup, setUp, typesOf } from './support.ts';

/** A cheque or the like that came in outside Stripe. */
const report = (
  { clock, stripe }: Setup,
  value: number,
  params: Partial<Stripe.PaymentRecordReportPaymentParams> = {},
): Promise<Stripe.PaymentRecord> => {
  const at = Math.floor(clock.now() / 1000);
  return stripe.paymentRecords.reportPayment({
    amount_requested: { currency: 'eur', value },
    initiated_at: at,
    outcome: 'guaranteed',
    guaranteed: { guaranteed_at: at },
    payment_method_details: { type: 'custom', custom: { display_name: 'Cheque' } },
    processor_details: { type: 'custom', custom: { payment_reference: 'No. 4711' } },
    ...params,
  });
};

const pending = (setup: Setup, value: number): Promise<Stripe.PaymentRecord> =>
  setup.stripe.paymentRecords.reportPayment({
    amount_requested: { currency: 'eur', value },
    initiated_at: Math.floor(setup.clock.now() / 1000),
    payment_method_details: { type: 'custom' },
  });

describe('a payment that is reported to Stripe', () => {
  test('says what came in and how, and is listed', async () => {
    const setup = await setUp();
    const record = await report(setup, 20_000);
    expect(record).toMatchObject({
      object: 'payment_record',
      amount_guaranteed: { currency: 'eur', value: 20_000 },
      amount_failed: { value: 0 },
      payment_method_details: { custom: { display_name: 'Cheque' } },
      processor_details: { custom: { payment_reference: 'No. 4711' } },
      reported_by: 'self',
    });
    expect((await setup.stripe.paymentRecords.retrieve(record.id)).id).toBe(record.id);
    expect((await setup.stripe.paymentRecords.list({ created_after: 1 })).data.map(({ id }) => id)).toEqual([
      record.id,
    ]);
    expect((await setup.stripe.paymentRecords.list({ created_before: 1 })).data).toEqual([]);
  });

  test('pays a part of an invoice once it is attached, and the rest may come by card', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id } = await newSentInvoice(setup);
    const { id: payment_record } = await report(setup, 20_000);
    expect(await stripe.invoices.attachPayment(id, { payment_record })).toMatchObject({
      status: 'open',
      amount_paid: 20_000,
      amount_remaining: 100_000,
      attempt_count: 0,
    });
    await sandbox.pay(id);
    const paid = await stripe.invoices.retrieve(id, { expand: ['payments', 'amount_paid_off_stripe'] });
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 120_000, amount_paid_off_stripe: 20_000 });
    const by = await stripe.invoicePayments.list({ payment: { type: 'payment_record', payment_record } });
    expect(by.data).toMatchObject([{ invoice: id, amount_paid: 20_000, status: 'paid', is_default: false }]);
  });

  test('that covers everything makes the invoice paid without a payment of Stripe’s having succeeded', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    const { id: payment_record } = await report(setup, 120_000);
    expect((await setup.stripe.invoices.attachPayment(id, { payment_record })).status).toBe('paid');
    await setup.sandbox.webhooks.idle();
    const types = typesOf(setup.sandbox);
    expect(types).toContain('invoice.paid');
    expect(types).toContain('invoice_payment.paid');
    expect(types).not.toContain('invoice.payment_succeeded');
  });

  test('counts when its money is guaranteed, not when it is attached; one that failed never does', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id } = await newSentInvoice(setup);
    const [good, bad] = [await pending(setup, 30_000), await pending(setup, 40_000)];
    for (const { id: payment_record } of [good, bad]) await stripe.invoices.attachPayment(id, { payment_record });
    expect((await stripe.invoices.retrieve(id)).amount_paid).toBe(0);
    const at = Math.floor(setup.clock.now() / 1000);
    await stripe.paymentRecords.reportPaymentAttemptGuaranteed(good.id, { guaranteed_at: at });
    await stripe.paymentRecords.reportPaymentAttemptFailed(bad.id, { failed_at: at });
    expect((await stripe.invoices.retrieve(id)).amount_paid).toBe(30_000);
    expect((await stripe.invoicePayments.list({ invoice: id, status: 'canceled' })).data).toHaveLength(1);
    const again = await refusal(stripe.paymentRecords.reportPaymentAttemptFailed(good.id, { failed_at: at }));
    expect(again.statusCode).toBe(400);
  });

  test('cannot pay twice, too much, another’s invoice, or without being there', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id } = await newSentInvoice(setup);
    const other = await stripe.customers.create({ email: 'other@client.test' });
    const attach = (payment_record: string) => refusal(stripe.invoices.attachPayment(id, { payment_record }));
    expect((await attach((await report(setup, 120_001)).id)).message).toContain('above what remains');
    const others = await report(setup, 100, { customer_details: { customer: other.id } });
    expect((await attach(others.id)).message).toContain('another customer');
    expect((await attach('pr_none')).code).toBe('resource_missing');
    const { id: payment_record } = await report(setup, 100);
    await stripe.invoices.attachPayment(id, { payment_record });
    expect((await attach(payment_record)).message).toContain('attached already');
    expect((await refusal(stripe.invoices.attachPayment(id, {}))).code).toBe('parameter_missing');
  });

  test('is written by Stripe where an invoice is settled out of band', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id } = await newSentInvoice(setup);
    await stripe.invoices.pay(id, { paid_out_of_band: true });
    const read = await stripe.invoices.retrieve(id, { expand: ['payments.data.payment.payment_record'] });
    const [payment] = read.payments?.data.filter(({ status }) => status === 'paid') ?? [];
    expect(payment?.payment.payment_record).toMatchObject({ amount_guaranteed: { value: 120_000 } });
  });
});
