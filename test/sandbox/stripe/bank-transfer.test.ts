import { describe, expect, test } from 'vitest';
import { DAY, newCustomer, newSentInvoice, refusal, setUp } from './support.ts';

const typesSince = (events: readonly { type: string }[]) => events.map(({ type }) => type).reverse();

describe('a bank transfer', () => {
  test('that nothing matches stays on the customer’s cash balance, and no invoice is partly funded', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const invoice = await newSentInvoice(setup);
    const customer = String(invoice.customer);
    const from = (await stripe.events.list({ limit: 1 })).data[0]?.id ?? '';
    const funded = await stripe.testHelpers.customers.fundCashBalance(customer, { amount: 100_000, currency: 'eur' });
    expect(funded).toMatchObject({ type: 'funded', net_amount: 100_000, ending_balance: 100_000, customer });
    expect(await stripe.customers.retrieveCashBalance(customer)).toMatchObject({ available: { eur: 100_000 } });
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'open', amount_remaining: 120_000 });
    expect(typesSince((await stripe.events.list({ ending_before: from })).data)).toEqual([
      'customer_cash_balance_transaction.created',
      'cash_balance.funds_available',
    ]);
    expect(() => sandbox.applyCashBalance(invoice.id)).toThrow('does not cover');
  });

  test('can be seen with the invoice in one read', async () => {
    const setup = await setUp();
    const invoice = await newSentInvoice(setup);
    setup.sandbox.fundCashBalance(String(invoice.customer), { amount: 5_000, currency: 'EUR' });
    const read = await setup.stripe.invoices.retrieve(invoice.id, { expand: ['customer', 'customer.cash_balance'] });
    expect(read.customer).toMatchObject({ cash_balance: { available: { eur: 5_000 } } });
  });

  test('pays an invoice once a person applies the balance, and what is over stays there', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const invoice = await newSentInvoice(setup);
    const customer = String(invoice.customer);
    sandbox.fundCashBalance(customer, { amount: 150_000, currency: 'eur' });
    sandbox.applyCashBalance(invoice.id);
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'paid', amount_paid: 120_000 });
    expect(await stripe.customers.retrieveCashBalance(customer)).toMatchObject({ available: { eur: 30_000 } });
    const moves = await stripe.customers.listCashBalanceTransactions(customer);
    expect(moves.data.map(({ type, net_amount }) => [type, net_amount])).toEqual([
      ['applied_to_payment', -120_000],
      ['funded', 150_000],
    ]);
    const charges = await stripe.charges.list({ customer });
    expect(charges.data[0]?.payment_method_details).toEqual({ type: 'customer_balance' });
  });

  test('is matched by itself where Stripe advances the invoice, by its number first', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id: customer } = await newCustomer(stripe);
    const older = await newSentInvoice(setup, { customer, auto_advance: true });
    const newer = await newSentInvoice(setup, { customer, auto_advance: true });
    sandbox.fundCashBalance(customer, { amount: 120_000, currency: 'eur', reference: newer.number ?? '' });
    expect(sandbox.store.invoice(newer.id)?.status).toBe('paid');
    sandbox.fundCashBalance(customer, { amount: 120_000, currency: 'eur', reference: 'thank you' });
    expect(sandbox.store.invoice(older.id)?.status).toBe('paid');
  });

  test('that is the exact sum of several invoices pays those, not the oldest', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const { id: customer } = await newCustomer(stripe);
    const send = (amount: number) => newSentInvoice(setup, { customer, amount, auto_advance: true });
    const [oldest, one, other] = [await send(40_000), await send(20_000), await send(30_000)];
    sandbox.fundCashBalance(customer, { amount: 50_000, currency: 'eur' });
    const statuses = [oldest, one, other].map(({ id }) => sandbox.store.invoice(id)?.status);
    expect(statuses).toEqual(['open', 'paid', 'paid']);
  });

  test('pays what it covers, the oldest first, and leaves the rest on the balance', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const { id: customer } = await newCustomer(stripe);
    const send = (amount: number) => newSentInvoice(setup, { customer, amount, auto_advance: true });
    const [oldest, newest] = [await send(40_000), await send(30_000)];
    sandbox.fundCashBalance(customer, { amount: 45_000, currency: 'eur' });
    expect(sandbox.store.invoice(oldest.id)?.status).toBe('paid');
    expect(sandbox.store.invoice(newest.id)).toMatchObject({ status: 'open', amount_paid: 0 });
    expect(await stripe.customers.retrieveCashBalance(customer)).toMatchObject({ available: { eur: 5_000 } });
    const [funds] = (await stripe.events.list({ type: 'cash_balance.funds_available' })).data;
    expect(funds?.data.object).toMatchObject({ object: 'cash_balance', customer, available: { eur: 5_000 } });
  });

  test('waits for a person where its customer is reconciled by hand', async () => {
    const setup = await setUp();
    const invoice = await newSentInvoice(setup, { auto_advance: true });
    const customer = String(invoice.customer);
    await setup.stripe.customers.updateCashBalance(customer, { settings: { reconciliation_mode: 'manual' } });
    setup.sandbox.fundCashBalance(customer, { amount: 120_000, currency: 'eur' });
    expect(setup.sandbox.store.invoice(invoice.id)?.status).toBe('open');
  });

  test('is refused for a customer who was deleted, and cannot be disputed', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id: gone } = await newCustomer(stripe);
    await stripe.customers.del(gone);
    const fund = (customer: string) =>
      stripe.testHelpers.customers.fundCashBalance(customer, { amount: 120_000, currency: 'eur' });
    expect((await refusal(fund(gone))).code).toBe('resource_missing');
    const invoice = await newSentInvoice(setup);
    await fund(String(invoice.customer));
    sandbox.applyCashBalance(invoice.id);
    expect(() => sandbox.dispute(invoice.id)).toThrow('cannot be disputed');
  });

  test('more than thirty days after the due date is not matched any more', async () => {
    const setup = await setUp();
    const invoice = await newSentInvoice(setup, { auto_advance: true });
    setup.clock.advance(46 * DAY * 1000);
    setup.sandbox.fundCashBalance(String(invoice.customer), { amount: 120_000, currency: 'eur' });
    expect(setup.sandbox.store.invoice(invoice.id)?.status).toBe('open');
  });

  test('is one movement of the balance, which can be read by itself and belongs to one customer', async () => {
    const { stripe, sandbox } = await setUp();
    const [{ id }, { id: other }] = [await newCustomer(stripe), await newCustomer(stripe)];
    sandbox.fundCashBalance(id, { amount: 5_000, currency: 'eur', reference: 'thank you' });
    const [move] = (await stripe.customers.listCashBalanceTransactions(id)).data;
    const read = await stripe.customers.retrieveCashBalanceTransaction(id, move?.id ?? '');
    expect(read).toMatchObject({ type: 'funded', funded: { bank_transfer: { reference: 'thank you' } } });
    const error = await refusal(stripe.customers.retrieveCashBalanceTransaction(other, move?.id ?? ''));
    expect(error.code).toBe('resource_missing');
  });

  test('keeps its customer from being deleted', async () => {
    const { stripe, sandbox } = await setUp();
    const { id } = await newCustomer(stripe);
    sandbox.fundCashBalance(id, { amount: 100, currency: 'eur' });
    expect((await refusal(stripe.customers.del(id))).message).toContain('cash balance');
  });
});
