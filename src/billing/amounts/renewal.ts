import { isCancelled } from '../approval.ts';
import type { PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { DecisionInput, Milestone, Project } from '../facts.ts';
import { renewsNextOn, renewsOnNoted, seriesName, seriesOf } from './retainer.ts';

/** The row that the next period of a retainer gets, once. */
export type RenewalPlan = {
  readonly project: Project;
  readonly after: Milestone;
  readonly name: string;
  readonly plannedDate: PlainDate;
};

/** The day on which the retainer renews next, as its rows have it; undefined while the next period has no row. */
function successorOf({ facts, policy }: DecisionInput, on: PlainDate): PlainDate | undefined {
  const later = seriesOf(facts, policy).findLast((renewal) => renewal.on > on);
  return later?.on ?? renewsOnNoted(facts.milestone);
}

/**
 * The next period of a retainer whose present one is dealt with: billed, or skipped (Rule 3.4). One that is held up brings
 * nothing forth, so that a row that nobody looks after does not multiply.
 * @returns undefined when the row was made already, the retainer was called off, or the project is done
 */
export function renewalPlan(input: DecisionInput): RenewalPlan | undefined {
  const { milestone, project } = input.facts;
  if (milestone.trigger !== 'Retainer renewal' || project === undefined) return undefined;
  if (project.status === 'Done' || isCancelled(milestone.approval)) return undefined;
  const on = dayOf(input.policy.timeZone, milestone.plannedDate);
  if (on === undefined || successorOf(input, on) !== undefined) return undefined;
  const plannedDate = renewsNextOn(input.facts, on, input.policy);
  return { project, after: milestone, plannedDate, name: `${seriesName(milestone.name)} (${plannedDate})` };
}

/** " Next renewal: 2026-02-28.", once the next period has its row; empty for everything that does not renew. */
export function renewalNote(input: DecisionInput): string {
  const { milestone } = input.facts;
  const on = dayOf(input.policy.timeZone, milestone.plannedDate);
  if (milestone.trigger !== 'Retainer renewal' || on === undefined) return '';
  const next = successorOf(input, on);
  return next === undefined ? '' : ` Next renewal: ${next}.`;
}
