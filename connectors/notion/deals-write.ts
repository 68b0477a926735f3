import type { MilestoneDraft, ProjectDraft } from '../../src/billing/deals/won.ts';
import type { ShownOnDeal } from '../../src/billing/facts.ts';
import { OWN_ON_DEAL } from '../../src/billing/put-back.ts';
import type { Table } from './schema.ts';
import { type PropertyWrites, toProperties } from './write.ts';

/** What is written on a deal: the hub's own, and a link to the proposal where there was none. */
export type DealChanges = Partial<ShownOnDeal> & {
  readonly projectIds?: readonly string[];
  readonly proposal?: string;
};

const DEAL_NAMES = {
  stageSince: OWN_ON_DEAL.stageSince,
  attention: OWN_ON_DEAL.attention,
  proposal: 'Proposal',
} as const;

const relationTo = (ids: readonly string[]) => ({ relation: ids.map((id) => ({ id })) });

export function dealProperties(table: Table, { projectIds, ...changes }: DealChanges): PropertyWrites {
  const writes = toProperties(table, DEAL_NAMES, changes);
  if (projectIds === undefined) return writes;
  return { ...writes, [table.property('Project').id]: relationTo(projectIds) };
}

export function projectDraftProperties(table: Table, draft: ProjectDraft): PropertyWrites {
  const { name, clientId, ownerIds, contractValue, agreement, policies } = draft;
  const names = {
    name: 'Name',
    status: 'Status',
    kickoffWaitsFor: 'Kickoff waits for',
    partialApproval: 'Partial approval',
    whenPaused: 'When paused',
    pausedRetainer: 'Paused retainer',
    ...(contractValue === null ? {} : { contractValue: 'Contract value' }),
    ...(agreement === null ? {} : { agreement: 'Agreement' }),
  };
  return {
    ...toProperties(table, names, { name, status: 'Planned', contractValue, agreement, ...policies }),
    [table.property('Client').id]: relationTo([clientId]),
    ...(ownerIds.length === 0 ? {} : { [table.property('Owner').id]: { people: ownerIds.map((id) => ({ id })) } }),
  };
}

export function milestoneDraftProperties(table: Table, draft: MilestoneDraft, projectId: string): PropertyWrites {
  const { name, order, trigger, amount, currency, plannedDate } = draft;
  return {
    ...toProperties(
      table,
      {
        name: 'Name',
        order: 'Order',
        trigger: 'Trigger',
        amount: 'Amount',
        currency: 'Currency',
        plannedDate: 'Planned date',
      },
      { name, order, trigger, amount, currency, ...(plannedDate === null ? {} : { plannedDate }) },
    ),
    [table.property('Project').id]: relationTo([projectId]),
  };
}
