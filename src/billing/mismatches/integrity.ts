import { isLive } from '../billing-key.ts';
import type { Invoice } from '../facts.ts';
import { isReturned } from '../project/next-billing-event.ts';
import { responsibleFor } from '../responsible.ts';
import type { MilestoneKind, ProjectFacts, ProjectKind } from './mismatch.ts';

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

const namesOf = (invoices: readonly Invoice[]): string => invoices.map(({ number, id }) => number ?? id).join(', ');

/** An invoice of ours whose milestone is gone from the project. */
function orphanWords({ project, milestones, unreadable, invoices }: ProjectFacts): string | undefined {
  const known = new Set([...milestones.map(({ id }) => id), ...unreadable]);
  const orphans = invoices.filter((one) => one.projectId === project.id && isLive(one) && !known.has(one.milestoneId));
  if (orphans.length === 0) return undefined;
  return `Invoice ${namesOf(orphans)} bills a milestone that is not here. Restore its row, or void the invoice in Stripe.`;
}

/** One that asks the client for money and that we know nothing of: it is left alone, and said once for the client. */
export const isStrange = ({ status, milestoneId }: Invoice): boolean => status === 'open' && milestoneId === '';

function strangeWords({ invoices, milestones, speaksForClient }: ProjectFacts): string | undefined {
  const typed = new Set(milestones.map(({ shown }) => shown.stripeInvoice)); // said beside the milestone itself
  const strange = speaksForClient ? invoices.filter((one) => isStrange(one) && !typed.has(one.id)) : [];
  if (strange.length === 0) return undefined;
  return `Invoice ${namesOf(strange)} asks this client for money and no milestone names it. If it bills one, write its id (${strange.map(({ id }) => id).join(', ')}) into "Stripe invoice" there; Milepost leaves it alone otherwise.`;
}

/** M15. An invoice of this client that no milestone knows of. */
const orphan: ProjectKind = {
  id: 'M15',
  title: 'invoice without a milestone',
  severity: 'medium',
  who: 'billing owner',
  find(facts) {
    const words = [orphanWords(facts), strangeWords(facts)].filter((one) => one !== undefined);
    return words.length === 0 ? undefined : words.join(' ');
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
