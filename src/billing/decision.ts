import type { Instant } from './calendar.ts';
import type { Client, Invoice, ShownOnMilestone } from './facts.ts';
import type { InvoiceOrder } from './invoice-order.ts';
import type { CheckResult } from './readiness.ts';

/** What would bring the world to where it should be. Each may be repeated without harm. */
export type Action =
  | { readonly kind: 'link customer'; readonly client: Client }
  | { readonly kind: 'issue invoice'; readonly order: InvoiceOrder; readonly drafts: readonly Invoice[] }
  | { readonly kind: 'discard drafts'; readonly drafts: readonly Invoice[] };

/** The properties that billing decides; follow-up properties belong to follow-up. */
export type BillingView = Omit<ShownOnMilestone, 'followUpStep' | 'lastFollowUp' | 'nextFollowUp'>;

export type Decision = {
  readonly shown: BillingView;
  readonly checks: readonly CheckResult[];
  readonly action: Action | undefined;
  /** The clock alone changes the answer at this instant. */
  readonly lookAgainAt: Instant | undefined;
};
