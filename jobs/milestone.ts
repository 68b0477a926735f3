import { z } from 'zod';
import type { Notion } from '../connectors/notion/client.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { isLive } from '../src/billing/billing-key.ts';
import { type Instant, instantFromMillis } from '../src/billing/calendar.ts';
import { decide } from '../src/billing/decide.ts';
import type { Action, BillingView, Decision } from '../src/billing/decision.ts';
import type { Client, Invoice, Milestone, MilestoneFacts } from '../src/billing/facts.ts';
import { NeedsPerson } from '../src/billing/failure.ts';
import { approvalMark } from '../src/billing/quiet-period.ts';
import { personInRole } from '../src/billing/responsible.ts';
import { changesBetween } from './changes.ts';
import type { JobContext, MayAct, Outcome } from './ports.ts';

export type MilestoneDeps = JobContext & {
  readonly notion: Pick<
    Notion,
    'readMilestone' | 'readProject' | 'readClient' | 'showOnMilestone' | 'linkStripeCustomer'
  >;
  readonly stripe: Pick<
    StripeConnector,
    'readInvoice' | 'invoicesOfCustomer' | 'ensureCustomer' | 'issueInvoice' | 'discardDrafts'
  >;
  readonly mayAct: MayAct;
};

/** Link customer, discard drafts, issue, settle: more steps than that mean that a decision contradicts itself. */
const STEPS_MAX = 6;

/** Several milestones of a project often change together; their project is looked at once. */
const PROJECT_DELAY_MS = 3_000;

/** Something that a person mends is looked at again after this long, even if nobody tells us. */
export const MENDED_CHECK_MS = 10 * 60_000;

/** Identifies what a milestone row says, so that a sweep sees whether anybody changed it. Edit times say nothing: they are kept to the minute. */
export const rowFingerprint = ({ lastEditedAt: _, ...row }: Milestone): string => JSON.stringify(row);

/**
 * Looks at one milestone: reads facts, decides, acts in Stripe until the decision asks for nothing more, and shows the
 * result in Notion. The same for an approval, a payment, a date that passed, a hand edit and a restart. Safe to repeat
 * and to interrupt anywhere; never run twice at once for one milestone.
 */
export async function lookAtMilestone(deps: MilestoneDeps, id: string): Promise<Outcome> {
  try {
    const milestone = await deps.notion.readMilestone(id);
    if (milestone !== undefined) return await lookAt(deps, milestone);
    await deps.lookAgain(id, undefined);
    await deps.memory.rememberFingerprint('milestones', id, 'gone'); // so that it is news when it comes back
    await leaveProjects(deps, id);
    return { outcome: 'ignored', reason: 'the page is gone, in the trash, or not a milestone' };
  } catch (error) {
    // Whatever the queue makes of it, nobody tells us when it is mended: that is looked for.
    await deps.lookAgain(id, instantFromMillis(deps.clock() + MENDED_CHECK_MS)).catch(() => undefined);
    throw error;
  }
}

/** What only a person can mend is said beside the milestone where it can be read. */
async function lookAt(deps: MilestoneDeps, milestone: Milestone): Promise<Outcome> {
  let facts: MilestoneFacts = {
    milestone,
    project: undefined,
    client: undefined,
    invoices: [],
    clientInvoices: [],
    approvedSince: undefined,
  };
  try {
    facts = await gather(deps, milestone);
    const decision = await settle(deps, facts);
    return await show(deps, milestone, decision.shown, decision.lookAgainAt);
  } catch (error) {
    if (!(error instanceof NeedsPerson)) throw error;
    return await askForHelp(deps, facts, error);
  }
}

async function gather(deps: MilestoneDeps, milestone: Milestone): Promise<MilestoneFacts> {
  const [projectId, ...otherProjects] = milestone.projectIds;
  const project =
    projectId === undefined || otherProjects.length > 0 ? undefined : await deps.notion.readProject(projectId);
  const [clientId, ...otherClients] = project?.clientIds ?? [];
  const client = clientId === undefined || otherClients.length > 0 ? undefined : await deps.notion.readClient(clientId);
  const mark = approvalMark(milestone);
  const since = await deps.memory.firstSeen('approval', milestone.id, mark ?? 'not approved', deps.clock());
  return {
    milestone,
    project,
    client,
    ...(await gatherInvoices(deps, milestone, client)),
    approvedSince: mark === undefined ? undefined : since,
  };
}

type InvoiceFacts = Pick<MilestoneFacts, 'invoices' | 'clientInvoices'>;

/** A milestone that nobody ever decided on and that shows nothing of ours cannot have been billed: Stripe is not asked. */
const mayHaveInvoice = ({ approval, shown }: Milestone): boolean =>
  !(approval === null || approval === 'Not requested' || approval === 'Requested') ||
  !(shown.billingStatus === null || shown.billingStatus === 'Not yet triggered') ||
  shown.invoiceNumber !== '' ||
  shown.stripeInvoice !== '';

/** Notion's note of the invoice is the short way; where it names no live one, all invoices of the customer are looked through. */
async function gatherInvoices(
  { stripe }: MilestoneDeps,
  milestone: Milestone,
  client: Client | undefined,
): Promise<InvoiceFacts> {
  const named =
    milestone.shown.stripeInvoice === '' ? undefined : await stripe.readInvoice(milestone.shown.stripeInvoice);
  const own = named?.milestoneId === milestone.id ? [named] : [];
  if (own.some(isLive)) return { invoices: own, clientInvoices: [] };
  const customerId = client?.shown.stripeCustomer ?? '';
  if (customerId === '' || !mayHaveInvoice(milestone)) return { invoices: own, clientInvoices: [] };
  return splitByMilestone(await stripe.invoicesOfCustomer(customerId), milestone.id, own);
}

function splitByMilestone(all: readonly Invoice[], milestoneId: string, named: readonly Invoice[]): InvoiceFacts {
  const invoices = all.filter((invoice) => invoice.milestoneId === milestoneId);
  const missed = named.filter((invoice) => !invoices.some((other) => other.id === invoice.id));
  return {
    invoices: [...invoices, ...missed],
    clientInvoices: all.filter((invoice) => invoice.milestoneId !== milestoneId),
  };
}

/** Decides and acts until nothing is left to do. */
async function settle(deps: MilestoneDeps, facts: MilestoneFacts): Promise<Decision> {
  let current = facts;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const decision = decide(current, deps.policy, deps.clock());
    if (decision.action === undefined) return decision;
    if (deps.onHeldBack !== undefined) {
      deps.onHeldBack(facts.milestone.id, decision.action);
      return decision;
    }
    deps.mayAct.throwIfAborted();
    current = await perform(deps, current, decision.action);
  }
  throw new Error(`Milestone ${facts.milestone.id}: the decision still asks for something after ${STEPS_MAX} steps.`);
}

async function perform(deps: MilestoneDeps, facts: MilestoneFacts, action: Action): Promise<MilestoneFacts> {
  switch (action.kind) {
    case 'link customer': {
      const stripeCustomer = await deps.stripe.ensureCustomer(action.client);
      // Kept in Notion before anything is billed to it: from now on its invoices are found through this id.
      await deps.notion.linkStripeCustomer(action.client.id, stripeCustomer);
      const client = { ...action.client, shown: { ...action.client.shown, stripeCustomer } };
      return { ...facts, client, ...(await gatherInvoices(deps, facts.milestone, client)) };
    }
    case 'discard drafts':
      return await discardDrafts(deps, facts, action.drafts);
    case 'issue invoice':
      if (facts.client?.poRequired !== true) return await withIssued(deps, facts, action);
      return await deps.exclusively(`purchase order of ${facts.client.id}`, () => issueUnderPurchaseOrder(deps, facts));
  }
}

const withIssued = async (
  deps: MilestoneDeps,
  facts: MilestoneFacts,
  action: IssueAction,
): Promise<MilestoneFacts> => ({
  ...facts,
  invoices: [await issue(deps, facts, action), ...facts.invoices.filter(({ status }) => status !== 'draft')],
});

/** What is left of a purchase order is read again while nobody else can use any of it. */
async function issueUnderPurchaseOrder(deps: MilestoneDeps, facts: MilestoneFacts): Promise<MilestoneFacts> {
  const fresh = { ...facts, ...(await gatherInvoices(deps, facts.milestone, facts.client)) };
  const { action } = decide(fresh, deps.policy, deps.clock());
  return action?.kind === 'issue invoice' ? await withIssued(deps, fresh, action) : fresh;
}

type IssueAction = Extract<Action, { kind: 'issue invoice' }>;

async function issue(
  deps: MilestoneDeps,
  { milestone }: MilestoneFacts,
  { order, drafts }: IssueAction,
): Promise<Invoice> {
  try {
    return await deps.stripe.issueInvoice(order, drafts, {
      mayAct: deps.mayAct,
      onDraft: (id) => noteDraft(deps, milestone, id),
    });
  } catch (error) {
    // Nothing was sent. A person may delete the draft now, and a note that names nothing would look like somebody else's.
    if (error instanceof NeedsPerson) await deps.notion.showOnMilestone(milestone.id, { stripeInvoice: '' });
    throw error;
  }
}

/** The draft stands beside the milestone before any mail leaves: from now on it is found whatever else changes. */
async function noteDraft({ notion }: MilestoneDeps, { id, shown }: Milestone, stripeInvoice: string): Promise<void> {
  if (shown.stripeInvoice !== stripeInvoice) await notion.showOnMilestone(id, { stripeInvoice });
}

/** Its note goes first: a note that names nothing would look like an invoice of somebody else. */
async function discardDrafts(
  deps: MilestoneDeps,
  facts: MilestoneFacts,
  drafts: readonly Invoice[],
): Promise<MilestoneFacts> {
  const { milestone } = facts;
  const isNoted = drafts.some((draft) => draft.id === milestone.shown.stripeInvoice);
  const shown = isNoted ? { ...milestone.shown, stripeInvoice: '' } : milestone.shown;
  if (isNoted) await deps.notion.showOnMilestone(milestone.id, { stripeInvoice: '' });
  await deps.stripe.discardDrafts(drafts);
  return {
    ...facts,
    milestone: { ...milestone, shown },
    invoices: facts.invoices.filter((invoice) => invoice.status !== 'draft'),
  };
}

/** Writes what differs, then notes what the row says now. Billing it and closing it out move the project's next billing event on. */
async function show(
  deps: MilestoneDeps,
  milestone: Milestone,
  view: BillingView,
  lookAgainAt: Instant | undefined,
): Promise<Outcome> {
  deps.mayAct.throwIfAborted();
  const changes = changesBetween(milestone.shown, view);
  const changed = Object.keys(changes);
  if (changed.length > 0) await deps.notion.showOnMilestone(milestone.id, changes);
  await askForProjects(deps, { ...milestone, shown: { ...milestone.shown, ...view } }, 'billingStatus' in changes);
  await deps.memory.rememberFingerprint(
    'milestones',
    milestone.id,
    rowFingerprint({ ...milestone, shown: { ...milestone.shown, ...view } }),
  );
  await deps.lookAgain(milestone.id, lookAgainAt);
  return {
    outcome: changed.length > 0 ? 'done' : 'unchanged',
    billing_status: view.billingStatus ?? '',
    changed: changed.length,
  };
}

/**
 * What a project shows rests on these: when one changes, its projects are looked at, the one it left as well.
 * @param isPutRight the status that stood there was not ours: a project may have been looked at meanwhile
 */
async function askForProjects(deps: MilestoneDeps, milestone: Milestone, isPutRight: boolean): Promise<void> {
  const { id, projectIds, order, name, amount, currency, trigger, plannedDate, shown } = milestone;
  const print = JSON.stringify([projectIds, order, name, amount, currency, trigger, plannedDate, shown.billingStatus]);
  const before = await deps.memory.fingerprint(PROJECT_INPUTS, id);
  if (before === print && !isPutRight) return;
  await addProjects(deps, id, [...projectIds, ...projectsIn(before)]);
  await deps.memory.rememberFingerprint(PROJECT_INPUTS, id, print);
}

/** A milestone that is gone counts for no project any more. */
async function leaveProjects(deps: MilestoneDeps, id: string): Promise<void> {
  await addProjects(deps, id, projectsIn(await deps.memory.fingerprint(PROJECT_INPUTS, id)));
  await deps.memory.rememberFingerprint(PROJECT_INPUTS, id, NO_PROJECTS);
}

const PROJECT_INPUTS = 'project inputs';
const NO_PROJECTS = '[[]]';

const projectsIn = (print: string | undefined): readonly string[] =>
  z.array(z.string()).safeParse(print === undefined ? [] : JSON.parse(print)[0]).data ?? [];

const addProjects = ({ addWork }: MilestoneDeps, milestoneId: string, ids: readonly string[]): Promise<void> =>
  addWork(
    [...new Set(ids)].map((id) => ({
      name: 'project',
      id,
      origin: `milestone:${milestoneId}`,
      delayMs: PROJECT_DELAY_MS,
    })),
  );

/** What only a person can mend is said beside the milestone, with who, and tried again after a while. */
async function askForHelp(
  deps: MilestoneDeps,
  { milestone, project, client }: MilestoneFacts,
  problem: NeedsPerson,
): Promise<Outcome> {
  const around = { milestone, project, client, defaultBillingOwner: deps.policy.defaultBillingOwner };
  const person = personInRole(problem.who, around)?.name ?? 'nobody is responsible yet';
  const changes = changesBetween(milestone.shown, {
    billingStatus: milestone.shown.billingStatus ?? 'Not yet triggered',
    billingDetail: `Needs ${person}: ${problem.message}. ${problem.mend}`,
  });
  if (Object.keys(changes).length > 0) await deps.notion.showOnMilestone(milestone.id, changes);
  await deps.lookAgain(milestone.id, instantFromMillis(deps.clock() + MENDED_CHECK_MS));
  return { outcome: 'needs a person', reason: problem.message };
}
