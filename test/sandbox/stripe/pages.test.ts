import { describe, expect, it } from 'vitest';
import { newCustomer, newDraft, newSentInvoice, refusal, type Setup, setUp } from './support.ts';

const textOf = async (url: string | null | undefined): Promise<string> => (await fetch(url ?? '')).text();

async function press(
  { sandbox }: Setup,
  hostedUrl: string | null | undefined,
  action: string,
  form: Record<string, string>,
) {
  const { pathname } = new URL(hostedUrl ?? '');
  const body = new URLSearchParams(form);
  return fetch(`${sandbox.url}${pathname}/${action}`, { method: 'POST', body });
}

describe('the hosted invoice page', () => {
  it('shows what is owed, to whom and for what, and escapes all of it', async () => {
    const setup = await setUp();
    const customer = (await newCustomer(setup.stripe, { name: '<b>Client</b> & Sons' })).id;
    const invoice = await newSentInvoice(setup, { customer, custom_fields: [{ name: 'PO', value: '4711' }] });
    const shown = await textOf(invoice.hosted_invoice_url);
    for (const part of ['Milepost Studio', 'Sandbox', String(invoice.number), '€1,200.00', 'Design approved', '4711'])
      expect(shown).toContain(part);
    expect(shown).toContain('&lt;b&gt;Client&lt;/b&gt; &amp; Sons');
    expect(shown).not.toContain('<b>Client');
  });

  it('takes a payment and shows the receipt', async () => {
    const setup = await setUp();
    const { id, hosted_invoice_url: url } = await newSentInvoice(setup);
    const receipt = await (await press(setup, url, 'pay', { method: 'card' })).text();
    expect(receipt).toContain('Receipt');
    expect(receipt).not.toContain('Pay by card');
    expect(setup.sandbox.store.invoice(id)?.status).toBe('paid');
    expect((await press(setup, url, 'pay', { method: 'card' })).status).toBe(400);
  });

  it('says so when the card is declined and lets the client try again', async () => {
    const setup = await setUp();
    const { hosted_invoice_url: url } = await newSentInvoice(setup);
    const answer = await press(setup, url, 'pay', { method: 'declined' });
    expect(answer.status).toBe(402);
    expect(await answer.text()).toMatch(/declined[\s\S]*Pay by card/);
  });

  it('takes a part, typed in major units', async () => {
    const setup = await setUp();
    const { id, hosted_invoice_url: url } = await newSentInvoice(setup);
    await press(setup, url, 'pay', { method: 'card', amount: '200.50' });
    expect(setup.sandbox.store.invoice(id)).toMatchObject({ status: 'open', amount_paid: 20_050 });
    expect(await textOf(url)).toContain('€999.50');
  });

  it('lets the bank decide about a debit', async () => {
    const setup = await setUp();
    const { id, hosted_invoice_url: url } = await newSentInvoice(setup);
    await press(setup, url, 'pay', { method: 'debit processing' });
    expect(await textOf(url)).toContain('being processed');
    await press(setup, url, 'settle', { outcome: 'succeeds' });
    expect(setup.sandbox.store.invoice(id)?.status).toBe('paid');
  });

  it.each([
    { outcome: 'succeeds', status: 'paid', answered: 200, shown: 'Receipt' },
    { outcome: 'fails', status: 'open', answered: 402, shown: 'did not confirm' },
  ])('asks the client to confirm a card, which $outcome', async ({ outcome, status, answered, shown }) => {
    const setup = await setUp();
    const { id, hosted_invoice_url: url } = await newSentInvoice(setup);
    expect(await textOf(url)).not.toContain('/confirm"');
    const asked = await (await press(setup, url, 'pay', { method: 'needs action' })).text();
    expect(asked).toContain('/confirm"');
    const answer = await press(setup, url, 'confirm', { outcome });
    expect(answer.status).toBe(answered);
    expect(await answer.text()).toContain(shown);
    expect(setup.sandbox.store.invoice(id)?.status).toBe(status);
  });

  it('says where to transfer how much, and lets the transfer arrive', async () => {
    const setup = await setUp();
    const { id, number, hosted_invoice_url: url } = await newSentInvoice(setup, { auto_advance: true });
    expect(await textOf(url)).toMatch(new RegExp(`transfer €1,200.00[\\s\\S]*DE89[\\s\\S]*${number}`));
    await press(setup, url, 'transfer', { amount: '100', reference: '' });
    expect(setup.sandbox.store.invoice(id)).toMatchObject({ status: 'open', amount_paid: 0 });
    await press(setup, url, 'transfer', { amount: '', reference: String(number) });
    expect(setup.sandbox.store.invoice(id)?.status).toBe('paid');
    expect(await textOf(setup.sandbox.url)).toContain('€100.00');
  });

  it('offers no transfer on behalf of a customer who was deleted, but still a card', async () => {
    const setup = await setUp();
    const { customer, hosted_invoice_url: url } = await newSentInvoice(setup);
    await setup.stripe.customers.del(String(customer));
    const shown = await textOf(url);
    expect(shown).not.toContain('/transfer"');
    expect(shown).toContain('Pay by card');
  });

  it('says that a void invoice is void and offers no payment', async () => {
    const setup = await setUp();
    const { id, hosted_invoice_url: url } = await newSentInvoice(setup);
    await setup.stripe.invoices.voidInvoice(id);
    const shown = await textOf(url);
    expect(shown).toContain('void');
    expect(shown).not.toContain('<form');
  });

  it('does not exist for unknown links', async () => {
    const { sandbox } = await setUp();
    expect((await fetch(`${sandbox.url}/i/acct_1/test_unknown`)).status).toBe(404);
  });

  it('offers a PDF whose cross-reference table points at its objects', async () => {
    const setup = await setUp();
    const invoice = await newSentInvoice(setup);
    const answer = await fetch(invoice.invoice_pdf ?? '');
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const file = await answer.text();
    const offsets = [...file.matchAll(/^(\d{10}) 00000 n/gm)].map(([, digits]) => Number(digits));
    expect(offsets).toHaveLength(5);
    offsets.forEach((offset, index) => {
      expect(file.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj`));
    });
    expect(file).toContain(`Invoice ${invoice.number}`);
  });
});

describe('the overview', () => {
  it('lists invoices, mails, customers and events', async () => {
    const setup = await setUp();
    const invoice = await newSentInvoice(setup);
    const shown = await textOf(setup.sandbox.url);
    for (const part of [String(invoice.number), 'ap@client.test', 'Client Ltd', 'invoice.sent'])
      expect(shown).toContain(part);
  });
});

describe('what happens to money afterwards', () => {
  const click = ({ sandbox }: Setup, path: string) => fetch(`${sandbox.url}${path}`, { method: 'POST' });

  it('is offered for what was paid', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    expect(await textOf(setup.sandbox.url)).not.toContain('Refund as agreed');
    await setup.sandbox.pay(id);
    expect(await textOf(setup.sandbox.url)).toMatch(/Refund as agreed[\s\S]*Refund without a reason[\s\S]*Dispute/);
  });

  it.each([
    { path: 'refund-as-agreed', reason: 'requested_by_customer' },
    { path: 'refund', reason: null },
  ])('is a refund: $path', async ({ path, reason }) => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.pay(id);
    expect(await (await click(setup, `/invoices/${id}/${path}`)).text()).toContain('€1,200.00 refunded');
    expect(setup.sandbox.store.refunds()).toMatchObject([{ amount: 120_000, reason, status: 'succeeded' }]);
    expect((await click(setup, `/invoices/${id}/${path}`)).status).toBe(400);
  });

  it('is a refund of a part', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.pay(id);
    const body = new URLSearchParams({ amount: '200.50' });
    await fetch(`${setup.sandbox.url}/invoices/${id}/refund-as-agreed`, { method: 'POST', body });
    expect(setup.sandbox.store.refunds()).toMatchObject([{ amount: 20_050, reason: 'requested_by_customer' }]);
  });

  it.each([
    { paid: 'nothing', credit: '200', status: 'open', remaining: 100_000, refunds: [] },
    { paid: 'a part', credit: '1000', status: 'paid', remaining: 0, refunds: [50_000] },
    { paid: 'all', credit: '200', status: 'paid', remaining: 0, refunds: [20_000] },
    { paid: 'all, outside', credit: '200', status: 'paid', remaining: 0, refunds: [] },
  ])('is a credit note, where $paid was paid', async ({ paid, credit, status, remaining, refunds }) => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    if (paid === 'a part') await setup.sandbox.pay(id, { amount: 70_000 });
    if (paid === 'all') await setup.sandbox.pay(id);
    if (paid === 'all, outside') setup.sandbox.recordOutside(id);
    const body = new URLSearchParams({ amount: credit });
    const answer = await fetch(`${setup.sandbox.url}/invoices/${id}/credit-note`, { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(setup.sandbox.store.invoice(id)).toMatchObject({ status, amount_remaining: remaining });
    expect(setup.sandbox.store.refunds().map(({ amount }) => amount)).toEqual(refunds);
  });

  it('is a question of the bank that ends well', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.pay(id);
    expect(await (await click(setup, `/invoices/${id}/inquire`)).text()).toContain('no more questions');
    const [inquiry] = (await setup.stripe.disputes.list()).data;
    await click(setup, `/disputes/${inquiry?.id}/warning_closed`);
    expect((await setup.stripe.disputes.list()).data[0]?.status).toBe('warning_closed');
  });

  it.each(['won', 'lost'])('is a dispute that is %s', async (outcome) => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await setup.sandbox.pay(id);
    const open = await (await click(setup, `/invoices/${id}/dispute`)).text();
    expect(open).toMatch(/Decide for us[\s\S]*Decide for the client/);
    const [dispute] = (await setup.stripe.disputes.list()).data;
    const closed = await (await click(setup, `/disputes/${dispute?.id}/${outcome}`)).text();
    expect(closed).toContain(`Dispute ${outcome}`);
    expect((await setup.stripe.disputes.list()).data[0]?.status).toBe(outcome);
  });
});

describe('the control routes', () => {
  const controlOf =
    ({ sandbox }: Setup) =>
    (path: string, body: object = {}) =>
      fetch(`${sandbox.url}/_sandbox${path}`, { method: 'POST', body: JSON.stringify(body) });

  it('do over HTTP what the sandbox object does', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const control = controlOf(setup);
    const { id } = await newSentInvoice(setup);
    expect(await (await fetch(`${sandbox.url}/_sandbox/mails`)).json()).toMatchObject([
      { invoice: id, to: 'ap@client.test' },
    ]);
    expect(await (await control(`/invoices/${id}/pay`, { amount: 100 })).json()).toMatchObject({ amount_paid: 100 });
    expect((await control(`/invoices/${id}/pay`, { method: 'magic' })).status).toBe(400);
    expect((await control('/invoices/in_none/pay')).status).toBe(409);
    await control('/faults', { fault: { kind: 'answer', status: 418, body: '{}' }, path: '/v1/customers' });
    expect((await stripe.customers.list()).lastResponse.statusCode).toBe(418);
    await control('/webhooks/mode', { lose: 'all' });
    sandbox.addWebhookEndpoint('http://127.0.0.1:1/');
    await newDraft(setup);
    await control('/webhooks/idle');
    expect(new Set(sandbox.webhooks.attempts.map(({ outcome }) => outcome))).toEqual(new Set(['lost']));
  });

  it('reach refunds, disputes and what only the other mode has', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const control = controlOf(setup);
    const { id } = await newSentInvoice(setup);
    await control('/invoices/pay-together', { invoices: [id] });
    expect(sandbox.store.invoice(id)?.status).toBe('paid');

    await control(`/invoices/${id}/refund`, { amount: 100, reason: 'requested_by_customer' });
    const refund = async () => (await stripe.refunds.list()).data[0];
    expect(await refund()).toMatchObject({ amount: 100, reason: 'requested_by_customer', status: 'succeeded' });
    await control(`/refunds/${(await refund())?.id}/fail`);
    expect((await refund())?.status).toBe('failed');

    await control(`/invoices/${id}/dispute`);
    const dispute = async () => (await stripe.disputes.list()).data[0];
    const close = async (outcome: string) => await control(`/disputes/${(await dispute())?.id}/close`, { outcome });
    expect((await close('forgotten')).status).toBe(400);
    await close('lost');
    expect((await dispute())?.status).toBe('lost');

    await control('/other-mode/in_live');
    expect((await refusal(stripe.invoices.retrieve('in_live'))).message).toContain('exists in live mode');
  });
});

describe('what bookkeepers, clients and banks do past the hosted page', () => {
  const click = ({ sandbox }: Setup, id: string, step: string) =>
    fetch(`${sandbox.url}/invoices/${id}/by-hand/${step}`, { method: 'POST' });

  it.each([
    ['record-outside', { status: 'paid', amount_paid: 120_000 }],
    ['pay-twice', { status: 'paid', amount_overpaid: 120_000 }],
    ['void', { status: 'void' }],
    ['write-off', { status: 'uncollectible' }],
    ['revise', { status: 'void', latest_revision: expect.stringMatching(/^in_/) }],
  ])('is one button each: %s', async (step, outcome) => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    expect(await textOf(setup.sandbox.url)).toContain(`/invoices/${id}/by-hand/${step}`);
    await click(setup, id, step);
    expect(setup.sandbox.store.invoice(id)).toMatchObject(outcome);
  });

  it.each([
    { step: 'debit-arrives', status: 'paid' },
    { step: 'debit-fails', status: 'open' },
  ])('lets the bank answer to a debit: $step', async ({ step, status }) => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    expect(await textOf(setup.sandbox.url)).not.toContain(step);
    await setup.sandbox.pay(id, { method: 'debit processing' });
    expect(await textOf(setup.sandbox.url)).toContain(step);
    await click(setup, id, step);
    expect(setup.sandbox.store.invoice(id)?.status).toBe(status);
  });

  it('lets a part be paid outside, in major units', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    const body = new URLSearchParams({ amount: '200' });
    await fetch(`${setup.sandbox.url}/invoices/${id}/by-hand/record-outside`, { method: 'POST', body });
    expect(setup.sandbox.store.invoice(id)).toMatchObject({ status: 'open', amount_paid: 20_000 });
  });

  it('lets a transfer arrive, be applied, and be taken off again', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await click(setup, id, 'transfer');
    expect(setup.sandbox.store.invoice(id)?.status).toBe('open');
    await click(setup, id, 'apply-balance');
    expect(setup.sandbox.store.invoice(id)?.status).toBe('paid');
    await click(setup, id, 'detach');
    expect(setup.sandbox.store.invoice(id)).toMatchObject({ status: 'open', amount_remaining: 120_000 });
  });
});
