import type { Approval, Channel, Delivery, Trigger } from '../../src/billing/facts.ts';
import type { ProjectName } from './projects.ts';

/** A decision as the team logged it. What is left out is as it should be: by the approval owner, the agreed way, with proof. */
export type SeedDecision = {
  /** Days from today. */
  readonly on: number;
  readonly by?: string;
  readonly channel?: Channel;
  readonly proof?: 'missing';
};

/** What became of an invoice after it was sent; days from today. */
export type SeedBillEvent =
  | { readonly on: number; readonly what: 'paid' | 'voided' | 'written off' | 'card declined' }
  /** In major units. */
  | { readonly on: number; readonly what: 'part paid'; readonly amount: number };

/** Why follow-up rested; days from today. */
export type SeedStop = { readonly kind: 'On hold' | 'Promised' | 'Queried'; readonly until?: number };

export type SeedMilestone = {
  readonly project: ProjectName;
  readonly name: string;
  /** Null: nobody chose one. */
  readonly trigger: Trigger | null;
  readonly amount: number;
  /** Days from today. */
  readonly planned: number;
  readonly delivery: Delivery;
  readonly evidence?: 'missing';
  readonly approval: Approval;
  readonly decision?: SeedDecision;
  /** Set some days ago; one without a day holds until somebody ends it. */
  readonly stop?: SeedStop & { readonly reason: string };
  /** One that somebody has ended since. */
  readonly stopBefore?: SeedStop & { readonly placed: number; readonly ended: number };
  /** Sent so many days from today. Absent: never billed. */
  readonly sent?: number;
  readonly afterwards?: readonly SeedBillEvent[];
};
