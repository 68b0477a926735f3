import { dateIn } from './calendar.ts';
import type { Approval, DecisionInput, Milestone, Project } from './facts.ts';

/** The e-mail addresses that may decide: the milestone's, else the project's. Exactly one is right (Rule 4.4). */
export const approvalOwnersOf = (milestone: Milestone, project: Project | undefined): readonly string[] =>
  milestone.approvalOwners.length > 0 ? milestone.approvalOwners : (project?.approvalOwners ?? []);

const sameAddress = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** A decision that ends the milestone as far as billing goes. */
export const isCancelled = (approval: Approval | null): boolean => approval === 'Rejected' || approval === 'Withdrawn';

/** R03. The decision is explicit: dated, not in the future, and after delivery (Rules 4.2, 4.7). */
export function explicitDecisionProblem({ facts: { milestone }, policy, now }: DecisionInput): string | undefined {
  const { decidedOn, delivery } = milestone;
  if (decidedOn === null) return 'Log the decision: "Decided on" is empty, and praise alone is not a decision';
  const inFuture = typeof decidedOn === 'number' ? decidedOn > now : decidedOn > dateIn(policy.timeZone, now);
  if (inFuture) return '"Decided on" lies in the future';
  if (delivery === 'Planned' || delivery === 'In progress')
    return `The decision came before delivery: "Delivery" says ${delivery}`;
  return undefined;
}

/** R04. Decided by the one named approval owner, compared by address (Rules 4.1, 4.4). */
export function deciderProblem({ facts: { milestone, project } }: DecisionInput): string | undefined {
  const owners = approvalOwnersOf(milestone, project);
  const [owner, ...moreOwners] = owners;
  if (owner === undefined) return 'Name the approval owner, on the milestone or on its project';
  if (moreOwners.length > 0) return `Name exactly one approval owner; there are ${owners.length}`;
  const [decider, ...moreDeciders] = milestone.decidedBy;
  if (decider === undefined) return `Fill in "Decided by": ${owner} has to decide`;
  if (moreDeciders.length > 0) return `"Decided by" must name one person; there are ${milestone.decidedBy.length}`;
  return sameAddress(decider, owner) ? undefined : `Decided by ${decider}, but the approval owner is ${owner}`;
}

/** R05. Came through the agreed channel and is logged with proof (Rules 4.1, 4.5). */
export function channelProblem({ facts: { milestone, project } }: DecisionInput): string | undefined {
  const { decisionChannel, decisionProof } = milestone;
  const agreed = project?.agreedChannel ?? null;
  if (decisionChannel === null) return 'Say how the decision came: "Decision channel" is empty';
  if (agreed !== null && agreed !== decisionChannel)
    return `The decision came through ${decisionChannel}; agreed is ${agreed}`;
  return decisionProof === null || decisionProof.trim() === ''
    ? 'Link the decision: "Decision proof" is empty'
    : undefined;
}

/** R07. A decision in part leaves the rest open; whether the part is billed by itself is the project's policy (Rule 10.1). */
export function openPartProblem({ facts: { milestone, project } }: DecisionInput): string | undefined {
  if (milestone.approval !== 'Approved in part' || project?.partialApproval === 'Bill approved part') return undefined;
  return 'A part is still open: the project waits for full approval ("Partial approval" of the project)';
}
