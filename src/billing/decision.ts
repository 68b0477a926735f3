import type { Adoption } from './adoption.ts';
import type { RenewalPlan } from './amounts/renewal.ts';
import type { Instant, PlainDate } from './calendar.ts';
import type { Client, Invoice, ShownOnMilestone } from './facts.ts';
import type { InvoiceOrder } from './invoice-order.ts';
import type { CheckResult } from './readiness/readiness.ts';
import type { Detail } from './standing/details.ts';

/** What would bring the world to where it should be. Each may be repeated without harm. */
export type Action =
  | { readonly kind: 'link customer'; readonly client: Client }
  | { readonly kind: 'issue invoice'; readonly order: InvoiceOrder; readonly drafts: readonly Invoice[] }
  | { readonly kind: 'adopt invoice'; readonly adoption: Adoption }
  | { readonly kind: 'discard drafts'; readonly drafts: readonly Invoice[] }
  | { readonly kind: 'plan renewal'; readonly renewal: RenewalPlan };

/**
 * The properties that billing decides. Follow-up properties belong to follow-up, but for the next one: what is settled is
 * not followed up (Rule 14, step 3), so it is emptied then, and absent otherwise.
 */
export type BillingView = Omit<ShownOnMilestone, 'followUpStep' | 'lastFollowUp' | 'nextFollowUp'> & {
  readonly nextFollowUp?: PlainDate | null;
};

export type Decision = {
  readonly shown: BillingView;
  /** Why an issued invoice stands as it does, the most important first (Rule 7.5). */
  readonly details: readonly Detail[];
  readonly checks: readonly CheckResult[];
  readonly action: Action | undefined;
  /** In shadow mode: what would be done, in words for the log, without anybody's name. */
  readonly wouldDo?: string | undefined;
  /** The clock alone changes the answer at this instant. */
  readonly lookAgainAt: Instant | undefined;
};
