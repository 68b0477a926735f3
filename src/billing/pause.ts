import { dateIn, type Instant, type PlainDate } from './calendar.ts';
import { dayOf } from './day.ts';
import type { DecisionInput, Policy, Project } from './facts.ts';
import { billsByDate } from './trigger.ts';

/** A pause as far as it is known: `pausedOn` is its first day, `resumeOn` the first day after it. */
export type Pause = { readonly pausedOn: PlainDate; readonly resumeOn: PlainDate | undefined };

/** The pause that the project's dates tell of, over or not; undefined when none began or nobody wrote down when. */
export function pauseOf(project: Project | undefined, { timeZone }: Pick<Policy, 'timeZone'>): Pause | undefined {
  if (project === undefined) return undefined;
  const pausedOn = dayOf(timeZone, project.pausedOn);
  const resumeOn = dayOf(timeZone, project.resumeOn);
  if (pausedOn === undefined) return undefined;
  return project.status === 'Paused' || resumeOn !== undefined ? { pausedOn, resumeOn } : undefined;
}

/** A day named in `Resume on` ends a pause by itself. */
export function isPaused(project: Project | undefined, policy: Pick<Policy, 'timeZone'>, now: Instant): boolean {
  if (project?.status !== 'Paused') return false;
  const resumeOn = dayOf(policy.timeZone, project.resumeOn);
  return resumeOn === undefined || dateIn(policy.timeZone, now) < resumeOn;
}

/** "until 2026-12-01", or until somebody says that it goes on. */
export function untilResumed(project: Project, { timeZone }: Pick<Policy, 'timeZone'>): string {
  const resumeOn = dayOf(timeZone, project.resumeOn);
  return resumeOn === undefined ? 'until it goes on' : `until ${resumeOn}`;
}

/**
 * R15. A paused project's milestone is billed when it was earned, that is decided on or fallen due, before the pause began.
 * Where the team chose to defer, or where nothing says when the pause began, it waits until the project goes on (Rule 10).
 * Retainers have a policy of their own.
 */
export function pauseProblem({ facts: { milestone, project }, policy, now }: DecisionInput): string | undefined {
  if (project === undefined || milestone.trigger === 'Retainer renewal' || !isPaused(project, policy, now))
    return undefined;
  const until = untilResumed(project, policy);
  if (project.whenPaused === 'Defer until resume')
    return `Deferred: the project is paused ${until}, and its policy is to defer`;
  const paused = dayOf(policy.timeZone, project.pausedOn);
  if (paused === undefined) return 'Deferred: the project is paused; say since when in "Paused on" of the project';
  const earned = dayOf(policy.timeZone, billsByDate(milestone) ? milestone.plannedDate : milestone.decidedOn);
  if (earned !== undefined && earned < paused) return undefined;
  return `Deferred: the project is paused ${until}, and this was not earned before the pause`;
}
