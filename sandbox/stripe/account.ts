import type Stripe from 'stripe';
import type { SandboxClock } from '../kit/clock.ts';
import { newId, randomText } from './ids.ts';
import type {
  CashTransactionRecord,
  ChargeRecord,
  CreditNoteRecord,
  CustomerRecord,
  DisputeRecord,
  EventRecord,
  InvoicePaymentRecord,
  InvoiceRecord,
  ItemRecord,
  Mail,
  PaymentIntentRecord,
  PaymentReport,
  RefundRecord,
  WebhookEndpointRecord,
} from './records.ts';
import { toWire, type Wire } from './wire.ts';

/** The version in which objects are answered and events are written. */
export const API_VERSION = '2026-10-28.endive' satisfies Stripe.WebhookEndpointCreateParams.ApiVersion;

/** The one Stripe account that the sandbox plays. Maps keep insertion order, which is the order of creation. */
export type Account = {
  readonly id: string;
  readonly name: string;
  readonly clock: SandboxClock;
  readonly cashTransactions: Map<string, CashTransactionRecord>;
  readonly charges: Map<string, ChargeRecord>;
  readonly creditNotes: Map<string, CreditNoteRecord>;
  readonly customers: Map<string, CustomerRecord>;
  readonly disputes: Map<string, DisputeRecord>;
  readonly events: Map<string, EventRecord>;
  readonly invoicePayments: Map<string, InvoicePaymentRecord>;
  readonly invoices: Map<string, InvoiceRecord>;
  readonly items: Map<string, ItemRecord>;
  readonly mails: Mail[];
  /** Ids of what exists in live mode, where the sandbox's keys do not reach. */
  readonly otherMode: Set<string>;
  readonly paymentIntents: Map<string, PaymentIntentRecord>;
  readonly paymentReports: Map<string, PaymentReport>;
  readonly refunds: Map<string, RefundRecord>;
  readonly webhookEndpoints: Map<string, WebhookEndpointRecord>;
  /** Where the sandbox listens; links to its pages begin with it. */
  baseUrl: string;
  /** Whether a correction takes over the original's metadata. What Stripe does is not known; not to is the harder case. */
  copiesMetadataToRevisions: boolean;
  /** The API request that is being executed; null for what happens on a page or by itself. */
  cause: EventRecord['request'];
  /** The second that all events carry; null: each its own. */
  eventSecond: number | null;
  /** Whether the order in which events of one second are listed says nothing. */
  isEventListTangled: boolean;
  /** Told of each event; the webhook dispatcher listens here. */
  onEvent: (event: EventRecord) => void;
  /** Runs something a little later, as Stripe's own background work does. */
  later: (work: () => void) => void;
};

/** An empty account that nobody listens to yet. */
export function createAccount({ clock, name }: { clock: SandboxClock; name: string }): Account {
  return {
    id: `acct_1${randomText(15)}`,
    name,
    clock,
    cashTransactions: new Map(),
    charges: new Map(),
    creditNotes: new Map(),
    customers: new Map(),
    disputes: new Map(),
    events: new Map(),
    invoicePayments: new Map(),
    invoices: new Map(),
    items: new Map(),
    mails: [],
    otherMode: new Set(),
    paymentIntents: new Map(),
    paymentReports: new Map(),
    refunds: new Map(),
    webhookEndpoints: new Map(),
    baseUrl: '',
    copiesMetadataToRevisions: false,
    cause: null,
    eventSecond: null,
    isEventListTangled: false,
    onEvent: () => undefined,
    later: (work) => work(),
  };
}

/** The account's time in whole seconds, as Stripe writes it. */
export const nowSeconds = (account: Account): number => Math.floor(account.clock.now() / 1000);

/**
 * Records that something happened. The object is copied, so that later changes do not reach into the past.
 * @param previous the former values of what changed, for `*.updated` events
 */
export function emit(account: Account, type: EventRecord['type'], object: object, previous: Wire | null = null): void {
  const event: EventRecord = {
    id: newId('evt'),
    created: account.eventSecond ?? nowSeconds(account),
    object: toWire(object),
    previous,
    request: account.cause,
    type,
    deliveries: new Map(),
  };
  account.events.set(event.id, event);
  account.onEvent(event);
}

/** Runs `work` so that its events name `cause`. Works only because nothing in the ledger waits. */
export function withCause<T>(account: Account, cause: EventRecord['request'], work: () => T): T {
  const outer = account.cause;
  account.cause = cause;
  try {
    return work();
  } finally {
    account.cause = outer;
  }
}

/** Emits an event after the change itself, keeping the cause of now. */
export function emitLater(account: Account, type: EventRecord['type'], render: () => object): void {
  const { cause } = account;
  account.later(() => withCause(account, cause, () => emit(account, type, render())));
}
