import { z } from 'zod';
import { find } from '../api/errors.ts';
import { inRange, listPage } from '../api/list.ts';
import { type Route, route } from '../api/route.ts';
import { integer, metadata, oneOf, paging, range, required, text } from '../api/schema.ts';
import { createCreditNote, voidCreditNote } from '../ledger/credit-note.ts';
import { createRefund } from '../ledger/refund.ts';
import { REFUND_REASONS } from '../records.ts';
import { renderCreditNote } from '../render/credit-note.ts';
import { renderDispute } from '../render/dispute.ts';
import { renderRefund } from '../render/payment.ts';

const ofCharge = {
  ...paging,
  charge: required.optional(),
  created: range.optional(),
  payment_intent: required.optional(),
};

type OfCharge = { readonly charge: string; readonly created: number; readonly paymentIntent: string };

const belongsTo = (
  record: OfCharge,
  { charge, payment_intent }: { charge?: string | undefined; payment_intent?: string | undefined },
): boolean =>
  (charge === undefined || record.charge === charge) &&
  (payment_intent === undefined || record.paymentIntent === payment_intent);

const refundRoutes: readonly Route[] = [
  route(
    'POST',
    '/v1/refunds',
    {
      amount: integer.optional(),
      charge: required.optional(),
      metadata: metadata.optional(),
      payment_intent: required.optional(),
      reason: oneOf(...REFUND_REASONS).optional(),
    },
    (account, params) => renderRefund(account, createRefund(account, params)),
  ),
  route('GET', '/v1/refunds', ofCharge, (account, { created, ...params }) =>
    listPage(
      {
        all: account.refunds.values(),
        kind: 'refund',
        keep: (refund) => inRange(refund.created, created) && belongsTo(refund, params),
        render: (refund) => renderRefund(account, refund),
        url: '/v1/refunds',
      },
      params,
    ),
  ),
  route('GET', '/v1/refunds/:id', {}, (account, _params, { id }) =>
    renderRefund(account, find(account.refunds, 'refund', id)),
  ),
];

const disputeRoutes: readonly Route[] = [
  route('GET', '/v1/disputes', ofCharge, (account, { created, ...params }) =>
    listPage(
      {
        all: account.disputes.values(),
        kind: 'dispute',
        keep: (dispute) => inRange(dispute.created, created) && belongsTo(dispute, params),
        render: renderDispute,
        url: '/v1/disputes',
      },
      params,
    ),
  ),
  route('GET', '/v1/disputes/:id', {}, (account, _params, { id }) =>
    renderDispute(find(account.disputes, 'dispute', id)),
  ),
];

const creditNoteLine = z.strictObject({
  amount: integer.optional(),
  description: text.optional(),
  invoice_line_item: required.optional(),
  type: oneOf('custom_line_item', 'invoice_line_item'),
});

const creditNoteRoutes: readonly Route[] = [
  route(
    'POST',
    '/v1/credit_notes',
    {
      amount: integer.optional(),
      credit_amount: integer.optional(),
      email_type: oneOf('credit_note', 'none').optional(),
      invoice: required,
      lines: z.array(creditNoteLine).optional(),
      memo: text.optional(),
      metadata: metadata.optional(),
      out_of_band_amount: integer.optional(),
      reason: oneOf('duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory').optional(),
      refund_amount: integer.optional(),
    },
    (account, params) => renderCreditNote(account, createCreditNote(account, params)),
  ),
  route(
    'GET',
    '/v1/credit_notes',
    { ...paging, created: range.optional(), customer: required.optional(), invoice: required.optional() },
    (account, { created, customer, invoice, ...page }) =>
      listPage(
        {
          all: account.creditNotes.values(),
          kind: 'credit_note',
          keep: (note) =>
            inRange(note.created, created) &&
            (customer === undefined || note.customer === customer) &&
            (invoice === undefined || note.invoice === invoice),
          render: (note) => renderCreditNote(account, note),
          url: '/v1/credit_notes',
        },
        page,
      ),
  ),
  route('GET', '/v1/credit_notes/:id', {}, (account, _params, { id }) =>
    renderCreditNote(account, find(account.creditNotes, 'credit_note', id)),
  ),
  route('POST', '/v1/credit_notes/:id/void', {}, (account, _params, { id }) => {
    const note = find(account.creditNotes, 'credit_note', id);
    voidCreditNote(account, note);
    return renderCreditNote(account, note);
  }),
];

/** Refunds, disputes and credit notes. */
export const moneyBackRoutes: readonly Route[] = [...refundRoutes, ...disputeRoutes, ...creditNoteRoutes];
