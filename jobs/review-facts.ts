import type { Listed, Notion } from '../connectors/notion/client.ts';
import type { ReviewFacts } from '../src/billing/review/facts.ts';

type Lists = Pick<Notion, 'milestonesEditedSince' | 'projectsEditedSince' | 'clientsEditedSince'>;

/** A row that cannot be read stops only itself: the review is about the others. */
async function readable<T>(rows: AsyncGenerator<Listed<T>>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of rows) if ('row' in item) list.push(item.row);
  return list;
}

/** Everything in Notion that the weekly review rests on. */
export async function readReviewFacts(
  notion: Lists,
): Promise<Pick<ReviewFacts, 'milestones' | 'projects' | 'clients'>> {
  const clients = await readable(notion.clientsEditedSince());
  const projects = await readable(notion.projectsEditedSince());
  return { clients, projects, milestones: await readable(notion.milestonesEditedSince()) };
}
