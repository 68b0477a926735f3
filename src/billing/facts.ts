import type { Instant, PlainDate, TimeZone } from './calendar.ts';
import type { Currency } from './currency.ts';
import type { FollowUpRecord } from './follow-up/record.ts';

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
  /** Under what the client's portal took the invoice; always empty where the workspace has no such property. */
  readonly portalReference: string;
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
  /** A person's yes to following up what was late before it was taken over; empty where the workspace has no such property. */
  readonly oldInvoicesFrom: DayOrInstant | null;
  /** Language of messages, an ISO 639 code; empty: the configured one. */
  readonly language: string;
  readonly lastEditedAt: Instant;
  readonly shown: {
    readonly stripeCustomer: string;
    readonly accountStatus: 'Current' | 'Due soon' | 'Overdue' | null;
  };
};

/** The hub's own words on a deal, as they stand in Notion now. */
export type ShownOnDeal = {
  readonly stageSince: PlainDate | null;
  readonly attention: string;
};

/** One row of the pipeline (Rule 19). */
export type Deal = {
  readonly id: string;
  readonly url: string;
  readonly name: string;
  readonly stage: (typeof DEAL_STAGES)[number] | null;
  readonly clientIds: readonly string[];
  readonly owners: readonly Person[];
  /** Major units, as typed. */
  readonly value: number | null;
  /** As typed; may name no currency at all. */
  readonly currency: string | null;
  readonly nextAction: string;
  readonly nextActionOn: DayOrInstant | null;
  readonly expectedClose: DayOrInstant | null;
  readonly proposal: string | null;
  readonly agreement: string | null;
  /** Name of one of the configured plans. */
  readonly paymentPlan: string | null;
  /** The project that it became; the hub's own. */
  readonly projectIds: readonly string[];
  readonly lastEditedAt: Instant;
  readonly shown: ShownOnDeal;
};

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

/** Test objects and live ones live in different worlds of Stripe; a key opens one of them. */
export type StripeMode = 'test' | 'live';

/** How an invoice reaches the client: mailed by Stripe, or handed in by a person through the client's portal. */
export type Delivering = 'mail' | 'portal';

/**
 * What became of an invoice's money beyond the invoice's own figures, which never change again once it is paid
 * (Rule 7.4). Sums in smallest units.
 */
export type MoneyMoves = {
  /** On its way and not settled: a debit takes days. Never counted as paid. */
  readonly inFlight: number;
  /** When the oldest of that began; null where nothing is on its way. */
  readonly inFlightSince: Instant | null;
  /** How the latest attempt ended, when none has succeeded or is under way since. */
  readonly lastAttempt: 'failed' | 'action needed' | null;
  /** When the latest failed attempt was made; null where none failed since, or nobody knows. */
  readonly failedAt: Instant | null;
  /** Refunds that succeeded with the reason "requested by customer". */
  readonly refundedAsAgreed: number;
  /** Refunds that succeeded for any other reason, or for none. */
  readonly refundedUnexplained: number;
  /** Disputes that are not decided yet. */
  readonly disputed: number;
  /** Disputes that the bank decided for the client. */
  readonly disputesLost: number;
  /** Received outside Stripe and recorded there by a person. */
  readonly outsideStripe: number;
  /**
   * On the client's cash balance in the invoice's currency: a bank transfer that Stripe has not matched with any invoice.
   * Read for open invoices alone; the same sum stands beside each of them.
   */
  readonly onCashBalance: number;
};

/** An invoice of ours as it stands in Stripe. Sums in smallest units. */
export type Invoice = {
  readonly id: string;
  readonly status: InvoiceStatus;
  readonly mode: StripeMode;
  readonly customerId: string;
  /** The client whose page id the customer carries; empty when it carries none, or was not read. */
  readonly customerClient: string;
  /** Copied from the customer while it was a draft; where it was sent. */
  readonly customerEmail: string | null;
  /** From metadata; empty when the invoice is not ours. */
  readonly billingKey: string;
  readonly milestoneId: string;
  /** From metadata, as the next three; empty or zero on an invoice that has none. */
  readonly projectId: string;
  readonly trigger: Trigger | null;
  /** What it took off because it had been billed before: a deposit, or days of a retainer that fell into a pause. */
  readonly takenOff: number;
  readonly delivering: Delivering;
  /** A message about it came back: somebody noted it in the metadata. */
  readonly mailReturned: boolean;
  readonly followUps: FollowUpRecord;
  /** When it was taken over from a person who made it; null on an invoice that the hub made. */
  readonly adoptedAt: Instant | null;
  /** Stripe may remind the client by itself. */
  readonly autoAdvance: boolean;
  readonly revision: number;
  /** Which decision it bills (see `decisionMark`). */
  readonly decision: string;
  /** Identifies everything that was ordered, to know an unfinished draft again. */
  readonly order: string;
  readonly poNumber: string;
  /** The invoice that it corrects, and the one that corrects it (a person revises an invoice in Stripe); empty for none. */
  readonly revises: string;
  readonly revisedBy: string;
  readonly number: string | null;
  readonly hostedUrl: string | null;
  readonly pdfUrl: string | null;
  readonly currency: Currency;
  readonly total: number;
  readonly amountDue: number;
  readonly amountPaid: number;
  readonly amountRemaining: number;
  readonly amountOverpaid: number;
  /** Credit notes issued before payment: they lower what is due without money coming in. */
  readonly credited: number;
  /** Credit notes issued after payment: they explain money that went back. */
  readonly creditedAfterPayment: number;
  readonly moves: MoneyMoves;
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
  /** The other milestones of the project; read only where the answer depends on them, else empty. */
  readonly siblings: readonly Milestone[];
  /** Deals that name the project; read for deposits alone. */
  readonly deals: readonly Deal[];
  /** Every invoice in Stripe that bills this milestone, whatever its state. */
  readonly invoices: readonly Invoice[];
  /**
   * An invoice that no milestone is noted on, and that would be this one's: `Stripe invoice` names it, or it corrects one of
   * its invoices. Not ours until it was taken over.
   */
  readonly stranger: Invoice | undefined;
  /** The same client's invoices for other milestones; read before something is billed, else empty. */
  readonly clientInvoices: readonly Invoice[];
  /** When this approval was first read (Rule 3.6); undefined while there is none. */
  readonly approvedSince: Instant | undefined;
  /** When this very amount was last read without an approval beside it: what is approved after that is a new decision. */
  readonly unapprovedAt: Instant | undefined;
  /** Which of Stripe's worlds our key opens. */
  readonly mode: StripeMode;
  /** `Stripe invoice` names one that exists in the other world. */
  readonly namedInOtherMode: boolean;
};

/** How late invoices are followed up (Rules 11 to 13). Money in major units, hours on the client's clock. */
export type FollowUpPolicy = {
  /** Nothing goes out to anybody. */
  readonly held: boolean;
  /** From the first whole hour to before the last one. */
  readonly sendingHours: { readonly from: number; readonly to: number };
  readonly formalAfterDays: number;
  readonly formalFrom: number;
  readonly smallBalance: number;
  readonly whilePaused: 'continue' | 'suspend';
  readonly repeats: number;
  readonly courtesy: boolean;
  readonly thankYou: boolean;
  readonly comments: boolean;
  /** Own text through a mail server, or Stripe's own e-mail about the invoice. */
  readonly channel: 'mail' | 'stripe';
  /** Whose name stands below a message where nobody is responsible. */
  readonly fromName: string;
};

/** One part of a payment plan: what a milestone is called, what bills it, and how much of the price it is. */
export type PlanPart = {
  readonly name: string;
  readonly trigger: Trigger;
  /** Percent of the deal's value. */
  readonly share?: number | undefined;
  /** Major units. */
  readonly amount?: number | undefined;
  /** Days from the day on which the project is made to the planned date. */
  readonly afterDays?: number | undefined;
};

/** Parts in their order. */
export type PaymentPlan = readonly PlanPart[];

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
  /** Days that are no business days, beside those of the country. */
  readonly holidays: readonly PlainDate[];
  /** The seller's country, `GB` or `GB-ENG`; undefined: no public holidays are known. */
  readonly holidayCountry: string | undefined;
  /** After so many days of waiting a person has to confirm a bill (Rule 5.2). */
  readonly confirmAfterDays: number;
  /** Business days in which a delivery should be decided on. */
  readonly reviewWindowDays: number;
  /** Whether the final invoice takes off what a deposit billed before. */
  readonly depositCreditedTo: 'final' | 'nothing';
  /** Months from one retainer renewal to the next. */
  readonly retainerMonths: number;
  /** ISO codes of countries whose clients need a tax id on their invoices. */
  readonly taxIdRequiredIn: readonly string[];
  /** Whether a comment says once beside a milestone that it is paid. */
  readonly closeoutComment: boolean;
  /** Whether a comment reminds a colleague of a delivery on which nobody decides. */
  readonly decisionReminder: boolean;
  /** Plans that a deal may name. */
  readonly paymentPlans: Readonly<Record<string, PaymentPlan>>;
  /** Whether a deal in Proposal sent gets a proposal, and which page's text that begins with. */
  readonly proposal: { readonly create: boolean; readonly templateId: string | undefined };
  /** What is decided for the project that a won deal becomes. */
  readonly newProjects: ProjectPolicies;
  readonly followUp: FollowUpPolicy;
  /** Settled in Stripe and not shown for longer than this is a mismatch. */
  readonly sweepSeconds: number;
};

/** What is agreed up front for one project (Rule 10). */
export type ProjectPolicies = {
  readonly [P in 'kickoffWaitsFor' | 'partialApproval' | 'whenPaused' | 'pausedRetainer']: NonNullable<Project[P]>;
};

/** What a decision is made of: nothing else enters it. */
export type DecisionInput = { readonly facts: MilestoneFacts; readonly policy: Policy; readonly now: Instant };
