import { type DecisionInput, HANDOVER_PARTS } from '../facts.ts';

/** R18. Approval alone does not end a project: files, documentation, access and ownership are each handed over (Rule 3.3). */
export function handoffProblem({ facts: { milestone } }: DecisionInput): string | undefined {
  if (milestone.trigger !== 'Final handoff') return undefined;
  const missing = HANDOVER_PARTS.filter((part) => !milestone.handedOver.includes(part));
  return missing.length === 0 ? undefined : `Not handed over yet: ${missing.join(', ').toLowerCase()}`;
}
