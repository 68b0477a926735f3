import type Stripe from 'stripe';
import { z } from 'zod';
import { type Instant, instantFromSeconds } from '../../src/billing/calendar.ts';
import type { Currency } from '../../src/billing/currency.ts';
import type { Invoice, MoneyMoves } from '../../src/billing/facts.ts';
import { parseAnswer } from '../answer.ts';
import { parseInvoice } from './invoice.ts';
import { listed } from './list.ts';
import { atMost, type Back, readBack, readCharge, togetherOf } from './money-back.ts';
import { NO_MOVES } from './no-moves.ts';
import { Sum, sumOf } from './sum.ts';

/** What an invoice must be read with. Deeper than four levels Stripe does not go, so a charge is read by itself. */
export const EXPAND_PAYMENTS = ['payments.data.payment.payment_intent'];

const PaymentObject = z.looseObject({
  status: z.string(),
  amount_requested: Sum,
  amount_paid: Sum.nullable(),
  payment: z.looseObject({
    charge: z.string().nullish(),
    // Absent, as the charge, when the money came in outside Stripe.
    payment_intent: z
      .looseObject({
        status: z.string(),
        latest_charge: z.string().nullable(),
        last_payment_error: z.looseObject({}).nullable(),
      })
      .optional(),
  }),
});
type PaymentObject = z.infer<typeof PaymentObject>;

const WithPayments = z.looseObject({
  payments: z.looseObject({ data: z.array(PaymentObject), has_more: z.boolean() }),
});

/**
 * What became of an invoice's money: one call for each charge that paid it or is on its way, and none where nothing was paid.
 * @param answer the invoice as it was read with `EXPAND_PAYMENTS`
 * @throws TryAgain, NeedsPerson, as `toFailure` says
 */
export async function readMoves(stripe: Stripe, invoice: MovedInvoice, answer: unknown): Promise<MoneyMoves> {
  const { id, status } = invoice;
  if (status === 'draft' || status === 'void') return NO_MOVES;
  const payments = await paymentsOf(stripe, id, answer);
  const open = payments.filter((payment) => payment.status === 'open');
  const paid = payments.filter((payment) => payment.status === 'paid');
  const processing = open.filter(isProcessing);
  const attempt = status === 'open' ? lastAttempt(open) : null;
  return {
    ...(await wentBack(stripe, invoice, paid)),
    inFlight: sumOf(processing, 'amount_requested'),
    inFlightSince: await since(stripe, processing),
    lastAttempt: attempt,
    failedAt: attempt === 'failed' ? await failedAt(stripe, open) : null,
    outsideStripe: paid
      .filter(({ payment }) => chargeOf(payment) === null)
      .reduce((sum, { amount_paid }) => sum + (amount_paid ?? 0), 0),
    onCashBalance: status === 'open' ? cashBalance(answer, invoice.currency) : 0,
  };
}

type MovedInvoice = Pick<Invoice, 'id' | 'status' | 'currency' | 'amountPaid' | 'amountOverpaid'>;

/**
 * What the charges that paid an invoice gave back, or may. What was paid too much may be among it, and of several payments
 * nobody says which brought it: together they give back no more than came in.
 */
async function wentBack(
  stripe: Stripe,
  { amountPaid, amountOverpaid }: MovedInvoice,
  paid: readonly PaymentObject[],
): Promise<Back> {
  const back: Back[] = [];
  for (const { amount_paid, amount_requested, payment } of paid) {
    const charge = chargeOf(payment);
    if (charge === null) continue;
    const brought = Math.max(amount_paid ?? 0, amount_requested) + amountOverpaid;
    back.push(atMost(brought, await readBack(stripe, charge)));
  }
  return atMost(amountPaid + amountOverpaid, togetherOf(back));
}

const chargeOf = ({ charge, payment_intent }: PaymentObject['payment']): string | null =>
  charge ?? payment_intent?.latest_charge ?? null;

/** When the first of the debits that are on their way began. */
async function since(stripe: Stripe, processing: readonly PaymentObject[]): Promise<Instant | null> {
  const begun: number[] = [];
  for (const { payment } of processing) {
    const charge = chargeOf(payment);
    if (charge !== null) begun.push((await readCharge(stripe, charge)).created);
  }
  return begun.length === 0 ? null : instantFromSeconds(Math.min(...begun));
}

/** When the latest of the attempts that failed was made; null where none of them left a charge. */
async function failedAt(stripe: Stripe, open: readonly PaymentObject[]): Promise<Instant | null> {
  const made: number[] = [];
  for (const { payment } of open) {
    const charge = payment.payment_intent?.latest_charge ?? null;
    if (charge !== null) made.push((await readCharge(stripe, charge)).created);
  }
  return made.length === 0 ? null : instantFromSeconds(Math.max(...made));
}

/** What bank transfers left with Stripe; nothing where the customer was not read along. */
function cashBalance(answer: unknown, currency: Currency): number {
  const { customer } = parseInvoice(answer);
  const available = typeof customer === 'string' ? undefined : customer.cash_balance?.available;
  return available?.[currency.toLowerCase()] ?? 0;
}

/** Only the first payments stand in the invoice itself. */
async function paymentsOf(stripe: Stripe, invoice: string, answer: unknown): Promise<readonly PaymentObject[]> {
  const { payments } = parseAnswer(WithPayments, answer, 'a Stripe invoice with its payments');
  if (!payments.has_more) return payments.data;
  const expand = ['data.payment.payment_intent'];
  const list = listed('list the payments of the invoice', (page) =>
    stripe.invoicePayments.list({ invoice, expand, ...page }),
  );
  return await Array.fromAsync(list, (item) => parseAnswer(PaymentObject, item, 'a Stripe invoice payment'));
}

const isProcessing = ({ payment }: PaymentObject): boolean => payment.payment_intent?.status === 'processing';

/** The state of what is still open: a payment that succeeded is not open any more. */
function lastAttempt(open: readonly PaymentObject[]): MoneyMoves['lastAttempt'] {
  if (open.some(isProcessing)) return null;
  const intents = open.flatMap(({ payment }) => payment.payment_intent ?? []);
  if (intents.some(({ status }) => status === 'requires_action')) return 'action needed';
  // One that nobody has tried yet waits for a payment method as well.
  const hasFailed = intents.some((intent) => intent.status === 'requires_payment_method' && intent.last_payment_error);
  return hasFailed ? 'failed' : null;
}
