import { describe, expect, test } from 'vitest';
import { newDraft, newSentInvoice, refusal, setUp } from './support.ts';

const revising = (invoice: string) => ({ from_invoice: { action: 'revision' as const, invoice } });

describe('a revision', () => {
  test('takes the original’s place once it is final: the original is void and names it, its link leads there', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const original = await newSentInvoice(setup, { metadata: { ours: 'yes' } });
    const draft = await stripe.invoices.create(revising(original.id));
    expect(draft).toMatchObject({
      status: 'draft',
      from_invoice: { invoice: original.id },
      total: 120_000,
      metadata: {},
    });
    expect(await stripe.invoices.retrieve(original.id)).toMatchObject({ status: 'open', latest_revision: null });
    const [line] = draft.lines.data;
    await stripe.invoices.updateLineItem(draft.id, line?.id ?? '', { amount: 100_000 });
    await stripe.invoices.sendInvoice(draft.id);
    expect(await stripe.invoices.retrieve(original.id)).toMatchObject({ status: 'void', latest_revision: draft.id });
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({ status: 'open', total: 100_000 });
    const answer = await fetch(original.hosted_invoice_url ?? '', { redirect: 'manual' });
    expect(answer.headers.get('location')).toContain(
      sandbox.store.invoice(draft.id)?.hosted_invoice_url?.split('/')[5]?.split('?')[0],
    );
    const types = (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['invoice.voided', 'invoice.updated', 'invoice.finalized']));
  });

  test('is for the same customer', async () => {
    const setup = await setUp();
    const original = await newSentInvoice(setup);
    const other = await setup.stripe.customers.create({ email: 'x@y.example' });
    const error = await refusal(setup.stripe.invoices.create({ ...revising(original.id), customer: other.id }));
    expect(error.param).toBe('customer');
  });

  test.each(['draft', 'paid', 'partly paid', 'being debited'] as const)('of what is %s is refused', async (state) => {
    const setup = await setUp();
    const invoice = state === 'draft' ? await newDraft(setup) : await newSentInvoice(setup);
    if (state === 'paid') await setup.sandbox.pay(invoice.id);
    if (state === 'partly paid') await setup.sandbox.pay(invoice.id, { amount: 1_000 });
    if (state === 'being debited') await setup.sandbox.pay(invoice.id, { method: 'debit processing' });
    expect((await refusal(setup.stripe.invoices.create(revising(invoice.id)))).statusCode).toBe(400);
  });

  test('takes over metadata only where the account is set to', async () => {
    const setup = await setUp();
    const original = await newSentInvoice(setup, { metadata: { ours: 'yes' } });
    setup.sandbox.copyMetadataToRevisions(true);
    expect((await setup.stripe.invoices.create(revising(original.id))).metadata).toEqual({ ours: 'yes' });
    setup.sandbox.copyMetadataToRevisions(false);
    expect((await setup.stripe.invoices.create(revising(original.id))).metadata).toEqual({});
  });

  test.each(['paid', 'voided', 'revised'] as const)('of what was %s in the meantime stays a draft', async (how) => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const original = await newSentInvoice(setup);
    const draft = await stripe.invoices.create(revising(original.id));
    if (how === 'paid') await sandbox.pay(original.id);
    if (how === 'voided') await stripe.invoices.voidInvoice(original.id);
    if (how === 'revised') sandbox.revise(original.id);
    expect((await refusal(stripe.invoices.sendInvoice(draft.id))).statusCode).toBe(400);
    expect((await stripe.invoices.retrieve(draft.id)).status).toBe('draft');
  });

  test('of a revision leads from the first link to the last invoice', async () => {
    const setup = await setUp();
    const { stripe, sandbox } = setup;
    const first = await newSentInvoice(setup);
    const last = sandbox.revise(sandbox.revise(first.id, { amount: 90_000 }), { amount: 80_000 });
    expect((await stripe.invoices.retrieve(first.id)).latest_revision).toBe(last);
    const page = await (await fetch(first.hosted_invoice_url ?? '')).text();
    expect(page).toContain('€800.00');
  });

  test('of an invoice that was given up is open again', async () => {
    const setup = await setUp();
    const original = await newSentInvoice(setup);
    await setup.stripe.invoices.markUncollectible(original.id);
    const revised = setup.sandbox.revise(original.id);
    expect(setup.sandbox.store.invoice(revised)).toMatchObject({ status: 'open', total: 120_000 });
    expect(setup.sandbox.store.invoice(original.id)?.status).toBe('void');
  });

  test('of an overdue invoice is due later', async () => {
    const setup = await setUp();
    const original = await newSentInvoice(setup);
    setup.clock.advance(40 * 86_400_000);
    const id = setup.sandbox.revise(original.id, { amount: 90_000 });
    const revision = setup.sandbox.store.invoice(id);
    expect(revision).toMatchObject({ status: 'open', amount_due: 90_000 });
    expect(revision?.due_date).toBeGreaterThan(setup.clock.now() / 1000);
  });
});
