import { describe, expect, test } from 'vitest';
import { newSentInvoice, refusal, setUp, typesOf } from './support.ts';

describe('a card payment that the client has to confirm', () => {
  test('leaves the invoice open until that happened, and is paid then', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id, { method: 'needs action' });
    expect(sandbox.store.invoice(id)).toMatchObject({ status: 'open', amount_paid: 0 });
    expect((await stripe.charges.list()).data).toEqual([]);
    sandbox.confirm(id, 'succeeds');
    expect(sandbox.store.invoice(id)).toMatchObject({ status: 'paid', amount_paid: 120_000 });
    expect(() => sandbox.confirm(id, 'succeeds')).toThrow('waits to be confirmed');
  });

  test('that fails makes no charge: the intent says why and the client may try again', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id, { method: 'needs action' });
    sandbox.confirm(id, 'fails');
    expect((await stripe.charges.list()).data).toEqual([]);
    expect((await stripe.paymentIntents.list()).data).toMatchObject([
      {
        status: 'requires_payment_method',
        last_payment_error: { code: 'payment_intent_authentication_failure', type: 'card_error' },
      },
    ]);
    expect(typesOf(sandbox)).toContain('invoice.payment_failed');
    await sandbox.pay(id);
    expect(sandbox.store.invoice(id)?.status).toBe('paid');
    expect((await stripe.paymentIntents.list()).data).toMatchObject([{ last_payment_error: null }]);
  });

  test('is a refusal where the API pays an invoice, and a state where it confirms a payment', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id, customer } = await newSentInvoice(setup);
    const payment_method = 'pm_card_threeDSecure2Required';
    const error = await refusal(stripe.invoices.pay(id, { payment_method }));
    expect(error).toMatchObject({ statusCode: 402, code: 'invoice_payment_intent_requires_action' });
    const intent = await stripe.paymentIntents.create({
      amount: 5_000,
      currency: 'eur',
      customer: String(customer),
      confirm: true,
      payment_method,
    });
    expect(intent).toMatchObject({ status: 'requires_action', latest_charge: null });
    expect(intent.next_action).not.toBeNull();
  });
});
