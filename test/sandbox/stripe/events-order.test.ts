import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newCustomer, newDraft, newSentInvoice, type Setup, setUp, startReceiver, typesOf } from './support.ts';

/** What an invoice's customer, bank or seller does, and the invoice that it is done to. */
type Story = {
  readonly name: string;
  readonly before?: (setup: Setup, id: string) => unknown;
  readonly act: (setup: Setup, id: string) => unknown;
  readonly events: readonly string[];
};

const SUCCESS = ['charge.succeeded', 'payment_intent.succeeded', 'invoice.updated', 'invoice.paid'];
const PAID = [...SUCCESS, 'invoice.payment_succeeded', 'invoice_payment.paid'];

const fund = ({ sandbox }: Setup, id: string, amount = 120_000) =>
  sandbox.fundCashBalance(String(sandbox.store.invoice(id)?.customer), { amount, currency: 'eur' });

/** In order of creation, as the service is known to emit them; deliveries may come in any other. */
const STORIES: readonly Story[] = [
  { name: 'paid by card', act: ({ sandbox }, id) => sandbox.pay(id), events: PAID },
  {
    name: 'declined',
    act: ({ sandbox }, id) => sandbox.pay(id, { method: 'declined' }),
    events: ['charge.failed', 'payment_intent.payment_failed', 'invoice.updated', 'invoice.payment_failed'],
  },
  {
    name: 'to be confirmed',
    act: ({ sandbox }, id) => sandbox.pay(id, { method: 'needs action' }),
    events: ['payment_intent.requires_action', 'invoice.payment_action_required'],
  },
  {
    name: 'confirmed',
    before: ({ sandbox }, id) => sandbox.pay(id, { method: 'needs action' }),
    act: ({ sandbox }, id) => sandbox.confirm(id, 'succeeds'),
    events: PAID,
  },
  {
    name: 'not confirmed',
    before: ({ sandbox }, id) => sandbox.pay(id, { method: 'needs action' }),
    act: ({ sandbox }, id) => sandbox.confirm(id, 'fails'),
    events: ['payment_intent.payment_failed', 'invoice.updated', 'invoice.payment_failed'],
  },
  {
    name: 'debited',
    act: ({ sandbox }, id) => sandbox.pay(id, { method: 'debit processing' }),
    events: ['payment_intent.processing', 'charge.pending'],
  },
  {
    name: 'debited, and the money arrives',
    before: ({ sandbox }, id) => sandbox.pay(id, { method: 'debit processing' }),
    act: ({ sandbox }, id) => sandbox.settle(id, 'succeeds'),
    events: PAID,
  },
  {
    name: 'in part',
    act: ({ sandbox }, id) => sandbox.pay(id, { amount: 50_000 }),
    events: [
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice_payment.paid',
    ],
  },
  {
    name: 'by a transfer that matches',
    before: ({ stripe }, id) => stripe.invoices.update(id, { auto_advance: true }),
    act: (setup, id) => fund(setup, id),
    events: ['customer_cash_balance_transaction.created', 'customer_cash_balance_transaction.created', ...PAID],
  },
  {
    name: 'by a transfer that is short',
    before: ({ stripe }, id) => stripe.invoices.update(id, { auto_advance: true }),
    act: (setup, id) => fund(setup, id, 119_999),
    events: ['customer_cash_balance_transaction.created', 'cash_balance.funds_available'],
  },
  {
    name: 'by a person from the balance',
    before: (setup, id) => fund(setup, id),
    act: ({ sandbox }, id) => sandbox.applyCashBalance(id),
    events: ['customer_cash_balance_transaction.created', ...PAID],
  },
  {
    name: 'out of band',
    act: ({ stripe }, id) => stripe.invoices.pay(id, { paid_out_of_band: true }),
    events: ['payment_intent.canceled', 'invoice.updated', 'invoice.paid', 'invoice_payment.paid'],
  },
  {
    name: 'voided',
    act: ({ stripe }, id) => stripe.invoices.voidInvoice(id),
    events: ['invoice.updated', 'payment_intent.canceled', 'invoice.voided'],
  },
  {
    name: 'given up',
    act: ({ stripe }, id) => stripe.invoices.markUncollectible(id),
    events: ['invoice.updated', 'invoice.marked_uncollectible'],
  },
  {
    name: 'refunded',
    before: ({ sandbox }, id) => sandbox.pay(id),
    act: ({ sandbox }, id) => sandbox.refund(id),
    events: ['refund.created', 'charge.refunded'],
  },
  {
    name: 'credited in full while nothing was paid',
    act: ({ stripe }, id) => stripe.creditNotes.create({ invoice: id, amount: 120_000 }),
    events: ['credit_note.created', 'invoice.updated', 'payment_intent.canceled', 'invoice.paid'],
  },
  {
    name: 'disputed, and lost',
    before: ({ sandbox }, id) => sandbox.pay(id),
    act: ({ sandbox }, id) => sandbox.closeDispute(sandbox.dispute(id), 'lost'),
    events: ['charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.dispute.closed'],
  },
];

describe('the events of an invoice that is', () => {
  test.each(STORIES)('$name', async ({ before, act, events }) => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    await before?.(setup, id);
    await setup.sandbox.webhooks.idle();
    const known = typesOf(setup.sandbox).length;
    await act(setup, id);
    await setup.sandbox.webhooks.idle();
    expect(typesOf(setup.sandbox).slice(known)).toEqual(events);
  });

  test('revised: the correction is final before the original is void', async () => {
    const setup = await setUp();
    const { id } = await newSentInvoice(setup);
    const known = typesOf(setup.sandbox).length;
    setup.sandbox.revise(id);
    const types = typesOf(setup.sandbox).slice(known);
    expect(types[0]).toBe('invoice.created');
    expect(types.indexOf('invoice.finalized')).toBeLessThan(types.indexOf('invoice.voided'));
    expect(types.at(-1)).toBe('invoice.sent');
  });

  test('too small to be charged: paid at once, without an intent, and the sum is a debt for the next one', async () => {
    const setup = await setUp();
    const { id: customer } = await newCustomer(setup.stripe);
    const draft = await newDraft(setup, { customer, amount: 49 });
    const known = typesOf(setup.sandbox).length;
    const final = await setup.stripe.invoices.finalizeInvoice(draft.id);
    expect(final).toMatchObject({ status: 'paid', total: 49, amount_due: 0, amount_paid: 0, ending_balance: 49 });
    expect(typesOf(setup.sandbox).slice(known)).toEqual(['invoice.finalized', 'invoice.paid']);
    const next = await newSentInvoice(setup, { customer, amount: 1_000 });
    expect(next).toMatchObject({ total: 1_000, starting_balance: 49, amount_due: 1_049 });
  });
});

describe('the objects in the events of a payment', () => {
  /** Everything that is emitted while an invoice is paid, disputed and refunded. */
  async function emitted(apiVersion?: string) {
    const setup = await setUp();
    const { url, received } = await startReceiver();
    const invoice = await newSentInvoice(setup);
    setup.sandbox.addWebhookEndpoint(url, undefined, ['*'], apiVersion);
    await setup.sandbox.pay(invoice.id);
    setup.sandbox.refund(invoice.id, { amount: 100 });
    setup.sandbox.dispute(invoice.id);
    await setup.sandbox.webhooks.idle();
    const shape = z.looseObject({
      api_version: z.string(),
      data: z.looseObject({ object: z.looseObject({ object: z.string() }) }),
    });
    return { invoice, events: received.map(({ body }) => shape.parse(JSON.parse(body))) };
  }

  test('do not point at the invoice', async () => {
    const { events } = await emitted();
    const kinds = ['charge', 'payment_intent', 'refund', 'dispute'];
    const objects = events.map(({ data }) => data.object).filter(({ object }) => kinds.includes(object));
    expect(new Set(objects.map(({ object }) => object))).toEqual(new Set(kinds));
    for (const object of objects) expect(object).not.toHaveProperty('invoice');
  });

  test('have the older fields where the endpoint has an older version', async () => {
    const { invoice, events } = await emitted('2024-06-20');
    expect(new Set(events.map(({ api_version }) => api_version))).toEqual(new Set(['2024-06-20']));
    const of = (kind: string) => events.map(({ data }) => data.object).filter(({ object }) => object === kind);
    expect(of('charge')[0]).toMatchObject({ invoice: invoice.id });
    expect(of('payment_intent')[0]).toMatchObject({ invoice: invoice.id });
    const [read] = of('invoice');
    expect(read).toMatchObject({ paid: true, payment_intent: expect.stringMatching(/^pi_/) });
    expect(read).not.toHaveProperty('amount_overpaid');
  });
});

test('events of one second are listed in an order that says nothing, and none is lost on the way', async () => {
  const setup = await setUp();
  const { sandbox, stripe } = setup;
  sandbox.webhooks.sameSecond(true);
  sandbox.webhooks.tangle(true);
  const { id } = await newSentInvoice(setup);
  await sandbox.pay(id);
  await sandbox.webhooks.idle();
  const listed = await stripe.events.list({ limit: 3 }).autoPagingToArray({ limit: 1_000 });
  expect(new Set(listed.map(({ created }) => created)).size).toBe(1);
  const ids = listed.map((event) => event.id);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(new Set(ids)).toEqual(new Set(sandbox.store.events().map((event) => event.id)));
  sandbox.webhooks.deliverNormally();
  expect((await stripe.events.list({ limit: 1 })).data[0]?.type).toBe('invoice_payment.paid');
});
