import type { Milestone, Project } from '../../../src/billing/facts.ts';
import { isLive } from './bill.ts';
import { billsOf, type World } from './world.ts';

/**
 * Rules 3.3, 4 and 10.1 written anew: what somebody who may has approved, so that the hub's own reading is not its own
 * judge.
 */
export type Approved = { readonly minor: number; readonly currency: string };

const BY_DATE = ['Deposit', 'Retainer renewal'];
const DECIMALS: Readonly<Record<string, number>> = { GBP: 2, EUR: 2, JPY: 0 };

/** A sum as typed, in smallest units; undefined when it is none that can be billed. */
export function minorOf(amount: number | null, currency: string): number | undefined {
  const decimals = DECIMALS[currency];
  if (amount === null || decimals === undefined) return undefined;
  const minor = Math.round(amount * 10 ** decimals);
  const isExact = Math.abs(minor - amount * 10 ** decimals) < 1e-6;
  return isExact && minor > 0 ? minor : undefined;
}

/** The one project of a milestone, and its one client; undefined where there is none, or several. */
export function placeOf(world: World, { projectIds }: Milestone) {
  const [projectId, ...otherProjects] = projectIds;
  const project = projectId === undefined || otherProjects.length > 0 ? undefined : world.projects.get(projectId);
  const [clientId, ...otherClients] = project?.clientIds ?? [];
  const client = clientId === undefined || otherClients.length > 0 ? undefined : world.clients.get(clientId);
  return { project, client };
}

export const dayIn = ({ policy }: Pick<World, 'policy'>, at: number): string =>
  formatterOf(policy.timeZone).format(new Date(at));

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone });
  formatters.set(timeZone, known);
  return known;
}

export const billsByDate = ({ trigger }: Milestone): boolean => BY_DATE.includes(trigger ?? '');

/** The day of a date property, which holds a day or an instant. */
export const dayOf = (world: World, at: string | number | null): string | undefined =>
  typeof at === 'number' ? dayIn(world, at) : (at ?? undefined);

/** The trigger's own fact is there: a day that has come, or the words of an approval (Rule 3.3). */
export function isTriggered(world: World, milestone: Milestone): boolean {
  const { trigger, approval, plannedDate } = milestone;
  if (trigger === null) return false;
  if (!billsByDate(milestone)) return approval === 'Approved' || approval === 'Approved in part';
  const day = dayOf(world, plannedDate);
  return day !== undefined && day <= dayIn(world, world.now);
}

function isDecided(world: World, milestone: Milestone, project: Project | undefined): boolean {
  const { decidedOn, decidedBy, decisionChannel, decisionProof, approvalOwners, delivery } = milestone;
  const owners = approvalOwners.length > 0 ? approvalOwners : (project?.approvalOwners ?? []);
  const agreed = project?.agreedChannel ?? decisionChannel;
  const isPast =
    typeof decidedOn === 'number' ? decidedOn <= world.now : (decidedOn ?? '9999') <= dayIn(world, world.now);
  return (
    isPast &&
    owners.length === 1 &&
    decidedBy.length === 1 &&
    owners[0] === decidedBy[0] &&
    decisionChannel !== null &&
    decisionChannel === agreed &&
    (decisionProof ?? '') !== '' &&
    delivery !== 'Planned' &&
    delivery !== 'In progress'
  );
}

const isCancelled = ({ approval }: Milestone): boolean => approval === 'Rejected' || approval === 'Withdrawn';

/** What is validly approved by what the row says now; undefined: nothing is. A date needs nobody's approval. */
export function approvedNow(world: World, milestone: Milestone): Approved | undefined {
  const { project, client } = placeOf(world, milestone);
  const { approval, amount, approvedAmount } = milestone;
  const currency = milestone.currency ?? client?.currency ?? world.policy.currency;
  const isPart = approval === 'Approved in part' && project?.partialApproval === 'Bill approved part';
  const isWhole = approval === 'Approved' && (approvedAmount === null || approvedAmount === amount);
  const minor = minorOf(isPart ? approvedAmount : amount, currency);
  if (minor === undefined || isCancelled(milestone) || (isPart && (approvedAmount ?? 0) > (amount ?? 0)))
    return undefined;
  const isApproved = billsByDate(milestone) || ((isPart || isWhole) && isDecided(world, milestone, project));
  return isApproved ? { minor, currency } : undefined;
}

export const approvedKey = (milestoneId: string, currency: string): string => `${milestoneId} ${currency}`;

/**
 * Notes what is approved at the moment of a look. What was billed already is approved anew only by a new decision (Rule
 * 8.2).
 */
export function noteApproved(world: World, id: string): void {
  const milestone = world.milestones.get(id);
  const approved = milestone === undefined ? undefined : approvedNow(world, milestone);
  if (approved === undefined) return;
  const decisions = world.decisions.get(id) ?? 0;
  if (billsOf(world, id).some((bill) => isLive(bill) && bill.decisionsBefore >= decisions)) return;
  const key = approvedKey(id, approved.currency);
  world.approved.set(key, Math.max(world.approved.get(key) ?? 0, approved.minor));
}
