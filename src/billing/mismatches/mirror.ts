import { isReturned } from '../project/next-billing-event.ts';
import { invoiceDates } from '../standing/status.ts';
import type { MilestoneKind } from './mismatch.ts';

const isOpenShown = (status: string | null): boolean =>
  status === 'Sent' || status === 'Due soon' || status === 'Overdue';

/** M10. The money is there, and Notion does not say so within one sweep. */
const paidUnseen: MilestoneKind = {
  id: 'M10',
  title: 'paid, but not shown as paid',
  severity: 'high',
  who: 'admin',
  find({ milestone, live, standing, around: { policy, now } }) {
    const { billingStatus, billingDetail } = milestone.shown;
    const paidAt = Math.max(0, ...live.map((invoice) => invoice.paidAt ?? 0));
    if (standing?.status !== 'Paid' || paidAt === 0 || now - paidAt < policy.sweepSeconds * 1000) return undefined;
    // What became of the money after it was paid is read by the milestone's own look alone.
    const wentBack = isReturned(milestone) || (billingStatus === 'Closed' && billingDetail.startsWith('Refunded'));
    if (billingStatus === 'Paid' || wentBack) return undefined;
    return 'Milepost has not shown it. Look whether it runs and may write here.';
  },
};

/** M11. Notion says paid and Stripe does not: saying so makes nothing paid (Rule 9.2). */
const paidByHand: MilestoneKind = {
  id: 'M11',
  title: 'shown as paid, but not paid',
  severity: 'high',
  who: 'billing owner',
  find: ({ milestone, standing }) =>
    milestone.shown.billingStatus === 'Paid' && standing?.status !== 'Paid'
      ? 'Stripe has no payment. Record it in Stripe if the money came another way.'
      : undefined,
};

/** M12. The invoice is void or written off in Stripe, and Notion shows it as open. */
const closedUnseen: MilestoneKind = {
  id: 'M12',
  title: 'closed in Stripe, shown as open',
  severity: 'high',
  who: 'admin',
  find({ milestone, input, standing }) {
    const { stripeInvoice, billingStatus } = milestone.shown;
    const named = input.facts.invoices.find(({ id }) => id === stripeInvoice);
    const isClosed = named?.status === 'void' || named?.status === 'uncollectible';
    return isClosed && isOpenShown(billingStatus) && !isOpenShown(standing?.status ?? null)
      ? 'Milepost has not shown it. Look whether it runs and may write here.'
      : undefined;
  },
};

/** M16. Notion names an invoice that this client does not have in Stripe, or not in our mode. */
const unknownInvoice: MilestoneKind = {
  id: 'M16',
  title: 'unknown invoice',
  severity: 'high',
  who: 'admin',
  find({ milestone, around: { invoices } }) {
    const { stripeInvoice } = milestone.shown;
    if (stripeInvoice === '' || invoices.some(({ id }) => id === stripeInvoice)) return undefined;
    return `"Stripe invoice" names ${stripeInvoice}, which Stripe does not show for this client. Empty the field, or set the key of the right account and mode.`;
  },
};

/** M22. Notion and Stripe disagree about the due date. */
const dueDiffers: MilestoneKind = {
  id: 'M22',
  title: 'due date differs',
  severity: 'medium',
  who: 'admin',
  find({ milestone, standing, around: { policy } }) {
    const { due } = milestone.shown;
    const right = standing === undefined ? undefined : invoiceDates(standing.invoice, policy.timeZone)?.due;
    if (right === undefined || due === null || due === right) return undefined;
    return `Here it is ${due}, in Stripe ${right}. Milepost puts it back with its next look.`;
  },
};

export const mirrorKinds: readonly MilestoneKind[] = [paidUnseen, paidByHand, closedUnseen, unknownInvoice, dueDiffers];
