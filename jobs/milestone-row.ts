import type { Notion } from '../connectors/notion/client.ts';
import type { MilestoneChanges } from '../connectors/notion/write.ts';
import type { Milestone } from '../src/billing/facts.ts';
import { noteWrite, rememberShown } from './own-rows.ts';
import type { JobContext } from './ports.ts';

type RowDeps = Pick<JobContext, 'memory'> & { readonly notion: Pick<Notion, 'showOnMilestone'> };

/** Identifies what a milestone row says, so that a sweep sees whether anybody changed it. Edit times say nothing: they are kept to the minute. */
export const rowFingerprint = ({ lastEditedAt: _, ...row }: Milestone): string => JSON.stringify(row);

/** Writes hub-owned properties, and notes beforehand what will be theirs. */
export async function writeOn({ notion, memory }: RowDeps, id: string, changes: MilestoneChanges): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  await noteWrite(memory, 'milestones', id, changes);
  await notion.showOnMilestone(id, changes);
}

/** Notes what the row says now: until somebody changes it, there is nothing to look at. */
export async function rememberRow(memory: RowDeps['memory'], milestone: Milestone): Promise<void> {
  await rememberShown(memory, 'milestones', milestone.id, milestone.shown);
  await memory.rememberFingerprint('milestones', milestone.id, rowFingerprint(milestone));
}
