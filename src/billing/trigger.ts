import { approvalOwnersOf, isCancelled } from './approval.ts';
import { dateIn, type PlainDate } from './calendar.ts';
import { dayOf } from './day.ts';
import type { DecisionInput, Milestone } from './facts.ts';

/** Billed by a date alone: nobody has to approve anything (Rule 3.3). */
export const billsByDate = ({ trigger }: Pick<Milestone, 'trigger'>): boolean =>
  trigger === 'Deposit' || trigger === 'Retainer renewal';

/** Whether the words of an approval are there; what they are worth is for R03 to R05. */
export const hasApproval = ({ approval }: Pick<Milestone, 'approval'>): boolean =>
  approval === 'Approved' || approval === 'Approved in part';

/** R01. Nothing is billed "around then": one of four triggers is named (Rules 3.1, 3.2). */
export const triggerProblem = ({ facts: { milestone } }: DecisionInput): string | undefined =>
  milestone.trigger === null ? 'Choose what bills this milestone: "Trigger" is empty' : undefined;

/** R02. The trigger's own fact: a decision, or a date that has come (Rule 3.3). */
export function triggerFactProblem(input: DecisionInput): string | undefined {
  const { milestone } = input.facts;
  if (milestone.trigger === null) return undefined;
  if (!billsByDate(milestone)) return approvalWordsProblem(input);
  if (isCancelled(milestone.approval)) return `Not to be billed: "Approval" says ${milestone.approval}`;
  return (milestone.trigger === 'Deposit' ? agreementProblem(input) : undefined) ?? dateProblem(input);
}

function approvalWordsProblem({ facts: { milestone, project } }: DecisionInput): string | undefined {
  if (hasApproval(milestone)) return undefined;
  const [owner] = approvalOwnersOf(milestone, project);
  if (milestone.approval === null || milestone.approval === 'Not requested')
    return 'Not approved yet: ask for approval once the work is delivered';
  if (milestone.approval === 'Requested')
    return `Waiting for approval by ${owner ?? 'the approval owner, who is not named yet'}`;
  return `Not approved: "Approval" says ${milestone.approval}`;
}

/** A deposit is asked for once the deal is won and the agreement recorded. A project that came from no deal has only the agreement. */
function agreementProblem({ facts: { project, deals } }: DecisionInput): string | undefined {
  const open = deals.find(({ stage }) => stage !== 'Won');
  if (open !== undefined && !deals.some(({ stage }) => stage === 'Won'))
    return `The deal "${open.name}" is not won yet: its stage is ${open.stage ?? 'empty'}`;
  if (project !== undefined && (project.agreement ?? '').trim() === '')
    return 'Record the agreement: "Agreement" of the project is empty';
  return undefined;
}

function dateProblem({ facts: { milestone }, policy, now }: DecisionInput): string | undefined {
  const planned = dayOf(policy.timeZone, milestone.plannedDate);
  const what = milestone.trigger === 'Deposit' ? 'the deposit is due to be billed' : 'the retainer renews';
  if (planned === undefined) return `Name the day on which ${what}: "Planned date" is empty`;
  return planned > dateIn(policy.timeZone, now) ? `Waiting for ${planned}, the day on which ${what}` : undefined;
}

/** The day on which the trigger's own fact came true; undefined while it has not. */
export function triggeredOn({ facts: { milestone }, policy, now }: DecisionInput): PlainDate | undefined {
  const at = billsByDate(milestone) ? milestone.plannedDate : hasApproval(milestone) ? milestone.decidedOn : null;
  const day = dayOf(policy.timeZone, at);
  return day !== undefined && day <= dateIn(policy.timeZone, now) ? day : undefined;
}

/** What the trigger asks for is there, so that all that is left is to bill it. */
export const isTriggered = (input: DecisionInput): boolean =>
  triggerProblem(input) === undefined && triggerFactProblem(input) === undefined;
