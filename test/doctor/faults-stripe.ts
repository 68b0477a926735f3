import { STRIPE_API_VERSION } from '../../connectors/stripe/client.ts';
import { HINT_TYPES } from '../../connectors/stripe/event-hints.ts';
import { instantFromMillis } from '../../src/billing/calendar.ts';
import { notPermitted, type SetUpFault, variables } from './faults.ts';
import type { SetUp } from './kit.ts';

const SECRET = 'whsec_doctor';

/** Puts another endpoint in the place of the right one, or none. The mend is the right one. */
const endpoints = (wrong: (setUp: SetUp, url: string) => void) => async (setUp: SetUp) => {
  const { stripe, api, env } = setUp;
  const url = `${env.PUBLIC_URL}/webhooks/stripe`;
  const clear = async (): Promise<void> => {
    for (const { id } of (await api.webhookEndpoints.list()).data) await api.webhookEndpoints.del(id);
  };
  await clear();
  wrong(setUp, url);
  return {
    follow: async () => {
      await clear();
      stripe.addWebhookEndpoint(url, SECRET, HINT_TYPES, STRIPE_API_VERSION);
    },
  };
};

const permission = (resource: string, method: string, path: string, slug: string): SetUpFault => ({
  fault: `the key may not ${method === 'GET' ? 'read' : 'write'} ${resource}`,
  line: `stripe.permission ${resource}`,
  level: 'red',
  mend: new RegExp(`Edit: set ${resource} to (Read|Write) \\(${slug}\\)`),
  apply: notPermitted(method, path, slug),
});

/** An invoice of ours that Stripe sends by itself, and may remind of. */
async function reminded({ api, clock }: SetUp) {
  const customer = await api.customers.create({ name: 'Northwind', email: 'ap@client.example' });
  const draft = await api.invoices.create({
    customer: customer.id,
    collection_method: 'send_invoice',
    currency: 'eur',
    due_date: Math.floor(clock.now() / 1000) + 14 * 86_400,
    auto_advance: true,
    metadata: { milepost_milestone: '1f0c' },
  });
  await api.invoices.addLines(draft.id, { lines: [{ amount: 120_000, description: 'Design approved' }] });
  const sent = await api.invoices.finalizeInvoice(draft.id, { auto_advance: true });
  return { follow: () => api.invoices.update(sent.id, { auto_advance: false }) };
}

export const STRIPE_FAULTS: readonly SetUpFault[] = [
  {
    fault: 'the key is no key',
    line: 'configuration.STRIPE_SECRET_KEY',
    level: 'red',
    mend: /Developers → API keys/,
    apply: variables({ STRIPE_SECRET_KEY: 'pk_test_public' }),
    also: ['stripe.key'],
  },
  {
    fault: 'the key was rolled',
    line: 'stripe.key',
    level: 'red',
    mend: /STRIPE_SECRET_KEY/,
    apply: variables({ STRIPE_SECRET_KEY: 'rk_test_rolled' }),
  },
  {
    fault: 'a live key meets something else than Stripe',
    line: 'stripe.mode',
    level: 'red',
    mend: /test key/,
    apply: variables({ STRIPE_SECRET_KEY: 'rk_live_doctor' }),
  },
  permission('Customers', 'POST', '/v1/customers/', 'rak_customer_write'),
  permission('Invoices', 'POST', '/v1/invoices/', 'rak_invoice_write'),
  permission('Invoices', 'GET', '/v1/invoices', 'rak_invoice_read'),
  permission('Charges and Refunds', 'GET', '/v1/refunds', 'rak_charge_read'),
  permission('PaymentIntents', 'GET', '/v1/payment_intents', 'rak_payment_intent_read'),
  permission('Credit notes', 'GET', '/v1/credit_notes', 'rak_credit_note_read'),
  permission('Disputes', 'GET', '/v1/disputes', 'rak_dispute_read'),
  permission('Events', 'GET', '/v1/events', 'rak_event_read'),
  {
    fault: 'there is no endpoint',
    line: 'stripe.endpoint',
    level: 'yellow',
    mend: /npx milepost init/,
    apply: endpoints(() => undefined),
  },
  {
    fault: 'the endpoint leads to where the hub was before',
    line: 'stripe.endpoint',
    level: 'yellow',
    mend: /Correct PUBLIC_URL/,
    apply: endpoints(({ stripe }) => {
      stripe.addWebhookEndpoint('https://old.example.com/webhooks/stripe', SECRET, HINT_TYPES, STRIPE_API_VERSION);
    }),
  },
  {
    fault: 'two endpoints lead to the hub',
    line: 'stripe.endpoint',
    level: 'yellow',
    mend: /delete all but one/,
    apply: endpoints(({ stripe }, url) => {
      for (let count = 0; count < 2; count += 1) stripe.addWebhookEndpoint(url, SECRET, HINT_TYPES, STRIPE_API_VERSION);
    }),
  },
  {
    fault: 'the endpoint is disabled',
    line: 'stripe.endpoint',
    level: 'yellow',
    mend: /enable it/,
    apply: async ({ api }) => {
      const [one] = (await api.webhookEndpoints.list()).data;
      await api.webhookEndpoints.update(one?.id ?? '', { disabled: true });
      return { follow: () => api.webhookEndpoints.update(one?.id ?? '', { disabled: false }) };
    },
  },
  {
    fault: 'the endpoint is not told of disputes',
    line: 'stripe.endpoint events',
    level: 'yellow',
    mend: /charge\.dispute\.created/,
    apply: endpoints(({ stripe }, url) => {
      const some = HINT_TYPES.filter((type) => !type.startsWith('charge.dispute'));
      stripe.addWebhookEndpoint(url, SECRET, some, STRIPE_API_VERSION);
    }),
  },
  {
    fault: 'the endpoint speaks an old version',
    line: 'stripe.endpoint version',
    level: 'yellow',
    mend: /create another one for the same address with 2026-10-28\.endive/,
    apply: endpoints(({ stripe }, url) => {
      stripe.addWebhookEndpoint(url, SECRET, HINT_TYPES, '2022-11-15');
    }),
  },
  {
    fault: 'the key may not see the endpoint',
    line: 'stripe.endpoint',
    level: 'yellow',
    mend: /rak_webhook_read/,
    apply: notPermitted('GET', '/v1/webhook_endpoints', 'rak_webhook_read'),
  },
  {
    fault: 'the hub refuses what Stripe sends',
    line: 'stripe.delivery',
    level: 'yellow',
    mend: /400 means a wrong STRIPE_WEBHOOK_SECRET/,
    apply: async ({ api, hub, stripe }) => {
      hub.takesWebhooks = false;
      const { id } = await api.customers.create({ name: 'Northwind' });
      await api.customers.update(id, { name: 'Northwind Ltd' });
      return {
        follow: async () => {
          hub.takesWebhooks = true;
          await stripe.webhooks.idle();
        },
      };
    },
  },
  {
    fault: 'no webhook of Stripe has come yet',
    line: 'stripe.delivery',
    level: 'yellow',
    mend: /change the name of a customer/,
    apply: async ({ storage: { redis, keys, lastSeen } }) => {
      await redis.hdel(keys.of('last-seen'), 'webhook stripe');
      return { follow: () => lastSeen.note('webhook stripe', instantFromMillis(Date.now())) };
    },
  },
  {
    fault: 'Stripe reminds of our invoices as well',
    line: 'stripe.reminders',
    level: 'yellow',
    mend: /"Automatic collection" off/,
    apply: reminded,
  },
  {
    fault: "nobody was asked yet to look at Stripe's own reminders",
    line: 'stripe.reminders',
    level: 'yellow',
    mend: /Look once/,
    apply: async ({ storage: { redis, keys } }) => {
      await redis.hdel(keys.of('fingerprints', 'doctor asked'), 'stripe reminders');
      return { follow: () => undefined };
    },
  },
];
