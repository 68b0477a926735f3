import { type Context, Hono } from 'hono';
import type { Account } from '../account.ts';
import { find } from '../api/errors.ts';
import { fundCashBalance } from '../ledger/cash-balance.ts';
import { figuresOf } from '../ledger/figures.ts';
import { confirmPayment, PAYMENT_METHODS, payInvoice, settleDebit } from '../ledger/hosted-payment.ts';
import type { InvoiceRecord } from '../records.ts';
import { hostedInvoicePage } from './hosted-invoice.ts';
import { formOf, invoiceBehind, typedAmount, typedText } from './links.ts';

const outcomeOf = (form: FormData): 'fails' | 'succeeds' => (form.get('outcome') === 'fails' ? 'fails' : 'succeeds');

/** The other end of the hosted page's forms. */
export function createPayRoutes(account: Account): Hono {
  const app = new Hono();
  const shown = (c: Context, { token }: InvoiceRecord): Response => c.redirect(`/i/${account.id}/${token}`, 303);
  const refused = (c: Context, invoice: InvoiceRecord, notice: string) =>
    c.html(hostedInvoicePage(account, invoice, notice), 402);

  app.post('/i/:account/:token/pay', async (c) => {
    const invoice = invoiceBehind(account, c.req.param('token'));
    const form = await formOf(c);
    const method = PAYMENT_METHODS.find((known) => known === form.get('method')) ?? 'card';
    const amount = typedAmount(form, invoice.currency);
    const charge = payInvoice(account, invoice, { method, ...(amount === undefined ? {} : { amount }) });
    return charge?.status === 'failed' ? refused(c, invoice, charge.failureMessage ?? '') : shown(c, invoice);
  });
  app.post('/i/:account/:token/confirm', async (c) => {
    const invoice = invoiceBehind(account, c.req.param('token'));
    const outcome = outcomeOf(await formOf(c));
    confirmPayment(account, invoice, outcome);
    return outcome === 'fails' ? refused(c, invoice, 'Your bank did not confirm the payment.') : shown(c, invoice);
  });
  app.post('/i/:account/:token/settle', async (c) => {
    const invoice = invoiceBehind(account, c.req.param('token'));
    settleDebit(account, invoice, outcomeOf(await formOf(c)));
    return shown(c, invoice);
  });
  app.post('/i/:account/:token/transfer', async (c) => {
    const invoice = invoiceBehind(account, c.req.param('token'));
    const form = await formOf(c);
    fundCashBalance(account, find(account.customers, 'customer', invoice.customer), {
      amount: typedAmount(form, invoice.currency) ?? figuresOf(account, invoice).remaining,
      currency: invoice.currency,
      reference: typedText(form, 'reference'),
    });
    return shown(c, invoice);
  });
  return app;
}
