import { Hono } from 'hono';
import type { Account } from '../account.ts';
import { find } from '../api/errors.ts';
import { applyCashBalance, fundCashBalance } from '../ledger/cash-balance.ts';
import { markUncollectible, payOutOfBand, voidInvoice } from '../ledger/close.ts';
import { detachPayment } from '../ledger/detach.ts';
import { figuresOf } from '../ledger/figures.ts';
import { payTwice, processingPayment, settleDebit } from '../ledger/hosted-payment.ts';
import { revise } from '../ledger/revise.ts';
import type { CustomerRecord, InvoiceRecord } from '../records.ts';
import { amountForm, button, type Html } from './layout.ts';
import { formOf, stepOf, typedAmount } from './links.ts';

type Step = {
  readonly label: string;
  readonly on: readonly InvoiceRecord['status'][];
  /** Whether a sum may be typed in; left empty, it is all that remains. */
  readonly takesAmount?: true;
  readonly needs?: (account: Account, invoice: InvoiceRecord) => boolean;
  readonly run: (
    account: Account,
    invoice: InvoiceRecord,
    context: { readonly amount: number | undefined; readonly customer: CustomerRecord },
  ) => void;
};

const isProcessing = (account: Account, invoice: InvoiceRecord): boolean =>
  processingPayment(account, invoice) !== undefined;

/** The part of the path → what a bookkeeper, a client or a bank does that the hosted page has no button for. */
const STEPS: Readonly<Record<string, Step>> = {
  'debit-arrives': {
    label: 'The debit arrives',
    on: ['open', 'paid', 'uncollectible'],
    needs: isProcessing,
    run: (account, invoice) => settleDebit(account, invoice, 'succeeds'),
  },
  'debit-fails': {
    label: 'The bank refuses the debit',
    on: ['open', 'paid', 'uncollectible'],
    needs: isProcessing,
    run: (account, invoice) => settleDebit(account, invoice, 'fails'),
  },
  'record-outside': {
    label: 'Paid outside Stripe',
    on: ['open', 'uncollectible'],
    takesAmount: true,
    run: (account, invoice, { amount }) => payOutOfBand(account, invoice, amount),
  },
  transfer: {
    label: 'A transfer arrives, unmatched',
    on: ['open'],
    takesAmount: true,
    run: (account, invoice, { amount, customer }) =>
      void fundCashBalance(account, customer, {
        amount: amount ?? figuresOf(account, invoice).remaining,
        currency: invoice.currency,
      }),
  },
  'apply-balance': {
    label: 'Apply the balance',
    on: ['open'],
    run: (account, invoice, { customer }) => applyCashBalance(account, customer, invoice),
  },
  'pay-twice': { label: 'The client pays twice', on: ['open'], run: payTwice },
  revise: { label: 'Revise', on: ['open', 'uncollectible'], run: (account, invoice) => void revise(account, invoice) },
  void: { label: 'Void', on: ['open', 'uncollectible'], run: voidInvoice },
  'write-off': { label: 'Write off', on: ['open'], run: markUncollectible },
  detach: { label: 'Take the payment off again', on: ['paid'], run: detachPayment },
};

/** What else can happen to an invoice, as buttons. */
export const byHand = (account: Account, invoice: InvoiceRecord): readonly Html[] =>
  Object.entries(STEPS)
    .filter(([, { needs, on }]) => on.includes(invoice.status) && needs?.(account, invoice) !== false)
    .map(([path, { label, takesAmount }]) => {
      const action = `/invoices/${invoice.id}/by-hand/${path}`;
      return takesAmount ? amountForm(action, label, stepOf(invoice.currency), 'optional') : button(action, label);
    });

/** The buttons' other end. */
export function createByHandPages(account: Account): Hono {
  const app = new Hono();
  app.post('/invoices/:id/by-hand/:step', async (c) => {
    const invoice = find(account.invoices, 'invoice', c.req.param('id'));
    const customer = find(account.customers, 'customer', invoice.customer);
    const amount = typedAmount(await formOf(c), invoice.currency);
    STEPS[c.req.param('step')]?.run(account, invoice, { amount, customer });
    return c.redirect('/', 303);
  });
  return app;
}
