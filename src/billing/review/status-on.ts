import type { PlainDate } from '../calendar.ts';
import type { BillingStatus, ShownOnMilestone } from '../facts.ts';
import { statusByDate } from '../standing/status.ts';

/**
 * The status on a day. What the passing of time changes is worked out afresh from issue and due date (Rules 7.2-5 to
 * 7.2-7), so that a review is right even when Notion was last written the day before. Paid, closed and not yet triggered
 * do not depend on the date; neither does an invoice whose dates are not known.
 */
export function statusOn(
  today: PlainDate,
  { billingStatus, issued, due }: Pick<ShownOnMilestone, 'billingStatus' | 'issued' | 'due'>,
  dueSoonDays: number,
): BillingStatus {
  if (billingStatus === null) return 'Not yet triggered';
  const isOpen = billingStatus === 'Sent' || billingStatus === 'Due soon' || billingStatus === 'Overdue';
  if (!isOpen || issued === null || due === null) return billingStatus;
  return statusByDate(issued, due, today, dueSoonDays);
}
