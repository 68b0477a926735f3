import type Stripe from 'stripe';
import type { Account } from './account.ts';
import type { EventRecord, Mail } from './records.ts';
import { renderCustomer } from './render/customer.ts';
import { renderInvoice } from './render/invoice.ts';
import { renderInvoicePayment, renderRefund } from './render/payment.ts';

/** What the account holds, for tests and pages: the objects as the API shows them, oldest first. */
export type StripeStore = {
  readonly customers: () => readonly Stripe.Customer[];
  /** What a webhook endpoint signs with; Stripe itself tells it only in the answer to the creation. */
  readonly endpointSecret: (id: string) => string | undefined;
  readonly events: () => readonly Pick<EventRecord, 'created' | 'id' | 'object' | 'request' | 'type'>[];
  readonly invoice: (id: string) => Stripe.Invoice | undefined;
  readonly invoicePayments: () => readonly Stripe.InvoicePayment[];
  readonly invoices: () => readonly Stripe.Invoice[];
  readonly mails: () => readonly Mail[];
  readonly refunds: () => readonly Stripe.Refund[];
};

export function createStore(account: Account): StripeStore {
  return {
    customers: () =>
      [...account.customers.values()]
        .filter((customer) => !customer.deleted)
        .map((customer) => renderCustomer(customer)),
    endpointSecret: (id) => account.webhookEndpoints.get(id)?.secret,
    events: () => [...account.events.values()],
    invoice: (id) => {
      const invoice = account.invoices.get(id);
      return invoice === undefined ? undefined : renderInvoice(account, invoice);
    },
    invoicePayments: () => [...account.invoicePayments.values()].map(renderInvoicePayment),
    invoices: () => [...account.invoices.values()].map((invoice) => renderInvoice(account, invoice)),
    mails: () => [...account.mails],
    refunds: () => [...account.refunds.values()].map((refund) => renderRefund(account, refund)),
  };
}
