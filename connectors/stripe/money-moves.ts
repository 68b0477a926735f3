import type Stripe from 'stripe';
import { z } from 'zod';
import type { Invoice, MoneyMoves } from '../../src/billing/facts.ts';
import { parseAnswer } from '../answer.ts';
import { calling } from './errors.ts';
import { listed } from './list.ts';

/** Of an invoice whose payments were not looked at. */
export const NO_MOVES: MoneyMoves = {
  inFlight: 0,
  lastAttempt: null,
  refundedAsAgreed: 0,
  refundedUnexplained: 0,
  disputed: 0,
  disputesLost: 0,
  onCashBalance: 0,
};

/** What an invoice must be read with. Deeper than four levels Stripe does not go, so a charge is read by itself. */
export const EXPAND_PAYMENTS = ['payments.data.payment.payment_intent'];

const Sum = z.number().int();

const PaymentObject = z.looseObject({
  status: z.string(),
  amount_requested: Sum,
  amount_paid: Sum.nullable(),
  payment: z.looseObject({
    // Absent when the money came in outside Stripe.
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

const RefundObject = z.looseObject({ amount: Sum, status: z.string().nullable(), reason: z.string().nullable() });

const ChargeObject = z.looseObject({
  id: z.string(),
  object: z.literal('charge'),
  disputed: z.boolean(),
  refunds: z.looseObject({ data: z.array(RefundObject), has_more: z.boolean() }).nullish(),
});
type ChargeObject = z.infer<typeof ChargeObject>;

const DisputeObject = z.looseObject({ amount: Sum, status: z.string() });

/** Disputes that ended without the money leaving. */
const HARMLESS = ['won', 'warning_closed', 'prevented'];

/**
 * What became of an invoice's money: one call for each charge that paid it, and none where nothing was paid.
 * @param answer the invoice as it was read with `EXPAND_PAYMENTS`
 * @throws TryAgain, NeedsPerson, as `toFailure` says
 */
export async function readMoves(
  stripe: Stripe,
  { id, status, amountOverpaid }: Pick<Invoice, 'id' | 'status' | 'amountOverpaid'>,
  answer: unknown,
): Promise<MoneyMoves> {
  if (status === 'draft' || status === 'void') return NO_MOVES;
  const payments = await paymentsOf(stripe, id, answer);
  const open = payments.filter((payment) => payment.status === 'open');
  const back: Back[] = [];
  const paid = payments.filter((payment) => payment.status === 'paid');
  // What was paid too much came with the one payment that there is; of several nobody says with which.
  const surplus = paid.length === 1 ? amountOverpaid : 0;
  for (const { amount_paid, payment } of paid) {
    const charge = payment.payment_intent?.latest_charge ?? null;
    if (charge !== null) back.push(atMost((amount_paid ?? 0) + surplus, await readBack(stripe, charge)));
  }
  return {
    inFlight: sumOf(open.filter(isProcessing), 'amount_requested'),
    lastAttempt: status === 'open' ? lastAttempt(open) : null,
    refundedAsAgreed: sumOf(back, 'refundedAsAgreed'),
    refundedUnexplained: sumOf(back, 'refundedUnexplained'),
    disputed: sumOf(back, 'disputed'),
    disputesLost: sumOf(back, 'disputesLost'),
    // A cash balance is filled by bank transfers. The hub asks for none: with auto_advance false, Stripe does not reconcile
    // them with an invoice by itself. Where the account offers them all the same, that money is not seen here.
    onCashBalance: 0,
  };
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

type Back = Pick<MoneyMoves, 'refundedAsAgreed' | 'refundedUnexplained' | 'disputed' | 'disputesLost'>;

/** What of a charge went back to the client, or may. Refunds that a credit note explains are among the unexplained. */
async function readBack(stripe: Stripe, chargeId: string): Promise<Back> {
  const charge = parseAnswer(
    ChargeObject,
    await calling('read the charge', () => stripe.charges.retrieve(chargeId, { expand: ['refunds'] })),
    'a Stripe charge',
  );
  const refunds = (await refundsOf(stripe, charge)).filter(({ status }) => status === 'succeeded');
  const disputes = charge.disputed ? await disputesOf(stripe, charge) : [];
  const isAgreed = ({ reason }: { reason: string | null }) => reason === 'requested_by_customer';
  const isUndecided = ({ status }: { status: string }) => status !== 'lost' && !HARMLESS.includes(status);
  return {
    refundedAsAgreed: sumOf(refunds.filter(isAgreed), 'amount'),
    refundedUnexplained: sumOf(
      refunds.filter((refund) => !isAgreed(refund)),
      'amount',
    ),
    disputed: sumOf(disputes.filter(isUndecided), 'amount'),
    disputesLost: sumOf(
      disputes.filter(({ status }) => status === 'lost'),
      'amount',
    ),
  };
}

async function refundsOf(stripe: Stripe, { id, refunds }: ChargeObject) {
  if (refunds?.has_more === false) return refunds.data;
  const list = listed('list the refunds of the charge', (page) => stripe.refunds.list({ charge: id, ...page }));
  return await Array.fromAsync(list, (item) => parseAnswer(RefundObject, item, 'a Stripe refund'));
}

async function disputesOf(stripe: Stripe, { id }: ChargeObject) {
  const list = listed('list the disputes of the charge', (page) => stripe.disputes.list({ charge: id, ...page }));
  return await Array.fromAsync(list, (item) => parseAnswer(DisputeObject, item, 'a Stripe dispute'));
}

/**
 * A PaymentIntent can pay several invoices, and Stripe does not say which of them money that went back had paid. Each
 * counts what it can have lost, the worst first.
 */
function atMost(paid: number, back: Back): Back {
  let left = paid;
  const take = (sum: number): number => {
    const taken = Math.min(sum, left);
    left -= taken;
    return taken;
  };
  const disputesLost = take(back.disputesLost);
  const disputed = take(back.disputed);
  const refundedUnexplained = take(back.refundedUnexplained);
  return { disputesLost, disputed, refundedUnexplained, refundedAsAgreed: take(back.refundedAsAgreed) };
}

const sumOf = <K extends string>(items: readonly { readonly [key in K]: number }[], key: K): number =>
  items.reduce((sum, item) => sum + item[key], 0);
