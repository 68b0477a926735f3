import type Stripe from 'stripe';
import type { Invoice } from '../../src/billing/facts.ts';
import { NeedsPerson } from '../../src/billing/failure.ts';
import type { InvoiceOrder } from '../../src/billing/invoice-order.ts';
import { formatMoney } from '../../src/billing/money.ts';
import { correctCustomer, isAddressedTo } from './customer.ts';
import { calling, isMissing, isRepeated } from './errors.ts';
import { type InvoiceObject, METADATA, parseInvoice, toInvoice } from './invoice.ts';
import { once } from './once.ts';

const FIELD_NAME_MAX = 40;
const FIELD_VALUE_MAX = 140;
const METADATA_VALUE_MAX = 500;

const secondsOf = (ms: number): number => Math.floor(ms / 1000);

/** Made of the order alone, so that the same order gives the same bytes. */
function draftBody(order: InvoiceOrder): Stripe.InvoiceCreateParams {
  return {
    customer: order.customerId,
    collection_method: 'send_invoice',
    auto_advance: false, // we send it ourselves; otherwise Stripe may mail it once more
    currency: order.money.currency.toLowerCase(),
    due_date: secondsOf(order.dueAt),
    pending_invoice_items_behavior: 'exclude', // nothing that waits for this customer is swept in
    custom_fields: order.printed.map(({ name, value }) => ({
      name: name.slice(0, FIELD_NAME_MAX),
      value: value.slice(0, FIELD_VALUE_MAX),
    })),
    metadata: {
      [METADATA.key]: order.key,
      [METADATA.milestone]: order.milestoneId,
      [METADATA.revision]: String(order.revision),
      [METADATA.decision]: order.decision,
      ...(order.poNumber === '' ? {} : { [METADATA.po]: order.poNumber.slice(0, METADATA_VALUE_MAX) }),
    },
  };
}

const linesBody = ({ line, money }: InvoiceOrder): Stripe.InvoiceAddLinesParams => ({
  lines: [{ amount: money.minor, description: line }],
});

/** A draft left by an interrupted attempt can be finished when it says what today's order says. */
const fits = (draft: Invoice, order: InvoiceOrder): boolean =>
  draft.billingKey === order.key &&
  draft.decision === order.decision &&
  draft.customerId === order.customerId &&
  draft.currency === order.money.currency &&
  draft.dueAt === secondsOf(order.dueAt) * 1000 &&
  (draft.total === 0 || draft.total === order.money.minor);

/**
 * Creates, fills and sends one invoice: draft → line → total checked → send. Each step may be repeated after a crash; none
 * takes effect twice. The caller has looked before: `drafts` are what stands in Stripe under this milestone.
 * @returns the invoice as Stripe sent it
 * @throws NeedsPerson when Stripe's total differs from the approved sum (default taxes, say); nothing is sent then
 */
export async function issueInvoice(stripe: Stripe, order: InvoiceOrder, drafts: readonly Invoice[]): Promise<Invoice> {
  const usable = drafts.find((draft) => fits(draft, order));
  await discardDrafts(
    stripe,
    drafts.filter((draft) => draft !== usable),
  );
  const draft = usable === undefined ? await createDraft(stripe, order) : await readDraft(stripe, usable.id);
  if (draft.status !== 'draft') return toInvoice(draft);
  const filled = draft.total === 0 ? await addLine(stripe, draft.id, order) : draft;
  if (filled.total !== order.money.minor) {
    await discardDrafts(stripe, [toInvoice(filled)]);
    const made = formatMoney({ minor: filled.total, currency: order.money.currency });
    throw new NeedsPerson(`Stripe made ${made} of the approved ${formatMoney(order.money)}, so nothing was sent`, {
      mend: 'Look for default taxes or discounts in the Stripe account or on the customer.',
      who: 'billing owner',
    });
  }
  if (!isAddressedTo(filled.customer_email, order.client))
    await correctCustomer(stripe, order.customerId, order.client);
  return await send(stripe, draft.id, order);
}

const readDraft = async (stripe: Stripe, id: string): Promise<InvoiceObject> =>
  parseInvoice(await calling('read the draft', () => stripe.invoices.retrieve(id)));

async function createDraft(stripe: Stripe, order: InvoiceOrder): Promise<InvoiceObject> {
  const body = draftBody(order);
  return await once({
    doing: 'create the invoice',
    name: `create:${order.key}`,
    body,
    send: async (options) => {
      const created = await stripe.invoices.create(body, options);
      // A repeated answer is as old as the first one: what it names may have been filled, sent or deleted since.
      return isRepeated(created.lastResponse.headers) ? await findInvoice(stripe, created.id) : parseInvoice(created);
    },
    findDone: async () => undefined, // the caller has listed the customer's invoices just before
  });
}

async function findInvoice(stripe: Stripe, id: string): Promise<InvoiceObject | undefined> {
  try {
    return parseInvoice(await stripe.invoices.retrieve(id));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function addLine(stripe: Stripe, id: string, order: InvoiceOrder): Promise<InvoiceObject> {
  const body = linesBody(order);
  return await once({
    doing: 'add the line',
    name: `line:${id}`,
    body,
    send: async (options) => parseInvoice(await stripe.invoices.addLines(id, body, options)),
    findDone: async () => {
      const draft = await readDraft(stripe, id);
      return draft.total === 0 ? undefined : draft;
    },
  });
}

/** Finalises and mails in one request. A second request would mail again, so a sent invoice is never sent here. */
async function send(stripe: Stripe, id: string, order: InvoiceOrder): Promise<Invoice> {
  return await once({
    doing: 'send the invoice',
    name: `send:${id}`,
    body: { key: order.key },
    send: async (options) => toInvoice(await stripe.invoices.sendInvoice(id, {}, options)),
    findDone: async () => {
      const invoice = await readDraft(stripe, id);
      return invoice.status === 'draft' ? undefined : toInvoice(invoice);
    },
  });
}

/** Deletes drafts of ours that were never sent and do not fit any more. Money is not touched: a draft asks nobody for any. */
export async function discardDrafts(stripe: Stripe, drafts: readonly Invoice[]): Promise<void> {
  for (const draft of drafts) {
    try {
      await stripe.invoices.del(draft.id);
    } catch (error) {
      if (!isMissing(error)) await calling('discard a draft', () => Promise.reject(error));
    }
  }
}
