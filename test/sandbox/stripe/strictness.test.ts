import { describe, expect, it } from 'vitest';
import { clientFor, inTwoWeeks, newCustomer, newDraft, newSentInvoice, refusal, setUp } from './support.ts';

const call = (url: string, path: string, init: RequestInit & { key?: string } = {}) =>
  fetch(`${url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${init.key ?? 'sk_test_sandbox'}`, ...init.headers },
  });

describe('what the sandbox refuses', () => {
  it('names an unknown parameter, however deep', async () => {
    const { sandbox } = await setUp();
    const post = async (path: string, body: string) =>
      await (await call(sandbox.url, path, { method: 'POST', body })).json();
    expect(await post('/v1/customers', 'nmae=x')).toMatchObject({
      error: {
        type: 'invalid_request_error',
        code: 'parameter_unknown',
        param: 'nmae',
        message: 'Received unknown parameter: nmae',
      },
    });
    expect(await post('/v1/invoices/in_1/add_lines', 'lines[0][price]=x&lines[0][amount]=1')).toMatchObject({
      error: { code: 'parameter_unknown', param: 'lines[0][price]' },
    });
  });

  it('names a missing parameter', async () => {
    const { stripe } = await setUp();
    expect(await refusal(stripe.invoices.create({ currency: 'eur' }))).toMatchObject({
      code: 'parameter_missing',
      param: 'customer',
      statusCode: 400,
    });
  });

  it('wants whole numbers where amounts and times stand', async () => {
    const setup = await setUp();
    const draft = await newDraft(setup);
    const error = await refusal(setup.stripe.invoices.addLines(draft.id, { lines: [{ amount: 10.5 }] }));
    expect(error).toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'lines[0][amount]',
      message: 'Invalid integer: 10.5',
    });
  });

  it('reads lists with and without indices', async () => {
    const setup = await setUp();
    const draft = await newDraft(setup);
    const answer = await call(setup.sandbox.url, `/v1/invoices/${draft.id}?expand[]=customer&expand[]=payments`);
    expect(await answer.json()).toMatchObject({ customer: { object: 'customer' }, payments: { data: [] } });
  });

  it('wants an e-mail address and exactly one due date for invoices that are sent', async () => {
    const { stripe, clock } = await setUp();
    const withEmail = (await newCustomer(stripe)).id;
    const without = (await stripe.customers.create({ name: 'No mail' })).id;
    const create = (params: { customer: string; due_date?: number; days_until_due?: number }) =>
      refusal(stripe.invoices.create({ collection_method: 'send_invoice', currency: 'eur', ...params }));
    expect((await create({ customer: without, days_until_due: 14 })).message).toMatch(/^Missing email/);
    expect((await create({ customer: withEmail })).code).toBe('parameter_missing');
    const both = { customer: withEmail, due_date: inTwoWeeks(clock), days_until_due: 14 };
    expect((await create(both)).code).toBe('parameters_exclusive');
    const yesterday = Math.floor(clock.now() / 1000) - 86_400;
    expect((await create({ customer: withEmail, due_date: yesterday })).param).toBe('due_date');
  });

  it('knows currencies and what they can express', async () => {
    const setup = await setUp();
    const draftIn = (currency: string, amount: number) => newDraft(setup, { currency, amount });
    expect((await refusal(draftIn('xyz', 100))).param).toBe('currency');
    expect((await refusal(draftIn('eur', 100_000_000))).code).toBe('amount_too_large');
    expect((await refusal(draftIn('isk', 150))).param).toBe('lines[0][amount]');
    expect((await draftIn('jpy', 151)).total).toBe(151);
  });

  it('limits custom fields', async () => {
    const setup = await setUp();
    const field = { name: 'PO', value: '1' };
    for (const custom_fields of [
      Array(5).fill(field),
      [{ ...field, name: 'n'.repeat(41) }],
      [{ ...field, value: 'v'.repeat(141) }],
    ])
      expect((await refusal(newDraft(setup, { custom_fields }))).statusCode).toBe(400);
  });

  it('refuses a property that cannot be expanded', async () => {
    const setup = await setUp();
    const { id } = await newDraft(setup);
    expect((await refusal(setup.stripe.invoices.retrieve(id, { expand: ['charge'] }))).message).toContain(
      'cannot be expanded',
    );
  });

  it('refuses unknown keys, paths and objects', async () => {
    const { sandbox, stripe } = await setUp();
    const stranger = await refusal(clientFor(sandbox.url, 'sk_test_someone_else_1234').account.retrieve(''));
    expect(stranger).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' });
    expect(stranger.message).toMatch(/^Invalid API Key provided: sk_test_\*+1234$/);
    expect((await call(sandbox.url, '/v1/unheard_of')).status).toBe(404);
    expect(await refusal(stripe.customers.retrieve('cus_none'))).toMatchObject({
      code: 'resource_missing',
      statusCode: 404,
    });
  });

  it('names what the path of a missing object stands for', async () => {
    const { stripe } = await setUp();
    const param = async (call: Promise<unknown>) => (await refusal(call)).param;
    expect(await param(stripe.invoices.retrieve('in_none'))).toBe('invoice');
    expect(await param(stripe.invoices.sendInvoice('in_none'))).toBe('invoice');
    expect(await param(stripe.paymentIntents.retrieve('pi_none'))).toBe('intent');
    expect(await param(stripe.customers.retrieve('cus_none'))).toBe('id');
  });

  it('gives no more back than came in and is left, and nothing while the bank decides', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id);
    const charge = (await stripe.charges.list()).data[0]?.id ?? '';
    await stripe.refunds.create({ charge, amount: 100_000 });
    expect((await refusal(stripe.refunds.create({ charge, amount: 20_001 }))).param).toBe('amount');
    const dispute = sandbox.dispute(id);
    expect((await stripe.disputes.retrieve(dispute)).amount).toBe(20_000);
    expect((await refusal(stripe.refunds.create({ charge }))).code).toBe('charge_disputed');
    sandbox.closeDispute(dispute, 'won');
    await stripe.refunds.create({ charge });
    expect((await refusal(stripe.refunds.create({ charge }))).code).toBe('charge_already_refunded');
  });

  it('books no sum below one cent', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    for (const amount of [0, -1, 0.5]) expect(() => setup.sandbox.recordOutside(id, amount)).toThrow('Invalid amount');
    expect(setup.sandbox.store.invoice(id)?.amount_paid).toBe(0);
  });

  it('says where an object is that only the other mode has', async () => {
    const { sandbox, stripe } = await setUp();
    sandbox.existsInOtherMode('in_live');
    sandbox.existsInOtherMode('cus_live');
    const mode = 'a similar object exists in live mode, but a test mode key was used to make this request.';
    const invoice = await refusal(stripe.invoices.retrieve('in_live'));
    expect(invoice).toMatchObject({ code: 'resource_missing', statusCode: 404 });
    expect(invoice.message).toBe(`No such invoice: 'in_live'; ${mode}`);
    const customer = await refusal(stripe.invoices.create({ customer: 'cus_live', currency: 'eur' }));
    expect(customer).toMatchObject({ statusCode: 400, message: `No such customer: 'cus_live'; ${mode}` });
    expect((await refusal(stripe.invoices.retrieve('in_none'))).message).toBe("No such invoice: 'in_none'");
  });

  it('answers 429 beyond its rate, with the reason', async () => {
    const { stripe } = await setUp({ rateLimitPerSecond: 2 });
    await Promise.all([stripe.customers.list(), stripe.customers.list()]);
    const error = await refusal(stripe.customers.list());
    expect(error).toMatchObject({ type: 'StripeRateLimitError', code: 'rate_limit' });
    expect(error.headers?.['stripe-rate-limited-reason']).toBe('global-rate');
  });

  it('refuses to void what was paid in part', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.pay(id, { amount: 20_000 });
    expect((await refusal(setup.stripe.invoices.voidInvoice(id))).statusCode).toBe(400);
  });
});
