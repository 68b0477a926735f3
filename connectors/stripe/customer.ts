import type Stripe from 'stripe';
import { z } from 'zod';
import type { Client } from '../../src/billing/facts.ts';
import { parseAnswer } from '../answer.ts';
import { calling, isMissing, toFailure } from './errors.ts';
import { listed } from './list.ts';
import { once } from './once.ts';

const CustomerObject = z.looseObject({
  id: z.string().startsWith('cus_'),
  object: z.literal('customer'),
  metadata: z.record(z.string(), z.string()).nullish(),
});

const toCustomer = (answer: unknown) => parseAnswer(CustomerObject, answer, 'a Stripe customer');

/** Metadata key under which a customer of ours is found again. */
export const CLIENT_METADATA = 'milepost_client';

/** Stripe's look-up by e-mail distinguishes capitals, so addresses are written and looked up in small letters. */
const addressOf = (client: Client): string => (client.billingEmail ?? '').trim().toLowerCase();

async function findCustomer(stripe: Stripe, client: Client): Promise<string | undefined> {
  // The address may have changed since. Looking through all of them is rare: once for each new client.
  return (await findAmong(stripe, client, { email: addressOf(client) })) ?? (await findAmong(stripe, client, {}));
}

async function findAmong(
  stripe: Stripe,
  client: Client,
  filter: Pick<Stripe.CustomerListParams, 'email'>,
): Promise<string | undefined> {
  for await (const item of listed('look for the customer', (page) => stripe.customers.list({ ...filter, ...page }))) {
    const customer = toCustomer(item);
    if (customer.metadata?.[CLIENT_METADATA] === client.id) return customer.id;
  }
  return undefined;
}

/**
 * The Stripe customer of a client: the one that carries its page id, else a new one. Stripe makes two customers of two
 * requests, so the look-up comes first and the id is kept in Notion.
 * @returns the id, `cus_…`
 */
export async function ensureCustomer(stripe: Stripe, client: Client): Promise<string> {
  const found = await findCustomer(stripe, client);
  if (found !== undefined) return found;
  const body = { name: client.name, email: addressOf(client), metadata: { [CLIENT_METADATA]: client.id } };
  return await once({
    doing: 'create the customer',
    name: `customer:${client.id}`,
    body,
    send: async (options) => toCustomer(await stripe.customers.create(body, options)).id,
    findDone: () => findCustomer(stripe, client),
  });
}

/** The page id of the client that a customer stands for; undefined when it is none of ours, or deleted. */
export async function clientOfCustomer(stripe: Stripe, id: string): Promise<string | undefined> {
  try {
    return toCustomer(await stripe.customers.retrieve(id)).metadata?.[CLIENT_METADATA];
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw toFailure(error, 'read the customer');
  }
}

/** Brings name and address up to date, while the draft that will be mailed can still follow. */
export async function correctCustomer(stripe: Stripe, customerId: string, client: Client): Promise<void> {
  const body = { name: client.name, email: addressOf(client) };
  // No key of ours: the same absolute values may well be written again after somebody changed them in between.
  toCustomer(await calling('correct the customer', () => stripe.customers.update(customerId, body)));
}

/** Whether a draft would be mailed to the client's address. */
export const isAddressedTo = (customerEmail: string | null, client: Client): boolean =>
  customerEmail?.toLowerCase() === addressOf(client);
