import Stripe from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStripe } from '../../../connectors/stripe/client.ts';
import { createClock } from '../../../sandbox/kit/clock.ts';
import { type StripeSandbox, startStripe } from '../../../sandbox/stripe/index.ts';
import { instantFromIso } from '../../../src/billing/calendar.ts';
import { freely } from '../../support/world.ts';

const KEY = 'sk_test_sandbox';
const START = instantFromIso('2026-01-10T09:00:00Z');
const SINCE = instantFromIso('2026-08-28T00:00:00Z');
const DAY_MS = 86_400_000;

let sandbox: StripeSandbox;
const ids: Record<string, string> = {};
const clock = createClock(START);

beforeAll(async () => {
  sandbox = await startStripe({ clock, rateLimitPerSecond: 1_000_000 });
  const { hostname, port } = new URL(sandbox.url);
  const dashboard = new Stripe(KEY, { host: hostname, port, protocol: 'http', telemetry: false });
  const customer = (await dashboard.customers.create({ email: 'ap@client.example' })).id;
  const issue = async (name: string, metadata: Record<string, string> = { milepost_milestone: `page ${name}` }) => {
    const draft = await dashboard.invoices.create({
      customer,
      collection_method: 'send_invoice',
      days_until_due: 14,
      auto_advance: false,
      currency: 'gbp',
      metadata,
    });
    const id = draft.id ?? '';
    await dashboard.invoiceItems.create({ customer, invoice: id, amount: 10_000, currency: 'gbp' });
    await dashboard.invoices.finalizeInvoice(id);
    ids[name] = id;
    return id;
  };
  await sandbox.pay(await issue('paid long ago'));
  await issue('open for long');
  await dashboard.invoices.markUncollectible(await issue('written off'));
  clock.advance(SINCE - clock.now() + DAY_MS);
  await sandbox.pay(await issue('paid lately'));
  await issue('open lately');
  await issue('somebody else’s', {});
});
afterAll(() => sandbox.close());

it('invoices of ours that are recent, open or written off are found in three lists, and when something was written off', async () => {
  const stripe = createStripe({ secretKey: KEY, apiUrl: sandbox.url, budget: freely });
  sandbox.journal.clear();
  const { invoices, givenUp } = await stripe.invoicesForReview(SINCE);
  const wanted = ['open for long', 'written off', 'paid lately', 'open lately'].map((name) => ids[name]);
  expect(invoices.map(({ id }) => id).sort()).toEqual(wanted.sort());
  expect(givenUp.map(({ invoice, at }) => [invoice.id, at])).toEqual([[ids['written off'], START]]);
  expect(sandbox.journal.entries()).toHaveLength(3);
});
