import type { Notion } from '../connectors/notion/client.ts';
import type { DealChanges } from '../connectors/notion/deals-write.ts';
import type { Deal } from '../src/billing/facts.ts';
import { noteWrite, rememberShown } from './own-rows.ts';
import type { JobContext } from './ports.ts';

type RowDeps = Pick<JobContext, 'memory'> & { readonly notion: Pick<Notion, 'showOnDeal'> };

/** What people wrote on a deal. */
export const teamsPartOfDeal = ({ lastEditedAt: _, shown: __, projectIds: ___, ...row }: Deal): string =>
  JSON.stringify(row);

/** The hub's own part of a deal, as plain values. */
export const ownPartOfDeal = ({ shown, projectIds }: Pick<Deal, 'shown' | 'projectIds'>) => ({
  ...shown,
  project: projectIds.join(' '),
});

/** Writes on a deal, and notes beforehand what will be the hub's own. */
export async function writeOnDeal({ notion, memory }: RowDeps, id: string, changes: DealChanges): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  const { projectIds, proposal: _, ...shown } = changes;
  const own = { ...shown, ...(projectIds === undefined ? {} : { project: projectIds.join(' ') }) };
  await noteWrite(memory, 'deals', id, own);
  await notion.showOnDeal(id, changes);
}

export const rememberDeal = (
  memory: RowDeps['memory'],
  deal: Pick<Deal, 'id' | 'shown' | 'projectIds'>,
): Promise<void> => rememberShown(memory, 'deals', deal.id, ownPartOfDeal(deal));
