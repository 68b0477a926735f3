import { HANDOVER_PARTS, type Milestone } from '../../../src/billing/facts.ts';
import { type Approved, approvedNow, billsByDate, dayIn, dayOf, isTriggered, minorOf, placeOf } from './approved.ts';
import { isLive } from './bill.ts';
import { responsibleFor } from './responsible.ts';
import { billsOf, the, type World } from './world.ts';

/** P13: once it was quiet, what is ready is billed, and what is triggered and not billed says why. */

const DAY_MS = 24 * 60 * 60_000;
/** Below it no currency here is charged. */
const SMALLEST = 50;

const EXPLAINED = /^(Blocked|Deferred|Voided|Skipped|Nothing to bill|Needs|Not taken over)\b/;
/** What holds it up is listed, a line for whoever can mend it (Rule 5.1). */
const LISTED = /^(Blocked|Deferred)\b/;

function unexplained(world: World, id: string): string[] {
  const milestone = the(world.milestones, id);
  const { billingDetail, missingForBilling } = milestone.shown;
  if (!isTriggered(world, milestone) || billsOf(world, id).some(isLive) || missingForBilling !== '') return [];
  if (EXPLAINED.test(billingDetail) && !LISTED.test(billingDetail)) return [];
  return [`P13: ${id} is triggered, not billed, and says only "${billingDetail}"`];
}

/** Rule 5 written anew, and narrower: what fulfils this is ready whatever else there may be to think of. */
function isReady(world: World, milestone: Milestone): boolean {
  const approved = approvedNow(world, milestone);
  const { project } = placeOf(world, milestone);
  return (
    approved !== undefined &&
    approved.minor >= SMALLEST &&
    isNamedClearly(milestone) &&
    !hasTwin(world, milestone) &&
    isFresh(world, milestone) &&
    isDelivered(milestone) &&
    project?.pausedOn === null &&
    project.status !== 'Paused' &&
    (milestone.trigger !== 'Deposit' || isAgreed(world, project.id)) &&
    hasPeople(world, milestone) &&
    canBeAddressed(world, milestone) &&
    leavesRoom(world, milestone, approved)
  );
}

/** No invoice that a person named, no amounts that contradict each other. */
const isNamedClearly = ({ shown, approvedAmount, approval }: Milestone): boolean =>
  shown.stripeInvoice === '' && (approvedAmount === null || approval === 'Approved in part');

/** A person has planned two renewals for one day: one of them is not to be. */
const hasTwin = (world: World, { id, trigger, plannedDate, projectIds }: Milestone): boolean =>
  trigger === 'Retainer renewal' &&
  [...world.milestones.values()].some(
    (other) => other.id !== id && other.plannedDate === plannedDate && other.projectIds[0] === projectIds[0],
  );

function isFresh(world: World, milestone: Milestone): boolean {
  const since = dayOf(world, billsByDate(milestone) ? milestone.plannedDate : milestone.decidedOn);
  if (since === undefined || !isTriggered(world, milestone)) return false;
  return (Date.parse(dayIn(world, world.now)) - Date.parse(since)) / DAY_MS <= world.policy.confirmAfterDays;
}

const isDelivered = (milestone: Milestone): boolean =>
  billsByDate(milestone)
    ? milestone.approvedAmount === null
    : milestone.hasEvidence &&
      (milestone.trigger !== 'Final handoff' || HANDOVER_PARTS.every((part) => milestone.handedOver.includes(part)));

/** One of ours answers for it, who is not the one who approves. */
function hasPeople(world: World, milestone: Milestone): boolean {
  const { project } = placeOf(world, milestone);
  const owners = [...milestone.approvalOwners, ...(project?.approvalOwners ?? [])];
  const responsible = responsibleFor(world, milestone.id);
  return responsible !== undefined && !owners.includes(responsible.email ?? '');
}

const ADDRESSES = ['ap@client.example', 'ap@contoso.example', 'new@client.example'];

function canBeAddressed(world: World, milestone: Milestone): boolean {
  const { client } = placeOf(world, milestone);
  if (client === undefined) return false;
  const { billingEmail, submission, submissionNotes, paymentTermsDays, country, shown } = client;
  const { stripeCustomer } = shown;
  return (
    ADDRESSES.includes(billingEmail ?? '') &&
    (submission !== 'Portal' || submissionNotes !== '') &&
    (paymentTermsDays ?? 0) >= 0 &&
    country.length === 2 &&
    (stripeCustomer === '' || world.customers.get(stripeCustomer)?.clientId === client.id)
  );
}

const isAgreed = (world: World, projectId: string): boolean =>
  (world.projects.get(projectId)?.agreement ?? '') !== '' &&
  (world.deals.get(projectId) ?? []).every(({ stage }) => stage === 'Won');

/** No deposit to be taken off, no ceiling that could be reached. */
function leavesRoom(world: World, milestone: Milestone, { minor, currency }: Approved): boolean {
  const { project, client } = placeOf(world, milestone);
  const bills = [...world.bills.values()].filter(isLive);
  const hasDeposit =
    milestone.trigger === 'Deposit' ||
    bills.some(({ order }) => order.projectId === project?.id && order.trigger === 'Deposit');
  const billed = bills.reduce((sum, bill) => sum + bill.total, 0);
  const fits = (value: number | null | undefined): boolean =>
    value === null || value === undefined || billed + minor <= (minorOf(value, currency) ?? 0);
  const isOrdered =
    client?.poRequired !== true || (client.poNumber !== '' && client.poExpires === null && fits(client.poValue));
  return (!hasDeposit || world.policy.depositCreditedTo === 'nothing') && fits(project?.contractValue) && isOrdered;
}

function unbilled(world: World, id: string): string[] {
  const milestone = the(world.milestones, id);
  if (billsOf(world, id).length > 0 || !isReady(world, milestone)) return [];
  return [
    `P13: ${id} is ready and not billed: "${milestone.shown.billingDetail}", ${milestone.shown.missingForBilling}`,
  ];
}

/** @returns what is neither billed nor explained */
export const neitherBilledNorExplained = (world: World, ids: readonly string[]): string[] =>
  ids.flatMap((id) => [...unexplained(world, id), ...unbilled(world, id)]);
