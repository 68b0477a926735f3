import { html } from 'hono/html';
import type { Account } from '../account.ts';
import { customerDetails, figuresOf, linesOf } from '../ledger/figures.ts';
import { processingPayment } from '../ledger/hosted-payment.ts';
import { decimalsOf, formatAmount } from '../ledger/money.ts';
import type { InvoiceRecord } from '../records.ts';
import { pdfUrl } from '../render/invoice.ts';
import { formatDay, type Html, page } from './layout.ts';

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

const button = (
  path: string,
  method: string,
  label: string,
  kind = '',
): Html => html`<form method="post" action="${path}/pay">
  <input type="hidden" name="method" value="${method}" /><button class="${kind}" type="submit">${label}</button>
</form>`;

function paymentForms(invoice: InvoiceRecord, path: string): Html {
  const step = decimalsOf(invoice.currency) === 0 ? '1' : `0.${'0'.repeat(decimalsOf(invoice.currency) - 1)}1`;
  return html`<section>
    <h2>Pay</h2>
    ${button(path, 'card', 'Pay by card', 'primary')} ${button(path, 'declined', 'Pay with a card that is declined')}
    ${button(path, 'needs action', 'Pay with a card that must be confirmed, and do not confirm')}
    ${button(path, 'debit processing', 'Pay by bank debit')}
    <form method="post" action="${path}/pay">
      <input type="hidden" name="method" value="card" />
      <label for="amount">Pay a part</label>
      <input id="amount" name="amount" type="number" min="${step}" step="${step}" required />
      <button type="submit">Pay this amount by card</button>
    </form>
  </section>`;
}

const debitForms = (path: string): Html => html`<section>
  <h2>Bank debit is being processed</h2>
  <p class="soft">A bank takes days to answer. Here you decide:</p>
  <form method="post" action="${path}/settle">
    <input type="hidden" name="outcome" value="succeeds" /><button class="primary" type="submit">The money arrives</button>
  </form>
  <form method="post" action="${path}/settle">
    <input type="hidden" name="outcome" value="fails" /><button type="submit">The bank refuses</button>
  </form>
</section>`;

const receipt = (account: Account, invoice: InvoiceRecord): Html => html`<section>
  <h2>Receipt</h2>
  <p>
    ${formatAmount(invoice.amountPaid, invoice.currency)} paid on ${formatDay(invoice.paidAt)}. Thank you from
    ${account.name}.
  </p>
</section>`;

function payPart(account: Account, invoice: InvoiceRecord, path: string): Html | '' {
  if (invoice.status === 'paid') return receipt(account, invoice);
  if (invoice.status === 'void') return '';
  return processingPayment(account, invoice) === undefined ? paymentForms(invoice, path) : debitForms(path);
}

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
