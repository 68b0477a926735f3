import { describe, expect, it } from 'vitest';
import { clientFor, newCustomer, newDraft, refusal, setUp } from './support.ts';

const key = { idempotencyKey: 'inv-create:page-1:r1' };

describe('idempotency keys', () => {
  it('answer a repeated request with the first answer and execute nothing', async () => {
    const { sandbox, stripe } = await setUp();
    const first = await stripe.customers.create({ email: 'a@x.test' }, key);
    const second = await stripe.customers.create({ email: 'a@x.test' }, key);
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(second.lastResponse.idempotencyKey).toBe(key.idempotencyKey);
    expect(sandbox.store.customers()).toHaveLength(1);
    expect(sandbox.store.events()[0]?.request).toMatchObject({ idempotency_key: key.idempotencyKey });
  });

  it('belong to one set of parameters and one path', async () => {
    const { stripe } = await setUp();
    await stripe.customers.create({ email: 'a@x.test' }, key);
    const otherBody = await refusal(stripe.customers.create({ email: 'b@x.test' }, key));
    expect(otherBody).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    const otherPath = await refusal(stripe.invoices.create({ customer: 'cus_1' }, key));
    expect(otherPath.type).toBe('StripeIdempotencyError');
  });

  it('replay a refusal that came after execution began, even once its cause is gone', async () => {
    const { stripe } = await setUp();
    const { id } = await stripe.customers.create({ name: 'No mail' });
    const params = { customer: id, collection_method: 'send_invoice', days_until_due: 14 } as const;
    expect((await refusal(stripe.invoices.create(params, key))).message).toMatch(/^Missing email/);
    await stripe.customers.update(id, { email: 'a@x.test' });
    expect((await refusal(stripe.invoices.create(params, key))).headers?.['idempotent-replayed']).toBe('true');
    expect((await stripe.invoices.create(params, { idempotencyKey: 'inv-create:page-1:r2' })).status).toBe('draft');
  });

  it('do not keep what was refused before execution', async () => {
    const { sandbox } = await setUp();
    const headers = { authorization: 'Bearer sk_test_sandbox', 'idempotency-key': 'k' };
    const post = (body: string) => fetch(`${sandbox.url}/v1/customers`, { method: 'POST', headers, body });
    expect((await post('unheard=of')).status).toBe(400);
    expect((await post('name=x')).status).toBe(200);
  });

  it('are in use while their request runs', async () => {
    const { sandbox, stripe } = await setUp();
    sandbox.faults.add({ method: 'POST', path: '/v1/customers', fault: { kind: 'delay', ms: 100 } });
    const slow = stripe.customers.create({ email: 'a@x.test' }, key);
    await expect.poll(() => sandbox.journal.entries().length, { interval: 2 }).toBe(1);
    expect(await refusal(stripe.customers.create({ email: 'a@x.test' }, key))).toMatchObject({
      statusCode: 409,
      code: 'idempotency_key_in_use',
    });
    const { id } = await slow;
    expect((await stripe.customers.create({ email: 'a@x.test' }, key)).id).toBe(id);
  });

  it('are forgotten after a day, or when told to', async () => {
    const { clock, sandbox, stripe } = await setUp();
    const create = async () => (await stripe.customers.create({ email: 'a@x.test' }, key)).id;
    const first = await create();
    clock.advance(23 * 3_600_000);
    expect(await create()).toBe(first);
    clock.advance(3_600_000);
    const second = await create();
    expect(second).not.toBe(first);
    sandbox.expireIdempotencyKeys();
    expect(await create()).not.toBe(second);
  });
});

describe('faults', () => {
  it('cut the connection after the work was done; the same key finds its result', async () => {
    const setup = await setUp();
    const { sandbox, stripe } = setup;
    const draft = await newDraft(setup);
    sandbox.faults.add({ method: 'POST', path: '/send', fault: { kind: 'cut after commit' } });
    const once = { headers: { authorization: 'Bearer sk_test_sandbox', 'idempotency-key': 'send' }, method: 'POST' };
    await expect(fetch(`${sandbox.url}/v1/invoices/${draft.id}/send`, once)).rejects.toThrow();
    expect(sandbox.store.invoice(draft.id)?.status).toBe('open');
    const sent = await stripe.invoices.sendInvoice(draft.id, {}, { idempotencyKey: 'send' });
    expect(sent.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(sandbox.store.mails()).toHaveLength(1);
  });

  it('show up in the SDK as a lost connection although the state has changed', async () => {
    const { sandbox, stripe } = await setUp();
    // A cut on a reused connection is repeated by the SDK itself, so both tries are cut.
    sandbox.faults.add({ method: 'POST', times: 2, fault: { kind: 'cut after commit' } });
    expect((await refusal(stripe.customers.create({ email: 'a@x.test' }, key))).type).toBe('StripeConnectionError');
    expect(sandbox.store.customers()).toHaveLength(1);
    sandbox.faults.clear();
    const { id } = await stripe.customers.create({ email: 'a@x.test' }, key);
    expect(sandbox.store.customers().map((customer) => customer.id)).toEqual([id]);
  });

  it('leave nothing behind when they strike before the work', async () => {
    const { sandbox, stripe } = await setUp();
    const body = JSON.stringify({ error: { type: 'api_error', message: 'down' } });
    sandbox.faults.add({ method: 'POST', fault: { kind: 'answer', status: 503, body } });
    expect((await refusal(stripe.customers.create({ email: 'a@x.test' }, key))).statusCode).toBe(503);
    expect(sandbox.store.customers()).toEqual([]);
    await stripe.customers.create({ email: 'a@x.test' }, key);
    expect(sandbox.store.customers()).toHaveLength(1);
  });

  it('keep a 500 that followed the work under its key', async () => {
    const { sandbox, stripe } = await setUp();
    const body = JSON.stringify({ error: { type: 'api_error', message: 'broken' } });
    sandbox.faults.add({ method: 'POST', fault: { kind: 'answer after commit', status: 500, body } });
    expect((await refusal(stripe.customers.create({ email: 'a@x.test' }, key))).statusCode).toBe(500);
    const replayed = await refusal(stripe.customers.create({ email: 'a@x.test' }, key));
    expect([replayed.statusCode, replayed.headers?.['idempotent-replayed']]).toEqual([500, 'true']);
    expect(sandbox.store.customers()).toHaveLength(1);
  });

  it('can fail an execution for good without changing anything', async () => {
    const { sandbox, stripe } = await setUp();
    sandbox.failExecuted({
      method: 'POST',
      path: '/v1/customers',
      status: 500,
      error: { type: 'api_error', message: 'x' },
    });
    const failed = await refusal(stripe.customers.create({ email: 'a@x.test' }, key));
    expect(failed.headers?.['x-sandbox-executed']).toBeUndefined();
    expect((await refusal(stripe.customers.create({ email: 'a@x.test' }, key))).statusCode).toBe(500);
    expect(sandbox.store.customers()).toEqual([]);
    expect((await stripe.customers.create({ email: 'a@x.test' }, { idempotencyKey: 'new' })).id).toMatch(/^cus_/);
  });

  it('are survived by the SDK’s own retries', async () => {
    const { sandbox } = await setUp();
    const stripe = clientFor(sandbox.url, 'sk_test_sandbox', 1);
    sandbox.faults.add({ method: 'POST', fault: { kind: 'answer', status: 502, body: '{"error":{"message":"x"}}' } });
    await newCustomer(stripe);
    expect(sandbox.store.customers()).toHaveLength(1);
    expect(sandbox.journal.entries().map(({ status }) => status)).toEqual([502, 200]);
  });
});
