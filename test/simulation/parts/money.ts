import type Stripe from 'stripe';
import { z } from 'zod';
import type { StripeSandbox } from '../../../sandbox/stripe/index.ts';

/** Stripe as clients, banks and bookkeepers have it in their hands, and what they remember. */
export type Hands = {
  readonly sandbox: StripeSandbox;
  /** Stripe as somebody uses it in the dashboard. */
  readonly dashboard: Stripe;
  /** Disputes of each invoice, the newest last. */
  readonly disputes: Map<string, readonly Dispute[]>;
  /** Invoices that one payment paid together: nobody can say which of them it gives back. */
  readonly shared: Set<string>;
  /** Customers who sent a bank transfer. */
  readonly transferred: Set<string>;
  /** Whose payment was taken off again. */
  readonly detached: Set<string>;
};

export type Dispute = {
  readonly id: string;
  readonly amount: number;
  /** The payment that the bank takes back. */
  readonly intent: string;
  status: 'open' | 'won' | 'lost';
};

type Move = (hands: Hands, invoice: Stripe.Invoice & { id: string }) => Promise<unknown>;

const PART = 10_000;
const CREDITED = 5_000;

const DisputeObject = z.looseObject({ id: z.string(), amount: z.number(), payment_intent: z.string() });

function noteDispute({ sandbox, disputes }: Hands, invoice: string, status: Dispute['status']): void {
  const created = sandbox.store.events().findLast(({ type }) => type === 'charge.dispute.created');
  const { id, amount, payment_intent: intent } = DisputeObject.parse(created?.object);
  disputes.set(invoice, [...(disputes.get(invoice) ?? []), { id, amount, intent, status }]);
}

const closes =
  (status: 'won' | 'lost'): Move =>
  async ({ sandbox, disputes }, { id }) => {
    const open = disputes.get(id)?.find((dispute) => dispute.status === 'open');
    if (open === undefined) return;
    sandbox.closeDispute(open.id, status);
    open.status = status;
  };

const refunds =
  (reason: 'requested_by_customer' | undefined, amount?: number): Move =>
  async ({ sandbox, shared }, { id }) => {
    if (shared.has(id)) return;
    sandbox.refund(id, {
      ...(reason === undefined ? {} : { reason }),
      ...(amount === undefined ? {} : { amount }),
    });
  };

const transfers =
  (sumOf: (remaining: number) => number): Move =>
  async ({ sandbox, transferred }, { customer, currency, amount_remaining: remaining }) => {
    const amount = sumOf(remaining);
    if (typeof customer !== 'string' || amount <= 0) return;
    sandbox.fundCashBalance(customer, { amount, currency });
    transferred.add(customer);
  };

const payDirectly =
  (options: NonNullable<Parameters<StripeSandbox['pay']>[1]>): Move =>
  ({ sandbox }, { id }) =>
    sandbox.pay(id, options);

/** What clients, banks and bookkeepers do to an invoice. What is not possible at this moment is not done. */
export const MONEY = {
  'pays all': payDirectly({}),
  'pays a part': payDirectly({ amount: PART }),
  'pays too much': ({ sandbox }, { id, amount_remaining: remaining }) =>
    sandbox.pay(id, { amount: remaining + CREDITED }),
  'pays twice': async ({ sandbox }, { id }) => sandbox.payTwice(id),
  'card is declined': payDirectly({ method: 'declined' }),
  'bank asks to confirm': payDirectly({ method: 'needs action' }),
  'confirms at the bank': async ({ sandbox }, { id }) => sandbox.confirm(id, 'succeeds'),
  'fails to confirm': async ({ sandbox }, { id }) => sandbox.confirm(id, 'fails'),
  'debit begins': payDirectly({ method: 'debit processing' }),
  'debit of a part begins': payDirectly({ method: 'debit processing', amount: PART }),
  'debit arrives': async ({ sandbox }, { id }) => sandbox.settle(id, 'succeeds'),
  'debit fails': async ({ sandbox }, { id }) => sandbox.settle(id, 'fails'),
  'debit comes back': async (hands, { id }) => {
    if (hands.shared.has(id)) return;
    hands.sandbox.returnDebit(id);
    noteDispute(hands, id, 'lost');
  },
  'pays elsewhere': async ({ sandbox }, { id }) => sandbox.recordOutside(id),
  'pays a part elsewhere': async ({ sandbox }, { id }) => sandbox.recordOutside(id, PART),
  'transfer falls short': transfers((remaining) => Math.ceil(remaining / 2)),
  'transfer of all': transfers((remaining) => remaining),
  'balance is applied': async ({ sandbox }, { id }) => sandbox.applyCashBalance(id),
  'payment is detached': async ({ sandbox, detached }, { id }) => {
    sandbox.detachPayment(id);
    detached.add(id);
  },
  'pays all bills together': async ({ sandbox, shared }, { customer, currency }) => {
    const open = sandbox.store
      .invoices()
      .flatMap((one) =>
        one.status === 'open' && one.customer === customer && one.currency === currency && one.id !== undefined
          ? [one.id]
          : [],
      );
    sandbox.payTogether(open);
    for (const id of open) shared.add(id);
  },
  corrected: async ({ sandbox }, { id }) => sandbox.revise(id),
  'corrected to less': async ({ sandbox }, { id, total }) => sandbox.revise(id, { amount: Math.ceil(total / 2) }),
  voided: ({ dashboard }, { id }) => dashboard.invoices.voidInvoice(id),
  'written off': ({ dashboard }, { id }) => dashboard.invoices.markUncollectible(id),
  'draft deleted': ({ dashboard }, { id }) => dashboard.invoices.del(id),
  'filled draft is finalised': async ({ dashboard }, { id, total }) =>
    total > 0 && (await dashboard.invoices.finalizeInvoice(id)),
  'credited in part': async ({ dashboard }, { id, status }) =>
    status === 'open' && (await dashboard.creditNotes.create({ invoice: id, amount: CREDITED })),
  'credited whole': async ({ dashboard }, { id, status, amount_remaining: amount }) =>
    status === 'open' && (await dashboard.creditNotes.create({ invoice: id, amount })),
  'credited to the balance': async ({ dashboard }, { id, status }) =>
    status === 'paid' &&
    (await dashboard.creditNotes.create({ invoice: id, amount: CREDITED, credit_amount: CREDITED })),
  'credited and refunded': async ({ dashboard, shared }, { id, status }) =>
    status === 'paid' &&
    !shared.has(id) &&
    (await dashboard.creditNotes.create({ invoice: id, amount: CREDITED, refund_amount: CREDITED })),
  'refunded as agreed': refunds('requested_by_customer'),
  'refunded in part as agreed': refunds('requested_by_customer', PART),
  'refunded without a word': refunds(undefined),
  'refunded in part without a word': refunds(undefined, PART),
  'refund comes back': async ({ sandbox }) => {
    const newest = sandbox.store.refunds().findLast(({ status }) => status === 'succeeded');
    if (newest !== undefined) sandbox.failRefund(newest.id);
  },
  disputed: async (hands, { id }) => {
    if (hands.shared.has(id)) return;
    hands.sandbox.dispute(id);
    noteDispute(hands, id, 'open');
  },
  'dispute won': closes('won'),
  'dispute lost': closes('lost'),
} as const satisfies Record<string, Move>;
export type MoneyName = keyof typeof MONEY;

/** Forms of money that begin at an invoice that is out come more often than what only follows others. */
export const OFTEN = [
  'pays all',
  'pays a part',
  'debit begins',
  'debit arrives',
  'voided',
] as const satisfies readonly MoneyName[];
