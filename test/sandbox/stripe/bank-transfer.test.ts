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

  test('more than thirty days after the due date is not matched any more', async () => {
    const setup = await setUp();
    const invoice = await newSentInvoice(setup, { auto_advance: true });
    setup.clock.advance(46 * DAY * 1000);
    setup.sandbox.fundCashBalance(String(invoice.customer), { amount: 120_000, currency: 'eur' });
    expect(setup.sandbox.store.invoice(invoice.id)?.status).toBe('open');
  });

  test('keeps its customer from being deleted', async () => {
    const { stripe, sandbox } = await setUp();
    const { id } = await newCustomer(stripe);
    sandbox.fundCashBalance(id, { amount: 100, currency: 'eur' });
    expect((await refusal(stripe.customers.del(id))).message).toContain('cash balance');
  });
});
