import { describe, expect, it } from 'vitest';
import { DAY, inTwoWeeks, newCustomer, newDraft, newSentInvoice, refusal, setUp, typesOf } from './support.ts';

describe('drafts', () => {
  it('grow by lines and answer with their total before anything is mailed', async () => {
    const setup = await setUp();
    const draft = await newDraft(setup, {
      custom_fields: [{ name: 'PO', value: '4711' }],
      metadata: { milepost_key: 'k' },
    });
    expect(draft).toMatchObject({
      status: 'draft',
      number: null,
      hosted_invoice_url: null,
      total: 120_000,
      amount_due: 120_000,
      custom_fields: [{ name: 'PO', value: '4711' }],
      metadata: { milepost_key: 'k' },
      auto_advance: false,
      billing_reason: 'manual',
    });
    expect(draft.lines.data[0]).toMatchObject({ amount: 120_000, description: 'Design approved', invoice: draft.id });
    expect(draft.lines.data[0]?.quantity_decimal?.toString()).toBe('1');
    expect(setup.sandbox.store.mails()).toEqual([]);
  });

  it('multiply a price by a quantity, and change and lose lines', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const draft = await newDraft(setup, { amount: 1000 });
    const priced = await stripe.invoices.addLines(draft.id, {
      lines: [{ quantity: 3, price_data: { currency: 'eur', unit_amount: 250, product_data: { name: 'Day' } } }],
    });
    expect(priced.total).toBe(1750);
    const [first, second] = priced.lines.data;
    const changed = await stripe.invoices.updateLines(draft.id, { lines: [{ id: second?.id ?? '', quantity: 4 }] });
    expect(changed.total).toBe(2000);
    const removed = await stripe.invoices.removeLines(draft.id, {
      lines: [{ id: first?.id ?? '', behavior: 'delete' }],
    });
    expect(removed.total).toBe(1000);
    expect((await stripe.invoices.listLineItems(draft.id)).data.map(({ id }) => id)).toEqual([second?.id]);
  });

  it('show ten lines and page the rest in the order in which they were added', async () => {
    const setup = await setUp();
    const draft = await newDraft(setup, { amount: 1 });
    const lines = Array.from({ length: 14 }, (_, index) => ({ amount: index + 2 }));
    const full = await setup.stripe.invoices.addLines(draft.id, { lines });
    expect(full.lines).toMatchObject({ has_more: true });
    expect(full.lines.data).toHaveLength(10);
    const all = await setup.stripe.invoices.listLineItems(draft.id, { limit: 6 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ amount }) => amount)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  });

  it('add several lines together or none', async () => {
    const setup = await setUp();
    const draft = await newDraft(setup, { amount: 500 });
    const error = await refusal(
      setup.stripe.invoices.addLines(draft.id, { lines: [{ amount: 1 }, { description: 'free' }] }),
    );
    expect(error).toMatchObject({ code: 'parameter_missing', param: 'lines[1][amount]' });
    expect((await setup.stripe.invoices.retrieve(draft.id)).total).toBe(500);
  });

  it('take lines below zero, in the order in which they were asked for', async () => {
    const setup = await setUp();
    const draft = await newDraft(setup, { amount: 100_000 });
    const lines = [
      { amount: -30_000, description: 'Deposit' },
      { amount: 5_000, description: 'Extra' },
    ];
    expect(await setup.stripe.invoices.addLines(draft.id, { lines })).toMatchObject({
      total: 75_000,
      amount_due: 75_000,
      lines: { data: [{ amount: 100_000 }, { amount: -30_000 }, { amount: 5_000 }] },
    });
    const sent = await setup.stripe.invoices.sendInvoice(draft.id);
    expect(await (await fetch(sent.hosted_invoice_url ?? '')).text()).toContain('-€300.00');
  });

  it('take invoice items, pending or attached', async () => {
    const setup = await setUp();
    const { stripe, clock } = setup;
    const customer = (await newCustomer(stripe)).id;
    const pending = await stripe.invoiceItems.create({ customer, amount: 300, currency: 'eur' });
    expect((await stripe.invoiceItems.list({ customer, pending: true })).data.map(({ id }) => id)).toEqual([
      pending.id,
    ]);
    const params = {
      customer,
      collection_method: 'send_invoice',
      currency: 'eur',
      due_date: inTwoWeeks(clock),
    } as const;
    expect((await stripe.invoices.create(params)).total).toBe(0);
    const draft = await stripe.invoices.create({ ...params, pending_invoice_items_behavior: 'include' });
    const attached = await stripe.invoiceItems.create({ invoice: draft.id, amount: 200 });
    expect((await stripe.invoices.retrieve(draft.id)).total).toBe(500);
    await stripe.invoiceItems.del(attached.id);
    expect((await stripe.invoices.retrieve(draft.id)).total).toBe(300);
    expect((await refusal(stripe.invoiceItems.retrieve(attached.id))).statusCode).toBe(404);
  });

  it('can be deleted, and only they', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const draft = await newDraft(setup);
    expect(await stripe.invoices.del(draft.id)).toMatchObject({ id: draft.id, deleted: true });
    expect(await refusal(stripe.invoices.retrieve(draft.id))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: `No such invoice: '${draft.id}'`,
    });
    expect(typesOf(sandbox).at(-1)).toBe('invoice.deleted');
    const sent = await newSentInvoice(setup);
    expect((await refusal(stripe.invoices.del(sent.id))).code).toBe('invoice_not_editable');
  });

  it('follow their customer until they are finalised', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const customer = (await newCustomer(stripe)).id;
    const draft = await newDraft(setup, { customer });
    await stripe.customers.update(customer, { email: 'new@client.test' });
    expect((await stripe.invoices.sendInvoice(draft.id)).customer_email).toBe('new@client.test');
    await stripe.customers.update(customer, { email: 'later@client.test' });
    expect((await stripe.invoices.retrieve(draft.id)).customer_email).toBe('new@client.test');
  });
});

describe('sending', () => {
  it('finalises the draft, numbers it and mails it', async () => {
    const setup = await setUp();
    const sent = await newSentInvoice(setup);
    expect(sent).toMatchObject({ status: 'open', amount_remaining: 120_000, ending_balance: 0 });
    expect(sent.number).toMatch(/^[A-Z0-9]{8}-0001$/);
    expect(sent.hosted_invoice_url).toContain(`${setup.sandbox.url}/i/acct_`);
    expect(sent.effective_at).toBe(sent.status_transitions.finalized_at);
    expect(setup.sandbox.store.mails()).toMatchObject([{ to: 'ap@client.test', invoice: sent.id, kind: 'invoice' }]);
    const types = typesOf(setup.sandbox);
    expect(types.indexOf('invoice.finalized')).toBeLessThan(types.indexOf('invoice.sent'));
  });

  it('mails again each time it is asked to, without any trace on the invoice', async () => {
    const setup = await setUp();
    const sent = await newSentInvoice(setup);
    const again = await setup.stripe.invoices.sendInvoice(sent.id);
    expect({ ...again }).toEqual({ ...sent });
    expect(setup.sandbox.store.mails()).toHaveLength(2);
    expect(typesOf(setup.sandbox).filter((type) => type === 'invoice.sent')).toHaveLength(2);
  });

  it('counts each customer on its own', async () => {
    const setup = await setUp();
    const customer = (await newCustomer(setup.stripe, { invoice_prefix: 'ACME' })).id;
    expect((await newSentInvoice(setup, { customer })).number).toBe('ACME-0001');
    expect((await newSentInvoice(setup, { customer })).number).toBe('ACME-0002');
    expect((await newSentInvoice(setup)).number).toMatch(/-0001$/);
  });
});

describe('finalising', () => {
  it('uses up credit on the customer’s balance', async () => {
    const setup = await setUp();
    const customer = (await newCustomer(setup.stripe, { balance: -50_000 })).id;
    const sent = await newSentInvoice(setup, { customer });
    expect(sent).toMatchObject({ total: 120_000, amount_due: 70_000, starting_balance: -50_000, ending_balance: 0 });
    expect(await setup.stripe.customers.retrieve(customer)).toMatchObject({ balance: 0 });
  });

  it('pays at once what credit covers, and keeps the rest of it', async () => {
    const setup = await setUp();
    const customer = (await newCustomer(setup.stripe, { balance: -200_000 })).id;
    const sent = await newSentInvoice(setup, { customer });
    expect(sent).toMatchObject({ status: 'paid', amount_due: 0, amount_paid: 0, ending_balance: -80_000 });
    expect(typesOf(setup.sandbox)).toContain('invoice.paid');
    expect(typesOf(setup.sandbox)).not.toContain('invoice.payment_succeeded');
  });

  it('carries what is too small to charge over to the next invoice', async () => {
    const setup = await setUp();
    const customer = (await newCustomer(setup.stripe)).id;
    expect(await newSentInvoice(setup, { customer, amount: 49 })).toMatchObject({ status: 'paid', ending_balance: 49 });
    expect(await newSentInvoice(setup, { customer, amount: 100 })).toMatchObject({ status: 'open', amount_due: 149 });
  });

  it('turns a total below zero into credit', async () => {
    const setup = await setUp();
    const customer = (await newCustomer(setup.stripe)).id;
    const sent = await newSentInvoice(setup, { customer, amount: -20_000 });
    expect(sent).toMatchObject({ status: 'paid', total: -20_000, amount_due: 0, ending_balance: -20_000 });
    expect(await setup.stripe.customers.retrieve(customer)).toMatchObject({ balance: -20_000 });
  });

  it('happens once', async () => {
    const setup = await setUp();
    const { id } = await newDraft(setup);
    expect((await setup.stripe.invoices.finalizeInvoice(id)).status).toBe('open');
    expect((await refusal(setup.stripe.invoices.finalizeInvoice(id))).code).toBe('invoice_already_finalized');
    expect(setup.sandbox.store.mails()).toEqual([]);
  });
});

describe('after finalising', () => {
  it('takes metadata and auto_advance, and nothing else', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id } = await newSentInvoice(setup, { metadata: { milepost_key: 'k' } });
    const updated = await stripe.invoices.update(id, { metadata: { note: 'x' }, auto_advance: true });
    expect(updated).toMatchObject({ metadata: { milepost_key: 'k', note: 'x' }, auto_advance: true });
    for (const params of [{ description: 'x' }, { due_date: inTwoWeeks(setup.clock) }, { footer: '' }])
      expect((await refusal(stripe.invoices.update(id, params))).code).toBe('invoice_not_editable');
    expect((await refusal(stripe.invoices.addLines(id, { lines: [{ amount: 1 }] }))).code).toBe('invoice_not_editable');
  });

  it('can be voided, for good', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id } = await newSentInvoice(setup);
    const voided = await stripe.invoices.voidInvoice(id, { expand: ['payments'] });
    expect(voided).toMatchObject({ status: 'void', payments: { data: [{ status: 'canceled' }] } });
    for (const step of [
      stripe.invoices.voidInvoice(id),
      stripe.invoices.sendInvoice(id),
      stripe.invoices.pay(id, { paid_out_of_band: true }),
    ])
      expect((await refusal(step)).code).toBe('status_transition_invalid');
  });

  it('can be given up and still be paid', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id } = await newSentInvoice(setup);
    expect(await stripe.invoices.markUncollectible(id)).toMatchObject({
      status: 'uncollectible',
      status_details: { uncollectible: { reason: 'user_forgiven' } },
    });
    expect(await stripe.invoices.pay(id, { paid_out_of_band: true })).toMatchObject({
      status: 'paid',
      amount_remaining: 0,
    });
    expect((await refusal(stripe.invoices.markUncollectible(id))).statusCode).toBe(400);
  });
});

describe('the list of invoices', () => {
  it('filters by customer, status, method, creation and due date', async () => {
    const setup = await setUp();
    const { stripe, clock } = setup;
    const customer = (await newCustomer(stripe)).id;
    const sent = await newSentInvoice(setup, { customer });
    clock.advance(DAY * 1000);
    const draft = await newDraft(setup, { customer });
    const other = await newDraft(setup);
    const ids = async (params: Parameters<typeof stripe.invoices.list>[0]) =>
      (await stripe.invoices.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([other.id, draft.id, sent.id]);
    expect(await ids({ customer })).toEqual([draft.id, sent.id]);
    expect(await ids({ status: 'open', collection_method: 'send_invoice' })).toEqual([sent.id]);
    expect(await ids({ created: { gt: sent.created }, customer })).toEqual([draft.id]);
    expect(await ids({ due_date: { lte: sent.due_date ?? 0 } })).toEqual([sent.id]);
    const listed = await stripe.invoices.list({ customer, status: 'open', expand: ['data.payments', 'data.customer'] });
    expect(listed.data[0]).toMatchObject({ customer: { id: customer }, payments: { data: [{ is_default: true }] } });
  });

  it('walks pages to the end', async () => {
    const setup = await setUp();
    const customer = (await newCustomer(setup.stripe)).id;
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) made.unshift((await newDraft(setup, { customer })).id);
    const walked: string[] = [];
    for await (const { id } of setup.stripe.invoices.list({ customer, limit: 2 })) walked.push(id);
    expect(walked).toEqual(made);
  });
});
