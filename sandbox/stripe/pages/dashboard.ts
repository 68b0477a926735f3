import { html } from 'hono/html';
import type { Account } from '../account.ts';
import { customerDetails, figuresOf } from '../ledger/figures.ts';
import { formatAmount } from '../ledger/money.ts';
import type { CustomerRecord, EventRecord, InvoiceRecord, Mail } from '../records.ts';
import { hostedUrl } from '../render/invoice.ts';
import { byHand } from './by-hand.ts';
import { formatDay, formatInstant, type Html, page } from './layout.ts';
import { moneyBack } from './money-back.ts';

const SHOWN = 100;

const newest = <T>(records: Iterable<T>): readonly T[] => [...records].reverse().slice(0, SHOWN);

const table = (title: string, headings: readonly string[], rows: readonly Html[]): Html => html`<section>
  <h2>${title}</h2>
  ${
    rows.length === 0
      ? html`<p class="soft">Nothing yet.</p>`
      : html`<table>
        <thead><tr>${headings.map((heading) => html`<th>${heading}</th>`)}</tr></thead>
        <tbody>${rows}</tbody>
      </table>`
  }
</section>`;

const invoiceRow = (account: Account, invoice: InvoiceRecord): Html => {
  const { total, remaining } = figuresOf(account, invoice);
  const number = invoice.number ?? invoice.id;
  return html`<tr>
    <td>${invoice.status === 'draft' ? number : html`<a href="${hostedUrl(account, invoice)}">${number}</a>`}</td>
    <td>${customerDetails(account, invoice)?.name ?? ''}</td>
    <td><span class="badge ${invoice.status}">${invoice.status}</span></td>
    <td>${formatAmount(total, invoice.currency)}</td>
    <td>${formatAmount(remaining, invoice.currency)}</td>
    <td>${formatDay(invoice.dueDate)}</td>
    <td>${moneyBack(account, invoice)}</td>
    <td>${byHand(account, invoice)}</td>
  </tr>`;
};

const customerRow = (customer: CustomerRecord): Html => html`<tr>
  <td>${customer.id}</td><td>${customer.name ?? ''}</td><td>${customer.email ?? ''}</td><td>${customer.balance}</td>
  <td>${[...customer.cash].map(([currency, sum]) => formatAmount(sum, currency)).join(', ')}</td>
</tr>`;

const mailRow = (account: Account, mail: Mail): Html => html`<tr>
  <td>${formatInstant(mail.at)}</td><td>${mail.kind}</td>
  <td>${account.invoices.get(mail.invoice)?.number ?? mail.invoice}</td><td>${mail.to}</td>
</tr>`;

const eventRow = (event: EventRecord): Html => html`<tr>
  <td>${formatInstant(event.created * 1000)}</td><td>${event.type}</td><td>${String(event.object.id ?? '')}</td>
  <td>${[...event.deliveries.values()].join(', ')}</td>
</tr>`;

/** What the account holds, newest first. */
export const dashboard = (account: Account): Html =>
  page(
    { title: `${account.name} – Stripe sandbox`, accountName: account.name, wide: true },
    html`${table(
      'Invoices',
      ['Number', 'Client', 'Status', 'Total', 'Remaining', 'Due', 'Money back', 'By hand'],
      newest(account.invoices.values()).map((invoice) => invoiceRow(account, invoice)),
    )}
    ${table(
      'Mails sent',
      ['At', 'Kind', 'Invoice', 'To'],
      newest(account.mails).map((mail) => mailRow(account, mail)),
    )}
    ${table(
      'Customers',
      ['Id', 'Name', 'E-mail', 'Credit balance', 'Cash balance'],
      newest(account.customers.values())
        .filter((customer) => !customer.deleted)
        .map(customerRow),
    )}
    ${table('Events', ['At', 'Type', 'Object', 'Webhooks'], newest(account.events.values()).map(eventRow))}`,
  );
