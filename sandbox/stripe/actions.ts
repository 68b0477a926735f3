import type { Faults } from '../kit/faults.ts';
import type { Account } from './account.ts';
import { type ErrorBody, errorAnswer, find } from './api/errors.ts';
import { EXECUTED_HEADER, type Idempotency } from './api/idempotency.ts';
import { newId } from './ids.ts';
import { closeDispute, openDispute } from './ledger/dispute.ts';
import { type PaymentMethod, payInvoice, payTogether, settleDebit } from './ledger/hosted-payment.ts';
import { paidCharge } from './ledger/payment.ts';
import { createRefund, failRefund, type RefundFields } from './ledger/refund.ts';
import type { DisputeOutcome } from './records.ts';
import { createEndpoint } from './webhooks/endpoints.ts';

/** A request that begins to execute and fails: its answer is kept under its idempotency key and nothing is changed. */
export type FailExecutedRule = Omit<Parameters<Faults['add']>[0], 'fault'> & {
  readonly status: number;
  readonly error: ErrorBody;
};

/** What happens outside the API: clients, banks, and faults of Stripe's own. */
export type StripeActions = {
  /** Registers a webhook endpoint; by default for all events and with a made-up secret. */
  readonly addWebhookEndpoint: (
    url: string,
    secret?: string,
    enabledEvents?: readonly string[],
  ) => { readonly id: string; readonly secret: string };
  readonly closeDispute: (disputeId: string, outcome: DisputeOutcome) => void;
  /** Makes the bank dispute the latest payment of an invoice; returns the dispute's id. */
  readonly dispute: (invoiceId: string) => string;
  /** From now on the id is answered as one that exists in live mode only. */
  readonly existsInOtherMode: (id: string) => void;
  readonly expireIdempotencyKeys: () => void;
  readonly failExecuted: (rule: FailExecutedRule) => void;
  readonly failRefund: (refundId: string) => void;
  /** What pressing the button on the hosted page does. `amount` in minor units; default: all that remains. */
  readonly pay: (invoiceId: string, options?: { method?: PaymentMethod; amount?: number }) => Promise<void>;
  /** One card payment of all that remains on several invoices of one client. */
  readonly payTogether: (invoiceIds: readonly string[]) => void;
  /**
   * Gives back what the latest payment of an invoice brought, as a person does in the Dashboard. `amount` in minor units;
   * default: all that is left of it. Returns the refund's id.
   */
  readonly refund: (invoiceId: string, fields?: Pick<RefundFields, 'amount' | 'reason'>) => string;
  /** The bank's answer to a debit that is being processed. */
  readonly settle: (invoiceId: string, outcome: 'fails' | 'succeeds') => void;
};

const latestCharge = (account: Account, invoiceId: string) =>
  find(account.charges, 'charge', paidCharge(account, invoiceId)?.id ?? '');

export function createActions({
  account,
  faults,
  idempotency,
}: {
  account: Account;
  faults: Faults;
  idempotency: Idempotency;
}): StripeActions {
  const invoiceOf = (id: string) => find(account.invoices, 'invoice', id);
  return {
    addWebhookEndpoint: (url, secret, enabledEvents = ['*']) => {
      const endpoint = createEndpoint(account, { url, secret, enabled_events: enabledEvents });
      return { id: endpoint.id, secret: endpoint.secret };
    },
    closeDispute: (id, outcome) => closeDispute(account, find(account.disputes, 'dispute', id), outcome),
    dispute: (id) => openDispute(account, latestCharge(account, id)).id,
    existsInOtherMode: (id) => void account.otherMode.add(id),
    expireIdempotencyKeys: idempotency.expire,
    failExecuted: ({ status, error, ...rule }) => {
      const body = JSON.stringify(errorAnswer(error, newId('req')));
      faults.add({ ...rule, fault: { kind: 'answer', status, body, headers: { [EXECUTED_HEADER]: 'true' } } });
    },
    failRefund: (id) => failRefund(account, find(account.refunds, 'refund', id)),
    pay: async (id, options) => {
      payInvoice(account, invoiceOf(id), options);
    },
    payTogether: (ids) => payTogether(account, ids.map(invoiceOf)),
    refund: (id, fields) => createRefund(account, { ...fields, charge: latestCharge(account, id).id }).id,
    settle: (id, outcome) => settleDebit(account, invoiceOf(id), outcome),
  };
}
