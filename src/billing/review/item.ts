import { billingCurrency } from '../amounts/terms.ts';
import { isCancelled } from '../approval.ts';
import { dateIn, daysBetween, type Instant, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { BillingStatus, Client, Invoice, Milestone, Policy, Project } from '../facts.ts';
import type { Money } from '../money.ts';
import { responsibleFor } from '../responsible.ts';
import { moneyShown } from './amount.ts';
import type { ReviewDay } from './day.ts';
import { type FollowUpNow, followUpNow } from './follow-up.ts';
import { type Hold, holdOf } from './hold.ts';
import { shownDetail } from './shown-detail.ts';
import { statusOn } from './status-on.ts';

/** One milestone joined with what the review says about it on its day. */
export type ReviewItem = {
  readonly milestone: Milestone;
  readonly project: Project | undefined;
  readonly client: Client | undefined;
  /** Name of the responsible person (Rule 18.1); undefined when nobody is. */
  readonly person: string | undefined;
  readonly status: BillingStatus;
  /** Paid once, and the money went back (Rule 7.2-4e): owed, but neither chased nor expected. */
  readonly moneyReturned: boolean;
  /** What would be billed: the amount, or the approved part where the project bills parts (Rule 10.1). */
  readonly toBill: Money | undefined;
  /** What is left of the amount after a part of it was billed by itself (Rule 10.1). */
  readonly rest: Money | undefined;
  readonly invoiced: Money | undefined;
  readonly remaining: Money | undefined;
  readonly plannedOn: PlainDate | undefined;
  readonly decidedOn: PlainDate | undefined;
  /** Negative before the due date; undefined where nothing is owed or no due date is known. */
  readonly daysPastDue: number | undefined;
  /** Its invoices in Stripe; none when Stripe was not asked. */
  readonly invoices: readonly Invoice[];
  /** When it was written off, where Stripe was asked and says so. */
  readonly givenUpOn: PlainDate | undefined;
  /** Of an invoice that is out and not settled. */
  readonly followUp: FollowUpNow | undefined;
  readonly hold: Hold | undefined;
};

export type ReviewContext = {
  readonly projects: ReadonlyMap<string, Project>;
  readonly clients: ReadonlyMap<string, Client>;
  readonly invoicesOf: ReadonlyMap<string, readonly Invoice[]>;
  /** When something of a milestone was written off last, by the milestone. */
  readonly givenUpAt: ReadonlyMap<string, Instant>;
  readonly policy: Policy;
  readonly day: ReviewDay;
};

/** The one of these that exists. None or several is no answer. */
export function only<T>(ids: readonly string[], known: ReadonlyMap<string, T>): T | undefined {
  const [id, ...others] = ids;
  return id === undefined || others.length > 0 ? undefined : known.get(id);
}

const billsApprovedPart = ({ milestone, project }: Pick<ReviewItem, 'milestone' | 'project'>): boolean =>
  milestone.approval === 'Approved in part' && project?.partialApproval === 'Bill approved part';

/** A decision to bill, whole or in part as the project's policy says (Rule 10.1). */
export const isApproved = (item: Pick<ReviewItem, 'milestone' | 'project'>): boolean =>
  item.milestone.approval === 'Approved' || billsApprovedPart(item);

/** An invoice that is out and not settled. */
export const isOpen = ({ status }: Pick<ReviewItem, 'status'>): boolean =>
  status === 'Sent' || status === 'Due soon' || status === 'Overdue';

/** Nothing was asked for yet. */
export const isUnbilled = ({ status, milestone }: Pick<ReviewItem, 'status' | 'milestone'>): boolean =>
  status === 'Not yet triggered' && milestone.shown.invoiced === null;

/** Issued for a client's portal, and not handed in yet. */
export const isUnsent = ({ status, milestone }: Pick<ReviewItem, 'status' | 'milestone'>): boolean =>
  status === 'Not yet triggered' && milestone.shown.invoiced !== null;

/** Called off before anything was asked for: nothing is going to be billed. */
export const isCalledOff = (item: Pick<ReviewItem, 'status' | 'milestone'>): boolean =>
  isUnbilled(item) && isCancelled(item.milestone.approval);

/** Joins a milestone with its project and client and reads its dates in the seller's zone. */
export function reviewItem(milestone: Milestone, context: ReviewContext): ReviewItem {
  const { projects, clients, policy, day } = context;
  const { shown } = milestone;
  const project = only(milestone.projectIds, projects);
  const client = project && only(project.clientIds, clients);
  const currency = billingCurrency(milestone, client, policy);
  const moneyReturned = shownDetail(shown.billingDetail) === 'money returned';
  const status = moneyReturned ? 'Overdue' : statusOn(day.today, shown, policy.dueSoonDays);
  const billsPart = billsApprovedPart({ milestone, project });
  const toBill = moneyShown(billsPart ? milestone.approvedAmount : milestone.amount, currency);
  const invoiced = moneyShown(shown.invoiced, currency);
  const { defaultBillingOwner } = policy;
  const invoices = context.invoicesOf.get(milestone.id) ?? [];
  const open = invoices.filter((invoice) => invoice.status === 'open');
  const around = { milestone, project, client };
  const followUp = isOpen({ status }) ? followUpNow({ ...around, open }, policy, day) : undefined;
  const givenUpAt = context.givenUpAt.get(milestone.id);
  return {
    ...around,
    person: responsibleFor({ ...around, defaultBillingOwner })?.name,
    status,
    moneyReturned,
    toBill,
    rest: billsPart ? restOf(moneyShown(milestone.amount, currency), invoiced) : undefined,
    invoiced,
    remaining: moneyShown(shown.remaining, currency),
    plannedOn: dayOf(day.zone, milestone.plannedDate),
    decidedOn: dayOf(day.zone, milestone.decidedOn),
    daysPastDue: isOpen({ status }) && shown.due !== null ? daysBetween(shown.due, day.today) : undefined,
    invoices,
    givenUpOn: givenUpAt === undefined ? undefined : dateIn(day.zone, givenUpAt),
    followUp,
    hold: mayBeHeld(status, shown.billingDetail) ? holdOf({ ...around, followUp }, policy, day) : undefined,
  };
}

/** A paid invoice is held only while the client's bank disputes it (Rules 7.5, 15). */
const mayBeHeld = (status: BillingStatus, billingDetail: string): boolean =>
  isOpen({ status }) || (status === 'Paid' && shownDetail(billingDetail) === 'disputed');

function restOf(whole: Money | undefined, billed: Money | undefined): Money | undefined {
  if (whole === undefined || billed === undefined || billed.minor >= whole.minor) return undefined;
  return { ...whole, minor: whole.minor - billed.minor };
}
