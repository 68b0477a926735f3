import { byOrder } from '../amounts/deposit.ts';
import { billingCurrency } from '../amounts/terms.ts';
import { isCancelled } from '../approval.ts';
import type { PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { Client, Milestone, Policy, Project } from '../facts.ts';
import { formatMoney, moneyFromMajor, sumFromMajor } from '../money.ts';
import { responsibleFor } from '../responsible.ts';

/** What a project shows as its next billing event (Rule 14, steps 5 and 6). */
export type NextBillingEvent = { readonly nextBillingEvent: string; readonly nextBillingDate: PlainDate | null };

type Around = { readonly project: Project; readonly client: Client | undefined; readonly policy: Policy };

const NOT_BILLED = 'Not yet triggered';

/** A part was approved and billed by itself; the rest is still to come (Rule 10.1). */
const hasOpenPart = ({ approval, amount, shown }: Milestone): boolean =>
  approval === 'Approved in part' && amount !== null && shown.invoiced !== null && shown.invoiced < amount;

/** Not asked for yet, and still to be: a portal's invoice that waits to be handed in is asked for. */
const isUnbilled = (milestone: Milestone): boolean =>
  hasOpenPart(milestone) ||
  (!isCancelled(milestone.approval) &&
    (milestone.shown.billingStatus ?? NOT_BILLED) === NOT_BILLED &&
    milestone.shown.invoiced === null);

/** No money is expected for it any more: settled, or taken back before anything was asked for. */
export function isSettled(milestone: Milestone): boolean {
  const { shown, approval } = milestone;
  if (hasOpenPart(milestone)) return false;
  return (
    shown.billingStatus === 'Paid' ||
    shown.billingStatus === 'Closed' ||
    (isCancelled(approval) && shown.invoiced === null)
  );
}

/** Money went back that nobody agreed to give back (Rule 7.2-4e). */
export const isReturned = ({ shown }: Milestone): boolean =>
  shown.billingStatus === 'Overdue' && shown.billingDetail.startsWith('Money returned');

/** Given back in full as agreed; under review until somebody says that the milestone is off as well. */
const isRefunded = ({ shown, approval }: Milestone): boolean =>
  shown.billingStatus === 'Closed' && shown.billingDetail.startsWith('Refunded') && !isCancelled(approval);

function amountWords(milestone: Milestone, { client, policy }: Around): string {
  const currency = billingCurrency(milestone, client, policy);
  if (milestone.amount === null || currency === undefined) return 'amount to be set';
  const whole = moneyFromMajor(milestone.amount, currency);
  if (!whole.ok) return 'amount to be set';
  const billed = hasOpenPart(milestone) ? sumFromMajor(milestone.shown.invoiced ?? 0, currency) : undefined;
  const minor = whole.money.minor - (billed?.ok === true ? billed.money.minor : 0);
  return `${billed === undefined ? '' : 'the rest, '}${formatMoney({ minor, currency })}`;
}

/** Milestones by order first; among renewals, which go on for ever, the earliest. */
function nextOf(milestones: readonly Milestone[], { policy }: Around): Milestone | undefined {
  const open = milestones.filter(isUnbilled);
  const renewals = open.filter(({ trigger }) => trigger === 'Retainer renewal');
  const others = open.filter(({ trigger }) => trigger !== 'Retainer renewal');
  const day = ({ plannedDate }: Milestone): string => dayOf(policy.timeZone, plannedDate) ?? '9999-12-31';
  return others.sort(byOrder)[0] ?? renewals.sort((a, b) => (day(a) < day(b) ? -1 : 1))[0];
}

/**
 * The next milestone by order that is still to be billed, else the next renewal: what, how much, by which trigger, who. One
 * without a trigger is shown as a gap. Where money went back, the event is under review until that is settled (Rule 14.1).
 * Nothing left means that the owner winds the project up.
 */
export function nextBillingEvent(milestones: readonly Milestone[], around: Around): NextBillingEvent {
  const { project, client, policy } = around;
  const { defaultBillingOwner } = policy;
  const next = nextOf(milestones, around);
  const wentBack = milestones.find((one) => isReturned(one) || isRefunded(one));
  const review = wentBack === undefined ? '' : ` (under review: money went back on "${wentBack.name}")`;
  if (next === undefined) {
    const owner = milestones.every(isSettled)
      ? responsibleFor({ project, client, defaultBillingOwner })?.name
      : undefined;
    const windUp = owner === undefined ? '' : `: ${owner} winds the project up with the client`;
    const isBilled = milestones.some(({ shown }) => (shown.billingStatus ?? NOT_BILLED) !== NOT_BILLED);
    const words = milestones.length === 0 ? '' : isBilled ? `Fully billed${windUp}${review}` : 'Nothing to bill';
    return { nextBillingEvent: words, nextBillingDate: null };
  }
  const trigger = next.trigger === null ? 'no trigger named' : next.trigger.toLowerCase();
  const who = responsibleFor({ milestone: next, project, client, defaultBillingOwner })?.name;
  const parts = [amountWords(next, around), trigger, ...(who === undefined ? [] : [who])];
  return {
    nextBillingEvent: `${next.name}: ${parts.join(', ')}${review}`,
    nextBillingDate: dayOf(policy.timeZone, next.plannedDate) ?? null,
  };
}
