import { type Account, emit, nowSeconds } from '../account.ts';
import { findReference, invalid } from '../api/errors.ts';
import { newId } from '../ids.ts';
import type { ChargeRecord, CreditNoteLine, CreditNoteRecord, InvoiceRecord } from '../records.ts';
import { renderCreditNote } from '../render/credit-note.ts';
import { figuresOf } from './figures.ts';
import { changeInvoice, emitInvoice, requireStatus } from './invoice-change.ts';
import { lineOf } from './items.ts';
import { checkAmount } from './money.ts';
import { followRemaining, markPaid, paidCharge } from './payment.ts';
import { createRefund } from './refund.ts';
import { type MetadataPatch, mergeMetadata } from './text.ts';

export type CreditNoteFields = {
  amount?: number | undefined;
  credit_amount?: number | undefined;
  email_type?: 'credit_note' | 'none' | undefined;
  invoice: string;
  lines?:
    | readonly {
        amount?: number | undefined;
        description?: string | undefined;
        invoice_line_item?: string | undefined;
        type: 'custom_line_item' | 'invoice_line_item';
      }[]
    | undefined;
  memo?: string | undefined;
  metadata?: MetadataPatch | undefined;
  out_of_band_amount?: number | undefined;
  reason?: NonNullable<CreditNoteRecord['reason']> | undefined;
  refund_amount?: number | undefined;
};

function linesFor(account: Account, invoice: InvoiceRecord, fields: CreditNoteFields): readonly CreditNoteLine[] {
  if ((fields.amount === undefined) === (fields.lines === undefined))
    throw invalid('Exactly one of amount and lines must be given.', { param: 'amount' });
  if (fields.lines === undefined) {
    const amount = fields.amount ?? 0;
    return [{ id: newId('cnli'), amount, description: null, invoiceLine: null, quantity: null }];
  }
  return fields.lines.map((line, index) => {
    const param = `lines[${index}]`;
    const billed =
      line.invoice_line_item === undefined
        ? undefined
        : lineOf(account, invoice, line.invoice_line_item, `${param}[invoice_line_item]`);
    const amount = line.amount ?? billed?.amount;
    if (amount === undefined)
      throw invalid(`Missing required param: ${param}[amount].`, { code: 'parameter_missing', param });
    return {
      id: newId('cnli'),
      amount,
      description: line.description ?? billed?.description ?? null,
      invoiceLine: line.invoice_line_item ?? null,
      quantity: 1,
    };
  });
}

/** What lowers the open remainder, and what must be given back because it was paid already. */
function split(account: Account, invoice: InvoiceRecord, amount: number, fields: CreditNoteFields) {
  const pre = invoice.status === 'paid' ? 0 : Math.min(amount, figuresOf(account, invoice).remaining);
  const post = amount - pre;
  const given = (fields.refund_amount ?? 0) + (fields.credit_amount ?? 0) + (fields.out_of_band_amount ?? 0);
  if (given !== post)
    throw invalid(
      `The sum of refund, credit and out of band amounts (${given}) must equal the post payment amount (${post}).`,
    );
  return { pre, post };
}

function chargeToRefund(account: Account, invoice: InvoiceRecord): ChargeRecord {
  const charge = paidCharge(account, invoice.id);
  if (charge !== undefined) return charge;
  throw invalid('This invoice has no charge that could be refunded.', { param: 'refund_amount' });
}

function nextNumber(account: Account, invoice: InvoiceRecord): string {
  const earlier = [...account.creditNotes.values()].filter((note) => note.invoice === invoice.id).length;
  return `${invoice.number}-CN-${String(earlier + 1).padStart(2, '0')}`;
}

/** Takes back a part of an invoice: first from what is still owed, then from what was paid. */
export function createCreditNote(account: Account, fields: CreditNoteFields): CreditNoteRecord {
  const invoice = findReference(account.invoices, 'invoice', fields.invoice, 'invoice');
  requireStatus(invoice, ['open', 'paid', 'uncollectible'], 'credited');
  const lines = linesFor(account, invoice, fields);
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  if (amount <= 0) throw invalid('The amount of a credit note must be positive.', { param: 'amount' });
  checkAmount(amount, invoice.currency, 'amount');
  const creditable = figuresOf(account, invoice).total - invoice.prePaymentCredit - invoice.postPaymentCredit;
  if (amount > creditable)
    throw invalid(`The credit note (${amount}) exceeds what can be credited (${creditable}).`, { param: 'amount' });
  const { pre, post } = split(account, invoice, amount, fields);
  const refundAmount = fields.refund_amount ?? 0;
  const charge = refundAmount === 0 ? null : chargeToRefund(account, invoice);
  const metadata = mergeMetadata({}, fields.metadata);
  const refund = charge === null ? null : createRefund(account, { charge: charge.id, amount: refundAmount });
  const note: CreditNoteRecord = {
    id: newId('cn'),
    amount,
    created: nowSeconds(account),
    currency: invoice.currency,
    customer: invoice.customer,
    invoice: invoice.id,
    lines,
    memo: fields.memo ?? null,
    number: nextNumber(account, invoice),
    outOfBandAmount: fields.out_of_band_amount ?? null,
    postPaymentAmount: post,
    prePaymentAmount: pre,
    reason: fields.reason ?? null,
    refunds: refund === null ? [] : [{ refund: refund.id, amount: refund.amount }],
    metadata,
    status: 'issued',
    voidedAt: null,
  };
  account.creditNotes.set(note.id, note);
  const customer = account.customers.get(invoice.customer);
  if (customer !== undefined) customer.balance -= fields.credit_amount ?? 0;
  emit(account, 'credit_note.created', renderCreditNote(account, note));
  mail(account, invoice, fields);
  lowerInvoice(account, invoice, pre, post);
  return note;
}

function mail(account: Account, invoice: InvoiceRecord, { email_type }: CreditNoteFields): void {
  const to = invoice.snapshot?.email;
  if (email_type === 'none' || to === undefined || to === null) return;
  account.mails.push({ at: account.clock.now(), invoice: invoice.id, kind: 'credit note', to });
}

function lowerInvoice(account: Account, invoice: InvoiceRecord, pre: number, post: number): void {
  const wasPaid = invoice.status === 'paid';
  changeInvoice(account, invoice, () => {
    invoice.prePaymentCredit += pre;
    invoice.postPaymentCredit += post;
    if (!wasPaid && figuresOf(account, invoice).remaining === 0) markPaid(account, invoice);
  });
  followRemaining(account, invoice);
  if (!wasPaid && invoice.status === 'paid') emitInvoice(account, 'invoice.paid', invoice);
}

/** Takes a credit note back, as long as its invoice is open. */
export function voidCreditNote(account: Account, note: CreditNoteRecord): void {
  const invoice = findReference(account.invoices, 'invoice', note.invoice, 'invoice');
  requireStatus(invoice, ['open'], 'relieved of its credit note');
  if (note.status === 'void') throw invalid('This credit note is void already.');
  note.status = 'void';
  note.voidedAt = nowSeconds(account);
  emit(account, 'credit_note.voided', renderCreditNote(account, note));
  changeInvoice(account, invoice, () => {
    invoice.prePaymentCredit -= note.prePaymentAmount;
  });
  followRemaining(account, invoice);
}
