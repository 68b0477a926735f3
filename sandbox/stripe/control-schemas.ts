import { z } from 'zod';
import { PAYMENT_METHODS } from './ledger/hosted-payment.ts';
import { DEBIT_RETURN_REASONS, DISPUTE_KINDS, DISPUTE_OUTCOMES, REFUND_REASONS } from './records.ts';

/** The JSON bodies that the control API takes. Amounts are in minor units. */

const amount = z.int().positive();

export const payment = z.strictObject({
  amount: amount.exactOptional(),
  method: z.enum(PAYMENT_METHODS).exactOptional(),
});

export const refund = z.strictObject({
  amount: amount.exactOptional(),
  isPending: z.boolean().exactOptional(),
  reason: z.enum(REFUND_REASONS).exactOptional(),
});

export const sum = z.strictObject({ amount: amount.exactOptional() });

export const transfer = z.strictObject({ amount, currency: z.string(), reference: z.string().exactOptional() });

/** The answer of a bank, or of a client whom the bank asks. */
export const answer = z.strictObject({ outcome: z.enum(['fails', 'succeeds']) });

export const dispute = z.strictObject({ kind: z.enum(DISPUTE_KINDS).optional() });

export const closing = z.strictObject({ outcome: z.enum(DISPUTE_OUTCOMES) });

export const debitReturn = z.strictObject({ reason: z.enum(DEBIT_RETURN_REASONS).optional() });

export const revisions = z.strictObject({ copyMetadata: z.boolean() });

export const together = z.strictObject({ invoices: z.array(z.string()) });

const next = z.union([z.int().nonnegative(), z.literal('all')]);

export const webhookMode = z.strictObject({
  delay: z.number().nonnegative().optional(),
  double: z.boolean().optional(),
  latePayments: z.number().nonnegative().optional(),
  lose: next.optional(),
  missign: next.optional(),
  normally: z.literal(true).optional(),
  sameSecond: z.boolean().optional(),
  shuffle: z.boolean().optional(),
  stale: next.optional(),
  tangle: z.boolean().optional(),
  twin: z.boolean().optional(),
});

const fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['answer', 'answer after commit']),
    status: z.int(),
    body: z.string(),
    headers: z.record(z.string(), z.string()).exactOptional(),
  }),
  z.strictObject({ kind: z.enum(['cut before commit', 'cut after commit']) }),
  z.strictObject({ kind: z.literal('delay'), ms: z.number() }),
]);

export const faultRule = z.strictObject({
  fault,
  method: z.string().exactOptional(),
  path: z.string().exactOptional(),
  skip: z.int().exactOptional(),
  times: z.int().exactOptional(),
});

export const endpoint = z.strictObject({
  apiVersion: z.string().optional(),
  enabledEvents: z.array(z.string()).optional(),
  secret: z.string().optional(),
  url: z.url(),
});
