import { type Account, nowSeconds } from '../account.ts';
import { invalid } from '../api/errors.ts';
import type { InvoicePaymentRecord, InvoiceRecord } from '../records.ts';
import { figuresOf } from './figures.ts';
import { finalizeInvoice, newInvoicePayment } from './finalize.ts';
import { payInvoice, processingPayment } from './hosted-payment.ts';
import { changeInvoice, emitInvoice, requireStatus } from './invoice-change.ts';
import { bookMoney, cancelPayment } from './payment.ts';
import { reportOutOfBand } from './payment-report.ts';
import { declined, needsConfirmation, testCard } from './test-cards.ts';

const paymentsOf = (account: Account, invoice: InvoiceRecord): readonly InvoicePaymentRecord[] =>
  [...account.invoicePayments.values()].filter((payment) => payment.invoice === invoice.id);

const isAttached = ({ isDefault, status }: InvoicePaymentRecord): boolean => !isDefault && status === 'open';

/** Somebody may still pay through what was attached; it has to be canceled first. */
function refuseIfAttached(account: Account, invoice: InvoiceRecord, step: string): void {
  if (paymentsOf(account, invoice).some(isAttached))
    throw invalid(`This invoice cannot be ${step} while a payment is attached to it.`);
}

function refuseIfProcessing(account: Account, invoice: InvoiceRecord, step: string): void {
  if (processingPayment(account, invoice) !== undefined)
    throw invalid(`This invoice cannot be ${step} while a payment is being processed.`);
}

/** Declares an invoice void, for good. Not possible once a part was paid. */
export function voidInvoice(account: Account, invoice: InvoiceRecord): void {
  requireStatus(invoice, ['open', 'uncollectible'], 'voided');
  if (invoice.amountPaid > 0) throw invalid('This invoice cannot be voided: a part of it was paid.');
  refuseIfProcessing(account, invoice, 'voided');
  refuseIfAttached(account, invoice, 'voided');
  changeInvoice(account, invoice, () => {
    invoice.status = 'void';
    invoice.voidedAt = nowSeconds(account);
    invoice.autoAdvance = false;
  });
  for (const payment of paymentsOf(account, invoice)) if (payment.status === 'open') cancelPayment(account, payment);
  emitInvoice(account, 'invoice.voided', invoice);
}

/** Gives up hope. Can still be paid or voided later. */
export function markUncollectible(account: Account, invoice: InvoiceRecord): void {
  requireStatus(invoice, ['open'], 'marked uncollectible');
  refuseIfProcessing(account, invoice, 'marked uncollectible');
  refuseIfAttached(account, invoice, 'marked uncollectible');
  changeInvoice(account, invoice, () => {
    invoice.status = 'uncollectible';
    invoice.markedUncollectibleAt = nowSeconds(account);
    invoice.autoAdvance = false;
  });
  emitInvoice(account, 'invoice.marked_uncollectible', invoice);
}

/** Books money that came in elsewhere: the whole remainder, or a part of it. */
export function payOutOfBand(account: Account, invoice: InvoiceRecord, amount?: number): void {
  requireStatus(invoice, ['open', 'uncollectible'], 'paid');
  const { remaining } = figuresOf(account, invoice);
  const sum = Math.min(amount ?? remaining, remaining);
  if (!Number.isInteger(sum) || sum <= 0) throw invalid(`Invalid amount: ${sum}`, { param: 'amount' });
  const standard = account.invoicePayments.get(invoice.defaultPayment ?? '');
  if (standard?.status === 'open' && sum === remaining) cancelPayment(account, standard);
  const report = reportOutOfBand(account, invoice, sum);
  const payment = newInvoicePayment(account, invoice, {
    amount: sum,
    isDefault: false,
    payment: { type: 'payment_record', paymentRecord: report.id },
  });
  bookMoney(account, invoice, payment, { amount: sum, offStripe: true });
}

/** `POST /v1/invoices/:id/pay`: by a test card, or settled out of band. */
export function payThroughApi(
  account: Account,
  invoice: InvoiceRecord,
  { paid_out_of_band, payment_method }: { paid_out_of_band?: boolean | undefined; payment_method?: string | undefined },
): void {
  requireStatus(invoice, ['draft', 'open', 'uncollectible'], 'paid');
  if (paid_out_of_band !== true && payment_method === undefined)
    throw invalid('There is no default payment method for this invoice or its customer.');
  const method = paid_out_of_band === true ? undefined : testCard(payment_method);
  refuseIfProcessing(account, invoice, 'paid');
  if (invoice.status === 'draft') finalizeInvoice(account, invoice);
  if (invoice.status === 'paid') return;
  if (method === undefined) {
    payOutOfBand(account, invoice);
    return;
  }
  const charge = payInvoice(account, invoice, { method });
  if (charge === undefined) throw needsConfirmation();
  if (charge.status === 'failed') throw declined(charge.id);
}
