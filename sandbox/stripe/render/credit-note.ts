import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import type { CreditNoteLine, CreditNoteRecord } from '../records.ts';
import { embeddedList } from './list.ts';

const renderCreditNoteLine = (line: CreditNoteLine): Stripe.CreditNoteLineItem => ({
  id: line.id,
  object: 'credit_note_line_item',
  amount: line.amount,
  description: line.description,
  discount_amount: 0,
  discount_amounts: [],
  ...(line.invoiceLine === null ? {} : { invoice_line_item: line.invoiceLine }),
  livemode: false,
  metadata: {},
  pretax_credit_amounts: [],
  quantity: line.quantity,
  tax_rates: [],
  taxes: [],
  type: line.invoiceLine === null ? 'custom_line_item' : 'invoice_line_item',
  unit_amount: line.invoiceLine === null ? line.amount : null,
  unit_amount_decimal: null,
});

const typeOf = (note: CreditNoteRecord): Stripe.CreditNote.Type =>
  note.postPaymentAmount === 0 ? 'pre_payment' : note.prePaymentAmount === 0 ? 'post_payment' : 'mixed';

export function renderCreditNote(account: Account, note: CreditNoteRecord): Stripe.CreditNote {
  return {
    id: note.id,
    object: 'credit_note',
    amount: note.amount,
    amount_shipping: 0,
    created: note.created,
    currency: note.currency,
    customer: note.customer,
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: note.created,
    invoice: note.invoice,
    lines: embeddedList(note.lines.map(renderCreditNoteLine), `/v1/credit_notes/${note.id}/lines`),
    livemode: false,
    memo: note.memo,
    metadata: note.metadata,
    number: note.number,
    out_of_band_amount: note.outOfBandAmount,
    pdf: `${account.baseUrl}/credit_notes/${account.id}/${note.id}/pdf`,
    post_payment_amount: note.postPaymentAmount,
    pre_payment_amount: note.prePaymentAmount,
    pretax_credit_amounts: [],
    reason: note.reason,
    refunds: note.refunds.map(({ refund, amount }) => ({
      amount_refunded: amount,
      payment_record_refund: null,
      refund,
      type: 'refund',
    })),
    shipping_cost: null,
    status: note.status,
    subtotal: note.amount,
    subtotal_excluding_tax: note.amount,
    total: note.amount,
    total_excluding_tax: note.amount,
    total_taxes: [],
    type: typeOf(note),
    voided_at: note.voidedAt,
  };
}
