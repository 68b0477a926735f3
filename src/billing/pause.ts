import { dateIn } from './calendar.ts';
import type { DayOrInstant, DecisionInput } from './facts.ts';

/**
 * R15. A paused project's milestone is billed when it was earned, that is decided on, before the pause began. Where the team
 * chose to defer, or where nothing says when the pause began, it waits until the project goes on (Rule 10).
 */
export function pauseProblem({ facts: { milestone, project }, policy }: DecisionInput): string | undefined {
  if (project?.status !== 'Paused') return undefined;
  const day = (at: DayOrInstant | null) => (typeof at === 'number' ? dateIn(policy.timeZone, at) : at);
  const resumes = day(project.resumeOn);
  const until = resumes === null ? 'until it goes on' : `until ${resumes}`;
  if (project.whenPaused === 'Defer until resume')
    return `Deferred: the project is paused ${until}, and its policy is to defer`;
  const decided = day(milestone.decidedOn);
  const paused = day(project.pausedOn);
  if (decided !== null && paused !== null && decided < paused) return undefined;
  return `Deferred: the project is paused ${until}, and this was not earned before the pause`;
}
