import type { Notion } from '../connectors/notion/client.ts';
import { nextBillingEvent } from '../src/billing/next-billing-event.ts';
import { changesBetween } from './changes.ts';
import type { JobContext, Outcome } from './ports.ts';

export type ProjectDeps = JobContext & {
  readonly notion: Pick<Notion, 'readProject' | 'readClient' | 'milestonesOfProject' | 'showOnProject'>;
};

/** Looks at one project: what it shows as its next billing event follows from its milestones. Safe to repeat. */
export async function lookAtProject({ notion, policy, memory }: ProjectDeps, id: string): Promise<Outcome> {
  const project = await notion.readProject(id);
  if (project === undefined) return { outcome: 'ignored', reason: 'the page is gone, in the trash, or not a project' };
  const milestones = await notion.milestonesOfProject(id);
  const needsCurrency = milestones.some((milestone) => milestone.currency === null);
  const [clientId] = project.clientIds;
  const client = needsCurrency && clientId !== undefined ? await notion.readClient(clientId) : undefined;
  const changes = changesBetween(project.shown, nextBillingEvent(milestones, client, policy));
  const isChanged = Object.keys(changes).length > 0;
  if (isChanged) await notion.showOnProject(id, changes);
  await memory.rememberFingerprint('projects shown', id, JSON.stringify({ ...project.shown, ...changes }));
  if (!isChanged) return { outcome: 'unchanged' };
  return { outcome: 'done', milestones: milestones.length };
}
