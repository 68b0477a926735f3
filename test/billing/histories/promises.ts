import { approvedKey, placeOf } from './approved.ts';
import { type Bill, isLive, remainingOf } from './bill.ts';
import { responsibleFor } from './responsible.ts';
import { everSettled, netCash, rightStatuses, standsOf } from './stands.ts';
import { billsOf, the, type World } from './world.ts';

/** What must hold at every moment, whatever happened. @returns what does not, in words */
export const brokenAtAnyTime = (world: World): string[] => [
  ...world.broken,
  ...billedTwice(world),
  ...billedTooMuch(world),
  ...commentedTwice(world),
  ...renewedTwice(world),
];

/** P1. */
function billedTwice({ bills }: World): string[] {
  const keys = [...bills.values()].filter((bill) => isLive(bill) && !bill.isUnnoted).map(({ order }) => order.key);
  return keys.filter((key, at) => keys.indexOf(key) < at).map((key) => `P1: two live invoices under ${key}`);
}

const madeFor = ({ total, order }: Bill): number => total + order.takenOff;

/** P2, by milestone and currency. */
function billedTooMuch(world: World): string[] {
  const made = new Map<string, number>();
  for (const bill of [...world.bills.values()].filter(isLive)) {
    if (bill.order.milestoneId === '') continue; // somebody's own invoice that bills none of these
    const key = approvedKey(bill.order.milestoneId, bill.order.money.currency);
    made.set(key, (made.get(key) ?? 0) + madeFor(bill));
  }
  return [...made]
    .filter(([key, sum]) => sum > (world.approved.get(key) ?? 0))
    .map(([key, sum]) => `P2: ${sum} billed for ${key}, approved were ${world.approved.get(key) ?? 0}`);
}

const beginningOf = (comment: string): string => comment.split(' ').slice(0, 3).join(' ');

/** P12: one closeout, one comment. */
const commentedTwice = ({ comments }: World): string[] =>
  [...comments].flatMap(([id, texts]) => {
    const beginnings = texts.map(beginningOf);
    return beginnings.filter((one, at) => beginnings.indexOf(one) < at).map((one) => `P12: ${id} says twice "${one}"`);
  });

/** P12: whoever is shown as paid has been told so, unless a person may have said so first. */
export function closedOutSilently(world: World, id: string): string[] {
  const isOurs = !(world.hasForgotten && world.meddledWith.has(id));
  const isPaid = the(world.milestones, id).shown.billingStatus === 'Paid';
  return isOurs && isPaid && !world.comments.has(id) ? [`P12: ${id} is closed out, and nothing was said`] : [];
}

/** The row that the hub made for a period before it made another one: its series and its day are in the row's id. */
const madeBefore = (id: string): string => `${id.slice(0, 9)}0000${id.slice(13)}`;

/** P1 of retainers: while a period's row stands in its project on its day, the hub makes no second one. */
const renewedTwice = ({ milestones }: World): string[] =>
  [...milestones.values()]
    .filter(({ id, projectIds }) => {
      const first = milestones.get(madeBefore(id));
      if (first === undefined || first.id === id || first.trigger !== 'Retainer renewal') return false;
      return first.projectIds[0] === projectIds[0] && id.endsWith(String(first.plannedDate).replaceAll('-', ''));
    })
    .map(({ id }) => `P1: a second row ${id} for one period of a retainer`);

/** Whether the milestone's client is linked to the very customer that its invoices went to, so that they are found. */
export function isLinked(world: World, id: string): boolean {
  const customer = placeOf(world, the(world.milestones, id)).client?.shown.stripeCustomer;
  return billsOf(world, id).every(({ customerId }) => customerId === customer);
}

/** What must hold of a milestone that the hub has just looked at to the end. @returns what does not, in words */
export function brokenWhenLookedAt(world: World, id: string): string[] {
  const { billingStatus, billingDetail } = the(world.milestones, id).shown;
  const right = rightStatuses(world, id);
  const shows = `${id} shows ${billingStatus}, "${billingDetail}"`;
  return [
    ...(right.some((status) => status === billingStatus) ? [] : [`P5: ${shows} where ${right.join(' or ')} is right`]),
    ...(billingStatus === 'Paid' && !isPaid(world, id) ? [`P7: ${shows}, and the money is not there`] : []),
    ...(billingDetail.includes('Changed by hand and put back on') && !world.meddledWith.has(id)
      ? [`Rule 6.7: ${shows}, and nobody has meddled with it`]
      : []),
    ...wrongFigures(world, id).map((problem) => `P5: ${shows}, ${problem}`),
    ...unowned(world, id).map((problem) => `P8: ${shows}, ${problem}`),
  ];
}

/** Rule 6.7: what is written beside a status belongs to invoices that are out, and to one that is named. */
function wrongFigures(world: World, id: string): string[] {
  const { stripeInvoice, invoiceNumber, invoiced, remaining } = the(world.milestones, id).shown;
  const live = billsOf(world, id).filter(isLive);
  if (live.length === 0) return invoiced === null && remaining === null ? [] : ['with sums of no invoice'];
  const [named] = live.filter((bill) => bill.id === stripeInvoice);
  const isWhole = !live.some((bill) => standsOf(world, bill).isReturned);
  const total = live.reduce((sum, bill) => sum + bill.total, 0);
  const open = live.reduce((sum, bill) => sum + remainingOf(bill), 0);
  const decimals = live[0]?.order.money.currency === 'JPY' ? 0 : 2;
  const isSum = (shown: number | null, minor: number): boolean => Math.round((shown ?? -1) * 10 ** decimals) === minor;
  return [
    ...(named === undefined ? [`naming ${stripeInvoice}, which is none of its live invoices`] : []),
    ...(named !== undefined && invoiceNumber !== `N-${named.id}` ? ['with the number of another invoice'] : []),
    ...(isSum(invoiced, total) ? [] : [`invoiced ${invoiced}, right is ${total}`]),
    ...(isWhole && !isSum(remaining, open) ? [`remaining ${remaining}, right is ${open}`] : []),
  ];
}

/** P7: somebody's money is there, and nothing that is still asked for is only on its way. */
function isPaid(world: World, id: string): boolean {
  const live = billsOf(world, id).filter(isLive);
  const isThere = live.some((bill) => everSettled(bill) > 0 && netCash(bill) > 0);
  return isThere && live.every((bill) => bill.status !== 'open');
}

const UNOWNED = 'Name exactly one billing owner';

/** P8, as far as the milestone's own row tells it. An invoice that is out is told of by its project (M21). */
function unowned(world: World, id: string): string[] {
  const { shown } = the(world.milestones, id);
  const isFinal = shown.billingStatus === 'Paid' || shown.billingStatus === 'Closed';
  const isOut = billsOf(world, id).some(isLive);
  if (isFinal || isOut) return [];
  const isSaid = shown.missingForBilling.includes(UNOWNED);
  if (responsibleFor(world, id) === undefined) return isSaid ? [] : ['nobody is responsible, and nothing says so'];
  return isSaid ? ['somebody is responsible, and it says nobody is'] : [];
}

/** P8 of everything in a project that has just been looked at: M21 for exactly those that have nobody. */
export function unownedInProject(world: World, projectId: string): string[] {
  const { shown } = the(world.projects, projectId);
  return [...world.milestones.values()]
    .filter((row) => row.projectIds.length === 1 && row.projectIds[0] === projectId && !world.unreadable.has(row.id))
    .filter((row) => {
      const { billingStatus } = row.shown;
      const isOpen = billingStatus !== 'Paid' && billingStatus !== 'Closed';
      const isSaid = shown.mismatches.includes(`${row.name}: nobody is responsible.`);
      return isSaid !== (isOpen && responsibleFor(world, row.id) === undefined);
    })
    .map(({ name }) => `P8: "${name}" of ${projectId}, mismatches: ${shown.mismatches}`);
}
