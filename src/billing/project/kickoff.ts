import { isCancelled } from '../approval.ts';
import type { Milestone, Project } from '../facts.ts';

/** An invoice for it went out. */
const isBilled = ({ shown }: Milestone): boolean =>
  shown.invoiced !== null && shown.billingStatus !== 'Not yet triggered';

const isPaid = ({ shown }: Milestone): boolean => shown.billingStatus === 'Paid';

/** A deposit that leaves nothing to ask for holds nobody up. */
const isClosedUnbilled = (milestone: Milestone): boolean =>
  milestone.shown.billingStatus === 'Closed' && milestone.shown.invoiced === null;

/**
 * Whether work may begin (Rule 10): once the deposit is paid (the default), once it is billed, or at once. Money that goes
 * back closes it again (Rule 14.1). A project without a deposit waits for nothing.
 */
export function kickoffOf(project: Project, milestones: readonly Milestone[]): 'Waiting' | 'Clear' {
  const deposits = milestones.filter(({ trigger, approval }) => trigger === 'Deposit' && !isCancelled(approval));
  const waitsFor = project.kickoffWaitsFor ?? 'Payment';
  if (waitsFor === 'Nothing') return 'Clear';
  const isThere = waitsFor === 'Invoice' ? isBilled : isPaid;
  return deposits.every((deposit) => isThere(deposit) || isClosedUnbilled(deposit)) ? 'Clear' : 'Waiting';
}
