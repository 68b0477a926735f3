import type Stripe from 'stripe';
import type { PaymentReport } from '../records.ts';

/** A payment outside Stripe, as it was reported. */
export function renderPaymentRecord(report: PaymentReport): Stripe.PaymentRecord {
  const sum = (is: boolean) => ({ currency: report.currency, value: is ? report.amount : 0 });
  return {
    id: report.id,
    object: 'payment_record',
    amount: sum(true),
    amount_authorized: sum(false),
    amount_canceled: sum(report.outcome === 'canceled'),
    amount_failed: sum(report.outcome === 'failed'),
    amount_guaranteed: sum(report.outcome === 'guaranteed'),
    amount_refunded: sum(false),
    amount_requested: sum(true),
    application: null,
    created: report.created,
    customer_details:
      report.customer === null ? null : { customer: report.customer, email: null, name: null, phone: null },
    customer_presence: null,
    description: report.description,
    latest_payment_attempt_record: report.attempt,
    livemode: false,
    metadata: report.metadata,
    payment_method_details: {
      billing_details: null,
      custom: { display_name: report.method, type: null },
      payment_method: null,
      type: 'custom',
    },
    processor_details: { custom: { payment_reference: report.reference }, type: 'custom' },
    reported_by: 'self',
    shipping_details: null,
  };
}
