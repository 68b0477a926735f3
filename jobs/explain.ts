import type { Notion } from '../connectors/notion/client.ts';
import { type Explanation, explain } from '../src/billing/explain.ts';
import { type FactsDeps, gatherFacts } from './milestone-facts.ts';

export type ExplainDeps = FactsDeps & { readonly notion: Pick<Notion, 'readMilestone'> };

/**
 * Reads a milestone's facts as a look does, and says what the decision is and why. Nothing is written anywhere.
 * @param deps its memory must remember nothing
 * @returns undefined when the page is gone, in the trash, not shared, or not a milestone
 */
export async function explainMilestone(deps: ExplainDeps, id: string): Promise<Explanation | undefined> {
  const milestone = await deps.notion.readMilestone(id);
  if (milestone === undefined) return undefined;
  const facts = await gatherFacts(deps, milestone);
  return explain({ facts, policy: deps.policy, now: deps.clock() });
}
