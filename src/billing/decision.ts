import type { Adoption } from './adoption.ts';
import type { RenewalPlan } from './amounts/renewal.ts';
import type { Instant } from './calendar.ts';
import type { Client, Invoice, ShownOnMilestone } from './facts.ts';
import type { StopNote } from './follow-up/record.ts';
import type { FollowUpTask } from './follow-up/task.ts';
import type { InvoiceOrder } from './invoice-order.ts';
import type { CheckResult } from './readiness/readiness.ts';
import type { Detail } from './standing/details.ts';

/** What would bring the world to where it should be. Each may be repeated without harm. */
export type Action =
  | { readonly kind: 'link customer'; readonly client: Client }
  | { readonly kind: 'issue invoice'; readonly order: InvoiceOrder; readonly drafts: readonly Invoice[] }
  | { readonly kind: 'adopt invoice'; readonly adoption: Adoption }
  | { readonly kind: 'discard drafts'; readonly drafts: readonly Invoice[] }
  | { readonly kind: 'plan renewal'; readonly renewal: RenewalPlan }
  | { readonly kind: 'note stops'; readonly invoice: Invoice; readonly stops: readonly StopNote[] };

/** The properties that a decision sets. In shadow mode those of the follow-up stay as they were. */
export type BillingView = Omit<ShownOnMilestone, FollowUpProperty> & Partial<Pick<ShownOnMilestone, FollowUpProperty>>;

type FollowUpProperty = 'followUpStep' | 'lastFollowUp' | 'nextFollowUp';

export type Decision = {
  readonly shown: BillingView;
  /** Why an issued invoice stands as it does, the most important first (Rule 7.5). */
  readonly details: readonly Detail[];
  readonly checks: readonly CheckResult[];
  readonly action: Action | undefined;
  /** In shadow mode: what would be done, in words for the log, without anybody's name. */
  readonly wouldDo?: string | undefined;
  /** A message that should have gone out has not, and nothing keeps it back (Rule 11.13). */
  readonly alarm?: string | undefined;
  /** What a person is to decide about the follow-up, said again every 14 days. */
  readonly task?: FollowUpTask | undefined;
  /** The clock alone changes the answer at this instant. */
  readonly lookAgainAt: Instant | undefined;
};
