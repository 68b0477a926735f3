import type { Notion } from '../connectors/notion/client.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { differenceOf } from '../src/billing/amendment.ts';
import { hasOpenDeposit } from '../src/billing/amounts/deposit.ts';
import { isDecidedAnew } from '../src/billing/amounts/next-bill.ts';
import { isLive, partIn } from '../src/billing/billing-key.ts';
import { dateIn, type Instant, instantFromMillis } from '../src/billing/calendar.ts';
import { dayOf } from '../src/billing/day.ts';
import type { Client, Invoice, Milestone, MilestoneFacts, Project } from '../src/billing/facts.ts';
import { majorUnits } from '../src/billing/money.ts';
import { approvalMark } from '../src/billing/quiet-period.ts';
import { billsByDate, hasApproval } from '../src/billing/trigger.ts';
import { lastWritten } from './own-rows.ts';
import type { JobContext } from './ports.ts';

export type FactsDeps = Pick<JobContext, 'clock' | 'policy' | 'memory'> & {
  readonly notion: Pick<Notion, 'readProject' | 'readClient' | 'milestonesOfProject' | 'dealsOfProject'>;
  readonly stripe: Pick<StripeConnector, 'readInvoice' | 'invoicesOfCustomer' | 'mode'>;
};

export const noFacts = (milestone: Milestone, mode: MilestoneFacts['mode']): MilestoneFacts => ({
  milestone,
  project: undefined,
  client: undefined,
  siblings: [],
  deals: [],
  invoices: [],
  stranger: undefined,
  clientInvoices: [],
  approvedSince: undefined,
  unapprovedAt: undefined,
  mode,
  namedInOtherMode: false,
});

/** Reads everything that one decision about a milestone rests on; what the answer cannot depend on is not asked for. */
export async function gatherFacts(deps: FactsDeps, milestone: Milestone): Promise<MilestoneFacts> {
  const [projectId, ...otherProjects] = milestone.projectIds;
  const project =
    projectId === undefined || otherProjects.length > 0 ? undefined : await deps.notion.readProject(projectId);
  const [clientId, ...otherClients] = project?.clientIds ?? [];
  const client = clientId === undefined || otherClients.length > 0 ? undefined : await deps.notion.readClient(clientId);
  const base = { ...noFacts(milestone, deps.stripe.mode), project, client, ...(await approvalTimes(deps, milestone)) };
  const facts = { ...base, ...(await gatherInvoices(deps, base)) };
  return { ...facts, ...(await gatherAround(deps, facts)) };
}

/** When this approval, and when this amount without an approval, were read (Rules 3.6, 8.2). */
async function approvalTimes(
  { memory, clock }: FactsDeps,
  milestone: Milestone,
): Promise<Pick<MilestoneFacts, 'approvedSince' | 'unapprovedAt'>> {
  const mark = approvalMark(milestone);
  const since = await memory.firstSeen('approval', milestone.id, mark ?? 'not approved', clock());
  const amounts = JSON.stringify([milestone.amount, milestone.currency]);
  if (mark === undefined) {
    // Only what was billed can be approved anew on top.
    if (milestone.shown.invoiced !== null)
      await memory.rememberFingerprint(UNAPPROVED, milestone.id, `${clock()} ${amounts}`);
    return { approvedSince: undefined, unapprovedAt: undefined };
  }
  const seen = await memory.fingerprint(UNAPPROVED, milestone.id);
  return { approvedSince: since, unapprovedAt: seen === undefined ? undefined : seenWith(seen, amounts) };
}

const UNAPPROVED = 'unapproved';

function seenWith(seen: string, amounts: string): Instant | undefined {
  const space = seen.indexOf(' ');
  return seen.slice(space + 1) === amounts ? instantFromMillis(Number(seen.slice(0, space))) : undefined;
}

export type InvoiceFacts = Pick<MilestoneFacts, 'invoices' | 'stranger' | 'clientInvoices' | 'namedInOtherMode'>;

/**
 * Notion's note of the invoice is the short way. Where it names no live one, or not all that there may be, all invoices of
 * the customer are looked through.
 */
export async function gatherInvoices(deps: FactsDeps, facts: MilestoneFacts): Promise<InvoiceFacts> {
  const { stripe } = deps;
  const { milestone, client } = facts;
  const noted = milestone.shown.stripeInvoice || (await lastNoted(deps, milestone.id));
  const named = noted === '' ? undefined : await stripe.readInvoice(noted);
  const typed = milestone.shown.stripeInvoice === '' ? undefined : named; // emptying the field takes it back
  const namedInOtherMode = typed === 'other mode';
  const own = named !== undefined && named !== 'other mode' && named.milestoneId === milestone.id ? [named] : [];
  const isAll = own.some(isLive) && own.every((invoice) => isWhole(deps, facts, invoice));
  // A milestone that was moved to another client may have more bills at the one that it was billed to first.
  const customers = new Set([client?.shown.stripeCustomer ?? '', ...own.map((invoice) => invoice.customerId)]);
  customers.delete('');
  if (isAll || customers.size === 0 || !(own.length > 0 || mayHaveInvoice(deps, milestone)))
    return { invoices: own, stranger: await strangerFor(deps, own, typed), clientInvoices: [], namedInOtherMode };
  const all = (await Promise.all([...customers].map((customer) => stripe.invoicesOfCustomer(customer)))).flat();
  const found = all.filter(({ id, milestoneId }) => milestoneId === milestone.id && own.every((one) => one.id !== id));
  const invoices = [...own, ...(await Promise.all(found.map((invoice) => withMoves(stripe, invoice))))];
  return {
    invoices,
    stranger: await strangerFor(deps, invoices, typed),
    clientInvoices: all.filter(
      (invoice) => invoice.milestoneId !== milestone.id && invoice.customerId === client?.shown.stripeCustomer,
    ),
    namedInOtherMode,
  };
}

/** Corrections of corrections of corrections: more of them are somebody's mistake. */
const REVISIONS_MAX = 10;

/**
 * An invoice that no milestone is noted on: what a person made in Stripe to correct one of ours, whatever else bills the
 * milestone beside it, or the typed one.
 */
export async function strangerFor(
  deps: Pick<FactsDeps, 'stripe'>,
  own: readonly Invoice[],
  typed?: Invoice | 'other mode',
): Promise<Invoice | undefined> {
  const known = new Set(own.map(({ id }) => id));
  for (const revised of own.filter(({ revisedBy }) => revisedBy !== '' && !known.has(revisedBy))) {
    const last = await lastRevision(deps, revised);
    if (last.milestoneId === '') return { ...last, revises: revised.id };
  }
  return typeof typed === 'object' && typed.milestoneId === '' ? typed : undefined;
}

async function lastRevision({ stripe }: Pick<FactsDeps, 'stripe'>, revised: Invoice): Promise<Invoice> {
  let last = revised;
  for (let n = 0; n < REVISIONS_MAX && last.revisedBy !== ''; n += 1) {
    const next = await stripe.readInvoice(last.revisedBy);
    if (typeof next !== 'object') break;
    last = next;
  }
  return last;
}

/** What the hub itself had noted beside the milestone, where somebody emptied the field since. */
async function lastNoted({ memory }: FactsDeps, id: string): Promise<string> {
  const { shown } = await lastWritten(memory, 'milestones', id);
  return typeof shown?.stripeInvoice === 'string' ? shown.stripeInvoice : '';
}

/** One invoice bills all of the milestone, and Notion shows no more than that: there is no second one to look for. */
function isWhole({ policy, clock }: FactsDeps, facts: MilestoneFacts, invoice: Invoice): boolean {
  if (partIn(invoice.billingKey) !== 'all') return false;
  if (facts.milestone.shown.invoiced !== majorUnits({ minor: invoice.total, currency: invoice.currency })) return false;
  const difference = differenceOf({ facts: { ...facts, invoices: [invoice] }, policy, now: clock() });
  return difference === undefined || (difference.kind === 'known' && difference.minor === 0);
}

/** A list does not tell what became of the money; only of what asks for some does it matter. */
async function withMoves(stripe: FactsDeps['stripe'], listed: Invoice): Promise<Invoice> {
  if (!isLive(listed)) return listed;
  const read = await stripe.readInvoice(listed.id);
  return read === undefined || read === 'other mode' ? listed : read;
}

/** A milestone that nothing has triggered yet and that shows nothing of ours cannot have been billed: Stripe is not asked. */
export function mayHaveInvoice({ policy, clock }: Pick<FactsDeps, 'policy' | 'clock'>, milestone: Milestone): boolean {
  const { approval, shown } = milestone;
  const planned = dayOf(policy.timeZone, milestone.plannedDate);
  return (
    !(approval === null || approval === 'Not requested' || approval === 'Requested') ||
    (billsByDate(milestone) && planned !== undefined && planned <= dateIn(policy.timeZone, clock())) ||
    !(shown.billingStatus === null || shown.billingStatus === 'Not yet triggered') ||
    shown.invoiceNumber !== '' ||
    shown.stripeInvoice !== ''
  );
}

type Around = Pick<MilestoneFacts, 'siblings' | 'deals'>;

/** The project's other milestones matter to deposits, retainers and whoever takes a deposit off; its deal to deposits. */
async function gatherAround(deps: FactsDeps, facts: MilestoneFacts): Promise<Around> {
  const { milestone, project } = facts;
  if (project === undefined || !mayHaveInvoice(deps, milestone)) return { siblings: [], deals: [] };
  const isUnbilled = !facts.invoices.some(isLive);
  const siblings = needsSiblings(deps, facts, isUnbilled) ? await siblingsIn(deps, project, milestone) : [];
  const deals = milestone.trigger === 'Deposit' && isUnbilled ? await deps.notion.dealsOfProject(project.id) : [];
  return { siblings, deals };
}

function needsSiblings({ policy, clock }: FactsDeps, facts: MilestoneFacts, isUnbilled: boolean): boolean {
  const { milestone } = facts;
  if (milestone.trigger === 'Retainer renewal') return true;
  if (!isUnbilled && !isDecidedAnew({ facts, policy, now: clock() })) return false;
  if (milestone.trigger === 'Deposit') return true;
  return hasApproval(milestone) && hasOpenDeposit(facts);
}

const siblingsIn = async (
  { notion }: FactsDeps,
  { id }: Project,
  milestone: Milestone,
): Promise<readonly Milestone[]> => (await notion.milestonesOfProject(id)).filter((other) => other.id !== milestone.id);

/** The invoices once a customer is known to be the client's. */
export const withClient = async (deps: FactsDeps, facts: MilestoneFacts, client: Client): Promise<MilestoneFacts> => {
  const linked = { ...facts, client };
  return { ...linked, ...(await gatherInvoices(deps, linked)) };
};
