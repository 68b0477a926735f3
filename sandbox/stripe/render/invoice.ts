import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { customerDetails, figuresOf, linesOf } from '../ledger/figures.ts';
import type { InvoiceRecord } from '../records.ts';
import { renderLine } from './item.ts';
import { embeddedList } from './list.ts';

export const hostedUrl = (account: Account, { token }: InvoiceRecord): string =>
  `${account.baseUrl}/i/${account.id}/${token}?s=ap`;

export const pdfUrl = (account: Account, { token }: InvoiceRecord): string =>
  `${account.baseUrl}/invoice/${account.id}/${token}/pdf?s=ap`;

/** What the sandbox does not do: taxes, discounts, shipping, subscriptions, platforms. Present and empty. */
const untouched = {
  account_country: 'DE',
  account_tax_ids: null,
  amount_shipping: 0,
  application: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  automatically_finalizes_at: null,
  billing_reason: 'manual',
  customer_account: null,
  customer_shipping: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  discounts: [],
  issuer: { type: 'self' },
  last_finalization_error: null,
  livemode: false,
  next_payment_attempt: null,
  on_behalf_of: null,
  parent: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  test_clock: null,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
} satisfies Partial<Stripe.Invoice>;

function customerPart(account: Account, invoice: InvoiceRecord) {
  const details = customerDetails(account, invoice);
  return {
    customer: invoice.customer,
    customer_address: details?.address ?? null,
    customer_email: details?.email ?? null,
    customer_name: details?.name ?? null,
    customer_phone: details?.phone ?? null,
    customer_tax_exempt: details?.taxExempt ?? 'none',
    customer_tax_ids: details?.taxIds.map((taxId) => ({ ...taxId })) ?? [],
  } satisfies Partial<Stripe.Invoice>;
}

function moneyPart(account: Account, invoice: InvoiceRecord) {
  const { total, startingBalance, due, remaining } = figuresOf(account, invoice);
  return {
    amount_due: due,
    amount_overpaid: invoice.amountOverpaid,
    amount_paid: invoice.amountPaid,
    amount_remaining: remaining,
    currency: invoice.currency,
    ending_balance: invoice.endingBalance,
    post_payment_credit_notes_amount: invoice.postPaymentCredit,
    pre_payment_credit_notes_amount: invoice.prePaymentCredit,
    starting_balance: startingBalance,
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  } satisfies Partial<Stripe.Invoice>;
}

function statePart(invoice: InvoiceRecord) {
  return {
    attempt_count: invoice.attemptCount,
    attempted: invoice.attempted,
    auto_advance: invoice.autoAdvance,
    collection_method: invoice.collectionMethod,
    status: invoice.status,
    ...(invoice.status === 'uncollectible' ? { status_details: { uncollectible: { reason: 'user_forgiven' } } } : {}),
    status_transitions: {
      finalized_at: invoice.finalizedAt,
      marked_uncollectible_at: invoice.markedUncollectibleAt,
      paid_at: invoice.paidAt,
      voided_at: invoice.voidedAt,
    },
  } satisfies Partial<Stripe.Invoice>;
}

/** An invoice as the API answers it; `payments` joins only when asked for. */
export function renderInvoice(account: Account, invoice: InvoiceRecord): Stripe.Invoice {
  const lines = linesOf(account, invoice.id).map(renderLine);
  const isDraft = invoice.status === 'draft';
  return {
    ...untouched,
    ...customerPart(account, invoice),
    ...moneyPart(account, invoice),
    ...statePart(invoice),
    id: invoice.id,
    object: 'invoice',
    account_name: account.name,
    created: invoice.created,
    custom_fields: invoice.customFields?.map((field) => ({ ...field })) ?? null,
    description: invoice.description,
    due_date: invoice.dueDate,
    effective_at: invoice.effectiveAt,
    footer: invoice.footer,
    from_invoice: invoice.revises === null ? null : { action: 'revision', invoice: invoice.revises },
    hosted_invoice_url: isDraft ? null : hostedUrl(account, invoice),
    latest_revision: invoice.latestRevision,
    invoice_pdf: isDraft ? null : pdfUrl(account, invoice),
    lines: embeddedList(lines, `/v1/invoices/${invoice.id}/lines`),
    metadata: invoice.metadata,
    number: invoice.number,
    period_end: invoice.created,
    period_start: invoice.created,
    statement_descriptor: invoice.statementDescriptor,
  };
}

export const renderDeletedInvoice = (id: string): Pick<Stripe.DeletedInvoice, 'id' | 'object' | 'deleted'> => ({
  id,
  object: 'invoice',
  deleted: true,
});
