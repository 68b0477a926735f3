import Stripe from 'stripe';
import { z } from 'zod';
import type { Adoption } from '../../src/billing/adoption.ts';
import type { Instant } from '../../src/billing/calendar.ts';
import type { Client, Invoice } from '../../src/billing/facts.ts';
import type { MessageState, Slot, StopNote } from '../../src/billing/follow-up/record.ts';
import type { Hint } from '../../src/billing/hint.ts';
import type { InvoiceOrder } from '../../src/billing/invoice-order.ts';
import { parseAnswer } from '../answer.ts';
import { type MeterOptions, meteredFetch } from '../metered-fetch.ts';
import { adoptInvoice } from './adopt-invoice.ts';
import {
  eventsSince,
  invoicesCreatedSince,
  moneyBackSince,
  newestEventAt,
  type SeenEvent,
  unsettledInvoices,
} from './catch-up.ts';
import { clientOfCustomer, ensureCustomer } from './customer.ts';
import { isMissing, toFailure } from './errors.ts';
import {
  claimMessage,
  letGoOfMessage,
  type MessageClaim,
  mailInvoiceAgain,
  noteStops,
  type Sent,
  settleMessage,
} from './follow-up.ts';
import { toInvoice } from './invoice.ts';
import { discardDrafts, type IssueSteps, issueInvoice } from './issue-invoice.ts';
import { listed } from './list.ts';
import { createInvoiceReader } from './read-invoice.ts';
import { type InvoicesForReview, invoicesForReview } from './review-invoices.ts';

/** Our types and webhook payloads are made for this version; an endpoint must be created with it. */
export const STRIPE_API_VERSION = '2026-10-28.endive';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

export type StripeOptions = Omit<MeterOptions, 'timeoutMs'> & {
  readonly secretKey: string;
  readonly apiUrl: string;
  readonly timeoutMs?: number;
};

export type StripeConnector = ReturnType<typeof createStripe>;

const PaidInvoice = z.looseObject({ invoice: z.looseObject({ deleted: z.boolean().optional() }) });

/** The SDK, set up as everything of ours uses it. */
export function openStripe({ secretKey, apiUrl, budget, onRequest, timeoutMs = 20_000 }: StripeOptions): Stripe {
  const { protocol, hostname, port } = new URL(apiUrl);
  return new Stripe(secretKey, {
    apiVersion: STRIPE_API_VERSION,
    maxNetworkRetries: 0,
    timeout: 2 * timeoutMs + 1_000, // leave to send, then the request itself
    telemetry: false,
    host: hostname,
    port: port === '' ? (DEFAULT_PORTS[protocol] ?? '443') : port, // the SDK takes 443 for any host unless told
    protocol: protocol === 'http:' ? 'http' : 'https',
    httpClient: Stripe.createFetchHttpClient(meteredFetch({ budget, timeoutMs, onRequest })),
  });
}

/**
 * The Stripe connector: reads invoices as billing's plain values, issues one invoice per billing key. Retries are the
 * queue's business; every call ends in time and spends from the shared budget.
 */
export function createStripe(options: StripeOptions) {
  const stripe = openStripe(options);

  return {
    /** Which of Stripe's worlds the key opens. */
    mode: /^.._live_/.test(options.secretKey) ? ('live' as const) : ('test' as const),
    /**
     * One invoice with what became of its money. Undefined when Stripe has no such invoice; `other mode` when it has it
     * in live mode and our key is for test mode, or the other way round.
     */
    readInvoice: createInvoiceReader(stripe),
    /** The milestone that an invoice bills; undefined when it is not ours, or Stripe has no such invoice in our mode. */
    async milestoneOfInvoice(id: string): Promise<string | undefined> {
      try {
        return toInvoice(await stripe.invoices.retrieve(id)).milestoneId || undefined;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw toFailure(error, 'read the invoice');
      }
    },
    /**
     * Every invoice of a customer, newest first. Listing is consistent where Stripe's search may lag by minutes, so this
     * is what protects against a second invoice. `moves` stays at `NO_MOVES`: whoever needs them reads the one invoice.
     */
    async invoicesOfCustomer(customerId: string): Promise<Invoice[]> {
      const list = listed('list the invoices of a customer', (page) =>
        stripe.invoices.list({ customer: customerId, expand: ['data.customer'], ...page }),
      );
      return await Array.fromAsync(list, toInvoice);
    },
    /**
     * The invoices that a payment pays, or was to pay. `moves` stays at `NO_MOVES`.
     * @param paymentIntentId `pi_…`: neither a payment nor a refund nor a dispute names the invoice itself
     */
    async invoicesOfPayment(paymentIntentId: string): Promise<Invoice[]> {
      const payment = { type: 'payment_intent', payment_intent: paymentIntentId } as const;
      const list = listed('list the invoices of a payment', (page) =>
        stripe.invoicePayments.list({ payment, expand: ['data.invoice'], ...page }),
      );
      const paid = await Array.fromAsync(list, (item) => parseAnswer(PaidInvoice, item, 'a Stripe invoice payment'));
      return paid.flatMap(({ invoice }) => (invoice.deleted === true ? [] : [toInvoice(invoice)]));
    },
    clientOfCustomer: (id: string): Promise<string | undefined> => clientOfCustomer(stripe, id),
    ensureCustomer: (client: Client): Promise<string> => ensureCustomer(stripe, client),
    issueInvoice: (order: InvoiceOrder, drafts: readonly Invoice[], steps: IssueSteps): Promise<Invoice> =>
      issueInvoice(stripe, order, drafts, steps),
    adoptInvoice: (adoption: Adoption, at: Instant): Promise<Invoice> => adoptInvoice(stripe, adoption, at),
    discardDrafts: (drafts: readonly Invoice[]): Promise<void> => discardDrafts(stripe, drafts),
    claimMessage: (invoice: Invoice, claim: MessageClaim): Promise<boolean> => claimMessage(stripe, invoice, claim),
    settleMessage: (invoiceId: string, slot: Slot, state: MessageState): Promise<void> =>
      settleMessage(stripe, invoiceId, slot, state),
    letGoOfMessage: (before: Invoice, slot: Slot, now: Instant): Promise<void> =>
      letGoOfMessage(stripe, before, slot, now),
    mailInvoiceAgain: (invoice: Invoice, message: Pick<MessageClaim, 'slot' | 'cycle'>): Promise<Sent> =>
      mailInvoiceAgain(stripe, invoice, message),
    noteStops: (invoiceId: string, stops: readonly StopNote[]): Promise<void> => noteStops(stripe, invoiceId, stops),
    eventsSince: (instant: Instant): Promise<readonly SeenEvent[]> => eventsSince(stripe, instant),
    newestEventAt: (): Promise<Instant | undefined> => newestEventAt(stripe),
    invoicesCreatedSince: (instant: Instant): Promise<readonly Invoice[]> => invoicesCreatedSince(stripe, instant),
    invoicesForReview: (since: Instant): Promise<InvoicesForReview> => invoicesForReview(stripe, since),
    unsettledInvoices: (): Promise<readonly Invoice[]> => unsettledInvoices(stripe),
    moneyBackSince: (instant: Instant): Promise<readonly Hint[]> => moneyBackSince(stripe, instant),
  };
}
