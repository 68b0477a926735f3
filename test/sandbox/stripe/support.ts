import { createServer, type Server } from 'node:http';
import Stripe from 'stripe';
import { onTestFinished } from 'vitest';
import { createClock, type SandboxClock } from '../../../sandbox/kit/clock.ts';
import { type StripeOptions, type StripeSandbox, startStripe } from '../../../sandbox/stripe/index.ts';

export type Setup = { readonly clock: SandboxClock; readonly sandbox: StripeSandbox; readonly stripe: Stripe };

/** The official SDK, pointed at the sandbox. */
export function clientFor(url: string, key = 'sk_test_sandbox', maxNetworkRetries = 0): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', telemetry: false, maxNetworkRetries });
}

/** A sandbox that ends with the test, and a client for it. */
export async function setUp(options: Partial<StripeOptions> = {}): Promise<Setup> {
  const clock = createClock();
  const sandbox = await startStripe({ clock, rateLimitPerSecond: 10_000, webhookRetryMs: [5, 5], ...options });
  onTestFinished(() => sandbox.close());
  return { clock, sandbox, stripe: clientFor(sandbox.url) };
}

export const DAY = 86_400;

/** Two weeks from the sandbox's now, in seconds. */
export const inTwoWeeks = (clock: SandboxClock): number => Math.floor(clock.now() / 1000) + 14 * DAY;

export const newCustomer = (stripe: Stripe, params: Stripe.CustomerCreateParams = {}): Promise<Stripe.Customer> =>
  stripe.customers.create({ email: 'ap@client.test', name: 'Client Ltd', ...params });

/** A draft with one line over `amount`. */
export async function newDraft(
  { stripe, clock }: Setup,
  { amount = 120_000, customer, ...params }: { amount?: number } & Stripe.InvoiceCreateParams = {},
): Promise<Stripe.Invoice> {
  const draft = await stripe.invoices.create({
    customer: customer ?? (await newCustomer(stripe)).id,
    collection_method: 'send_invoice',
    currency: 'eur',
    due_date: inTwoWeeks(clock),
    ...params,
  });
  return stripe.invoices.addLines(draft.id, { lines: [{ amount, description: 'Design approved' }] });
}

export const newSentInvoice = async (
  setup: Setup,
  params: { amount?: number } & Stripe.InvoiceCreateParams = {},
): Promise<Stripe.Invoice> => setup.stripe.invoices.sendInvoice((await newDraft(setup, params)).id);

/** What a call was refused with; fails the test when it was not. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('The call was expected to be refused.');
}

export type Received = { readonly body: string; readonly headers: Record<string, string | string[] | undefined> };

/**
 * A webhook receiver.
 * @param statuses answered to the first deliveries in this order; 200 to all later ones
 */
export async function startReceiver(statuses: number[] = []): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
      response.writeHead(statuses.shift() ?? 200, { location: '/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
  return { url: `http://127.0.0.1:${address.port}/hook`, received };
}

export const typesOf = (sandbox: StripeSandbox): string[] => sandbox.store.events().map(({ type }) => type);
