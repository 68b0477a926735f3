import { z } from 'zod';
import { find } from '../api/errors.ts';
import { listPage } from '../api/list.ts';
import { type Route, route } from '../api/route.ts';
import { integer, metadata, oneOf, paging, required, text } from '../api/schema.ts';
import { reportPayment, settleReport } from '../ledger/payment-report.ts';
import { renderPaymentRecord } from '../render/payment-record.ts';

const fields = {
  amount_requested: z.strictObject({ currency: required, value: integer }),
  canceled: z.strictObject({ canceled_at: integer }).optional(),
  customer_details: z
    .strictObject({
      customer: required.optional(),
      email: text.optional(),
      name: text.optional(),
      phone: text.optional(),
    })
    .optional(),
  customer_presence: oneOf('off_session', 'on_session').optional(),
  description: text.optional(),
  failed: z.strictObject({ failed_at: integer }).optional(),
  guaranteed: z.strictObject({ guaranteed_at: integer }).optional(),
  initiated_at: integer,
  metadata: metadata.optional(),
  outcome: oneOf('canceled', 'failed', 'guaranteed').optional(),
  payment_method_details: z.strictObject({
    custom: z.strictObject({ display_name: text.optional(), type: text.optional() }).optional(),
    type: z.literal('custom').optional(),
  }),
  processor_details: z
    .strictObject({ custom: z.strictObject({ payment_reference: text }).optional(), type: z.literal('custom') })
    .optional(),
};

/** How a reported payment ends → the parameter that says when. */
const ENDS = { canceled: 'canceled_at', failed: 'failed_at', guaranteed: 'guaranteed_at' } as const;

const endRoute = (outcome: keyof typeof ENDS): Route =>
  route(
    'POST',
    `/v1/payment_records/:id/report_payment_attempt_${outcome}`,
    { [ENDS[outcome]]: integer, metadata: metadata.optional() },
    (account, _params, { id }) => {
      const report = find(account.paymentReports, 'payment_record', id);
      settleReport(account, report, outcome);
      return renderPaymentRecord(report);
    },
  );

/** Payments that were made outside Stripe, as somebody reports them. */
export const paymentRecordRoutes: readonly Route[] = [
  route('POST', '/v1/payment_records/report_payment', fields, (account, params) =>
    renderPaymentRecord(reportPayment(account, params)),
  ),
  route(
    'GET',
    '/v1/payment_records',
    { ...paging, created_after: integer.optional(), created_before: integer.optional() },
    (account, { created_after = -Infinity, created_before = Infinity, ...page }) =>
      listPage(
        {
          all: account.paymentReports.values(),
          kind: 'payment_record',
          keep: ({ created }) => created > created_after && created < created_before,
          render: renderPaymentRecord,
          url: '/v1/payment_records',
        },
        page,
      ),
  ),
  route('GET', '/v1/payment_records/:id', {}, (account, _params, { id }) =>
    renderPaymentRecord(find(account.paymentReports, 'payment_record', id)),
  ),
  endRoute('canceled'),
  endRoute('failed'),
  endRoute('guaranteed'),
];
