import type { Notion as Connector } from '../../../connectors/notion/client.ts';
import type { RenewalPlan } from '../../../src/billing/amounts/renewal.ts';
import { NeedsPerson } from '../../../src/billing/failure.ts';
import { aMilestone, nothingShown } from '../../support/facts.ts';
import { edit, effect, the, type World } from './world.ts';

type Notion = Pick<
  Connector,
  | 'readMilestone'
  | 'readProject'
  | 'readClient'
  | 'milestonesOfProject'
  | 'rowsOfProject'
  | 'projectsOfClient'
  | 'dealsOfProject'
  | 'showOnMilestone'
  | 'sayOnMilestone'
  | 'showOnProject'
  | 'showOnClient'
  | 'linkStripeCustomer'
  | 'addRenewal'
  | 'hasComment'
  | 'comment'
>;

const UNREADABLE = new NeedsPerson('"Approval" says "Perhaps"', { mend: 'Choose.', who: 'admin' });

/** Notion as the hub's jobs see it, on the rows of a world. */
export function notionOf(world: World): Notion {
  const { milestones, projects, clients, unreadable, comments } = world;
  return {
    async readMilestone(id) {
      if (unreadable.has(id)) throw UNREADABLE;
      return milestones.get(id);
    },
    readProject: async (id) => projects.get(id),
    readClient: async (id) => clients.get(id),
    milestonesOfProject: async (id) =>
      [...milestones.values()].filter((row) => row.projectIds.includes(id) && !unreadable.has(row.id)),
    rowsOfProject: async (id) =>
      [...milestones.values()]
        .filter((row) => row.projectIds.includes(id))
        .map((row) => (unreadable.has(row.id) ? { id: row.id, problem: UNREADABLE } : { id: row.id, row })),
    projectsOfClient: async (id) =>
      [...projects.values()].filter((row) => row.clientIds.includes(id)).map((row) => row.id),
    dealsOfProject: async (id) => [...(world.deals.get(id) ?? [])],
    showOnMilestone: async (id, changes) => effect(world, () => show(milestones, id, changes)),
    sayOnMilestone: async (id, billingDetail, note) => {
      const row = milestones.get(id);
      if (row === undefined || row.shown.billingDetail === billingDetail) return;
      await note();
      effect(world, () => show(milestones, id, { billingDetail }));
    },
    showOnProject: async (id, changes) => effect(world, () => show(projects, id, changes)),
    showOnClient: async (id, changes) => effect(world, () => show(clients, id, changes)),
    linkStripeCustomer: async (id, stripeCustomer) =>
      effect(world, () => edit(clients, id, { shown: { ...the(clients, id).shown, stripeCustomer } })),
    addRenewal: async (renewal) => effect(world, () => addRow(world, renewal)),
    hasComment: async (id, beginning) => (comments.get(id) ?? []).some((text) => text.startsWith(beginning)),
    comment: async (id, text) => effect(world, () => void comments.set(id, [...(comments.get(id) ?? []), text])),
  };
}

/** A row that says all of it already stays the same row. */
function show<S extends object>(rows: Map<string, { shown: S }>, id: string, changes: Partial<S>): void {
  const { shown } = the(rows, id);
  const after = { ...shown, ...changes };
  if (JSON.stringify(after) !== JSON.stringify(shown)) edit(rows, id, { shown: after });
}

/** What the hub fills in of a renewal's row, as the connector writes it; everything else is empty. */
function addRow(world: World, { project, after, name, plannedDate }: RenewalPlan): string {
  const id = freeId(world, after.id, plannedDate);
  world.milestones.set(
    id,
    aMilestone({
      id,
      name,
      projectIds: [project.id],
      order: after.order,
      trigger: after.trigger,
      amount: after.amount,
      currency: after.currency,
      plannedDate,
      billingOwners: after.billingOwners,
      delivery: null,
      hasEvidence: false,
      approval: null,
      decidedBy: [],
      decidedOn: null,
      decisionChannel: null,
      decisionProof: null,
      shown: nothingShown,
    }),
  );
  return id;
}

/** Told by its series and its day, so that the same history gives the same ids in every order of looks. */
function freeId({ milestones }: World, after: string, plannedDate: string): string {
  const day = plannedDate.replaceAll('-', '').padStart(12, '0');
  for (let copy = 0; ; copy += 1) {
    const id = `${after.slice(0, 8)}-${String(copy).padStart(4, '0')}-4000-8000-${day}`;
    if (!milestones.has(id)) return id;
  }
}
