import { describe, expect, test } from 'vitest';
import { type Example, startExample } from '../support/example.ts';

const START = '2026-11-03T09:00:00Z';

/** GBP 4,000.00, approved, sent and due on 17 November. */
async function sent(options: { readonly alarms?: number } = {}) {
  const example = await startExample(START, {}, options);
  const { milestone, approve } = example.milestone();
  approve('2026-11-03');
  await example.hears(milestone);
  await example.at('2026-11-03T10:00:00Z');
  const [invoice] = example.invoicesOf(milestone);
  if (invoice === undefined) throw new Error('Nothing was billed.');
  const { stripeSandbox: stripe } = example.world;
  return {
    example,
    milestone,
    id: invoice.id,
    customer: String(invoice.customer),
    stripe,
    ...seenIn(example, milestone),
  };
}

const seenIn = (example: Example, milestone: string) => ({
  /** What the row says once the hub has looked again. */
  async says() {
    await example.hears(milestone);
    const row = example.look(milestone);
    return { status: row('Billing status'), remaining: row('Remaining'), detail: row('Billing detail') };
  },
  async saysAt(instant: string) {
    await example.at(instant);
    const row = example.look(milestone);
    return { status: row('Billing status'), remaining: row('Remaining'), detail: row('Billing detail') };
  },
});

describe('a bank transfer', () => {
  test('that is short leaves the invoice open: the gap is named, and paid is what Stripe has applied', async () => {
    const { stripe, id, customer, says } = await sent();
    stripe.fundCashBalance(customer, { amount: 398_500, currency: 'gbp' });
    expect(await says()).toEqual({
      status: 'Sent',
      remaining: '4000',
      detail: expect.stringMatching(/^Short transfer: 3,985\.00 GBP arrived for invoice \S+, 15\.00 GBP are missing\./),
    });
    stripe.fundCashBalance(customer, { amount: 1_500, currency: 'gbp' });
    expect((await says()).detail).toMatch(/^Unmatched transfer: 4,000\.00 GBP/);
    stripe.applyCashBalance(id);
    expect(await says()).toMatchObject({ status: 'Paid', remaining: '0' });
  });

  test('more than thirty days late is not matched any more: its owner applies it', async () => {
    const { stripe, customer, saysAt } = await sent();
    await saysAt('2026-12-20T09:00:00Z');
    stripe.fundCashBalance(customer, { amount: 400_000, currency: 'gbp' });
    expect(await saysAt('2026-12-21T09:00:00Z')).toMatchObject({
      status: 'Overdue',
      detail: expect.stringContaining('Mara Lindqvist applies it to invoice'),
    });
  });

  test('for several invoices is said beside each of them, and nothing is guessed', async () => {
    const { example, milestone, stripe, customer } = await sent();
    const second = example.milestone({ Order: { number: 2 } });
    second.approve('2026-11-03');
    await example.hears(second.milestone);
    await example.at('2026-11-03T11:00:00Z');
    stripe.fundCashBalance(customer, { amount: 800_000, currency: 'gbp' });
    await example.at('2026-11-04T11:00:00Z');
    await example.hears(milestone);
    await example.hears(second.milestone);
    for (const id of [milestone, second.milestone]) {
      expect(example.look(id)('Billing status')).toBe('Sent');
      expect(example.look(id)('Billing detail')).toMatch(
        /^Unmatched transfer: 8,000\.00 GBP .* or to the one that it is for\.$/,
      );
    }
  });
});

describe('a bank debit', () => {
  test('is never paid while it is on its way, and is paid once it is settled', async () => {
    const { stripe, id, says, saysAt } = await sent();
    await stripe.pay(id, { method: 'debit processing' });
    expect(await says()).toMatchObject({ status: 'Sent', detail: expect.stringMatching(/^Processing: 4,000\.00 GBP/) });
    expect(await saysAt('2026-11-13T09:00:00Z')).toMatchObject({
      detail: expect.stringContaining('Mara Lindqvist asks Stripe what became of it.'),
    });
    stripe.settle(id, 'succeeds');
    expect(await says()).toMatchObject({ status: 'Paid', remaining: '0' });
  });

  test('that the bank takes back after it had gone through undoes the closeout', async () => {
    const { example, milestone, stripe, id, says } = await sent();
    await stripe.pay(id, { method: 'debit processing' });
    stripe.settle(id, 'succeeds');
    expect(await says()).toMatchObject({ status: 'Paid' });
    expect(example.comments(milestone)).toHaveLength(1);
    stripe.returnDebit(id);
    expect(await says()).toMatchObject({
      status: 'Overdue',
      remaining: '4000',
      detail: expect.stringMatching(/^Money returned: 4,000\.00 GBP/),
    });
    await example.at('2026-11-20T09:00:00Z');
    expect(example.mismatches()).toEqual([expect.stringContaining('money returned')]);
    expect(example.mails()).toHaveLength(1);
  });
});

describe('money in other ways', () => {
  test('recorded by a person as received outside Stripe is paid, and it is said whose word that is', async () => {
    const { stripe, id, says } = await sent();
    stripe.recordOutside(id, 100_000);
    expect(await says()).toMatchObject({
      status: 'Sent',
      remaining: '3000',
      detail: expect.stringMatching(/^Partially paid/),
    });
    stripe.recordOutside(id);
    expect(await says()).toEqual({
      status: 'Paid',
      remaining: '0',
      detail: 'Paid on 2026-11-03, recorded in Stripe as received outside it.',
    });
  });

  test('paid twice is paid and overpaid; once the second payment is given back, paid is all that is left to say', async () => {
    const { example, stripe, id, says } = await sent();
    stripe.payTwice(id);
    expect(await says()).toMatchObject({
      status: 'Paid',
      detail: expect.stringMatching(
        /^Overpaid: paid on 2026-11-03, 4,000\.00 GBP too much\. Mara Lindqvist returns it/,
      ),
    });
    const [second] = (await example.dashboard.charges.list({ limit: 1 })).data;
    await example.dashboard.refunds.create({ charge: second?.id ?? '' });
    expect(await says()).toMatchObject({ status: 'Paid', remaining: '0', detail: 'Paid on 2026-11-03.' });
  });

  test('written off and then paid is paid', async () => {
    const { example, stripe, id, says } = await sent();
    await example.dashboard.invoices.markUncollectible(id);
    expect(await says()).toMatchObject({ status: 'Closed', detail: expect.stringMatching(/^Written off/) });
    await stripe.pay(id);
    expect(await says()).toMatchObject({ status: 'Paid', remaining: '0' });
  });

  test('taken off a paid invoice again leaves it open, and is an alarm', async () => {
    const { example, stripe, id, says } = await sent({ alarms: 1 });
    await stripe.pay(id);
    expect(await says()).toMatchObject({ status: 'Paid' });
    stripe.detachPayment(id);
    expect(await says()).toMatchObject({ status: 'Sent', remaining: '4000' });
    expect(example.world.alarms).toEqual(['The billing status moved from Paid to Sent, which nothing may cause']);
  });

  test.each(['before', 'after'] as const)(
    'taken off and paid once more brings no second closing comment, though Redis was lost %s that was seen',
    async (when) => {
      const { example, milestone, stripe, id, says } = await sent({ alarms: when === 'before' ? 0 : 1 });
      await stripe.pay(id);
      await says();
      if (when === 'before') example.hub.forget();
      stripe.detachPayment(id);
      await says();
      if (when === 'after') example.hub.forget();
      await says();
      await stripe.pay(id);
      expect(await says()).toMatchObject({ status: 'Paid' });
      expect(example.comments(milestone)).toHaveLength(1);
    },
  );

  test('of the client’s own credit leaves less due than was billed, and settles it when it covers all', async () => {
    const { example, customer, says, milestone } = await sent();
    await says();
    await example.dashboard.customers.update(customer, { balance: -100_000 });
    const [second, third] = [example.milestone({ Order: { number: 2 } }), example.milestone({ Order: { number: 3 } })];
    second.approve('2026-11-03');
    await example.hears(second.milestone);
    await example.at('2026-11-03T12:00:00Z');
    expect(example.look(second.milestone)('Invoiced')).toBe('4000');
    expect(example.look(second.milestone)('Remaining')).toBe('3000');
    await example.dashboard.customers.update(customer, { balance: -900_000 });
    third.approve('2026-11-03');
    await example.hears(third.milestone);
    await example.at('2026-11-03T13:00:00Z');
    expect(example.look(third.milestone)('Billing status')).toBe('Paid');
    expect(example.look(milestone)('Billing status')).toBe('Sent');
  });
});

describe('an invoice that a person corrects in Stripe', () => {
  test('gives way to its correction, which is mirrored under the same key and never billed again', async () => {
    const { example, milestone, stripe, id, says } = await sent();
    const draft = await example.dashboard.invoices.create({ from_invoice: { action: 'revision', invoice: id } });
    expect(await says()).toMatchObject({ status: 'Sent', remaining: '4000' });
    expect(stripe.store.invoice(draft.id), 'the draft is in a person’s hands').toBeDefined();
    await example.dashboard.invoices.del(draft.id);

    const correction = stripe.revise(id, { amount: 380_000 });
    expect(await says()).toMatchObject({ status: 'Sent', remaining: '3800' });
    expect(example.look(milestone)('Stripe invoice')).toBe(correction);
    const [before, after] = [id, correction].map((one) => stripe.store.invoice(one)?.metadata?.milepost_key);
    expect(after).toBe(before);
    await stripe.pay(correction);
    expect(await says()).toMatchObject({ status: 'Paid', remaining: '0' });
    await example.at('2026-11-05T09:00:00Z');
    expect(example.invoicesOf(milestone)).toHaveLength(2);
  });

  test('more than once is followed to its end', async () => {
    const { stripe, id, says, example } = await sent();
    const second = stripe.revise(id, { amount: 390_000 });
    stripe.revise(second, { amount: 380_000 });
    expect(await says()).toMatchObject({ status: 'Sent', remaining: '3800' });
    await example.at('2026-11-05T09:00:00Z');
    expect((await says()).remaining).toBe('3800');
  });
});

test('a client who was deleted in Stripe keeps the invoice that is out, and it is paid as before', async () => {
  const { example, stripe, id, customer, says } = await sent();
  await example.dashboard.customers.del(customer);
  expect(await says()).toMatchObject({ status: 'Sent', remaining: '4000' });
  await stripe.pay(id);
  expect(await says()).toMatchObject({ status: 'Paid', remaining: '0' });
});
