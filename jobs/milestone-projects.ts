import { z } from 'zod';
import type { Milestone } from '../src/billing/facts.ts';
import { withoutNote } from '../src/billing/put-back.ts';
import type { JobContext } from './ports.ts';

type ProjectsDeps = Pick<JobContext, 'memory' | 'addWork'>;

/** Several milestones of a project often change together; their project is looked at once. */
const PROJECT_DELAY_MS = 3_000;

const PROJECT_INPUTS = 'project inputs';
const NO_PROJECTS = '[[]]';

/** What a project's own look rests on: what is billed next, whether work may begin, what does not match. */
function projectInputs(milestone: Milestone): string {
  const { projectIds, lastEditedAt: _, shown, ...row } = milestone;
  const { billingStatus, invoiced, remaining, due, stripeInvoice } = shown;
  const detail = withoutNote(shown.billingDetail);
  const { followUpStop: _stop, stopUntil: _until, stopReason: _why, escalationApprovedOn: _on, ...team } = row;
  return JSON.stringify([projectIds, team, billingStatus, detail, invoiced, remaining, due, stripeInvoice]);
}

/**
 * What a project shows rests on its milestones: when one changes, its projects are looked at, the one it left as well.
 * @param isPutRight the status that stood there was not ours: a project may have been looked at meanwhile
 */
export async function askForProjects(deps: ProjectsDeps, milestone: Milestone, isPutRight: boolean): Promise<void> {
  const { id, projectIds, trigger } = milestone;
  const print = projectInputs(milestone);
  const before = await deps.memory.fingerprint(PROJECT_INPUTS, id);
  if (before === print && !isPutRight) return;
  // What a deposit covers names its invoices, so the milestones beside it are looked at as well.
  const name = trigger === 'Deposit' ? 'around project' : 'project';
  await addProjects(deps, name, id, [...projectIds, ...projectsIn(before)]);
  await deps.memory.rememberFingerprint(PROJECT_INPUTS, id, print);
}

/** A milestone that is gone counts for no project any more. */
export async function leaveProjects(deps: ProjectsDeps, id: string): Promise<void> {
  await addProjects(deps, 'project', id, projectsIn(await deps.memory.fingerprint(PROJECT_INPUTS, id)));
  await deps.memory.rememberFingerprint(PROJECT_INPUTS, id, NO_PROJECTS);
}

const projectsIn = (print: string | undefined): readonly string[] =>
  z.array(z.string()).safeParse(print === undefined ? [] : JSON.parse(print)[0]).data ?? [];

const addProjects = (
  { addWork }: ProjectsDeps,
  name: 'project' | 'around project',
  milestoneId: string,
  ids: readonly string[],
): Promise<void> =>
  addWork(
    [...new Set(ids)].map((id) => ({
      name,
      id,
      origin: `milestone:${milestoneId}`,
      delayMs: PROJECT_DELAY_MS,
    })),
  );
