import { html } from 'hono/html';
import type { Account } from '../account.ts';
import { figuresOf } from '../ledger/figures.ts';
import { processingPayment, unconfirmedPayment } from '../ledger/hosted-payment.ts';
import { formatAmount } from '../ledger/money.ts';
import type { InvoiceRecord } from '../records.ts';
import { formatDay, type Html } from './layout.ts';
import { stepOf } from './links.ts';

const button = (
  path: string,
  method: string,
  label: string,
  kind = '',
): Html => html`<form method="post" action="${path}/pay">
  <input type="hidden" name="method" value="${method}" /><button class="${kind}" type="submit">${label}</button>
</form>`;

const cardAndDebit = (invoice: InvoiceRecord, path: string): Html => html`<section>
  <h2>Pay</h2>
  ${button(path, 'card', 'Pay by card', 'primary')} ${button(path, 'declined', 'Pay with a card that is declined')}
  ${button(path, 'needs action', 'Pay with a card that must be confirmed')}
  ${button(path, 'debit processing', 'Pay by bank debit')}
  <form method="post" action="${path}/pay">
    <input type="hidden" name="method" value="card" />
    <label for="amount">Pay a part</label>
    <input id="amount" name="amount" type="number" min="${stepOf(invoice.currency)}" step="${stepOf(invoice.currency)}" required />
    <button type="submit">Pay this amount by card</button>
  </form>
</section>`;

/** A transfer is ordered at the client's bank, not here; the form plays that bank. */
const transfer = (account: Account, invoice: InvoiceRecord, path: string): Html => html`<section>
  <h2>Or transfer ${formatAmount(figuresOf(account, invoice).remaining, invoice.currency)}</h2>
  <dl>
    <dt>Account</dt><dd>DE89 3704 0044 0532 0130 00</dd>
    <dt>Reference</dt><dd>${invoice.number}</dd>
  </dl>
  <form method="post" action="${path}/transfer">
    <label for="transferred">Amount</label>
    <input id="transferred" name="amount" type="number" min="${stepOf(invoice.currency)}" step="${stepOf(invoice.currency)}" />
    <label for="reference">Reference</label>
    <input id="reference" name="reference" value="${invoice.number}" />
    <button type="submit">The transfer arrives</button>
  </form>
</section>`;

const decision = (path: string, yes: string, no: string): Html => html`
  <form method="post" action="${path}">
    <input type="hidden" name="outcome" value="succeeds" /><button class="primary" type="submit">${yes}</button>
  </form>
  <form method="post" action="${path}">
    <input type="hidden" name="outcome" value="fails" /><button type="submit">${no}</button>
  </form>`;

const debit = (path: string): Html => html`<section>
  <h2>Bank debit is being processed</h2>
  <p class="soft">A bank takes days to answer. Here you decide:</p>
  ${decision(`${path}/settle`, 'The money arrives', 'The bank refuses')}
</section>`;

const confirmation = (path: string): Html => html`<section>
  <h2>Your bank asks you to confirm the payment</h2>
  ${decision(`${path}/confirm`, 'Confirm', 'Fail to confirm')}
</section>`;

const receipt = (account: Account, invoice: InvoiceRecord): Html => html`<section>
  <h2>Receipt</h2>
  <p>
    ${formatAmount(invoice.amountPaid, invoice.currency)} paid on ${formatDay(invoice.paidAt)}. Thank you from
    ${account.name}.
  </p>
</section>`;

/** All that a client can do about an invoice, or has done. */
export function payPart(account: Account, invoice: InvoiceRecord, path: string): Html | '' {
  if (invoice.status === 'paid') return receipt(account, invoice);
  if (invoice.status === 'void') return '';
  if (processingPayment(account, invoice) !== undefined) return debit(path);
  return html`${unconfirmedPayment(account, invoice) === undefined ? '' : confirmation(path)}
    ${cardAndDebit(invoice, path)}
    ${account.customers.get(invoice.customer)?.deleted === false ? transfer(account, invoice, path) : ''}`;
}
