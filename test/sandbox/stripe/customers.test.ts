import { describe, expect, it } from 'vitest';
import { newCustomer, newDraft, newSentInvoice, refusal, setUp } from './support.ts';

describe('customers', () => {
  it('keeps what it is given and answers every field of the declared shape', async () => {
    const { stripe } = await setUp();
    const created = await stripe.customers.create({
      email: 'ap@client.test',
      name: 'Client Ltd',
      address: { line1: '1 Road', city: 'Berlin', country: 'DE' },
      metadata: { milepost_client: 'page-1' },
      tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }],
    });
    const read = await stripe.customers.retrieve(created.id, { expand: ['tax_ids'] });
    expect(read).toMatchObject({
      id: created.id,
      address: { line1: '1 Road', line2: null, country: 'DE' },
      balance: 0,
      metadata: { milepost_client: 'page-1' },
      tax_ids: { data: [{ type: 'eu_vat', value: 'DE123456789', country: 'DE' }] },
    });
    expect(created.lastResponse.requestId).toMatch(/^req_/);
    expect(created.lastResponse.apiVersion).toBe('2026-10-28.endive');
  });

  it('says how transfers are matched: as the account does, or as it was told', async () => {
    const { stripe } = await setUp();
    const manual = { settings: { reconciliation_mode: 'manual' as const } };
    const { id } = await newCustomer(stripe, { cash_balance: manual });
    expect(await stripe.customers.retrieveCashBalance(id)).toMatchObject({
      available: null,
      settings: { reconciliation_mode: 'manual', using_merchant_default: false },
    });
    await stripe.customers.update(id, { cash_balance: { settings: { reconciliation_mode: 'merchant_default' } } });
    expect((await stripe.customers.retrieveCashBalance(id)).settings).toEqual({
      reconciliation_mode: 'automatic',
      using_merchant_default: true,
    });
  });

  it('merges metadata key by key, removes emptied keys and clears all on an empty value', async () => {
    const { stripe } = await setUp();
    const { id } = await newCustomer(stripe, { metadata: { kept: 'a', changed: 'b', removed: 'c' } });
    const merged = await stripe.customers.update(id, { metadata: { changed: 'B', removed: '', added: 'd' } });
    expect(merged.metadata).toEqual({ kept: 'a', changed: 'B', added: 'd' });
    expect((await stripe.customers.update(id, { metadata: '' })).metadata).toEqual({});
  });

  it('refuses metadata beyond its limits', async () => {
    const { stripe } = await setUp();
    const tooMany = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key_${index}`, 'x']));
    for (const metadata of [{ ['k'.repeat(41)]: 'x' }, { key: 'v'.repeat(501) }, tooMany])
      expect((await refusal(newCustomer(stripe, { metadata }))).statusCode).toBe(400);
    expect((await newCustomer(stripe, { metadata: { ['k'.repeat(40)]: 'v'.repeat(500) } })).id).toMatch(/^cus_/);
  });

  it('lists by exact e-mail and by creation time, newest first', async () => {
    const { stripe, clock } = await setUp();
    const first = await newCustomer(stripe, { email: 'a@x.test' });
    clock.advance(10_000);
    const second = await newCustomer(stripe, { email: 'a@x.test' });
    await newCustomer(stripe, { email: 'A@x.test' });
    const byEmail = await stripe.customers.list({ email: 'a@x.test' });
    expect(byEmail.data.map(({ id }) => id)).toEqual([second.id, first.id]);
    const early = await stripe.customers.list({ created: { lt: second.created } });
    expect(early.data.map(({ id }) => id)).toEqual([first.id]);
  });

  it('leaves a stub behind when deleted, takes drafts along and keeps sent invoices', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id } = await newCustomer(stripe);
    const draft = await newDraft(setup, { customer: id });
    const sent = await newSentInvoice(setup, { customer: id });
    expect(await stripe.customers.del(id)).toMatchObject({ id, deleted: true });
    expect(await stripe.customers.retrieve(id)).toEqual({ id, object: 'customer', deleted: true });
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await refusal(stripe.invoices.retrieve(draft.id))).code).toBe('resource_missing');
    expect((await stripe.invoices.retrieve(sent.id)).customer_name).toBe('Client Ltd');
    expect((await refusal(stripe.customers.update(id, { name: 'x' }))).statusCode).toBe(404);
  });

  it('refuses an address that is none', async () => {
    const { stripe } = await setUp();
    expect(await refusal(newCustomer(stripe, { email: 'nobody' }))).toMatchObject({
      code: 'email_invalid',
      param: 'email',
    });
  });
});
