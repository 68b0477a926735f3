import fc from 'fast-check';
import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { ApiError } from '../../../sandbox/stripe/api/errors.ts';
import { newCustomer, newSentInvoice, type Setup, setUp } from './support.ts';

/** The same histories on every machine; another seed and more runs look further. */
const SEED = Number(process.env.HISTORIES_SEED ?? 1);
const RUNS = Number(process.env.HISTORIES_RUNS ?? 40);

/** Whatever clients, banks and bookkeepers do, in any order. Most of it is refused in most states. */
const STEPS: Readonly<Record<string, (setup: Setup, invoice: string, amount: number) => unknown>> = {
  'apply the balance': ({ sandbox }, id) => sandbox.applyCashBalance(id),
  'confirm the card': ({ sandbox }, id) => sandbox.confirm(id, 'succeeds'),
  'credit note': ({ stripe }, invoice, amount) => stripe.creditNotes.create({ invoice, amount, email_type: 'none' }),
  'detach the payment': ({ sandbox }, id) => sandbox.detachPayment(id),
  dispute: ({ sandbox }, id) => sandbox.closeDispute(sandbox.dispute(id), 'won'),
  'fail to confirm the card': ({ sandbox }, id) => sandbox.confirm(id, 'fails'),
  pay: ({ sandbox }, id) => sandbox.pay(id),
  'pay a part': ({ sandbox }, id, amount) => sandbox.pay(id, { amount }),
  'pay and be declined': ({ sandbox }, id) => sandbox.pay(id, { method: 'declined' }),
  'pay by debit': ({ sandbox }, id) => sandbox.pay(id, { method: 'debit processing' }),
  'pay by a card to confirm': ({ sandbox }, id) => sandbox.pay(id, { method: 'needs action' }),
  'pay outside': ({ sandbox }, id, amount) => sandbox.recordOutside(id, amount),
  'pay outside through the API': ({ stripe }, id) => stripe.invoices.pay(id, { paid_out_of_band: true }),
  'pay twice': ({ sandbox }, id) => sandbox.payTwice(id),
  refund: ({ sandbox }, id, amount) => sandbox.refund(id, { amount }),
  'return the debit': ({ sandbox }, id) => sandbox.returnDebit(id),
  revise: ({ sandbox }, id, amount) => sandbox.revise(id, { amount }),
  'the debit arrives': ({ sandbox }, id) => sandbox.settle(id, 'succeeds'),
  'the debit fails': ({ sandbox }, id) => sandbox.settle(id, 'fails'),
  transfer: ({ sandbox }, id, amount) =>
    sandbox.fundCashBalance(String(sandbox.store.invoice(id)?.customer), { amount, currency: 'eur' }),
  void: ({ stripe }, id) => stripe.invoices.voidInvoice(id),
  'write off': ({ stripe }, id) => stripe.invoices.markUncollectible(id),
};

const everything = ({ sandbox: { store } }: Setup): string =>
  JSON.stringify([
    store.customers(),
    store.invoices(),
    store.invoicePayments(),
    store.refunds(),
    store.events().map(({ type }) => type),
  ]);

/** @returns whether it was refused */
async function isRefused(work: () => unknown): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (error instanceof ApiError || error instanceof Stripe.errors.StripeError) return true;
    throw error;
  }
}

function checkSums({ sandbox: { store } }: Setup): void {
  for (const invoice of store.invoices()) {
    const paid = store.invoicePayments().filter((one) => one.invoice === invoice.id && one.status === 'paid');
    expect(paid.reduce((sum, one) => sum + (one.amount_paid ?? 0), 0)).toBe(invoice.amount_paid);
    expect(invoice.amount_remaining).toBe(invoice.amount_due - invoice.amount_paid);
    expect(invoice.amount_remaining).toBeGreaterThanOrEqual(0);
    if (invoice.status === 'paid') expect(invoice.amount_remaining).toBe(0);
    if (invoice.status === 'open') expect(invoice.amount_remaining).toBeGreaterThan(0);
    expect(invoice.status_transitions.paid_at === null).toBe(invoice.status !== 'paid');
    if (invoice.status === 'void') expect(invoice.amount_paid).toBe(0);
    const asking = store.invoicePayments().filter((one) => one.invoice === invoice.id && one.status === 'open');
    if (invoice.status === 'void') expect(asking).toEqual([]);
  }
}

test('all sums agree after whatever happened in whatever order, and what is refused changes nothing', async () => {
  const steps = fc.array(
    fc.record({
      step: fc.constantFrom(...Object.keys(STEPS)),
      amount: fc.constantFrom(1_000, 20_000, 60_000, 120_000),
      which: fc.constantFrom(0, 1),
    }),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (happened, auto_advance) => {
      const setup = await setUp();
      // Nothing happens by itself meanwhile.
      setup.sandbox.webhooks.latePayments(1_000_000);
      const { id: customer } = await newCustomer(setup.stripe);
      const invoices = [
        await newSentInvoice(setup, { customer, amount: 120_000, auto_advance }),
        await newSentInvoice(setup, { customer, amount: 80_000, auto_advance }),
      ];
      for (const { step, amount, which } of happened) {
        const before = everything(setup);
        const id = invoices[which]?.id ?? '';
        if (await isRefused(() => STEPS[step]?.(setup, id, amount)))
          expect(everything(setup) === before, `${step} left something behind`).toBe(true);
        checkSums(setup);
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 600_000);
