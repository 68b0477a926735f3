import { isPlainDate, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { DecisionInput, Milestone, MilestoneFacts, Policy, Project } from '../facts.ts';
import { renewsNextOn, seriesName, seriesOf } from './retainer.ts';

/** The row that the next period of a retainer gets, once. */
export type RenewalPlan = {
  readonly project: Project;
  readonly after: Milestone;
  readonly name: string;
  readonly plannedDate: PlainDate;
};

const NOTE = / Next renewal: (\d{4}-\d{2}-\d{2})\./;

/** That the next row was made stands beside this one, so that nothing else has to remember it: somebody may throw that row away. */
function notedSuccessor({ milestone }: MilestoneFacts): PlainDate | undefined {
  const day = NOTE.exec(milestone.shown.billingDetail)?.[1];
  return day !== undefined && isPlainDate(day) ? day : undefined;
}

/** A renewal on the very day, whose name belongs to no retainer that is older: somebody gave the next row another name. */
function renamedSuccessor({ siblings }: MilestoneFacts, plannedDate: PlainDate, { timeZone }: Policy): boolean {
  const renewals = siblings.filter(({ trigger }) => trigger === 'Retainer renewal');
  const isOlder = (name: string): boolean =>
    renewals.some((one) => {
      const on = dayOf(timeZone, one.plannedDate);
      return seriesName(one.name) === seriesName(name) && on !== undefined && on < plannedDate;
    });
  return renewals.some((one) => dayOf(timeZone, one.plannedDate) === plannedDate && !isOlder(one.name));
}

/** The day on which the retainer renews next, as its rows have it; undefined while the next period has no row. */
function successorOf({ facts, policy }: DecisionInput, on: PlainDate): PlainDate | undefined {
  const later = seriesOf(facts, policy).findLast((renewal) => renewal.on > on);
  if (later !== undefined) return later.on;
  const plannedDate = renewsNextOn(facts, on, policy);
  return renamedSuccessor(facts, plannedDate, policy) ? plannedDate : notedSuccessor(facts);
}

/**
 * The next period of a retainer whose present one is dealt with: billed, or skipped (Rule 3.4). One that is held up brings
 * nothing forth, so that a row that nobody looks after does not multiply.
 * @returns undefined when the row was made already, or the project is done
 */
export function renewalPlan(input: DecisionInput): RenewalPlan | undefined {
  const { milestone, project } = input.facts;
  if (milestone.trigger !== 'Retainer renewal' || project === undefined || project.status === 'Done') return undefined;
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
