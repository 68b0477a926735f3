import { nextBill } from '../amounts/next-bill.ts';
import { renewalPauseProblem } from '../amounts/retainer.ts';
import { termDays } from '../amounts/terms.ts';
import {
  approvalOwnersOf,
  channelProblem,
  deciderProblem,
  explicitDecisionProblem,
  openPartProblem,
} from '../approval.ts';
import type { DecisionInput } from '../facts.ts';
import type { Role } from '../failure.ts';
import { pauseProblem } from '../pause.ts';
import { personInRole, responsibleFor } from '../responsible.ts';
import { billsByDate, hasApproval, isTriggered, triggerFactProblem, triggerProblem } from '../trigger.ts';
import { alreadyBilledProblem, modeProblem } from './already-billed.ts';
import { billToProblem } from './bill-to.ts';
import { contractProblem } from './contract-ceiling.ts';
import { addressProblem } from './finance-contact.ts';
import { handoffProblem } from './handoff.ts';
import { longWaitProblem } from './long-wait.ts';
import { placeProblem } from './place.ts';
import { purchaseOrderProblem } from './purchase-order.ts';
import { longOverdueWarning, possibleDuplicateWarning } from './similar-bills.ts';
import { portalProblem } from './submission.ts';
import { surpriseWarning } from './told.ts';

export type CheckResult = {
  /** Rule number of the check. */
  readonly id: string;
  /** What the check is about, in a few words. */
  readonly about: string;
  /** Hard failures hold the invoice up, soft ones warn. */
  readonly kind: 'hard' | 'soft';
  readonly passed: boolean;
  /** What is missing and what to do; empty when passed. */
  readonly message: string;
  /** Name of the person who can mend it; undefined when passed or when nobody is responsible. */
  readonly who: string | undefined;
};

type Check = Pick<CheckResult, 'id' | 'about'> & {
  readonly kind?: 'soft';
  readonly who: Role;
  /** Undefined when the check passes. */
  readonly problem: (input: DecisionInput) => string | undefined;
};

function responsibleProblem({ facts: { milestone, project, client }, policy }: DecisionInput): string | undefined {
  const responsible = responsibleFor({ milestone, project, client, defaultBillingOwner: policy.defaultBillingOwner });
  if (responsible === undefined)
    return 'Name exactly one billing owner, on the milestone or as the owner of its project';
  const [owner] = approvalOwnersOf(milestone, project);
  const isSamePerson = owner !== undefined && responsible.email?.toLowerCase() === owner.trim().toLowerCase();
  return isSamePerson ? `${responsible.name} cannot both approve and bill: name another billing owner` : undefined;
}

function amountProblem(input: DecisionInput): string | undefined {
  const next = nextBill(input);
  return next.kind === 'problem' ? `Correct the amount: ${next.why}` : undefined;
}

const termsProblem = ({ facts, policy }: DecisionInput): string | undefined =>
  termDays(facts.client, policy) === undefined
    ? 'Set the payment terms of the client: whole days from 0 to 365'
    : undefined;

const evidenceProblem = ({ facts: { milestone } }: DecisionInput): string | undefined =>
  milestone.hasEvidence ? undefined : 'Show what was delivered: a link in "Deliverable" or a file in "Evidence"';

/** What is asked of a decision is asked once there is one. */
const whenApproved =
  (problem: Check['problem']): Check['problem'] =>
  (input) =>
    hasApproval(input.facts.milestone) ? problem(input) : undefined;

/** Deposits and renewals are billed by their date: nothing is delivered or decided before (Rule 5). */
const unlessByDate =
  (problem: Check['problem']): Check['problem'] =>
  (input) =>
    billsByDate(input.facts.milestone) ? undefined : problem(input);

const ofDecision = (problem: Check['problem']): Check['problem'] => unlessByDate(whenApproved(problem));

/** In the order in which they are shown. A new check is a line here and a function. */
const CHECKS: readonly Check[] = [
  { id: 'place', about: 'project and client', who: 'project owner', problem: placeProblem },
  { id: 'R01', about: 'a trigger is named', who: 'project owner', problem: triggerProblem },
  { id: 'R02', about: 'what the trigger waits for has happened', who: 'project owner', problem: triggerFactProblem },
  { id: 'R18', about: 'everything is handed over', who: 'project owner', problem: handoffProblem },
  { id: 'R03', about: 'the decision is explicit', who: 'project owner', problem: ofDecision(explicitDecisionProblem) },
  { id: 'R04', about: 'the approval owner decided', who: 'project owner', problem: ofDecision(deciderProblem) },
  { id: 'R05', about: 'agreed channel, with proof', who: 'project owner', problem: ofDecision(channelProblem) },
  { id: 'R06', about: 'evidence of delivery', who: 'project owner', problem: unlessByDate(evidenceProblem) },
  { id: 'R07', about: 'no part is open', who: 'project owner', problem: ofDecision(openPartProblem) },
  { id: 'R08', about: 'amount and currency', who: 'billing owner', problem: amountProblem },
  { id: 'R09', about: "within the contract's value", who: 'billing owner', problem: contractProblem },
  {
    id: 'R10',
    about: 'finance contact',
    who: 'account owner',
    problem: ({ facts, policy }) => addressProblem(facts, policy.defaultBillingOwner),
  },
  { id: 'R11', about: 'purchase order', who: 'account owner', problem: purchaseOrderProblem },
  {
    id: 'R12',
    about: 'submission requirements',
    who: 'account owner',
    problem: ({ facts }) => portalProblem(facts.client),
  },
  { id: 'R13', about: 'bill-to and tax data', who: 'billing owner', problem: billToProblem },
  { id: 'R14', about: 'payment terms', who: 'billing owner', problem: termsProblem },
  {
    id: 'R15',
    about: 'not held up by a pause',
    who: 'project owner',
    problem: (input) => (isTriggered(input) ? (pauseProblem(input) ?? renewalPauseProblem(input)) : undefined),
  },
  { id: 'R16', about: 'not billed already', who: 'billing owner', problem: alreadyBilledProblem },
  { id: 'R17', about: 'a responsible person', who: 'default owner', problem: responsibleProblem },
  { id: 'R19', about: 'test or live, as the key', who: 'admin', problem: modeProblem },
  { id: '5.2', about: 'has not waited for long', who: 'billing owner', problem: longWaitProblem },
  { id: 'R20', kind: 'soft', about: 'the client expects it', who: 'account owner', problem: surpriseWarning },
  { id: 'R21', kind: 'soft', about: 'nothing long overdue', who: 'account owner', problem: longOverdueWarning },
  { id: 'R22', kind: 'soft', about: 'no similar bill lately', who: 'billing owner', problem: possibleDuplicateWarning },
];

/** Runs every check and keeps every result, not only the first failure (Rule 5). */
export function readiness(input: DecisionInput): readonly CheckResult[] {
  const { facts, policy } = input;
  return CHECKS.map(({ id, about, kind: given, who, problem }): CheckResult => {
    const kind = given === 'soft' ? given : 'hard';
    const message = problem(input);
    if (message === undefined) return { id, about, kind, passed: true, message: '', who: undefined };
    const person = personInRole(who, { ...facts, defaultBillingOwner: policy.defaultBillingOwner });
    return { id, about, kind, passed: false, message, who: person?.name };
  });
}

export const hardFailures = (checks: readonly CheckResult[]): readonly CheckResult[] =>
  checks.filter(({ passed, kind }) => !passed && kind === 'hard');

export const warnings = (checks: readonly CheckResult[]): readonly CheckResult[] =>
  checks.filter(({ passed, kind }) => !passed && kind === 'soft');

/** The lines of `Missing for billing`: one per failed check, with who can mend it; empty when ready. */
export const missingLines = (checks: readonly CheckResult[]): string =>
  hardFailures(checks)
    .map(({ message, who }) => `${message} (${who ?? 'nobody is responsible yet'})`)
    .join('\n');
