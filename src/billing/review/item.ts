import { billingCurrency } from '../amounts/terms.ts';
import { daysBetween, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { BillingStatus, Client, Milestone, Policy, Project } from '../facts.ts';
import type { Money } from '../money.ts';
import { responsibleFor } from '../responsible.ts';
import { moneyShown } from './amount.ts';
import type { ReviewDay } from './day.ts';
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
  readonly invoiced: Money | undefined;
  readonly remaining: Money | undefined;
  readonly plannedOn: PlainDate | undefined;
  readonly decidedOn: PlainDate | undefined;
  /** Last day of the stop or promise in force. */
  readonly stopUntil: PlainDate | undefined;
  /** Negative before the due date; undefined where nothing is owed or no due date is known. */
  readonly daysPastDue: number | undefined;
};

export type ReviewContext = {
  readonly projects: ReadonlyMap<string, Project>;
  readonly clients: ReadonlyMap<string, Client>;
  readonly policy: Policy;
  readonly day: ReviewDay;
};

/** The one of these that exists. None or several is no answer. */
function only<T>(ids: readonly string[], known: ReadonlyMap<string, T>): T | undefined {
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

/** Joins a milestone with its project and client and reads its dates in the seller's zone. */
export function reviewItem(milestone: Milestone, { projects, clients, policy, day }: ReviewContext): ReviewItem {
  const { shown } = milestone;
  const project = only(milestone.projectIds, projects);
  const client = project && only(project.clientIds, clients);
  const currency = billingCurrency(milestone, client, policy);
  const moneyReturned = /\bmoney returned\b/i.test(shown.billingDetail);
  const status = moneyReturned ? 'Overdue' : statusOn(day.today, shown, policy.dueSoonDays);
  const amount = billsApprovedPart({ milestone, project }) ? milestone.approvedAmount : milestone.amount;
  const { defaultBillingOwner } = policy;
  return {
    milestone,
    project,
    client,
    person: responsibleFor({ milestone, project, client, defaultBillingOwner })?.name,
    status,
    moneyReturned,
    toBill: moneyShown(amount, currency),
    invoiced: moneyShown(shown.invoiced, currency),
    remaining: moneyShown(shown.remaining, currency),
    plannedOn: dayOf(day.zone, milestone.plannedDate),
    decidedOn: dayOf(day.zone, milestone.decidedOn),
    stopUntil: dayOf(day.zone, milestone.stopUntil),
    daysPastDue: isOpen({ status }) && shown.due !== null ? daysBetween(shown.due, day.today) : undefined,
  };
}
