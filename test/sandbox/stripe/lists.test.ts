import { describe, expect, test } from 'vitest';
import { DAY, inTwoWeeks, newCustomer, newDraft, newSentInvoice, refusal, setUp } from './support.ts';

const idsIn = ({ data }: { readonly data: readonly { readonly id: string }[] }): string[] => data.map(({ id }) => id);

describe('the list of invoices', () => {
  test('is filtered by state, kind, client, day of creation and due day, all at once', async () => {
    const setup = await setUp();
    const { clock, stripe } = setup;
    const { id: customer } = await newCustomer(stripe);
    const early = await newSentInvoice(setup, { customer });
    clock.advance(2 * DAY * 1000);
    const late = await newSentInvoice(setup, { customer });
    const draft = await newDraft(setup);
    const automatic = await stripe.invoices.create({ customer, currency: 'eur' });
    const list = async (params: Parameters<typeof stripe.invoices.list>[0]) =>
      idsIn(await stripe.invoices.list({ limit: 100, ...params }));
    expect(await list({ status: 'open' })).toEqual([late.id, early.id]);
    expect(await list({ collection_method: 'charge_automatically' })).toEqual([automatic.id]);
    expect(await list({ customer, status: 'draft' })).toEqual([automatic.id]);
    expect(await list({ created: { gt: early.created } })).toEqual([automatic.id, draft.id, late.id]);
    expect(await list({ created: { lte: early.created } })).toEqual([early.id]);
    expect(await list({ due_date: { gte: inTwoWeeks(clock) - DAY } })).toEqual([draft.id, late.id]);
    expect(await list({ status: 'open', customer, due_date: { lt: inTwoWeeks(clock) - DAY } })).toEqual([early.id]);
  });

  test('keeps the invoices of a client who was deleted, but not deleted drafts', async () => {
    const setup = await setUp();
    const { stripe } = setup;
    const { id: customer } = await newCustomer(stripe);
    const sent = await newSentInvoice(setup, { customer });
    const draft = await newDraft(setup, { customer });
    expect(await stripe.invoices.del(draft.id)).toEqual(
      expect.objectContaining({ id: draft.id, object: 'invoice', deleted: true }),
    );
    expect((await refusal(stripe.invoices.retrieve(draft.id))).code).toBe('resource_missing');
    await stripe.customers.del(customer);
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ id: customer, deleted: true });
    expect(idsIn(await stripe.invoices.list({ customer }))).toEqual([sent.id]);
    expect(idsIn(await stripe.customers.list())).toEqual([]);
    expect((await refusal(stripe.invoices.create({ customer, currency: 'eur' }))).code).toBe('resource_missing');
  });
});

test('refunds, disputes and credit notes are listed from a time on', async () => {
  const setup = await setUp();
  const { clock, sandbox, stripe } = setup;
  const happen = async () => {
    const { id } = await newSentInvoice(setup);
    await sandbox.pay(id);
    const note = await stripe.creditNotes.create({ invoice: id, amount: 100, refund_amount: 100 });
    return { note: note.id, refund: String(note.refunds[0]?.refund), dispute: sandbox.dispute(id) };
  };
  const old = await happen();
  clock.advance(DAY * 1000);
  const since = Math.floor(clock.now() / 1000);
  const young = await happen();
  const created = { gte: since };
  expect(idsIn(await stripe.refunds.list({ created }))).toEqual([young.refund]);
  expect(idsIn(await stripe.disputes.list({ created }))).toEqual([young.dispute]);
  expect(idsIn(await stripe.creditNotes.list({ created }))).toEqual([young.note]);
  expect(idsIn(await stripe.refunds.list({ created: { lt: since } }))).toEqual([old.refund]);
  expect(idsIn(await stripe.disputes.list())).toEqual([young.dispute, old.dispute]);
});

describe('the list of events', () => {
  test('gives the page next to the mark, newest first, and says that there is more', async () => {
    const { sandbox, stripe } = await setUp();
    for (let index = 0; index < 5; index += 1) await newCustomer(stripe);
    const [mark, ...after] = sandbox.store.events().map(({ id }) => id);
    const page = await stripe.events.list({ ending_before: mark ?? '', limit: 2 });
    expect(idsIn(page)).toEqual([after[1], after[0]]);
    expect(page.has_more).toBe(true);
    const last = await stripe.events.list({ ending_before: after[1] ?? '', limit: 2 });
    expect(idsIn(last)).toEqual([after[3], after[2]]);
    expect(last.has_more).toBe(false);
  });

  test('takes up to twenty types, and pages of up to a hundred', async () => {
    const { stripe } = await setUp();
    const types = Array(21).fill('invoice.paid');
    expect((await refusal(stripe.events.list({ types }))).param).toBe('types');
    expect((await stripe.events.list({ types: types.slice(1) })).data).toEqual([]);
    expect((await refusal(stripe.events.list({ type: 'invoice.paid', types: ['invoice.paid'] }))).code).toBe(
      'parameters_exclusive',
    );
    expect((await refusal(stripe.events.list({ limit: 101 }))).param).toBe('limit');
  });

  test('forgets an event after thirty days, and then knows it no more as a mark', async () => {
    const { clock, sandbox, stripe } = await setUp();
    await newCustomer(stripe);
    const id = sandbox.store.events()[0]?.id ?? '';
    clock.advance(29 * DAY * 1000);
    expect((await stripe.events.retrieve(id)).id).toBe(id);
    await newCustomer(stripe);
    clock.advance(2 * DAY * 1000);
    expect((await refusal(stripe.events.retrieve(id))).code).toBe('resource_missing');
    expect((await refusal(stripe.events.list({ ending_before: id }))).code).toBe('resource_missing');
    expect((await stripe.events.list()).data).toHaveLength(1);
  });
});
