import type { PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { DecisionInput, Milestone, Project } from '../facts.ts';
import { renewsNextOn, seriesName, seriesOf } from './retainer.ts';

/** The row that the next period of a retainer gets, once. */
export type RenewalPlan = {
  readonly project: Project;
  readonly after: Milestone;
  readonly name: string;
  readonly plannedDate: PlainDate;
};

/**
 * The next period of a retainer whose present one is dealt with: billed, or skipped (Rule 3.4). One that is held up brings
 * nothing forth, so that a row that nobody looks after does not multiply.
 * @returns undefined when the row is there already, or the project is done
 */
export function renewalPlan({ facts, policy }: DecisionInput): RenewalPlan | undefined {
  const { milestone, project } = facts;
  if (milestone.trigger !== 'Retainer renewal' || project === undefined || project.status === 'Done') return undefined;
  const on = dayOf(policy.timeZone, milestone.plannedDate);
  if (on === undefined || seriesOf(facts, policy).some((renewal) => renewal.on > on)) return undefined;
  const plannedDate = renewsNextOn(facts, on, policy);
  return { project, after: milestone, plannedDate, name: `${seriesName(milestone.name)} (${plannedDate})` };
}
