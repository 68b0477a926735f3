import type { DecisionInput } from '../facts.ts';
import { billsByDate } from '../trigger.ts';

/**
 * R20, a warning. A client that approved a delivery knows what the bill is for. What is billed by a date alone was announced
 * by the agreement; without one on record the bill may surprise.
 */
export function surpriseWarning({ facts: { milestone, project } }: DecisionInput): string | undefined {
  if (!billsByDate(milestone) || (project?.agreement ?? '').trim() !== '') return undefined;
  return 'No agreement is linked to the project: tell the client before this bill surprises them';
}
