import type Stripe from 'stripe';
import { z } from 'zod';
import type { MoneyMoves } from '../../src/billing/facts.ts';
import { parseAnswer } from '../answer.ts';
import { calling } from './errors.ts';
import { listed } from './list.ts';
import { Sum, sumOf } from './sum.ts';

const RefundObject = z.looseObject({ amount: Sum, status: z.string().nullable(), reason: z.string().nullable() });

const ChargeObject = z.looseObject({
  id: z.string(),
  object: z.literal('charge'),
  created: z.number().int(),
  disputed: z.boolean(),
  refunds: z.looseObject({ data: z.array(RefundObject), has_more: z.boolean() }).nullish(),
});
type ChargeObject = z.infer<typeof ChargeObject>;

const DisputeObject = z.looseObject({ amount: Sum, status: z.string() });

/** Disputes that ended without the money leaving. */
const HARMLESS = ['won', 'warning_closed', 'prevented'];

/** @throws TryAgain, NeedsPerson, as `toFailure` says */
export const readCharge = async (stripe: Stripe, chargeId: string): Promise<ChargeObject> =>
  parseAnswer(
    ChargeObject,
    await calling('read the charge', () => stripe.charges.retrieve(chargeId, { expand: ['refunds'] })),
    'a Stripe charge',
  );

export type Back = Pick<MoneyMoves, 'refundedAsAgreed' | 'refundedUnexplained' | 'disputed' | 'disputesLost'>;

/** What of a charge went back to the client, or may. Refunds that a credit note explains are among the unexplained. */
export async function readBack(stripe: Stripe, chargeId: string): Promise<Back> {
  const charge = await readCharge(stripe, chargeId);
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

/** What several charges gave back, or may. */
export const togetherOf = (back: readonly Back[]): Back => ({
  refundedAsAgreed: sumOf(back, 'refundedAsAgreed'),
  refundedUnexplained: sumOf(back, 'refundedUnexplained'),
  disputed: sumOf(back, 'disputed'),
  disputesLost: sumOf(back, 'disputesLost'),
});

/**
 * A PaymentIntent can pay several invoices, and Stripe does not say which of them money that went back had paid. Each
 * counts what it can have lost, the worst first.
 */
export function atMost(paid: number, back: Back): Back {
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
