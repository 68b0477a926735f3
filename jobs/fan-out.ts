import type { Notion } from '../connectors/notion/client.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { againOnceMended } from './once-mended.ts';
import type { JobContext, LooksAgain, Outcome, Work } from './ports.ts';
import { STRIPE_SETTLES_MS } from './route.ts';

type AddsWork = Pick<JobContext, 'addWork'>;
type Asks<K extends keyof Notion> = AddsWork &
  Pick<JobContext, 'clock' | 'lookAgain'> & { readonly notion: Pick<Notion, K> };
type AsksStripe<K extends keyof StripeConnector> = AddsWork & { readonly stripe: Pick<StripeConnector, K> };

/** The rows that something rests on. */
async function rowsAround(
  deps: Pick<JobContext, 'clock' | 'lookAgain'>,
  what: LooksAgain,
  id: string,
  read: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const rows = await againOnceMended(deps, what, id, read);
  await deps.lookAgain(what, id, undefined);
  return rows;
}

/** A project's row changed: its milestones rest on it, and so does its own next billing event. */
export async function lookAroundProject(
  deps: Asks<'milestoneIdsOfProject'>,
  id: string,
  origin: string,
): Promise<Outcome> {
  const { notion, addWork } = deps;
  const milestones = await rowsAround(deps, 'around project', id, () => notion.milestoneIdsOfProject(id));
  const works: Work[] = milestones.map((milestone) => ({ name: 'milestone', id: milestone, origin }));
  await addWork([...works, { name: 'project', id, origin }]);
  return { outcome: 'done', milestones: milestones.length };
}

/** A deal's row changed: it is looked at, and the deposit of the project that it became rests on its stage. */
export async function lookAroundDeal(deps: Asks<'projectsOfDeal'>, id: string, origin: string): Promise<Outcome> {
  const { notion, addWork } = deps;
  const projects = await rowsAround(deps, 'around deal', id, () => notion.projectsOfDeal(id));
  const works: Work[] = projects.map((project) => ({ name: 'around project', id: project, origin }));
  await addWork([{ name: 'deal', id, origin }, ...works]);
  return { outcome: 'done', projects: projects.length };
}

/** A client's row changed: every milestone of its projects rests on it, and so does its account. */
export async function lookAroundClient(deps: Asks<'projectsOfClient'>, id: string, origin: string): Promise<Outcome> {
  const { notion, addWork } = deps;
  const projects = await rowsAround(deps, 'around client', id, () => notion.projectsOfClient(id));
  const works: Work[] = projects.map((project) => ({ name: 'around project', id: project, origin }));
  await addWork([...works, { name: 'client', id, origin }]);
  return { outcome: 'done', projects: projects.length };
}

/** An event named an invoice without its milestone; the invoice's metadata knows it. */
export async function lookForMilestone(
  { stripe, addWork }: AsksStripe<'milestoneOfInvoice'>,
  id: string,
  origin: string,
): Promise<Outcome> {
  const milestone = await stripe.milestoneOfInvoice(id);
  if (milestone === undefined) return { outcome: 'ignored', reason: 'not an invoice of ours' };
  await addWork([{ name: 'milestone', id: milestone, origin, delayMs: STRIPE_SETTLES_MS }]);
  return { outcome: 'done', milestone_id: milestone };
}

/** Money moved without a word about its invoice. One payment can pay several. */
export async function lookForPayment(
  { stripe, addWork }: AsksStripe<'invoicesOfPayment'>,
  id: string,
  origin: string,
): Promise<Outcome> {
  const invoices = await stripe.invoicesOfPayment(id);
  const milestones = new Set(invoices.map(({ milestoneId }) => milestoneId).filter((milestone) => milestone !== ''));
  if (milestones.size === 0) return { outcome: 'ignored', reason: 'not a payment of ours' };
  await addWork(
    [...milestones].map((milestone) => ({ name: 'milestone', id: milestone, origin, delayMs: STRIPE_SETTLES_MS })),
  );
  return { outcome: 'done', milestones: milestones.size };
}

/** Something about a customer changed, or a transfer of theirs came in: what they still owe is looked at, and their account. */
export async function lookForCustomer(
  { stripe, addWork }: AsksStripe<'invoicesOfCustomer' | 'clientOfCustomer'>,
  id: string,
  origin: string,
): Promise<Outcome> {
  const open = (await stripe.invoicesOfCustomer(id)).filter(
    ({ status, milestoneId }) => status === 'open' && milestoneId !== '',
  );
  const milestones = [...new Set(open.map(({ milestoneId }) => milestoneId))];
  const client = await stripe.clientOfCustomer(id);
  const works: Work[] = milestones.map((milestone) => ({ name: 'milestone', id: milestone, origin }));
  if (client !== undefined) works.push({ name: 'client', id: client, origin });
  await addWork(works);
  return works.length === 0
    ? { outcome: 'ignored', reason: 'owes nothing of ours, and is no client' }
    : { outcome: 'done', milestones: milestones.length };
}
