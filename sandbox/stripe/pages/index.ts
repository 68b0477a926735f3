import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Account } from '../account.ts';
import { ApiError } from '../api/errors.ts';
import { customerDetails, figuresOf, linesOf } from '../ledger/figures.ts';
import { formatAmount } from '../ledger/money.ts';
import type { InvoiceRecord } from '../records.ts';
import { createByHandPages } from './by-hand.ts';
import { dashboard } from './dashboard.ts';
import { hostedInvoicePage } from './hosted-invoice.ts';
import { formatDay, page } from './layout.ts';
import { invoiceBehind } from './links.ts';
import { createMoneyBackPages } from './money-back.ts';
import { createPayRoutes } from './pay-routes.ts';
import { simplePdf } from './pdf.ts';

function pdfLines(account: Account, invoice: InvoiceRecord): readonly string[] {
  const { total, remaining } = figuresOf(account, invoice);
  const client = customerDetails(account, invoice);
  return [
    `${account.name} (Sandbox)`,
    `Invoice ${invoice.number ?? ''}`,
    `To: ${client?.name ?? ''} ${client?.email ?? ''}`,
    `Due: ${formatDay(invoice.dueDate)}`,
    ...(invoice.customFields ?? []).map(({ name, value }) => `${name}: ${value}`),
    ...linesOf(account, invoice.id).map(
      (line) => `${line.description ?? ''}: ${amountText(line.amount, line.currency)}`,
    ),
    `Total: ${amountText(total, invoice.currency)}`,
    `Remaining: ${amountText(remaining, invoice.currency)}`,
  ];
}

/** Without the currency's sign, which the file's font does not have. */
const amountText = (amount: number, currency: string): string =>
  `${currency.toUpperCase()} ${formatAmount(amount, currency).replace(/[^\d.,-]/g, '')}`;

/** What people see: the hosted invoice, its PDF, and an overview of the account. */
export function createPages(account: Account): Hono {
  const app = new Hono();
  app.onError((error, c) => {
    if (!(error instanceof ApiError)) throw error;
    const message = page(
      { title: 'Not found', accountName: account.name },
      html`<section><p>${error.message}</p></section>`,
    );
    return c.html(message, error.status === 404 ? 404 : 400);
  });
  app.get('/', (c) => c.html(dashboard(account)));
  app.get('/i/:account/:token', (c) => {
    const invoice = invoiceBehind(account, c.req.param('token'));
    const revision = account.invoices.get(invoice.latestRevision ?? '');
    return revision === undefined
      ? c.html(hostedInvoicePage(account, invoice))
      : c.redirect(`/i/${account.id}/${revision.token}`, 302);
  });
  app.get('/invoice/:account/:token/pdf', (c) => {
    const invoice = invoiceBehind(account, c.req.param('token'));
    return c.body(simplePdf(pdfLines(account, invoice)), 200, { 'content-type': 'application/pdf' });
  });
  app.route('/', createPayRoutes(account));
  app.route('/', createMoneyBackPages(account));
  app.route('/', createByHandPages(account));
  return app;
}
