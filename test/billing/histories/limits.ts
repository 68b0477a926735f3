import { minorOf } from './approved.ts';
import { type Bill, isLive } from './bill.ts';
import { nothingToBill } from './nothing-to-bill.ts';
import { billsOf, the, type World } from './world.ts';

const billed = ({ total, creditedBefore, creditedAfter }: Bill): number => total - creditedBefore - creditedAfter;

const sum = (bills: readonly Bill[]): number => bills.reduce((total, bill) => total + billed(bill), 0);

/**
 * P2 at the moment in which an invoice goes out: the contract's value and the purchase order hold, a pause is heeded,
 * and nothing that was voided is billed again by itself. Later somebody may lower them; the hub bills no more then.
 * @returns what does not hold
 */
export function brokenLimits(world: World, bill: Bill): string[] {
  const { order } = bill;
  const { currency } = order.money;
  const inCurrency = [...world.bills.values()].filter(
    (other) => isLive(other) && !other.isUnnoted && other.order.money.currency === currency,
  );
  const { contractValue } = the(world.projects, order.projectId);
  const { poRequired, poValue } = order.client;
  // A contract binds what its client is billed; what went to the client of before was another one's.
  const ofProject = inCurrency.filter(
    ({ order: other }) =>
      other.projectId === order.projectId &&
      other.customerId === order.customerId &&
      other.trigger !== 'Retainer renewal',
  );
  const ofOrder = inCurrency.filter(
    (other) => other.order.client.id === order.client.id && other.order.poNumber === order.poNumber,
  );
  const contract = contractValue === null ? undefined : minorOf(contractValue, currency);
  const purchaseOrder = !poRequired || poValue === null ? undefined : minorOf(poValue, currency);
  return [
    ...(contract !== undefined && order.trigger !== 'Retainer renewal' && sum(ofProject) > contract
      ? [`P2: ${bill.id} exceeds the contract's value`]
      : []),
    ...(purchaseOrder !== undefined && sum(ofOrder) > purchaseOrder
      ? [`P2: ${bill.id} exceeds the purchase order`]
      : []),
    ...(poRequired && order.poNumber === '' ? [`P2: ${bill.id} has no purchase order`] : []),
    ...(isSkipped(world, bill) ? [`P2: ${bill.id} bills a period that the pause skips`] : []),
    ...(billedAgain(world, bill) ? [`P1: ${bill.id} bills what was voided, and nobody decided anew`] : []),
  ];
}

/** Rule 10: nothing of it was to be asked for. What comes on top of a period that was billed is another matter. */
const isSkipped = (world: World, { id, order }: Bill): boolean =>
  billsOf(world, order.milestoneId).every((other) => other.id === id || !isLive(other)) &&
  nothingToBill(world, the(world.milestones, order.milestoneId)) === 'must be';

const billedAgain = (world: World, bill: Bill): boolean =>
  billsOf(world, bill.order.milestoneId).some(
    (other) => other.status === 'void' && other.decisionsBefore >= bill.decisionsBefore,
  );
