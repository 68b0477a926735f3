import type { Notion } from '../connectors/notion/client.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import type { JobContext, Outcome, Work } from './ports.ts';

type FanOutDeps = Pick<JobContext, 'addWork'> & {
  readonly notion: Pick<Notion, 'milestoneIdsOfProject' | 'projectsOfClient' | 'forgetSchemas'>;
  readonly stripe: Pick<StripeConnector, 'readInvoice'>;
};

/** A project's row changed: its milestones rest on it, and so does its own next billing event. */
export async function lookAroundProject({ notion, addWork }: FanOutDeps, id: string, origin: string): Promise<Outcome> {
  const milestones = await notion.milestoneIdsOfProject(id);
  const works: Work[] = milestones.map((milestone) => ({ name: 'milestone', id: milestone, origin }));
  await addWork([...works, { name: 'project', id, origin }]);
  return { outcome: 'done', milestones: milestones.length };
}

/** A client's row changed: every milestone of its projects rests on it. */
export async function lookAroundClient({ notion, addWork }: FanOutDeps, id: string, origin: string): Promise<Outcome> {
  const projects = await notion.projectsOfClient(id);
  await addWork(projects.map((project) => ({ name: 'around project', id: project, origin })));
  return { outcome: 'done', projects: projects.length };
}

/** An event named an invoice without its milestone; the invoice's metadata knows it. */
export async function lookForMilestone({ stripe, addWork }: FanOutDeps, id: string, origin: string): Promise<Outcome> {
  const invoice = await stripe.readInvoice(id);
  if (invoice === undefined || invoice.milestoneId === '')
    return { outcome: 'ignored', reason: 'not an invoice of ours' };
  await addWork([{ name: 'milestone', id: invoice.milestoneId, origin }]);
  return { outcome: 'done', milestone_id: invoice.milestoneId };
}
