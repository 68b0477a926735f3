import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import type { ChargeRecord, InvoicePaymentRecord, PaymentIntentRecord, RefundRecord } from '../records.ts';

export function renderInvoicePayment(payment: InvoicePaymentRecord): Stripe.InvoicePayment {
  return {
    id: payment.id,
    object: 'invoice_payment',
    amount_paid: payment.amountPaid,
    amount_requested: payment.amountRequested,
    created: payment.created,
    currency: payment.currency,
    invoice: payment.invoice,
    is_default: payment.isDefault,
    livemode: false,
    payment:
      payment.payment.type === 'payment_intent'
        ? { type: 'payment_intent', payment_intent: payment.payment.paymentIntent }
        : { type: 'payment_record', payment_record: payment.payment.paymentRecord },
    status: payment.status,
    status_transitions: { canceled_at: payment.canceledAt, paid_at: payment.paidAt },
  };
}

function lastPaymentError(
  { authenticationFailed }: PaymentIntentRecord,
  charge: ChargeRecord | undefined,
): Stripe.PaymentIntent.LastPaymentError | null {
  if (authenticationFailed)
    return {
      code: 'payment_intent_authentication_failure',
      message: 'We are unable to authenticate your payment method.',
      type: 'card_error',
    };
  if (charge === undefined) return null;
  return charge.method === 'card'
    ? {
        charge: charge.id,
        code: 'card_declined',
        decline_code: 'generic_decline',
        message: charge.failureMessage ?? '',
        type: 'card_error',
      }
    : {
        charge: charge.id,
        code: 'payment_intent_payment_attempt_failed',
        message: charge.failureMessage ?? '',
        type: 'invalid_request_error',
      };
}

export function renderPaymentIntent(account: Account, intent: PaymentIntentRecord): Stripe.PaymentIntent {
  const failed = intent.failedCharge === null ? undefined : account.charges.get(intent.failedCharge);
  return {
    id: intent.id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: intent.amount,
    amount_capturable: 0,
    amount_received: intent.amountReceived,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: intent.canceledAt,
    cancellation_reason: intent.cancellationReason,
    capture_method: 'automatic',
    client_secret: intent.clientSecret,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    last_payment_error: lastPaymentError(intent, failed),
    latest_charge: intent.latestCharge,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: intent.status === 'requires_action' ? { type: 'use_stripe_sdk', use_stripe_sdk: {} } : null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card', 'sepa_debit'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: intent.status,
    transfer_data: null,
    transfer_group: null,
  };
}

const outcomeOf = (charge: ChargeRecord): Stripe.Charge.Outcome => ({
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: charge.status === 'failed' ? 'declined_by_network' : 'approved_by_network',
  reason: charge.status === 'failed' ? 'generic_decline' : null,
  seller_message: charge.status === 'failed' ? 'The bank did not accept the payment.' : 'Payment complete.',
  type: charge.status === 'failed' ? 'issuer_declined' : 'authorized',
});

export function renderCharge(account: Account, charge: ChargeRecord): Stripe.Charge {
  return {
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: charge.status === 'failed' ? 0 : charge.amount,
    amount_refunded: charge.amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: account.name.toUpperCase().slice(0, 22),
    captured: charge.status !== 'failed',
    created: charge.created,
    currency: charge.currency,
    customer: charge.customer,
    description: charge.description,
    disputed: charge.disputed,
    failure_balance_transaction: null,
    failure_code: charge.failureCode,
    failure_message: charge.failureMessage,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: outcomeOf(charge),
    paid: charge.status === 'succeeded',
    payment_intent: charge.paymentIntent,
    payment_method: null,
    payment_method_details: { type: charge.method },
    receipt_email: null,
    receipt_number: null,
    receipt_url: charge.status === 'succeeded' ? `${account.baseUrl}/receipts/${charge.id}` : null,
    refunded: charge.amountRefunded === charge.amount && charge.amount > 0,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: charge.status,
    transfer_data: null,
    transfer_group: null,
  };
}

/** Refunds are the one kind of object here that does not say whether it is live. */
export function renderRefund(account: Account, refund: RefundRecord): Stripe.Refund {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: null,
    charge: refund.charge,
    created: refund.created,
    currency: refund.currency,
    customer: account.charges.get(refund.charge)?.customer ?? null,
    customer_account: null,
    ...(refund.failureReason === null ? {} : { failure_reason: refund.failureReason }),
    metadata: refund.metadata,
    payment_intent: refund.paymentIntent,
    payment_method: null,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  };
}
