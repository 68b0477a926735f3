import type { Milestone, Project } from '../../../src/billing/facts.ts';
import { approvedNow, dayOf, isTriggered, minorOf, placeOf } from './approved.ts';
import { isLive } from './bill.ts';
import type { World } from './world.ts';

/**
 * Rules 9 and 10.3 written anew: what comes due and leaves nothing to ask for. `may be` where it hangs on days and sums
 * that are worked out elsewhere.
 */
export type NothingToBill = 'must be' | 'may be' | 'is not';

const covers = (world: World, { pausedOn, resumeOn }: Project, day: string): boolean => {
  const [from, to] = [dayOf(world, pausedOn), dayOf(world, resumeOn)];
  return from !== undefined && from <= day && (to === undefined || day < to);
};

/** A period whose first day lies in a pause is skipped, unless a decision of after that day asks for it. */
function renewal(world: World, milestone: Milestone, project: Project): NothingToBill {
  const on = dayOf(world, milestone.plannedDate);
  if (on === undefined || !isTriggered(world, milestone)) return 'is not';
  if (world.skipped.has(milestone.id)) return 'may be';
  const handling = project.pausedRetainer ?? 'Skip';
  const isKnown = project.pausedOn !== null && (project.status === 'Paused' || project.resumeOn !== null);
  if (handling === 'Full' || !isKnown) return 'is not';
  if (handling === 'Prorate') return 'may be';
  if (!covers(world, project, on)) return 'is not';
  const isAskedFor = milestone.approval === 'Approved' || milestone.approval === 'Approved in part';
  return isAskedFor || approvedNow(world, milestone) === undefined ? 'may be' : 'must be';
}

/** Deposits that cover all of the last milestone. */
function coveredByDeposit(world: World, { amount, approvedAmount }: Milestone, project: Project): NothingToBill {
  if (world.policy.depositCreditedTo === 'nothing') return 'is not';
  const deposits = [...world.bills.values()].filter(
    (bill) => isLive(bill) && bill.order.projectId === project.id && bill.order.trigger === 'Deposit',
  );
  const sum = deposits.reduce((total, bill) => total + bill.total, 0);
  const [first] = deposits;
  const asked = first === undefined ? undefined : minorOf(approvedAmount ?? amount, first.order.money.currency);
  return asked !== undefined && asked <= sum ? 'may be' : 'is not';
}

/** Whether a milestone without a live invoice is closed because there is nothing to bill. */
export function nothingToBill(world: World, milestone: Milestone): NothingToBill {
  const { project, client } = placeOf(world, milestone);
  if (project === undefined || client === undefined) return 'is not';
  return milestone.trigger === 'Retainer renewal'
    ? renewal(world, milestone, project)
    : coveredByDeposit(world, milestone, project);
}

/** Notes a renewal that is closed, and rightly so. */
export function noteSkipped(world: World, id: string): void {
  const milestone = world.milestones.get(id);
  if (milestone?.shown.billingStatus === 'Closed' && nothingToBill(world, milestone) !== 'is not')
    world.skipped.add(id);
}
