import type { DecisionInput } from '../facts.ts';

/** A milestone belongs to exactly one project, and that to exactly one client; both can be read. */
export function placeProblem({ facts: { milestone, project, client } }: DecisionInput): string | undefined {
  if (milestone.projectIds.length === 0) return 'Link a project that Milepost can read; there is none';
  if (milestone.projectIds.length > 1) return `Link exactly one project; there are ${milestone.projectIds.length}`;
  if (project === undefined) return 'The linked project cannot be read: share it with Milepost, or link another';
  if (project.clientIds.length === 0) return 'Link a client that Milepost can read to the project; there is none';
  if (project.clientIds.length > 1)
    return `Link exactly one client to the project; there are ${project.clientIds.length}`;
  return client === undefined ? 'The linked client cannot be read: share it with Milepost, or link another' : undefined;
}
