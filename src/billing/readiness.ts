import { approvalOwnersOf, channelProblem, deciderProblem, explicitDecisionProblem } from './approval.ts';
import { isLive } from './billing-key.ts';
import type { DecisionInput } from './facts.ts';
import type { Role } from './failure.ts';
import { addressProblem } from './finance-contact.ts';
import { pauseProblem } from './pause.ts';
import { purchaseOrderProblem } from './purchase-order.ts';
import { personInRole, responsibleFor } from './responsible.ts';
import { billableMoney, termDays } from './terms.ts';

export type CheckResult = {
  /** Rule number of the check. */
  readonly id: string;
  readonly passed: boolean;
  /** What is missing and what to do; empty when passed. */
  readonly message: string;
  /** Name of the person who can mend it; undefined when passed or when nobody is responsible. */
  readonly who: string | undefined;
};

type Check = {
  readonly id: string;
  readonly who: Role;
  /** Undefined when the check passes. */
  readonly problem: (input: DecisionInput) => string | undefined;
};

/** Whether the words of an approval are there; what they are worth is for R03 to R05. */
export const hasApproval = ({ facts: { milestone } }: DecisionInput): boolean =>
  milestone.approval === 'Approved' || milestone.approval === 'Approved in part';

function triggerFactProblem(input: DecisionInput): string | undefined {
  const { milestone, project } = input.facts;
  if (milestone.trigger === null || hasApproval(input)) return undefined;
  const [owner] = approvalOwnersOf(milestone, project);
  if (milestone.approval === null || milestone.approval === 'Not requested')
    return 'Not approved yet: ask for approval once the work is delivered';
  if (milestone.approval === 'Requested')
    return `Waiting for approval by ${owner ?? 'the approval owner, who is not named yet'}`;
  return `Not approved: "Approval" says ${milestone.approval}`;
}

function triggerProblem({ facts: { milestone } }: DecisionInput): string | undefined {
  if (milestone.trigger === null) return 'Choose what bills this milestone: "Trigger" is empty';
  if (milestone.trigger === 'Milestone approval') return undefined;
  return `The trigger ${milestone.trigger} is not billed by Milepost yet: bill it by hand, or choose Milestone approval`;
}

function placeProblem({ facts: { milestone, project, client } }: DecisionInput): string | undefined {
  if (milestone.projectIds.length !== 1) return `Link exactly one project; there are ${milestone.projectIds.length}`;
  if (project === undefined) return 'The linked project cannot be read: share it with Milepost, or link another';
  if (project.clientIds.length !== 1)
    return `Link exactly one client to the project; there are ${project.clientIds.length}`;
  return client === undefined ? 'The linked client cannot be read: share it with Milepost, or link another' : undefined;
}

/** R16. A name in `Stripe invoice` that is not one of our invoices for this milestone may stand for a bill that went out. */
function alreadyBilledProblem({ facts: { milestone, invoices } }: DecisionInput): string | undefined {
  const live = invoices.find(isLive);
  if (live !== undefined) return `Already billed with invoice ${live.number ?? live.id}`;
  const named = milestone.shown.stripeInvoice;
  if (named === '' || invoices.some((invoice) => invoice.id === named)) return undefined;
  return `"Stripe invoice" names ${named}, which Milepost did not make for this milestone or cannot find: empty the field if it was never billed`;
}

function responsibleProblem({ facts: { milestone, project, client }, policy }: DecisionInput): string | undefined {
  const responsible = responsibleFor({ milestone, project, client, defaultBillingOwner: policy.defaultBillingOwner });
  if (responsible === undefined)
    return 'Name exactly one billing owner, on the milestone or as the owner of its project';
  const [owner] = approvalOwnersOf(milestone, project);
  const isSamePerson = owner !== undefined && responsible.email?.toLowerCase() === owner.trim().toLowerCase();
  return isSamePerson ? `${responsible.name} cannot both approve and bill: name another billing owner` : undefined;
}

const whenApproved =
  (problem: Check['problem']): Check['problem'] =>
  (input) =>
    hasApproval(input) ? problem(input) : undefined;

/** In the order in which they are shown. A new check is a line here and a function. */
const CHECKS: readonly Check[] = [
  { id: 'place', who: 'project owner', problem: placeProblem },
  { id: 'R01', who: 'project owner', problem: triggerProblem },
  { id: 'R02', who: 'project owner', problem: triggerFactProblem },
  {
    id: 'R03',
    who: 'project owner',
    problem: whenApproved(({ facts, now, policy }) => explicitDecisionProblem(facts.milestone, now, policy)),
  },
  {
    id: 'R04',
    who: 'project owner',
    problem: whenApproved(({ facts }) => deciderProblem(facts.milestone, facts.project)),
  },
  {
    id: 'R05',
    who: 'project owner',
    problem: whenApproved(({ facts }) => channelProblem(facts.milestone, facts.project)),
  },
  {
    id: 'R06',
    who: 'project owner',
    problem: ({ facts }) =>
      facts.milestone.hasEvidence
        ? undefined
        : 'Show what was delivered: a link in "Deliverable" or a file in "Evidence"',
  },
  {
    id: 'R08',
    who: 'billing owner',
    problem: ({ facts, policy }) => {
      const money = billableMoney(facts.milestone, facts.client, policy);
      return money.ok ? undefined : `Correct the amount: ${money.why}`;
    },
  },
  { id: 'R10', who: 'account owner', problem: ({ facts }) => addressProblem(facts) },
  { id: 'R11', who: 'account owner', problem: purchaseOrderProblem },
  {
    id: 'R12',
    who: 'account owner',
    problem: ({ facts }) =>
      facts.client?.submission === 'Portal'
        ? 'The client takes invoices through a portal, which Milepost does not serve yet: bill this one by hand'
        : undefined,
  },
  {
    id: 'R14',
    who: 'billing owner',
    problem: ({ facts, policy }) =>
      termDays(facts.client, policy) === undefined
        ? 'Set the payment terms of the client: whole days from 0 to 365'
        : undefined,
  },
  { id: 'R15', who: 'project owner', problem: whenApproved(pauseProblem) },
  { id: 'R16', who: 'billing owner', problem: alreadyBilledProblem },
  { id: 'R17', who: 'billing owner', problem: responsibleProblem },
];

/** Runs every check and keeps every result, not only the first failure (Rule 5). */
export function readiness(input: DecisionInput): readonly CheckResult[] {
  const { facts, policy } = input;
  return CHECKS.map(({ id, who, problem }) => {
    const message = problem(input);
    if (message === undefined) return { id, passed: true, message: '', who: undefined };
    return {
      id,
      passed: false,
      message,
      who: personInRole(who, { ...facts, defaultBillingOwner: policy.defaultBillingOwner })?.name,
    };
  });
}

/** The lines of `Missing for billing`: one per failed check, with who can mend it; empty when ready. */
export const missingLines = (checks: readonly CheckResult[]): string =>
  checks
    .filter((check) => !check.passed)
    .map((check) => `${check.message} (${check.who ?? 'nobody is responsible yet'})`)
    .join('\n');
