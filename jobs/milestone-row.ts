import { z } from 'zod';
import type { Notion } from '../connectors/notion/client.ts';
import type { MilestoneChanges } from '../connectors/notion/write.ts';
import type { Milestone } from '../src/billing/facts.ts';
import type { JobContext } from './ports.ts';

type RowDeps = Pick<JobContext, 'memory'> & { readonly notion: Pick<Notion, 'showOnMilestone'> };

/** Identifies what a milestone row says, so that a sweep sees whether anybody changed it. Edit times say nothing: they are kept to the minute. */
export const rowFingerprint = ({ lastEditedAt: _, ...row }: Milestone): string => JSON.stringify(row);

const INTENDED = 'milestones intended';
const ROWS = 'milestones';

/**
 * Writes hub-owned properties. What is about to be written is noted first, so that whatever stands there later and was not
 * written by us is known to be a hand edit, also after a crash in between.
 */
export async function writeOn({ notion, memory }: RowDeps, id: string, changes: MilestoneChanges): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  const before = await intendedFor(memory, id);
  await memory.rememberFingerprint(INTENDED, id, JSON.stringify({ ...before, ...changes }));
  await notion.showOnMilestone(id, changes);
}

const Values = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
export type Written = z.infer<typeof Values>;

const Row = z.looseObject({ shown: Values });

function parsed<T>(schema: z.ZodType<T>, json: string | undefined): T | undefined {
  if (json === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined; // "gone", or from another version of ours
  }
}

const intendedFor = async (memory: RowDeps['memory'], id: string): Promise<Written | undefined> =>
  parsed(Values, await memory.fingerprint(INTENDED, id));

/** What the hub has last shown on a row, and what it was about to write since; both unknown once Redis was lost. */
export async function lastWritten(
  memory: RowDeps['memory'],
  id: string,
): Promise<{ readonly row: Written | undefined; readonly intended: Written | undefined }> {
  const row = parsed(Row, await memory.fingerprint(ROWS, id));
  return { row: row?.shown, intended: await intendedFor(memory, id) };
}

/** Notes what the row says now: until somebody changes it, there is nothing to look at. */
export async function rememberRow(memory: RowDeps['memory'], milestone: Milestone): Promise<void> {
  await memory.rememberFingerprint(ROWS, milestone.id, rowFingerprint(milestone));
  await memory.rememberFingerprint(INTENDED, milestone.id, '{}');
}
