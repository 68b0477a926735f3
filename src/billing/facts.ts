import type { Instant, PlainDate, TimeZone } from './calendar.ts';
import type { Currency } from './currency.ts';

/**
 * What was read from the outside, as plain values. Connectors make these; decisions read them. A field is `null` when it
 * is empty at its source. Words are those people see in Notion.
 */

export const TRIGGERS = ['Deposit', 'Milestone approval', 'Final handoff', 'Retainer renewal'] as const;
export const APPROVALS = [
  'Not requested',
  'Requested',
  'Changes requested',
  'Approved',
  'Approved in part',
  'Rejected',
  'Withdrawn',
] as const;
export const DELIVERIES = ['Planned', 'In progress', 'Delivered'] as const;
export const CHANNELS = ['Email', 'Client portal', 'Signed document', 'Notion'] as const;
export const HANDOVER_PARTS = ['Files', 'Documentation', 'Access', 'Ownership'] as const;
export const FOLLOW_UP_STOPS = ['On hold', 'Promised', 'Queried'] as const;
export const BILLING_STATUSES = ['Not yet triggered', 'Sent', 'Due soon', 'Overdue', 'Paid', 'Closed'] as const;
export const FOLLOW_UP_STEPS = ['Light', 'Firm', 'Formal'] as const;
export const PROJECT_STATUSES = ['Planned', 'Active', 'Paused', 'Done'] as const;
export const DEAL_STAGES = ['Inquiry', 'Qualified', 'Proposal sent', 'Agreed', 'Won', 'Lost'] as const;

export type Trigger = (typeof TRIGGERS)[number];
export type Approval = (typeof APPROVALS)[number];
export type Delivery = (typeof DELIVERIES)[number];
export type Channel = (typeof CHANNELS)[number];
export type BillingStatus = (typeof BILLING_STATUSES)[number];
export type FollowUpStep = (typeof FOLLOW_UP_STEPS)[number];

/** A date property holds a day or, with a time, an instant. Tell them apart by `typeof`: text is a day. */
export type DayOrInstant = PlainDate | Instant;

export type Person = {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Bots and groups are never responsible (Rule 18.2). */
  readonly isPerson: boolean;
};

/** The hub's own properties of a milestone as they stand in Notion now. Money in major units, as Notion keeps it. */
export type ShownOnMilestone = {
  readonly billingStatus: BillingStatus | null;
  readonly billingDetail: string;
  readonly missingForBilling: string;
  readonly invoiceUrl: string | null;
  readonly invoiceNumber: string;
  readonly stripeInvoice: string;
  readonly invoiced: number | null;
  readonly remaining: number | null;
  readonly issued: PlainDate | null;
  readonly due: PlainDate | null;
  readonly paidOn: PlainDate | null;
  readonly followUpStep: FollowUpStep | null;
  readonly lastFollowUp: PlainDate | null;
  readonly nextFollowUp: PlainDate | null;
};

export type Milestone = {
  readonly id: string;
  readonly url: string;
  readonly name: string;
  readonly projectIds: readonly string[];
  readonly order: number | null;
  readonly trigger: Trigger | null;
  /** Major units, as typed. */
  readonly amount: number | null;
  /** As typed; may name no currency at all. */
  readonly currency: string | null;
  readonly plannedDate: DayOrInstant | null;
  readonly delivery: Delivery | null;
  /** At least one non-empty link or file shows what was delivered. */
  readonly hasEvidence: boolean;
  readonly handedOver: readonly string[];
  readonly approval: Approval | null;
  readonly approvedAmount: number | null;
  /** E-mail addresses; exactly one is right (Rule 4.4). Empty: the project's. */
  readonly approvalOwners: readonly string[];
  readonly decidedBy: readonly string[];
  readonly decidedOn: DayOrInstant | null;
  readonly decisionChannel: Channel | null;
  readonly decisionProof: string | null;
  readonly billingOwners: readonly Person[];
  readonly followUpStop: (typeof FOLLOW_UP_STOPS)[number] | null;
  readonly stopUntil: DayOrInstant | null;
  readonly stopReason: string;
  readonly escalationApprovedOn: DayOrInstant | null;
  /** Notion keeps it to the minute, so the truth may lie up to a minute beside it. */
  readonly lastEditedAt: Instant;
  readonly shown: ShownOnMilestone;
};

export type ShownOnProject = {
  readonly kickoff: 'Waiting' | 'Clear' | null;
  readonly nextBillingEvent: string;
  readonly nextBillingDate: PlainDate | null;
  readonly mismatches: string;
};

export type Project = {
  readonly id: string;
  readonly url: string;
  readonly name: string;
  readonly clientIds: readonly string[];
  readonly status: (typeof PROJECT_STATUSES)[number] | null;
  readonly pausedOn: DayOrInstant | null;
  readonly resumeOn: DayOrInstant | null;
  readonly owners: readonly Person[];
  readonly approvalOwners: readonly string[];
  readonly agreedChannel: Channel | null;
  readonly kickoffWaitsFor: 'Payment' | 'Invoice' | 'Nothing' | null;
  readonly partialApproval: 'Wait for full' | 'Bill approved part' | null;
  readonly whenPaused: 'Bill if earned' | 'Defer until resume' | null;
  readonly pausedRetainer: 'Skip' | 'Full' | 'Prorate' | null;
  readonly escalationClause: string;
  readonly contractValue: number | null;
  readonly agreement: string | null;
  readonly lastEditedAt: Instant;
  readonly shown: ShownOnProject;
};

export type Client = {
  readonly id: string;
  readonly url: string;
  readonly name: string;
  readonly billingEmail: string | null;
  readonly financeContact: string;
  readonly copyTo: string;
  readonly poRequired: boolean;
  readonly poNumber: string;
  /** Major units. */
  readonly poValue: number | null;
  readonly poExpires: DayOrInstant | null;
  readonly submission: 'Email' | 'Portal' | null;
  readonly submissionNotes: string;
  readonly paymentTermsDays: number | null;
  readonly currency: string | null;
  readonly country: string;
  readonly taxId: string;
  readonly timeZone: string;
  readonly accountOwners: readonly Person[];
  readonly followUpHoldUntil: DayOrInstant | null;
  readonly lastEditedAt: Instant;
  readonly shown: {
    readonly stripeCustomer: string;
    readonly accountStatus: 'Current' | 'Due soon' | 'Overdue' | null;
  };
};

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

/** An invoice of ours as it stands in Stripe. Sums in smallest units. */
export type Invoice = {
  readonly id: string;
  readonly status: InvoiceStatus;
  readonly customerId: string;
  /** From metadata; empty when the invoice is not ours. */
  readonly billingKey: string;
  readonly milestoneId: string;
  readonly revision: number;
  /** Which decision it bills (see `decisionMark`). */
  readonly decision: string;
  /** Identifies everything that was ordered, to know an unfinished draft again. */
  readonly order: string;
  readonly poNumber: string;
  readonly number: string | null;
  readonly hostedUrl: string | null;
  readonly currency: Currency;
  readonly total: number;
  readonly amountDue: number;
  readonly amountPaid: number;
  readonly amountRemaining: number;
  /** Credit notes issued before payment: they lower what is due without money coming in. */
  readonly credited: number;
  readonly dueAt: Instant | null;
  readonly createdAt: Instant;
  readonly finalizedAt: Instant | null;
  readonly paidAt: Instant | null;
};

/** Everything that one decision about a milestone rests on. */
export type MilestoneFacts = {
  readonly milestone: Milestone;
  /** Undefined when the relation names none, several, or one that cannot be read. */
  readonly project: Project | undefined;
  readonly client: Client | undefined;
  /** Every invoice in Stripe that bills this milestone, whatever its state. */
  readonly invoices: readonly Invoice[];
  /** Other live invoices of the same client that were issued under a purchase order. */
  readonly clientInvoices: readonly Invoice[];
  /** When this approval was first read (Rule 3.6); undefined while there is none. */
  readonly approvedSince: Instant | undefined;
};

/** The team's settings that decisions depend on. */
export type Policy = {
  readonly timeZone: TimeZone;
  readonly currency: Currency;
  readonly paymentTermsDays: number;
  readonly dueSoonDays: number;
  readonly quietPeriodSeconds: number;
  /** E-mail address; responsible when nobody else is. */
  readonly defaultBillingOwner: string | undefined;
  /** Look and say, but write nothing to Stripe and send nothing. */
  readonly shadow: boolean;
};

/** What a decision is made of: nothing else enters it. */
export type DecisionInput = { readonly facts: MilestoneFacts; readonly policy: Policy; readonly now: Instant };
