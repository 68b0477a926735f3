import type { Notion } from '../connectors/notion/client.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import type { Adoption } from '../src/billing/adoption.ts';
import { type RenewalPlan, renewalPlan } from '../src/billing/amounts/renewal.ts';
import { isLive } from '../src/billing/billing-key.ts';
import { decide } from '../src/billing/decide.ts';
import type { Action, Decision } from '../src/billing/decision.ts';
import type { Invoice, MilestoneFacts } from '../src/billing/facts.ts';
import { NeedsPerson, TryAgain } from '../src/billing/failure.ts';
import type { StopNote } from '../src/billing/follow-up/record.ts';
import type { InvoiceOrder } from '../src/billing/invoice-order.ts';
import { billsByDate } from '../src/billing/trigger.ts';
import { type FactsDeps, gatherInvoices, strangerFor, withClient } from './milestone-facts.ts';
import { writeOn } from './milestone-row.ts';
import type { JobContext, MayAct } from './ports.ts';

export type ActionDeps = JobContext &
  FactsDeps & {
    readonly notion: Pick<Notion, 'showOnMilestone' | 'linkStripeCustomer' | 'addRenewal'>;
    readonly stripe: Pick<
      StripeConnector,
      'ensureCustomer' | 'issueInvoice' | 'adoptInvoice' | 'discardDrafts' | 'noteStops'
    >;
    readonly mayAct: MayAct;
  };

/** Link customer, discard drafts, issue, plan the next renewal, note stops on each part: more steps mean that a decision contradicts itself. */
const STEPS_MAX = 12;

export type Settled = {
  readonly facts: MilestoneFacts;
  readonly decision: Decision;
  /** What is left to be tried again once the result is shown. */
  readonly later?: TryAgain;
};

/** Decides and acts until nothing is left to do. */
export async function settle(deps: ActionDeps, facts: MilestoneFacts): Promise<Settled> {
  let current = facts;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const decision = decide(current, deps.policy, deps.clock());
    if (decision.action === undefined) return { facts: current, decision };
    if (deps.onHeldBack !== undefined) {
      deps.onHeldBack(facts.milestone.id, decision.action);
      return { facts: current, decision };
    }
    deps.mayAct.throwIfAborted();
    try {
      current = await perform(deps, current, decision.action);
    } catch (error) {
      // The row of the next period can wait; that this one is billed is shown now.
      if (decision.action.kind !== 'plan renewal' || !(error instanceof TryAgain)) throw error;
      return { facts: current, decision, later: error };
    }
  }
  throw new Error(`Milestone ${facts.milestone.id}: the decision still asks for something after ${STEPS_MAX} steps.`);
}

async function perform(deps: ActionDeps, facts: MilestoneFacts, action: Action): Promise<MilestoneFacts> {
  switch (action.kind) {
    case 'link customer': {
      const stripeCustomer = await deps.stripe.ensureCustomer(action.client);
      // Kept in Notion before anything is billed to it: from now on its invoices are found through this id.
      await deps.notion.linkStripeCustomer(action.client.id, stripeCustomer);
      return await withClient(deps, facts, { ...action.client, shown: { ...action.client.shown, stripeCustomer } });
    }
    case 'adopt invoice':
      return await deps.exclusively(`adopting ${action.adoption.invoice.id}`, () =>
        adopt(deps, facts, action.adoption),
      );
    case 'discard drafts':
      return await discardDrafts(deps, facts, action.drafts);
    case 'issue invoice':
      if (!sharesLimits(facts, action.order)) return await withIssued(deps, facts, action);
      return await deps.exclusively(`limits of ${action.order.client.id}`, () => issueWithinLimits(deps, facts));
    case 'note stops': {
      const { invoice, stops } = action;
      await deps.stripe.noteStops(invoice.id, stops);
      return { ...facts, invoices: facts.invoices.map((one) => (one.id === invoice.id ? withStops(one, stops) : one)) };
    }
    case 'plan renewal':
      return await deps.exclusively(`renewals of ${action.renewal.project.id}`, () => addRenewal(deps, facts));
  }
}

/** A purchase order, a contract's value, a deposit and a retainer's period are used up by several milestones: one at a time. */
const sharesLimits = ({ client, project, milestone }: MilestoneFacts, { takenOff }: InvoiceOrder): boolean =>
  client?.poRequired === true || (project?.contractValue ?? null) !== null || takenOff > 0 || billsByDate(milestone);

/** Two milestones may name the same invoice: the first one has it. */
async function adopt(deps: ActionDeps, facts: MilestoneFacts, adoption: Adoption): Promise<MilestoneFacts> {
  const { invoice, link } = adoption;
  const fresh = await deps.stripe.readInvoice(invoice.id);
  if (typeof fresh !== 'object' || fresh.milestoneId !== '')
    throw new TryAgain(`Invoice ${invoice.number ?? invoice.id} has just become somebody else's`);
  deps.mayAct.throwIfAborted();
  if (link !== undefined) await deps.notion.linkStripeCustomer(link.id, invoice.customerId);
  const client =
    link === undefined ? facts.client : { ...link, shown: { ...link.shown, stripeCustomer: invoice.customerId } };
  const adopted = { ...(await deps.stripe.adoptInvoice(adoption, deps.clock())), moves: fresh.moves };
  const invoices = [adopted, ...facts.invoices];
  return { ...facts, client, stranger: await strangerFor(deps, invoices), invoices };
}

const withStops = (invoice: Invoice, stops: readonly StopNote[]): Invoice => ({
  ...invoice,
  followUps: { ...invoice.followUps, stops },
});

type IssueAction = Extract<Action, { kind: 'issue invoice' }>;

const withIssued = async (deps: ActionDeps, facts: MilestoneFacts, action: IssueAction): Promise<MilestoneFacts> => ({
  ...facts,
  invoices: [await issue(deps, facts, action), ...facts.invoices.filter(({ status }) => status !== 'draft')],
});

/** What is left of a shared limit is read again while nobody else can use any of it. */
async function issueWithinLimits(deps: ActionDeps, facts: MilestoneFacts): Promise<MilestoneFacts> {
  const fresh = { ...facts, ...(await gatherInvoices(deps, facts)) };
  const { action } = decide(fresh, deps.policy, deps.clock());
  return action?.kind === 'issue invoice' ? await withIssued(deps, fresh, action) : fresh;
}

async function issue(
  deps: ActionDeps,
  { milestone, invoices }: MilestoneFacts,
  { order, drafts }: IssueAction,
): Promise<Invoice> {
  const { stripeInvoice: named } = milestone.shown;
  // A bill on top of others is found beside them; the row goes on naming the first.
  const isFirst = !invoices.some(isLive);
  const namesDraft = drafts.some(({ id }) => id === named);
  let noted = named;
  try {
    return await deps.stripe.issueInvoice(order, drafts, {
      mayAct: deps.mayAct,
      // The draft stands beside the milestone before any mail leaves: from now on it is found whatever else changes.
      onDraft: async (stripeInvoice) => {
        if (!isFirst || named === stripeInvoice) return;
        await writeOn(deps, milestone.id, { stripeInvoice });
        noted = stripeInvoice;
      },
    });
  } catch (error) {
    // Nothing was sent. A person may delete the draft now, and a note that names nothing would look like somebody else's.
    const before = namesDraft ? '' : named; // that of a voided one stays
    if (error instanceof NeedsPerson && noted !== before) await writeOn(deps, milestone.id, { stripeInvoice: before });
    throw error;
  }
}

/** Its note goes first: a note that names nothing would look like an invoice of somebody else. */
async function discardDrafts(
  deps: ActionDeps,
  facts: MilestoneFacts,
  drafts: readonly Invoice[],
): Promise<MilestoneFacts> {
  const { milestone } = facts;
  const isNoted = drafts.some((draft) => draft.id === milestone.shown.stripeInvoice);
  const shown = isNoted ? { ...milestone.shown, stripeInvoice: '' } : milestone.shown;
  if (isNoted) await writeOn(deps, milestone.id, { stripeInvoice: '' });
  await deps.stripe.discardDrafts(drafts);
  return {
    ...facts,
    milestone: { ...milestone, shown },
    invoices: facts.invoices.filter((invoice) => invoice.status !== 'draft'),
  };
}

const RENEWED = 'renewal after';

/** A row that was asked for may not show in queries for a while. Before it surely does, it is not asked for again. */
const ROW_SHOWS_WITHIN_MS = 5 * 60_000;

const begunAt = (mark: string): number => Number(/^begun (\d+)$/.exec(mark)?.[1] ?? Number.NaN);

/**
 * Gives a retainer's next period its row, once. It is looked up in the project first. That one is about to be made is noted
 * before, its id afterwards: an attempt whose outcome is unknown is only repeated when a query would show what it made.
 * @throws TryAgain while that is not sure yet
 */
async function addRenewal(deps: ActionDeps, facts: MilestoneFacts): Promise<MilestoneFacts> {
  const { notion, memory, clock } = deps;
  const { milestone, project } = facts;
  const all = project === undefined ? [] : await notion.milestonesOfProject(project.id);
  const fresh = { ...facts, siblings: all.filter(({ id }) => id !== milestone.id) };
  const renewal = renewalPlan({ facts: fresh, policy: deps.policy, now: clock() });
  if (renewal === undefined) return fresh;
  const mark = (await memory.fingerprint(RENEWED, milestone.id)) ?? '';
  const waits = begunAt(mark) + ROW_SHOWS_WITHIN_MS - clock();
  if (waits > 0) throw new TryAgain('The next period may have its row already', { retryAfterMs: waits });
  deps.mayAct.throwIfAborted();
  const id = mark !== '' && Number.isNaN(begunAt(mark)) ? mark : await makeRow(deps, renewal);
  const { name, plannedDate } = renewal;
  return { ...fresh, siblings: [...fresh.siblings, { ...milestone, id, name, plannedDate }] };
}

async function makeRow({ notion, memory, clock, addWork }: ActionDeps, renewal: RenewalPlan): Promise<string> {
  const { id: after } = renewal.after;
  await memory.rememberFingerprint(RENEWED, after, `begun ${clock()}`);
  const id = await notion.addRenewal(renewal);
  await memory.rememberFingerprint(RENEWED, after, id);
  await addWork([{ name: 'milestone', id, origin: `milestone:${after}` }]);
  return id;
}
