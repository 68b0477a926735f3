import { describe, expect, test } from 'vitest';
import { newSentInvoice, refusal, type Setup, setUp, typesOf } from './support.ts';

/** An invoice that a bank debit paid. */
async function paidByDebit(setup: Setup): Promise<string> {
  const { id } = await newSentInvoice(setup);
  await setup.sandbox.pay(id, { method: 'debit processing' });
  setup.sandbox.settle(id, 'succeeds');
  return id;
}

describe('a debit that went through', () => {
  test('can be taken back by the bank: a dispute that is lost at once, and the invoice keeps reading paid', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const id = await paidByDebit(setup);
    await sandbox.webhooks.idle();
    const before = typesOf(sandbox).length;
    const dispute = await stripe.disputes.retrieve(sandbox.returnDebit(id));
    expect(dispute).toMatchObject({ status: 'lost', amount: 120_000, reason: 'insufficient_funds' });
    expect(typesOf(sandbox).slice(before)).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.closed',
    ]);
    expect(await stripe.charges.retrieve(String(dispute.charge))).toMatchObject({ disputed: true, amount_refunded: 0 });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid', amount_paid: 120_000 });
  });

  test('is taken back for the reason that the bank gives', async () => {
    const setup = await setUp();
    const id = await paidByDebit(setup);
    const { reason } = await setup.stripe.disputes.retrieve(setup.sandbox.returnDebit(id, 'bank_cannot_process'));
    expect(reason).toBe('bank_cannot_process');
  });

  test('cannot be refunded or taken back once more after that', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const id = await paidByDebit(setup);
    const { charge } = await stripe.disputes.retrieve(sandbox.returnDebit(id));
    expect((await refusal(stripe.refunds.create({ charge: String(charge) }))).code).toBe('charge_disputed');
    expect(() => sandbox.returnDebit(id)).toThrow('cannot be disputed');
  });

  test('is taken back over HTTP too', async () => {
    const setup = await setUp();
    const id = await paidByDebit(setup);
    const body = JSON.stringify({ reason: 'debit_not_authorized' });
    await fetch(`${setup.sandbox.url}/_sandbox/invoices/${id}/return-debit`, { method: 'POST', body });
    expect((await setup.stripe.disputes.list()).data).toMatchObject([{ reason: 'debit_not_authorized' }]);
  });
});

test('a card payment is not taken back like a debit', async () => {
  const setup = await setUp();
  const { id } = await newSentInvoice(setup);
  await setup.sandbox.pay(id);
  expect(() => setup.sandbox.returnDebit(id)).toThrow('is no debit');
});

test('a debit that is on its way stays so when the client pays otherwise, and is too much once it arrives', async () => {
  const setup = await setUp();
  const { stripe, sandbox } = setup;
  const { id, customer } = await newSentInvoice(setup);
  await sandbox.pay(id, { method: 'debit processing' });
  sandbox.recordOutside(id);
  expect(sandbox.store.invoice(id)?.status).toBe('paid');
  sandbox.settle(id, 'succeeds');
  expect(sandbox.store.invoice(id)).toMatchObject({ amount_paid: 120_000, amount_overpaid: 120_000 });
  expect(await stripe.customers.retrieve(String(customer))).toMatchObject({ balance: -120_000 });
});
