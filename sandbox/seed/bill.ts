import { setTimeout as delay } from 'node:timers/promises';
import Stripe from 'stripe';
import { METADATA } from '../../connectors/stripe/invoice.ts';
import { createInvoiceReader } from '../../connectors/stripe/read-invoice.ts';
import { billingKey } from '../../src/billing/billing-key.ts';
import { dueInstant, type PlainDate } from '../../src/billing/calendar.ts';
import { parseCurrency } from '../../src/billing/currency.ts';
import type { Invoice } from '../../src/billing/facts.ts';
import { type Money, moneyFromMajor } from '../../src/billing/money.ts';
import type { StripeSandbox } from '../stripe/index.ts';
import type { SeedClient } from './clients.ts';
import { SEED_ZONE } from './history.ts';
import type { SeedBillEvent, SeedMilestone } from './milestone.ts';

/** Below the number of requests that Stripe takes in a second. */
const REQUEST_EVERY_MS = 45;

/** Stripe as a history needs it: what would have been billed by a hub that was there. */
export type Biller = ReturnType<typeof createBiller>;

/** What one past invoice bills, and when. */
export type PastBill = {
  readonly milestone: SeedMilestone;
  readonly milestoneId: string;
  readonly projectId: string;
  readonly client: SeedClient;
  readonly customerId: string;
  readonly decidedOn: PlainDate | undefined;
  readonly dueDate: PlainDate;
};

/** @throws RangeError when the table names a sum that cannot be billed */
function moneyOf({ amount }: Pick<SeedMilestone, 'amount'>, { currency }: SeedClient): Money {
  const known = parseCurrency(currency);
  const result = known === undefined ? undefined : moneyFromMajor(amount, known);
  if (result?.ok !== true) throw new RangeError(`${amount} ${currency} cannot be billed.`);
  return result.money;
}

function bodyOf({
  milestone,
  milestoneId,
  projectId,
  client,
  customerId,
  decidedOn,
  dueDate,
}: PastBill): Stripe.InvoiceCreateParams {
  return {
    customer: customerId,
    collection_method: 'send_invoice',
    auto_advance: false,
    currency: client.currency.toLowerCase(),
    due_date: Math.floor(dueInstant(SEED_ZONE, dueDate) / 1000),
    pending_invoice_items_behavior: 'exclude',
    custom_fields: [
      ...(client.po === undefined ? [] : [{ name: 'Purchase order', value: client.po.number }]),
      { name: 'Milestone', value: milestone.name },
      { name: 'Finance contact', value: client.financeContact },
    ],
    metadata: {
      [METADATA.key]: billingKey(milestoneId, 'all', 1),
      [METADATA.milestone]: milestoneId,
      [METADATA.project]: projectId,
      ...(milestone.trigger === null ? {} : { [METADATA.trigger]: milestone.trigger }),
      [METADATA.revision]: '1',
      [METADATA.decision]: `Approved ${decidedOn ?? 'undated'}`,
      ...(client.po === undefined ? {} : { [METADATA.po]: client.po.number }),
    },
  };
}

/** @param account where the sandbox listens, one of its keys, and what its clients can do */
export function createBiller(account: {
  readonly url: string;
  readonly secretKey: string;
  readonly pay: StripeSandbox['pay'];
}) {
  const { hostname, port } = new URL(account.url);
  const stripe = new Stripe(account.secretKey, {
    host: hostname,
    port,
    protocol: 'http',
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(async (...request: Parameters<typeof fetch>) => {
      await delay(REQUEST_EVERY_MS);
      return await fetch(...request);
    }),
  });
  const readInvoice = createInvoiceReader(stripe);
  return {
    /** An invoice as the hub reads it, with what became of its money. */
    async read(invoiceId: string): Promise<Invoice> {
      const invoice = await readInvoice(invoiceId);
      if (typeof invoice !== 'object') throw new RangeError(`Stripe has no invoice ${invoiceId}.`);
      return invoice;
    },
    async customer(client: SeedClient, clientId: string): Promise<string> {
      const { name, billingEmail } = client;
      const customer = await stripe.customers.create({
        name,
        email: billingEmail,
        metadata: { milepost_client: clientId },
      });
      return customer.id;
    },
    /** Creates and mails one invoice, now on the sandbox's clock. */
    async send(bill: PastBill): Promise<string> {
      const { id } = await stripe.invoices.create(bodyOf(bill));
      const { minor } = moneyOf(bill.milestone, bill.client);
      const description = `${bill.milestone.project}: ${bill.milestone.name}`;
      await stripe.invoices.addLines(id, { lines: [{ amount: minor, description }] });
      await stripe.invoices.sendInvoice(id);
      return id;
    },
    /** Notes something on an invoice. */
    async note(invoiceId: string, metadata: Readonly<Record<string, string>>): Promise<void> {
      if (Object.keys(metadata).length > 0) await stripe.invoices.update(invoiceId, { metadata: { ...metadata } });
    },
    async happen(invoiceId: string, event: SeedBillEvent, client: SeedClient): Promise<void> {
      if (event.what === 'part paid') await account.pay(invoiceId, { amount: moneyOf(event, client).minor });
      else if (event.what === 'paid') await account.pay(invoiceId);
      else if (event.what === 'card declined') await account.pay(invoiceId, { method: 'declined' });
      else if (event.what === 'voided') await stripe.invoices.voidInvoice(invoiceId);
      else await stripe.invoices.markUncollectible(invoiceId);
    },
  };
}
