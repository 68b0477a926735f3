import { dateIn, type Instant } from '../calendar.ts';
import type { BillingStatus, Client, Invoice, Policy } from '../facts.ts';
import { statusOf } from '../standing/status.ts';

export type AccountStatus = 'Current' | 'Due soon' | 'Overdue';

/** How pressing a status is for the client's account. */
const rankOf = (status: BillingStatus): 0 | 1 | 2 => (status === 'Overdue' ? 2 : status === 'Due soon' ? 1 : 0);
const NAMES = ['Current', 'Due soon', 'Overdue'] as const satisfies readonly AccountStatus[];

/** The most pressing of all open invoices of ours to a client (Rule 7.2). */
export function accountStatus(invoices: readonly Invoice[], policy: Policy, now: Instant): AccountStatus {
  const today = dateIn(policy.timeZone, now);
  const ranks = invoices
    .filter(({ milestoneId }) => milestoneId !== '')
    .map((invoice) => rankOf(statusOf(invoice, today, false, policy).status));
  return NAMES[ranks.reduce((worst, rank) => (rank > worst ? rank : worst), 0)] ?? 'Current';
}

/**
 * Whether the change of one milestone's status may change its client's account: what is less pressing than what is shown
 * changes nothing, unless it was itself what is shown.
 */
export function mayChangeAccount(
  client: Client | undefined,
  before: BillingStatus | null,
  after: BillingStatus | null,
): boolean {
  const shown = client?.shown.accountStatus;
  if (shown === undefined) return false;
  if (shown === null) return true;
  const rank = NAMES.indexOf(shown);
  const [was, is] = [rankOf(before ?? 'Not yet triggered'), rankOf(after ?? 'Not yet triggered')];
  return is > rank || (rank > 0 && was >= rank && is < was);
}
