import { isLive } from '../billing-key.ts';
import type { MilestoneFacts } from '../facts.ts';
import { personInRole } from '../responsible.ts';
import { standingOf } from '../standing/standing.ts';
import { approvalKinds } from './approval.ts';
import { billingKinds } from './billing.ts';
import { clientKinds, clientProjectKinds } from './client.ts';
import { followUpKinds } from './follow-up.ts';
import { integrityKinds, integrityProjectKinds } from './integrity.ts';
import { mirrorKinds } from './mirror.ts';
import {
  type Item,
  type MilestoneKind,
  type Mismatch,
  type ProjectFacts,
  type ProjectKind,
  SEVERITIES,
} from './mismatch.ts';
import { projectKinds } from './project.ts';
import { nameOf } from './text.ts';

/** Every kind that facts allow to be seen; a new one is a line in its file (Rule 17). */
export const MILESTONE_KINDS: readonly MilestoneKind[] = [
  ...integrityKinds,
  ...billingKinds,
  ...approvalKinds,
  ...clientKinds,
  ...mirrorKinds,
  ...followUpKinds,
];
export const PROJECT_KINDS: readonly ProjectKind[] = [...projectKinds, ...integrityProjectKinds, ...clientProjectKinds];

/** One milestone of the project, as its own decision would see it. */
function itemOf(around: ProjectFacts, milestone: ProjectFacts['milestones'][number]): Item {
  const { project, client, milestones, invoices, policy, now } = around;
  const own = invoices.filter(({ milestoneId }) => milestoneId === milestone.id);
  const facts: MilestoneFacts = {
    milestone,
    project,
    client,
    siblings: milestones.filter(({ id }) => id !== milestone.id),
    deals: [],
    invoices: own,
    stranger: undefined,
    clientInvoices: invoices.filter(({ milestoneId }) => milestoneId !== milestone.id),
    approvedSince: undefined,
    unapprovedAt: undefined,
    mode: invoices[0]?.mode ?? 'test',
    namedInOtherMode: false,
  };
  const input = { facts, policy, now };
  return { milestone, input, live: own.filter(isLive), standing: standingOf(input), around };
}

const severityOf = ({ severity }: Pick<Mismatch, 'severity'>): number => SEVERITIES.indexOf(severity);

/** Everything in a project that does not match, the worst first; closed by itself once it is untrue (Rule 17.1). */
export function findMismatches(facts: ProjectFacts): readonly Mismatch[] {
  const { project, client, policy } = facts;
  const { defaultBillingOwner } = policy;
  const items = facts.milestones.map((milestone) => itemOf(facts, milestone));
  const ofMilestones = items.flatMap((item) =>
    MILESTONE_KINDS.flatMap((kind): Mismatch[] => {
      const words = kind.find(item);
      if (words === undefined) return [];
      const { milestone } = item;
      const person = personInRole(kind.who, { milestone, project, client, defaultBillingOwner })?.name;
      return [{ ...kind, item: nameOf(milestone), milestoneId: milestone.id, words, person }];
    }),
  );
  const ofProject = PROJECT_KINDS.flatMap((kind): Mismatch[] => {
    const words = kind.find(facts, items);
    if (words === undefined) return [];
    const person = personInRole(kind.who, { project, client, defaultBillingOwner })?.name;
    return [{ ...kind, item: '', milestoneId: undefined, words, person }];
  });
  return [...ofMilestones, ...ofProject].sort(
    (a, b) => severityOf(a) - severityOf(b) || (a.item < b.item ? -1 : a.item > b.item ? 1 : 0),
  );
}
