import type { PlainDate } from './calendar.ts';
import { dateIn } from './calendar.ts';
import type { Client, Milestone, Policy } from './facts.ts';
import { formatMoney } from './money.ts';
import { billableMoney } from './terms.ts';

/** What a project shows as its next billing event (Rule 14, steps 5 and 6). */
export type NextBillingEvent = { readonly nextBillingEvent: string; readonly nextBillingDate: PlainDate | null };

const NOT_BILLED = 'Not yet triggered';

/** By `Order`; milestones without one come last, by name. */
const byOrder = (a: Milestone, b: Milestone): number =>
  (a.order ?? Number.POSITIVE_INFINITY) - (b.order ?? Number.POSITIVE_INFINITY) || (a.name < b.name ? -1 : 1) || 0;

/**
 * The first milestone, by order, that is still to be billed. One without a trigger is shown as a gap; none at all means
 * that everything is billed.
 */
export function nextBillingEvent(
  milestones: readonly Milestone[],
  client: Client | undefined,
  policy: Policy,
): NextBillingEvent {
  const open = milestones.filter((milestone) => (milestone.shown.billingStatus ?? NOT_BILLED) === NOT_BILLED);
  const [next] = [...open].sort(byOrder);
  if (next === undefined)
    return { nextBillingEvent: milestones.length === 0 ? '' : 'Fully billed', nextBillingDate: null };
  const billed = billableMoney(next, client, policy);
  const amount = billed.ok ? formatMoney(billed.money) : 'amount to be set';
  const trigger = next.trigger === null ? 'no trigger named' : next.trigger.toLowerCase();
  const planned = typeof next.plannedDate === 'number' ? dateIn(policy.timeZone, next.plannedDate) : next.plannedDate;
  return { nextBillingEvent: `${next.name}: ${amount}, ${trigger}`, nextBillingDate: planned };
}
