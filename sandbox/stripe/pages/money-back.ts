import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Account } from '../account.ts';
import { find } from '../api/errors.ts';
import { closeDispute, isOpenDispute, openDispute, returnDebit } from '../ledger/dispute.ts';
import { formatAmount } from '../ledger/money.ts';
import { paidCharge } from '../ledger/payment.ts';
import { createRefund } from '../ledger/refund.ts';
import type { InvoiceRecord } from '../records.ts';
import type { Html } from './layout.ts';

const button = (action: string, label: string): Html =>
  html`<form method="post" action="${action}"><button type="submit">${label}</button></form>`;

/** What can happen to money after it came in: the seller gives it back, or the client's bank asks for it. */
export function moneyBack(account: Account, { id, currency }: InvoiceRecord): Html | '' {
  const charge = paidCharge(account, id);
  if (charge === undefined) return '';
  const dispute = [...account.disputes.values()].find((candidate) => candidate.charge === charge.id);
  if (dispute !== undefined && isOpenDispute(dispute))
    return html`Disputed ${button(`/disputes/${dispute.id}/won`, 'Decide for us')}
      ${button(`/disputes/${dispute.id}/lost`, 'Decide for the client')}`;
  if (dispute !== undefined) return html`Dispute ${dispute.status}`;
  return html`${charge.amountRefunded > 0 ? html`${formatAmount(charge.amountRefunded, currency)} refunded` : ''}
    ${
      charge.amountRefunded < charge.amount
        ? html`${button(`/invoices/${id}/refund-as-agreed`, 'Refund as agreed')}
          ${button(`/invoices/${id}/refund`, 'Refund without a reason')} ${button(`/invoices/${id}/dispute`, 'Dispute')}
          ${charge.method === 'sepa_debit' ? button(`/invoices/${id}/return-debit`, 'The bank takes it back') : ''}`
        : ''
    }`;
}

/** The buttons' other end. */
export function createMoneyBackPages(account: Account): Hono {
  const app = new Hono();
  const chargeOf = (invoice: string) => find(account.charges, 'charge', paidCharge(account, invoice)?.id ?? '');
  app.post('/invoices/:id/refund', (c) => {
    createRefund(account, { charge: chargeOf(c.req.param('id')).id });
    return c.redirect('/', 303);
  });
  app.post('/invoices/:id/refund-as-agreed', (c) => {
    createRefund(account, { charge: chargeOf(c.req.param('id')).id, reason: 'requested_by_customer' });
    return c.redirect('/', 303);
  });
  app.post('/invoices/:id/dispute', (c) => {
    openDispute(account, chargeOf(c.req.param('id')));
    return c.redirect('/', 303);
  });
  app.post('/invoices/:id/return-debit', (c) => {
    returnDebit(account, chargeOf(c.req.param('id')));
    return c.redirect('/', 303);
  });
  app.post('/disputes/:id/:outcome', (c) => {
    const outcome = c.req.param('outcome') === 'lost' ? 'lost' : 'won';
    closeDispute(account, find(account.disputes, 'dispute', c.req.param('id')), outcome);
    return c.redirect('/', 303);
  });
  return app;
}
