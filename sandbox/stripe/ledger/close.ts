import { type Account, nowSeconds } from '../account.ts';
import { ApiError, invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { InvoicePaymentRecord, InvoiceRecord } from '../records.ts';
import { figuresOf } from './figures.ts';
import { finalizeInvoice } from './finalize.ts';
import { payInvoice, processingPayment } from './hosted-payment.ts';
import { changeInvoice, emitInvoice, requireStatus } from './invoice-change.ts';
import { bookMoney, cancelPayment } from './payment.ts';

const paymentsOf = (account: Account, invoice: InvoiceRecord): readonly InvoicePaymentRecord[] =>
  [...account.invoicePayments.values()].filter((payment) => payment.invoice === invoice.id);

function refuseIfProcessing(account: Account, invoice: InvoiceRecord, step: string): void {
  if (processingPayment(account, invoice) !== undefined)
    throw invalid(`This invoice cannot be ${step} while a payment is being processed.`);
}

/** Declares an invoice void, for good. Not possible once a part was paid. */
export function voidInvoice(account: Account, invoice: InvoiceRecord): void {
  requireStatus(invoice, ['open', 'uncollectible'], 'voided');
  if (invoice.amountPaid > 0) throw invalid('This invoice cannot be voided: a part of it was paid.');
  refuseIfProcessing(account, invoice, 'voided');
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
  changeInvoice(account, invoice, () => {
    invoice.status = 'uncollectible';
    invoice.markedUncollectibleAt = nowSeconds(account);
    invoice.autoAdvance = false;
  });
  emitInvoice(account, 'invoice.marked_uncollectible', invoice);
}

/** Books the whole remainder as money that came in elsewhere. */
function payOutOfBand(account: Account, invoice: InvoiceRecord): void {
  const { remaining } = figuresOf(account, invoice);
  const standard = account.invoicePayments.get(invoice.defaultPayment ?? '');
  if (standard?.status === 'open') cancelPayment(account, standard);
  const payment: InvoicePaymentRecord = {
    id: newId('inpay'),
    created: nowSeconds(account),
    currency: invoice.currency,
    invoice: invoice.id,
    isDefault: false,
    payment: { type: 'payment_record', paymentRecord: newId('pr') },
    amountPaid: null,
    amountRequested: remaining,
    canceledAt: null,
    paidAt: null,
    status: 'open',
  };
  account.invoicePayments.set(payment.id, payment);
  bookMoney(account, invoice, payment, { amount: remaining, offStripe: true });
}

/** The cards that the test environment knows by name. */
const TEST_CARDS: Readonly<Record<string, 'card' | 'declined'>> = {
  pm_card_visa: 'card',
  pm_card_mastercard: 'card',
  pm_card_chargeCustomerFail: 'declined',
  pm_card_visa_chargeDeclined: 'declined',
};

/** `POST /v1/invoices/:id/pay`: by a test card, or settled out of band. */
export function payThroughApi(
  account: Account,
  invoice: InvoiceRecord,
  { paid_out_of_band, payment_method }: { paid_out_of_band?: boolean | undefined; payment_method?: string | undefined },
): void {
  requireStatus(invoice, ['draft', 'open', 'uncollectible'], 'paid');
  const method = TEST_CARDS[payment_method ?? ''];
  if (paid_out_of_band !== true && payment_method === undefined)
    throw invalid('There is no default payment method for this invoice or its customer.');
  if (paid_out_of_band !== true && method === undefined)
    throw invalid(`No such PaymentMethod: '${payment_method}'`, { code: 'resource_missing', param: 'payment_method' });
  refuseIfProcessing(account, invoice, 'paid');
  if (invoice.status === 'draft') finalizeInvoice(account, invoice);
  if (invoice.status === 'paid') return;
  if (paid_out_of_band === true || method === undefined) {
    payOutOfBand(account, invoice);
    return;
  }
  const charge = payInvoice(account, invoice, { method });
  if (charge?.status === 'failed')
    throw new ApiError(402, {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'generic_decline',
      message: 'Your card was declined.',
      charge: charge.id,
    });
}
