import { placeOf } from './approved.ts';
import { the, type World } from './world.ts';

/** Whether clients have credit with us, which the next invoice uses up. */
export const hasCredit = ({ customers }: World): boolean =>
  [...customers.values()].some(({ balance }) => balance !== 0);

/**
 * Whether something that several milestones share is used up by whichever is looked at first: a purchase order, a
 * contract's value, a deposit, days that a pause gives back. There the order of looks may matter.
 */
export function isContested(world: World, id: string): boolean {
  const milestone = the(world.milestones, id);
  const { project, client } = placeOf(world, milestone);
  if (project === undefined || client === undefined) return false;
  const bills = [...world.bills.values()];
  const hasDeposit =
    [...world.milestones.values()].some((row) => row.trigger === 'Deposit' && row.projectIds.includes(project.id)) ||
    bills.some(({ order }) => order.trigger === 'Deposit' && order.projectId === project.id);
  return (
    project.contractValue !== null ||
    client.poRequired ||
    (hasDeposit && world.policy.depositCreditedTo === 'final') ||
    (milestone.trigger === 'Retainer renewal' && project.pausedRetainer === 'Prorate')
  );
}
