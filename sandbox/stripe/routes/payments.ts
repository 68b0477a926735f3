import { z } from 'zod';
import { find, invalid } from '../api/errors.ts';
import { inRange, listPage } from '../api/list.ts';
import { type Route, route } from '../api/route.ts';
import { flag, oneOf, paging, positiveInteger, range, required, text } from '../api/schema.ts';
import { cancelByHand, confirmIntent, createIntent } from '../ledger/attached-payment.ts';
import { renderCharge, renderInvoicePayment, renderPaymentIntent } from '../render/payment.ts';

const byPayment = z.strictObject({
  payment_intent: required.optional(),
  payment_record: required.optional(),
  type: oneOf('payment_intent', 'payment_record'),
});

/** Payments, and reading what was paid: invoice payments, payment intents, charges. */
export const paymentRoutes: readonly Route[] = [
  route(
    'GET',
    '/v1/invoice_payments',
    {
      ...paging,
      created: range.optional(),
      invoice: required.optional(),
      payment: byPayment.optional(),
      status: oneOf('canceled', 'open', 'paid').optional(),
    },
    (account, { created, invoice, payment, status, ...page }) => {
      if (payment !== undefined && payment[payment.type] === undefined)
        throw invalid(`Missing required param: payment[${payment.type}].`, {
          code: 'parameter_missing',
          param: `payment[${payment.type}]`,
        });
      return listPage(
        {
          all: account.invoicePayments.values(),
          kind: 'invoice_payment',
          keep: (record) =>
            inRange(record.created, created) &&
            (invoice === undefined || record.invoice === invoice) &&
            (status === undefined || record.status === status) &&
            (payment === undefined ||
              (record.payment.type === 'payment_intent'
                ? payment.type === 'payment_intent' && payment.payment_intent === record.payment.paymentIntent
                : payment.type === 'payment_record' && payment.payment_record === record.payment.paymentRecord)),
          render: renderInvoicePayment,
          url: '/v1/invoice_payments',
        },
        page,
      );
    },
  ),
  route('GET', '/v1/invoice_payments/:id', {}, (account, _params, { id }) =>
    renderInvoicePayment(find(account.invoicePayments, 'invoice_payment', id)),
  ),
  route(
    'GET',
    '/v1/payment_intents',
    { ...paging, created: range.optional(), customer: required.optional() },
    (account, { created, customer, ...page }) =>
      listPage(
        {
          all: account.paymentIntents.values(),
          kind: 'payment_intent',
          keep: (intent) =>
            inRange(intent.created, created) && (customer === undefined || intent.customer === customer),
          render: (intent) => renderPaymentIntent(account, intent),
          url: '/v1/payment_intents',
        },
        page,
      ),
  ),
  route(
    'POST',
    '/v1/payment_intents',
    {
      amount: positiveInteger,
      confirm: flag.optional(),
      currency: required,
      customer: required,
      description: text.optional(),
      payment_method: required.optional(),
    },
    (account, fields) => renderPaymentIntent(account, createIntent(account, fields)),
  ),
  route(
    'POST',
    '/v1/payment_intents/:id/confirm',
    { payment_method: required.optional() },
    (account, { payment_method }, { id }) => {
      const intent = find(account.paymentIntents, 'payment_intent', id);
      confirmIntent(account, intent, payment_method);
      return renderPaymentIntent(account, intent);
    },
  ),
  route(
    'POST',
    '/v1/payment_intents/:id/cancel',
    { cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer').optional() },
    (account, { cancellation_reason = null }, { id }) => {
      const intent = find(account.paymentIntents, 'payment_intent', id);
      cancelByHand(account, intent, cancellation_reason);
      return renderPaymentIntent(account, intent);
    },
  ),
  route('GET', '/v1/payment_intents/:id', {}, (account, _params, { id }) =>
    renderPaymentIntent(account, find(account.paymentIntents, 'payment_intent', id)),
  ),
  route(
    'GET',
    '/v1/charges',
    { ...paging, created: range.optional(), customer: required.optional(), payment_intent: required.optional() },
    (account, { created, customer, payment_intent, ...page }) =>
      listPage(
        {
          all: account.charges.values(),
          kind: 'charge',
          keep: (charge) =>
            inRange(charge.created, created) &&
            (customer === undefined || charge.customer === customer) &&
            (payment_intent === undefined || charge.paymentIntent === payment_intent),
          render: (charge) => renderCharge(account, charge),
          url: '/v1/charges',
        },
        page,
      ),
  ),
  route('GET', '/v1/charges/:id', {}, (account, _params, { id }) =>
    renderCharge(account, find(account.charges, 'charge', id)),
  ),
];
