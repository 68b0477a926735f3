import type Stripe from 'stripe';
import { z } from 'zod';
import type { Invoice } from '../../src/billing/facts.ts';
import { NeedsPerson } from '../../src/billing/failure.ts';
import type { InvoiceOrder } from '../../src/billing/invoice-order.ts';
import { formatMoney } from '../../src/billing/money.ts';
import { parseAnswer } from '../answer.ts';
import { CLIENT_METADATA, correctCustomer, isAddressedTo } from './customer.ts';
import { cut } from './cut.ts';
import { calling, isMissing, isRepeated } from './errors.ts';
import { billedAs, type InvoiceObject, METADATA, parseInvoice, toInvoice } from './invoice.ts';
import { fingerprint, once } from './once.ts';

const FIELD_NAME_MAX = 40;
const FIELD_VALUE_MAX = 140;
const LINE_MAX = 500;

const secondsOf = (ms: number): number => Math.floor(ms / 1000);

/** What the caller does between the steps: nothing may be written any more once `mayAct` throws. */
export type IssueSteps = {
  readonly mayAct: Pick<AbortSignal, 'throwIfAborted'>;
  /** Told which draft is about to be sent, so that it is noted beside the milestone before any mail leaves (Rule 6.1). */
  readonly onDraft: (invoiceId: string) => Promise<void>;
};

/** Made of the order alone, so that the same order gives the same bytes. */
function draftBody(order: InvoiceOrder): Stripe.InvoiceCreateParams {
  return {
    customer: order.customerId,
    expand: ['customer'],
    collection_method: 'send_invoice',
    auto_advance: false, // we send it ourselves; otherwise Stripe may mail it once more
    currency: order.money.currency.toLowerCase(),
    effective_at: secondsOf(order.issuedAt),
    due_date: secondsOf(order.dueAt),
    pending_invoice_items_behavior: 'exclude', // nothing that waits for this customer is swept in
    ...(order.taxId === '' ? {} : { footer: `Tax ID: ${cut(order.taxId, FIELD_VALUE_MAX)}` }),
    custom_fields: order.printed.map(({ name, value }) => ({
      name: cut(name, FIELD_NAME_MAX),
      value: cut(value, FIELD_VALUE_MAX),
    })),
    metadata: {
      ...billedAs(order),
      [METADATA.order]: fingerprint({ ...order, client: order.client.id }),
      ...(order.delivering === 'portal' ? { [METADATA.delivering]: order.delivering } : {}),
    },
  };
}

/** All of them in one request: a draft has every line or none. */
const linesBody = ({ lines }: InvoiceOrder): Stripe.InvoiceAddLinesParams => ({
  lines: lines.map(({ words, minor }) => ({ amount: minor, description: cut(words, LINE_MAX) })),
});

/** Not told by the total: lines may cancel each other out. */
const isEmpty = ({ lines }: InvoiceObject): boolean => lines.data.length === 0;

/** A draft left by an interrupted attempt can be finished when it was made for this very order. */
const fits = (draft: Invoice, order: InvoiceOrder): boolean =>
  draft.order === fingerprint({ ...order, client: order.client.id }) &&
  (draft.total === 0 || draft.total === order.money.minor);

/**
 * Creates, fills and issues one invoice: draft → noted → lines → total checked → sent, or only finalised where a person
 * hands it in through a portal. Each step may be repeated after a crash; none takes effect twice. The caller has looked
 * before: `drafts` are what stands in Stripe under this milestone.
 * @returns the invoice as Stripe issued it, its `moves` unread
 * @throws NeedsPerson when Stripe's total differs from the approved sum (default taxes, say), or the customer is another
 *   client's; nothing is sent then
 */
export async function issueInvoice(
  stripe: Stripe,
  order: InvoiceOrder,
  drafts: readonly Invoice[],
  steps: IssueSteps,
): Promise<Invoice> {
  const { mayAct, onDraft } = steps;
  const usable = drafts.find((draft) => fits(draft, order));
  mayAct.throwIfAborted();
  const draft = usable === undefined ? await createDraft(stripe, order) : await readDraft(stripe, usable.id);
  if (draft.status !== 'draft') return toInvoice(draft);
  refuseForeignCustomer(draft, order);
  mayAct.throwIfAborted();
  await onDraft(draft.id);
  await discardDrafts(
    stripe,
    drafts.filter(({ id }) => id !== draft.id),
  );
  mayAct.throwIfAborted();
  const filled = isEmpty(draft) ? await addLines(stripe, draft.id, order) : draft;
  if (filled.total !== order.money.minor) {
    const made = formatMoney({ minor: filled.total, currency: order.money.currency });
    throw new NeedsPerson(`Stripe made ${made} of the approved ${formatMoney(order.money)}, so nothing was sent`, {
      mend: `Look for default taxes or discounts in Stripe, then delete the draft ${draft.id} there: it is made anew.`,
      who: 'billing owner',
    });
  }
  mayAct.throwIfAborted();
  if (!isAddressedTo(filled.customer_email, order.client))
    await correctCustomer(stripe, order.customerId, order.client);
  return order.delivering === 'portal' ? await finalize(stripe, draft.id, order) : await send(stripe, draft.id, order);
}

/** A customer id can be pasted into the wrong client. One that names no client of ours was linked by hand and is believed. */
function refuseForeignCustomer({ customer }: InvoiceObject, { client, customerId }: InvoiceOrder): void {
  const owner = typeof customer === 'string' ? undefined : customer.metadata?.[CLIENT_METADATA];
  if (owner === undefined || owner === client.id) return;
  throw new NeedsPerson(`"Stripe customer" of ${client.name} names ${customerId}, which belongs to another client`, {
    mend: 'Empty "Stripe customer" of this client: the right one is found or made.',
    who: 'account owner',
  });
}

const readDraft = async (stripe: Stripe, id: string): Promise<InvoiceObject> =>
  parseInvoice(await calling('read the draft', () => stripe.invoices.retrieve(id, { expand: ['customer'] })));

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
    return parseInvoice(await stripe.invoices.retrieve(id, { expand: ['customer'] }));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function addLines(stripe: Stripe, id: string, order: InvoiceOrder): Promise<InvoiceObject> {
  const body = linesBody(order);
  return await once({
    doing: 'add the lines',
    name: `lines:${id}`,
    body,
    send: async (options) => parseInvoice(await stripe.invoices.addLines(id, body, options)),
    findDone: async () => {
      const draft = await readDraft(stripe, id);
      return isEmpty(draft) ? undefined : draft;
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
    findDone: () => findIssued(stripe, id),
  });
}

/** Makes it an invoice without mailing it; with auto_advance off Stripe does not mail it later either. */
async function finalize(stripe: Stripe, id: string, order: InvoiceOrder): Promise<Invoice> {
  return await once({
    doing: 'finalise the invoice',
    name: `finalize:${id}`,
    body: { key: order.key },
    send: async (options) => toInvoice(await stripe.invoices.finalizeInvoice(id, { auto_advance: false }, options)),
    findDone: () => findIssued(stripe, id),
  });
}

async function findIssued(stripe: Stripe, id: string): Promise<Invoice | undefined> {
  const invoice = await readDraft(stripe, id);
  return invoice.status === 'draft' ? undefined : toInvoice(invoice);
}

const Deleted = z.looseObject({ deleted: z.literal(true) });

/** Deletes drafts of ours that were never sent and do not fit any more. Money is not touched: a draft asks nobody for any. */
export async function discardDrafts(stripe: Stripe, drafts: readonly Invoice[]): Promise<void> {
  for (const draft of drafts) {
    try {
      parseAnswer(Deleted, await stripe.invoices.del(draft.id), 'the end of a Stripe draft');
    } catch (error) {
      if (!isMissing(error)) await calling('discard a draft', () => Promise.reject(error));
    }
  }
}
