import { isLive } from '../billing-key.ts';
import { isReturned } from '../project/next-billing-event.ts';
import { responsibleFor } from '../responsible.ts';
import type { MilestoneKind, ProjectKind } from './mismatch.ts';

/** M14. The one thing that must never be. */
const billedTwice: MilestoneKind = {
  id: 'M14',
  title: 'billed twice',
  severity: 'critical',
  who: 'billing owner',
  find({ live }) {
    const twice = live.find((one, at) => live.findIndex(({ billingKey }) => billingKey === one.billingKey) < at);
    if (twice === undefined) return undefined;
    const same = live.filter(({ billingKey }) => billingKey === twice.billingKey);
    return `Invoices ${same.map(({ number, id }) => number ?? id).join(' and ')} ask for the same. Void or credit one in Stripe.`;
  },
};

/** M15. An invoice of ours whose milestone is gone from the project. */
const orphan: ProjectKind = {
  id: 'M15',
  title: 'invoice without a milestone',
  severity: 'medium',
  who: 'billing owner',
  find({ project, milestones, invoices }) {
    const known = new Set(milestones.map(({ id }) => id));
    const orphans = invoices.filter(
      (one) => one.projectId === project.id && isLive(one) && !known.has(one.milestoneId),
    );
    if (orphans.length === 0) return undefined;
    return `Invoice ${orphans.map(({ number, id }) => number ?? id).join(', ')} bills a milestone that is not here. Restore its row, or void the invoice in Stripe.`;
  },
};

/** M18. It was closed out as paid, and the money went back. */
const returned: MilestoneKind = {
  id: 'M18',
  title: 'money returned',
  severity: 'critical',
  who: 'account owner',
  find: ({ milestone }) =>
    isReturned(milestone) ? 'It was paid, and the money went back. Agree with the client how to go on.' : undefined,
};

/** M21. Nobody answers for it (Rule 18). */
const unassigned: MilestoneKind = {
  id: 'M21',
  title: 'nobody is responsible',
  severity: 'high',
  who: 'default owner',
  find({ milestone, around: { project, client, policy } }) {
    const isSettled = milestone.shown.billingStatus === 'Paid' || milestone.shown.billingStatus === 'Closed';
    const { defaultBillingOwner } = policy;
    if (isSettled || responsibleFor({ milestone, project, client, defaultBillingOwner }) !== undefined)
      return undefined;
    return 'Name exactly one person: "Billing owner" here, or "Owner" of the project.';
  },
};

export const integrityKinds: readonly MilestoneKind[] = [billedTwice, returned, unassigned];
export const integrityProjectKinds: readonly ProjectKind[] = [orphan];
