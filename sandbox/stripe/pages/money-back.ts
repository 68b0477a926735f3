import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Account } from '../account.ts';
import { find } from '../api/errors.ts';
import { createCreditNote } from '../ledger/credit-note.ts';
import { closeDispute, isInquiry, isOpenDispute, openDispute, returnDebit } from '../ledger/dispute.ts';
import { figuresOf } from '../ledger/figures.ts';
import { formatAmount } from '../ledger/money.ts';
import { paidCharge } from '../ledger/payment.ts';
import { createRefund, type RefundFields } from '../ledger/refund.ts';
import { type ChargeRecord, DISPUTE_OUTCOMES, type InvoiceRecord } from '../records.ts';
import { amountForm, button, type Html } from './layout.ts';
import { formOf, stepOf, typedAmount } from './links.ts';

const ofCharge = (account: Account, { id, currency }: InvoiceRecord, charge: ChargeRecord): Html | '' => {
  const dispute = [...account.disputes.values()].find((candidate) => candidate.charge === charge.id);
  if (dispute !== undefined && isInquiry(dispute))
    return html`The bank asks ${button(`/disputes/${dispute.id}/warning_closed`, 'It has no more questions')}`;
  if (dispute !== undefined && isOpenDispute(dispute))
    return html`Disputed ${button(`/disputes/${dispute.id}/won`, 'Decide for us')}
      ${button(`/disputes/${dispute.id}/lost`, 'Decide for the client')}`;
  if (dispute !== undefined) return html`Dispute ${dispute.status}`;
  return html`${charge.amountRefunded > 0 ? html`${formatAmount(charge.amountRefunded, currency)} refunded` : ''}
    ${
      charge.amountRefunded < charge.amount
        ? html`${button(`/invoices/${id}/refund-as-agreed`, 'Refund as agreed')}
          ${button(`/invoices/${id}/refund`, 'Refund without a reason')}
          ${amountForm(`/invoices/${id}/refund-as-agreed`, 'Refund a part', stepOf(currency))}
          ${button(`/invoices/${id}/dispute`, 'Dispute')} ${button(`/invoices/${id}/inquire`, 'The bank asks')}
          ${charge.method === 'sepa_debit' ? button(`/invoices/${id}/return-debit`, 'The bank takes it back') : ''}`
        : ''
    }`;
};

/** What can happen to money after it came in: the seller gives it back, or the client's bank asks for it. */
export function moneyBack(account: Account, invoice: InvoiceRecord): Html {
  const charge = paidCharge(account, invoice.id);
  const isCreditable = invoice.status === 'open' || invoice.status === 'paid' || invoice.status === 'uncollectible';
  return html`${charge === undefined ? '' : ofCharge(account, invoice, charge)}
    ${isCreditable ? amountForm(`/invoices/${invoice.id}/credit-note`, 'Credit note', stepOf(invoice.currency)) : ''}`;
}

/** What was paid already goes back the way it came. */
function creditBack(account: Account, invoice: InvoiceRecord, amount: number): void {
  const owed = invoice.status === 'paid' ? 0 : figuresOf(account, invoice).remaining;
  const paid = Math.max(0, amount - owed);
  const back = paidCharge(account, invoice.id) === undefined ? { out_of_band_amount: paid } : { refund_amount: paid };
  createCreditNote(account, { invoice: invoice.id, amount, ...(paid === 0 ? {} : back) });
}

/** The forms' other end. */
export function createMoneyBackPages(account: Account): Hono {
  const app = new Hono();
  const invoiceOf = (id: string) => find(account.invoices, 'invoice', id);
  const chargeOf = (invoice: string) => find(account.charges, 'charge', paidCharge(account, invoice)?.id ?? '');
  const refund = async (c: Context, id: string, fields: Pick<RefundFields, 'reason'>) => {
    const charge = chargeOf(id);
    const amount = typedAmount(await formOf(c), charge.currency);
    createRefund(account, { ...fields, charge: charge.id, amount });
    return c.redirect('/', 303);
  };
  app.post('/invoices/:id/refund', (c) => refund(c, c.req.param('id'), {}));
  app.post('/invoices/:id/refund-as-agreed', (c) => refund(c, c.req.param('id'), { reason: 'requested_by_customer' }));
  app.post('/invoices/:id/credit-note', async (c) => {
    const invoice = invoiceOf(c.req.param('id'));
    creditBack(account, invoice, typedAmount(await formOf(c), invoice.currency) ?? 0);
    return c.redirect('/', 303);
  });
  app.post('/invoices/:id/dispute', (c) => {
    openDispute(account, chargeOf(c.req.param('id')));
    return c.redirect('/', 303);
  });
  app.post('/invoices/:id/inquire', (c) => {
    openDispute(account, chargeOf(c.req.param('id')), { kind: 'inquiry' });
    return c.redirect('/', 303);
  });
  app.post('/invoices/:id/return-debit', (c) => {
    returnDebit(account, chargeOf(c.req.param('id')));
    return c.redirect('/', 303);
  });
  app.post('/disputes/:id/:outcome', (c) => {
    const outcome = DISPUTE_OUTCOMES.find((known) => known === c.req.param('outcome')) ?? 'won';
    closeDispute(account, find(account.disputes, 'dispute', c.req.param('id')), outcome);
    return c.redirect('/', 303);
  });
  return app;
}
