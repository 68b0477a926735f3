import { coveredBy, isLive } from '../billing-key.ts';
import { dateIn, isPlainDate, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { DecisionInput, Milestone, MilestoneFacts, Policy } from '../facts.ts';
import { formatMoney, type Money, moneyFromMajor } from '../money.ts';
import { isPaused, type Pause, pauseOf, untilResumed } from '../pause.ts';
import { activeDays, daysIn, proportion } from '../proration.ts';
import { hasApproval } from '../trigger.ts';
import { claimOf } from './claim.ts';
import { nextRenewal, renewalPeriod } from './renewal-dates.ts';

/** What a renewal bills (Rules 10, 10.3): a sum, less what is given back for the period before; nothing at all; or not yet. */
export type RenewalBill =
  | { readonly kind: 'bill'; readonly gross: Money; readonly givenBack: number; readonly words: string }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'wait'; readonly why: string };

/** The name without the period that Milepost puts behind it. */
export const seriesName = (name: string): string => name.replace(/\s*\(\d{4}-\d{2}-\d{2}\)\s*$/, '').trim();

type Renewal = { readonly milestone: Milestone; readonly on: PlainDate };

/** The other renewals of the same retainer, the latest first. */
export function seriesOf({ milestone, siblings }: MilestoneFacts, { timeZone }: Policy): readonly Renewal[] {
  return siblings
    .filter((other) => other.id !== milestone.id && other.trigger === 'Retainer renewal')
    .filter((other) => seriesName(other.name) === seriesName(milestone.name))
    .flatMap((other) => {
      const on = dayOf(timeZone, other.plannedDate);
      return on === undefined ? [] : [{ milestone: other, on }];
    })
    .sort((a, b) => (a.on < b.on ? 1 : -1));
}

const NOTE = / Next renewal: (\d{4}-\d{2}-\d{2})\./;

/**
 * That the next row was made stands beside this one, so that nothing else has to remember it: somebody may rename that row or
 * throw it away.
 */
export function renewsOnNoted({ shown }: Milestone): PlainDate | undefined {
  const day = NOTE.exec(shown.billingDetail)?.[1];
  return day !== undefined && isPlainDate(day) ? day : undefined;
}

/** The renewals before one, by name; of one that was renamed those whose note names its day. */
function datesBefore(facts: MilestoneFacts, on: PlainDate, policy: Policy): readonly PlainDate[] {
  const sameName = seriesOf(facts, policy).filter((renewal) => renewal.on < on);
  if (sameName.length > 0) return sameName.map((renewal) => renewal.on);
  return facts.siblings
    .filter((other) => other.trigger === 'Retainer renewal' && renewsOnNoted(other) === on)
    .map((other) => dayOf(policy.timeZone, other.plannedDate))
    .filter((day) => day !== undefined);
}

/** The day of the next renewal after the milestone's own; its anchor day is remembered by the dates before it (Rule 3.4). */
export const renewsNextOn = (facts: MilestoneFacts, on: PlainDate, policy: Policy): PlainDate =>
  nextRenewal(on, datesBefore(facts, on, policy), policy.retainerMonths);

/** Another row of the same retainer for the same day that is billed already: somebody duplicated a row. */
export function billedTwin(facts: MilestoneFacts, policy: Policy): Milestone | undefined {
  const on = dayOf(policy.timeZone, facts.milestone.plannedDate);
  const isBilled = (id: string): boolean =>
    facts.clientInvoices.some((invoice) => invoice.milestoneId === id && isLive(invoice));
  return seriesOf(facts, policy).find((renewal) => renewal.on === on && isBilled(renewal.milestone.id))?.milestone;
}

const isWithin = ({ pausedOn, resumeOn }: Pause, day: PlainDate): boolean =>
  pausedOn <= day && (resumeOn === undefined || day < resumeOn);

/** A decision that was logged after the renewal date bills it whatever the pause says: a person asked for it. */
export function isAskedFor({ milestone }: MilestoneFacts, on: PlainDate, policy: Policy): boolean {
  const decided = dayOf(policy.timeZone, milestone.decidedOn);
  return hasApproval(milestone) && decided !== undefined && decided > on;
}

/**
 * What a renewal bills on its date, by the project's policy for paused retainers: skip the period (the default), bill in
 * full, or by the days on which the project was active, both ends counted.
 * @param full the milestone's amount
 */
export function renewalBill({ facts, policy, now }: DecisionInput, full: Money): RenewalBill {
  const { milestone, project } = facts;
  const on = dayOf(policy.timeZone, milestone.plannedDate);
  const inFull: RenewalBill = { kind: 'bill', gross: full, givenBack: 0, words: '' };
  const handling = project?.pausedRetainer ?? 'Skip';
  if (on === undefined || project === undefined || isAskedFor(facts, on, policy)) return inFull;
  const skipped: RenewalBill = {
    kind: 'nothing',
    why: `Skipped: the project was paused on ${on}, and its retainer skips paused periods.`,
  };
  if (wasSkipped(facts)) return skipped;
  if (handling === 'Full') return inFull;
  const paused = isPaused(project, policy, now);
  const pause = pauseOf(project, policy);
  if (paused && pause === undefined)
    return { kind: 'wait', why: 'Deferred: the project is paused; say since when in "Paused on" of the project' };
  if (pause === undefined) return inFull;
  if (handling === 'Skip') return isWithin(pause, on) ? skipped : inFull;
  const period = renewalPeriod(on, renewsNextOn(facts, on, policy));
  if (paused && dateIn(policy.timeZone, now) <= period.to && pause.pausedOn <= period.to)
    return {
      kind: 'wait',
      why: `Deferred: the project is paused ${untilResumed(project, policy)}; this period is then billed by its active days`,
    };
  return byActiveDays(facts, policy, { full, pause, period });
}

/** Skipping stays true when the dates of the pause are gone: the row says so, in words of our own. */
export const wasSkipped = ({ milestone: { shown }, invoices }: MilestoneFacts): boolean =>
  shown.billingStatus === 'Closed' && shown.billingDetail.startsWith('Skipped') && invoices.length === 0;

type Period = { readonly from: PlainDate; readonly to: PlainDate };

function byActiveDays(
  facts: MilestoneFacts,
  policy: Policy,
  { full, pause, period }: { readonly full: Money; readonly pause: Pause; readonly period: Period },
): RenewalBill {
  const days = daysIn(period.from, period.to);
  const active = activeDays(period, pause);
  const gross = proportion(full, active, days);
  const givenBack = overpaidBefore(facts, policy, period.from, pause);
  if (gross.minor <= givenBack) {
    const rest = { minor: givenBack - gross.minor, currency: full.currency };
    const open = rest.minor > 0 ? ` ${formatMoney(rest)} of the period before are still to be given back by hand.` : '';
    return { kind: 'nothing', why: `Nothing to bill: the project was active on ${active} of ${days} days.${open}` };
  }
  return { kind: 'bill', gross, givenBack, words: active === days ? '' : ` (${active} of ${days} days)` };
}

/** A pause inside a period that had been billed is given back with the next renewal, not as a refund (Rule 10.3). */
function overpaidBefore(facts: MilestoneFacts, policy: Policy, on: PlainDate, pause: Pause): number {
  const [before, ...earlier] = seriesOf(facts, policy).filter((renewal) => renewal.on < on);
  if (before === undefined) return 0;
  const billed = facts.clientInvoices.filter(
    (invoice) => invoice.milestoneId === before.milestone.id && isLive(invoice) && invoice.status !== 'uncollectible',
  );
  const [first] = billed;
  if (first === undefined || before.milestone.amount === null) return 0;
  const price = moneyFromMajor(before.milestone.amount, first.currency);
  if (!price.ok) return 0;
  const next = nextRenewal(
    before.on,
    earlier.map((renewal) => renewal.on),
    policy.retainerMonths,
  );
  const period = renewalPeriod(before.on, next);
  const right = proportion(price.money, activeDays(period, pause), daysIn(period.from, period.to));
  return Math.max(0, billed.reduce((sum, invoice) => sum + coveredBy(invoice), 0) - right.minor);
}

/** R15 for retainers: what a pause holds up until it is known how long it lasts. */
export function renewalPauseProblem(input: DecisionInput): string | undefined {
  if (input.facts.milestone.trigger !== 'Retainer renewal') return undefined;
  const claim = claimOf(input);
  const outcome = claim.ok ? renewalBill(input, claim.money) : undefined;
  return outcome?.kind === 'wait' ? outcome.why : undefined;
}
