import { differenceOf } from '../amendment.ts';
import { depositToTakeOff, finalOf } from '../amounts/deposit.ts';
import { nextBill } from '../amounts/next-bill.ts';
import { isAskedFor } from '../amounts/retainer.ts';
import { billingCurrency } from '../amounts/terms.ts';
import { isVoidedDecision } from '../billing-key.ts';
import { businessDaysBetween } from '../business-days.ts';
import { dayOf } from '../day.ts';
import { formatMoney } from '../money.ts';
import { pauseOf } from '../pause.ts';
import { hardFailures, readiness } from '../readiness/readiness.ts';
import { businessCalendar } from '../standing/stops.ts';
import { billsByDate, hasApproval, isTriggered, triggeredOn } from '../trigger.ts';
import type { MilestoneKind } from './mismatch.ts';

const SLOW_AFTER_BUSINESS_DAYS = 1;

/** M01. Approved and ready for more than a business day, and there is no invoice. */
const unbilled: MilestoneKind = {
  id: 'M01',
  title: 'ready, but not billed',
  severity: 'high',
  who: 'billing owner',
  find({ milestone, input, standing, around: { policy, client, today } }) {
    const since = triggeredOn(input);
    if (standing !== undefined || since === undefined || policy.shadow || milestone.shown.billingStatus === 'Closed')
      return undefined;
    // What its own look found missing may lie where this one does not read: a deal, say. A renewal has M19.
    if (milestone.shown.missingForBilling !== '' || milestone.trigger === 'Retainer renewal') return undefined;
    if (isVoidedDecision(milestone, input.facts.invoices)) return undefined;
    if (businessDaysBetween(since, today, businessCalendar(policy, client)) <= SLOW_AFTER_BUSINESS_DAYS)
      return undefined;
    if (hardFailures(readiness(input)).length > 0 || nextBill(input).kind !== 'bill') return undefined;
    return `Ready since ${since}. Look into "Billing detail" of the milestone, and whether Milepost runs.`;
  },
};

/** M05. The milestone's amount and what live invoices bill for it differ. */
const amountDiffers: MilestoneKind = {
  id: 'M05',
  title: 'amount differs',
  severity: 'high',
  who: 'billing owner',
  find({ milestone, input, live, standing }) {
    if (live.length === 0 || standing?.status === 'Closed' || !(billsByDate(milestone) || hasApproval(milestone)))
      return undefined;
    const difference = differenceOf(input);
    if (difference === undefined || (difference.kind === 'known' && difference.minor === 0)) return undefined;
    if (difference.kind === 'unclear') return `Correct the amount: ${difference.why}.`;
    const much = formatMoney(difference.money);
    if (difference.minor > 0 && !difference.isMoreThanMade)
      return `A credit note took back ${much} of the amount here. Lower the amount, or void the credit note in Stripe.`;
    return difference.minor > 0
      ? `${much} more here than was billed. Log a new decision to bill the difference, or put the amount back.`
      : `${much} less here than was billed. Give it back with a credit note in Stripe, or put the amount back.`;
  },
};

/** M06. The milestone's currency is not its invoice's. */
const currencyDiffers: MilestoneKind = {
  id: 'M06',
  title: 'currency differs',
  severity: 'high',
  who: 'billing owner',
  find({ milestone, live, around: { client, policy } }) {
    const currency = billingCurrency(milestone, client, policy);
    const other = live.find((invoice) => invoice.currency !== currency);
    if (other === undefined) return undefined;
    return `Invoice ${other.number ?? other.id} is in ${other.currency}, here it says ${currency ?? milestone.currency ?? client?.currency ?? ''}. Put the currency back; an invoice never changes it.`;
  },
};

/** M19. A renewal date has passed without an invoice or a reason, or a period was billed that was to be skipped. */
const renewalDiffers: MilestoneKind = {
  id: 'M19',
  title: 'renewal not as agreed',
  severity: 'high',
  who: 'billing owner',
  find({ milestone, input, standing, around: { project, policy, today } }) {
    const on = dayOf(policy.timeZone, milestone.plannedDate);
    const isLeft = milestone.shown.billingStatus === 'Closed' || isVoidedDecision(milestone, input.facts.invoices);
    if (milestone.trigger !== 'Retainer renewal' || on === undefined || isLeft) return undefined;
    if (standing === undefined) {
      const failed = hardFailures(readiness(input));
      const isDeferred = failed.some(({ id }) => id === 'R15') || nextBill(input).kind === 'nothing';
      if (on >= today || isDeferred || !isTriggered(input)) return undefined;
      return `It renewed on ${on} and is not billed. ${failed[0]?.message ?? 'Look whether Milepost runs'}.`;
    }
    const pause = pauseOf(project, policy);
    const skips = (project.pausedRetainer ?? 'Skip') === 'Skip';
    const wasPaused =
      pause !== undefined && pause.pausedOn <= on && (pause.resumeOn === undefined || on < pause.resumeOn);
    if (!skips || !wasPaused || standing.status === 'Closed' || isAskedFor(input.facts, on, policy)) return undefined;
    return `The period of ${on} was billed although the project was paused and skips paused periods. Credit or void it in Stripe, or correct the dates of the pause.`;
  },
};

/** M27. The deposit is paid, and the final invoice does not take it off. */
const depositNotCredited: MilestoneKind = {
  id: 'M27',
  title: 'deposit not taken off',
  severity: 'high',
  who: 'billing owner',
  find({ milestone, input, live: [first], around: { milestones, invoices, project, policy } }) {
    if (first === undefined || policy.depositCreditedTo === 'nothing' || finalOf(milestones)?.id !== milestone.id)
      return undefined;
    const isPaid = invoices.some(
      (one) => one.projectId === project.id && one.trigger === 'Deposit' && one.status === 'paid',
    );
    const open = isPaid ? depositToTakeOff(input, first.currency) : 0;
    if (open === 0) return undefined;
    return `${formatMoney({ minor: open, currency: first.currency })} of the deposit are not taken off invoice ${first.number ?? first.id}. Give them back with a credit note in Stripe.`;
  },
};

export const billingKinds: readonly MilestoneKind[] = [
  unbilled,
  amountDiffers,
  currencyDiffers,
  renewalDiffers,
  depositNotCredited,
];
