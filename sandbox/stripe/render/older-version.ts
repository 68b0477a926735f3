import type { Account } from '../account.ts';
import type { InvoicePaymentRecord } from '../records.ts';
import type { Wire } from '../wire.ts';

/** From here on invoices, charges and payment intents do not point at each other. */
const BASIL = '2025-03-31';

const text = (value: Wire[string] | undefined): string => (typeof value === 'string' ? value : '');

const paymentWith = (
  account: Account,
  keep: (invoice: string, intent: string) => boolean,
): InvoicePaymentRecord | undefined =>
  [...account.invoicePayments.values()].findLast(
    ({ invoice, payment, status }) =>
      status !== 'canceled' && payment.type === 'payment_intent' && keep(invoice, payment.paymentIntent),
  );

function olderInvoice(account: Account, object: Wire): Wire {
  const { amount_overpaid, confirmation_secret, parent, status_details, total_taxes, ...kept } = object;
  const payment = paymentWith(account, (invoice) => invoice === object.id)?.payment;
  const intent = payment?.type === 'payment_intent' ? account.paymentIntents.get(payment.paymentIntent) : undefined;
  return {
    ...kept,
    charge: intent?.latestCharge ?? null,
    paid: object.status === 'paid',
    paid_out_of_band: object.status === 'paid' && intent?.status !== 'succeeded',
    payment_intent: intent?.id ?? null,
    tax: null,
  };
}

const withInvoice = (account: Account, object: Wire, intentId: string): Wire => ({
  ...object,
  invoice: paymentWith(account, (_invoice, intent) => intent === intentId)?.invoice ?? null,
});

/**
 * An object of an event as an endpoint of an older version gets it. Only what reads differently enough to mislead: the
 * fields that basil took away.
 */
export function inVersion(account: Account, object: Wire, version: string | null): Wire {
  if (version === null || version >= BASIL) return object;
  if (object.object === 'invoice') return olderInvoice(account, object);
  if (object.object === 'charge') return withInvoice(account, object, text(object.payment_intent));
  if (object.object === 'payment_intent') return withInvoice(account, object, text(object.id));
  return object;
}
