import type { Faults } from '../kit/faults.ts';
import type { Account } from './account.ts';
import { type ErrorBody, errorAnswer, find } from './api/errors.ts';
import { EXECUTED_HEADER, type Idempotency } from './api/idempotency.ts';
import { newId } from './ids.ts';
import { applyCashBalance, fundCashBalance } from './ledger/cash-balance.ts';
import { payOutOfBand } from './ledger/close.ts';
import { detachPayment } from './ledger/detach.ts';
import { closeDispute, openDispute, returnDebit, reviewDispute } from './ledger/dispute.ts';
import {
  confirmPayment,
  type PaymentMethod,
  payInvoice,
  payTogether,
  payTwice,
  settleDebit,
} from './ledger/hosted-payment.ts';
import { paidCharge } from './ledger/payment.ts';
import { completeRefund, createRefund, failRefund, type RefundFields } from './ledger/refund.ts';
import { revise } from './ledger/revise.ts';
import type { DebitReturnReason, DisputeKind, DisputeOutcome } from './records.ts';
import { createEndpoint } from './webhooks/endpoints.ts';

/** A request that begins to execute and fails: its answer is kept under its idempotency key and nothing is changed. */
export type FailExecutedRule = Omit<Parameters<Faults['add']>[0], 'fault'> & {
  readonly status: number;
  readonly error: ErrorBody;
};

/** What happens outside the API: clients, banks, and faults of Stripe's own. */
export type StripeActions = {
  /** Pays all that remains of an invoice from its customer's cash balance, as a person does in the Dashboard. */
  readonly applyCashBalance: (invoiceId: string) => void;
  /** Registers a webhook endpoint; by default for all events and with a made-up secret. */
  readonly addWebhookEndpoint: (
    url: string,
    secret?: string,
    enabledEvents?: readonly string[],
    apiVersion?: string,
  ) => { readonly id: string; readonly secret: string };
  /** Takes the latest payment off an invoice again: what it had paid is owed once more. */
  readonly detachPayment: (invoiceId: string) => void;
  /** The client confirms a card payment that waits for it (3-D Secure), or fails to. */
  readonly confirm: (invoiceId: string, outcome: 'fails' | 'succeeds') => void;
  /** From now on corrections take over the metadata of what they correct, or do not. They do not at first. */
  readonly copyMetadataToRevisions: (on: boolean) => void;
  readonly closeDispute: (disputeId: string, outcome: DisputeOutcome) => void;
  /** A pending refund arrives. */
  readonly completeRefund: (refundId: string) => void;
  /** Makes the bank dispute the latest payment of an invoice, or only ask about it; returns the dispute's id. */
  readonly dispute: (invoiceId: string, kind?: DisputeKind) => string;
  /** From now on the id is answered as one that exists in live mode only. */
  readonly existsInOtherMode: (id: string) => void;
  readonly expireIdempotencyKeys: () => void;
  readonly failExecuted: (rule: FailExecutedRule) => void;
  /** A bank transfer of the client comes in. `amount` in minor units; `reference` as the client wrote it. */
  readonly fundCashBalance: (
    customerId: string,
    transfer: { readonly amount: number; readonly currency: string; readonly reference?: string },
  ) => void;
  readonly failRefund: (refundId: string) => void;
  /** What pressing the button on the hosted page does. `amount` in minor units; default: all that remains. */
  readonly pay: (invoiceId: string, options?: { method?: PaymentMethod; amount?: number }) => Promise<void>;
  /** Two payments of all that remains, both of which go through. */
  readonly payTwice: (invoiceId: string) => void;
  /** A person notes money that came in outside Stripe. `amount` in minor units; default: all that remains. */
  readonly recordOutside: (invoiceId: string, amount?: number) => void;
  /** The bank takes a debit back that had gone through; returns the dispute's id. */
  readonly returnDebit: (invoiceId: string, reason?: DebitReturnReason) => string;
  /** The seller answers a dispute; the bank looks at it from now on. */
  readonly reviewDispute: (disputeId: string) => void;
  /** A person corrects an invoice that is out: it gives way to another one, over `amount`. Returns the new one's id. */
  readonly revise: (invoiceId: string, changes?: { readonly amount?: number }) => string;
  /** One card payment of all that remains on several invoices of one client. */
  readonly payTogether: (invoiceIds: readonly string[]) => void;
  /**
   * Gives back what the latest payment of an invoice brought, as a person does in the Dashboard. `amount` in minor units;
   * default: all that is left of it. Returns the refund's id.
   */
  readonly refund: (invoiceId: string, fields?: Pick<RefundFields, 'amount' | 'isPending' | 'reason'>) => string;
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
    addWebhookEndpoint: (url, secret, enabledEvents = ['*'], apiVersion) => {
      const endpoint = createEndpoint(account, { api_version: apiVersion, url, secret, enabled_events: enabledEvents });
      return { id: endpoint.id, secret: endpoint.secret };
    },
    applyCashBalance: (id) => {
      const invoice = invoiceOf(id);
      applyCashBalance(account, find(account.customers, 'customer', invoice.customer), invoice);
    },
    confirm: (id, outcome) => confirmPayment(account, invoiceOf(id), outcome),
    detachPayment: (id) => detachPayment(account, invoiceOf(id)),
    fundCashBalance: (id, transfer) => void fundCashBalance(account, find(account.customers, 'customer', id), transfer),
    payTwice: (id) => payTwice(account, invoiceOf(id)),
    recordOutside: (id, amount) => payOutOfBand(account, invoiceOf(id), amount),
    returnDebit: (id, reason) => returnDebit(account, latestCharge(account, id), reason).id,
    reviewDispute: (id) => reviewDispute(account, find(account.disputes, 'dispute', id)),
    revise: (id, changes) => revise(account, invoiceOf(id), changes),
    copyMetadataToRevisions: (on) => {
      account.copiesMetadataToRevisions = on;
    },
    closeDispute: (id, outcome) => closeDispute(account, find(account.disputes, 'dispute', id), outcome),
    dispute: (id, kind) => openDispute(account, latestCharge(account, id), kind === undefined ? {} : { kind }).id,
    existsInOtherMode: (id) => void account.otherMode.add(id),
    expireIdempotencyKeys: idempotency.expire,
    failExecuted: ({ status, error, ...rule }) => {
      const body = JSON.stringify(errorAnswer(error, newId('req')));
      faults.add({ ...rule, fault: { kind: 'answer', status, body, headers: { [EXECUTED_HEADER]: 'true' } } });
    },
    completeRefund: (id) => completeRefund(account, find(account.refunds, 'refund', id)),
    failRefund: (id) => failRefund(account, find(account.refunds, 'refund', id)),
    pay: async (id, options) => {
      payInvoice(account, invoiceOf(id), options);
    },
    payTogether: (ids) => payTogether(account, ids.map(invoiceOf)),
    refund: (id, fields) => createRefund(account, { ...fields, charge: latestCharge(account, id).id }).id,
    settle: (id, outcome) => settleDebit(account, invoiceOf(id), outcome),
  };
}
