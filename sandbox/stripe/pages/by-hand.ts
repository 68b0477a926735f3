import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Account } from '../account.ts';
import { find } from '../api/errors.ts';
import { applyCashBalance, fundCashBalance } from '../ledger/cash-balance.ts';
import { markUncollectible, payOutOfBand, voidInvoice } from '../ledger/close.ts';
import { detachPayment } from '../ledger/detach.ts';
import { figuresOf } from '../ledger/figures.ts';
import { payTwice } from '../ledger/hosted-payment.ts';
import { revise } from '../ledger/revise.ts';
import type { CustomerRecord, InvoiceRecord } from '../records.ts';
import type { Html } from './layout.ts';

const button = (action: string, label: string): Html =>
  html`<form method="post" action="${action}"><button type="submit">${label}</button></form>`;

type Step = {
  readonly label: string;
  readonly on: readonly InvoiceRecord['status'][];
  readonly run: (account: Account, invoice: InvoiceRecord, customer: CustomerRecord) => void;
};

/** The part of the path → what a bookkeeper, a client or a bank does that the hosted page has no button for. */
const STEPS: Readonly<Record<string, Step>> = {
  'record-outside': {
    label: 'Paid outside Stripe',
    on: ['open', 'uncollectible'],
    run: (account, invoice) => payOutOfBand(account, invoice),
  },
  transfer: {
    label: 'A transfer arrives, unmatched',
    on: ['open'],
    run: (account, invoice, customer) =>
      void fundCashBalance(account, customer, {
        amount: figuresOf(account, invoice).remaining,
        currency: invoice.currency,
      }),
  },
  'apply-balance': {
    label: 'Apply the balance',
    on: ['open'],
    run: (account, invoice, customer) => applyCashBalance(account, customer, invoice),
  },
  'pay-twice': { label: 'The client pays twice', on: ['open'], run: payTwice },
  revise: { label: 'Revise', on: ['open', 'uncollectible'], run: (account, invoice) => void revise(account, invoice) },
  void: { label: 'Void', on: ['open', 'uncollectible'], run: voidInvoice },
  'write-off': { label: 'Write off', on: ['open'], run: markUncollectible },
  detach: { label: 'Take the payment off again', on: ['paid'], run: detachPayment },
};

/** What else can happen to an invoice, as buttons. */
export const byHand = ({ id, status }: InvoiceRecord): readonly Html[] =>
  Object.entries(STEPS)
    .filter(([, { on }]) => on.includes(status))
    .map(([path, { label }]) => button(`/invoices/${id}/by-hand/${path}`, label));

/** The buttons' other end. */
export function createByHandPages(account: Account): Hono {
  const app = new Hono();
  app.post('/invoices/:id/by-hand/:step', (c) => {
    const invoice = find(account.invoices, 'invoice', c.req.param('id'));
    const step = STEPS[c.req.param('step')];
    step?.run(account, invoice, find(account.customers, 'customer', invoice.customer));
    return c.redirect('/', 303);
  });
  return app;
}
