import { html } from 'hono/html';
import type { Account } from '../account.ts';
import { customerDetails, figuresOf, linesOf } from '../ledger/figures.ts';
import { formatAmount } from '../ledger/money.ts';
import type { InvoiceRecord } from '../records.ts';
import { pdfUrl } from '../render/invoice.ts';
import { formatDay, type Html, page } from './layout.ts';
import { payPart } from './pay-forms.ts';

const headline: Readonly<Record<InvoiceRecord['status'], string>> = {
  draft: 'Draft',
  open: 'Amount due',
  paid: 'Invoice paid',
  uncollectible: 'Amount due',
  void: 'This invoice is void',
};

const lineTable = (account: Account, invoice: InvoiceRecord): Html => html`<section>
  <h2>Details</h2>
  <table>
    <thead>
      <tr><th>Description</th><th class="number">Quantity</th><th class="number">Amount</th></tr>
    </thead>
    <tbody>
      ${linesOf(account, invoice.id).map(
        (line) => html`<tr>
          <td>${line.description ?? ''}</td>
          <td class="number">${line.quantity}</td>
          <td class="number">${formatAmount(line.amount, line.currency)}</td>
        </tr>`,
      )}
      <tr>
        <th>Total</th><td></td>
        <td class="number"><strong>${formatAmount(figuresOf(account, invoice).total, invoice.currency)}</strong></td>
      </tr>
    </tbody>
  </table>
</section>`;

/**
 * The page that a client opens to pay.
 * @param notice what went wrong with the last try
 */
export function hostedInvoicePage(account: Account, invoice: InvoiceRecord, notice = ''): Html {
  const { total, remaining } = figuresOf(account, invoice);
  const client = customerDetails(account, invoice);
  const isOwed = invoice.status === 'open' || invoice.status === 'uncollectible';
  const path = `/i/${account.id}/${invoice.token}`;
  return page(
    { title: `Invoice ${invoice.number} from ${account.name}`, accountName: account.name },
    html`${notice === '' ? '' : html`<section class="notice" role="alert"><p>${notice}</p></section>`}
      <section>
        <p class="soft">${headline[invoice.status]} <span class="badge ${invoice.status}">${invoice.status}</span></p>
        <h1>${formatAmount(isOwed ? remaining : total, invoice.currency)}</h1>
        ${isOwed && invoice.amountPaid > 0 ? html`<p>${formatAmount(invoice.amountPaid, invoice.currency)} paid so far</p>` : ''}
        <p class="soft">Due ${formatDay(invoice.dueDate)}</p>
        <dl>
          <dt>Invoice</dt><dd>${invoice.number}</dd>
          <dt>To</dt><dd>${client?.name ?? ''} ${client?.email ?? ''}</dd>
          <dt>From</dt><dd>${account.name}</dd>
          ${(invoice.customFields ?? []).map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}
          ${invoice.description === null ? '' : html`<dt>Memo</dt><dd>${invoice.description}</dd>`}
        </dl>
        <p><a href="${pdfUrl(account, invoice)}">Download PDF</a></p>
      </section>
      ${payPart(account, invoice, path)} ${lineTable(account, invoice)}
      ${invoice.footer === null ? '' : html`<p class="soft">${invoice.footer}</p>`}`,
  );
}
