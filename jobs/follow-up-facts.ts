import type { Notion } from '../connectors/notion/client.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { dateIn, daysBetween, type Instant } from '../src/billing/calendar.ts';
import type { Client, Invoice, Milestone } from '../src/billing/facts.ts';
import { NeedsPerson } from '../src/billing/failure.ts';
import type { Followed } from '../src/billing/follow-up/followed.ts';
import { nextMessage } from '../src/billing/follow-up/next-message.ts';
import type { ClientFacts } from '../src/billing/follow-up/plan.ts';
import { type FollowUpRecord, lastMessageAt } from '../src/billing/follow-up/record.ts';
import { invoiceDates } from '../src/billing/standing/status.ts';
import type { JobContext } from './ports.ts';

export type FollowUpFactsDeps = Pick<JobContext, 'clock' | 'policy'> & {
  readonly notion: Pick<Notion, 'readMilestone' | 'readProject' | 'readClient'>;
  readonly stripe: Pick<StripeConnector, 'invoicesOfCustomer' | 'readInvoice'>;
};

/** A payment that is older than this is not thanked for any more. */
const THANKED_WITHIN_DAYS = 8;

/** A claim of the caller's own, and what stood there before it: the facts are read as if it were not there. */
export type OwnClaim = { readonly claim: string; readonly before: ReadonlyMap<string, FollowUpRecord> };

function asBefore(invoice: Invoice, own: OwnClaim | undefined): Invoice {
  const before = own?.before.get(invoice.id);
  if (before === undefined || invoice.followUps.claim !== own?.claim) return invoice;
  return { ...invoice, followUps: { ...before, stops: invoice.followUps.stops } };
}

/**
 * Everything that the follow-up of one client rests on, as it stands now. Undefined for a client that is gone, or has no Stripe
 * customer. Invoices whose milestone cannot be read, is gone, or has moved to another client are left out: nothing is known of
 * stops beside them, and their own row says what is wrong.
 */
export async function gatherClient(
  deps: FollowUpFactsDeps,
  clientId: string,
  own?: OwnClaim,
): Promise<ClientFacts | undefined> {
  const client = await deps.notion.readClient(clientId);
  const customer = client?.shown.stripeCustomer ?? '';
  if (client === undefined || customer === '') return undefined;
  const ours = (await deps.stripe.invoicesOfCustomer(customer))
    .filter(({ milestoneId }) => milestoneId !== '')
    .map((invoice) => asBefore(invoice, own));
  const followed: Followed[] = [];
  const readProject = onceEach(deps.notion.readProject);
  for (const invoice of ours) {
    if (!mayBeFollowed(deps, invoice)) continue;
    const one = await gatherOne({ ...deps, notion: { ...deps.notion, readProject } }, client, invoice);
    if (one !== undefined) followed.push({ ...one, invoice: asBefore(one.invoice, own) });
  }
  return { client, followed, lastMessageAt: latestOf(ours) };
}

/** A client's invoices have few projects between them, and all that is read is to be of the same minute. */
function onceEach<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id) => {
    const reading = known.get(id) ?? read(id);
    known.set(id, reading);
    return reading;
  };
}

function mayBeFollowed({ policy, clock }: FollowUpFactsDeps, { status, paidAt }: Invoice): boolean {
  if (status === 'open') return true;
  if (status !== 'paid' || paidAt === null || !policy.followUp.thankYou) return false;
  return daysBetween(dateIn(policy.timeZone, paidAt), dateIn(policy.timeZone, clock())) <= THANKED_WITHIN_DAYS;
}

/** Money and attempts to pay are read only of what a message may be due for today. */
async function gatherOne(deps: FollowUpFactsDeps, client: Client, listed: Invoice): Promise<Followed | undefined> {
  const milestone = await readable(() => deps.notion.readMilestone(listed.milestoneId));
  const [projectId, ...others] = milestone?.projectIds ?? [];
  if (milestone === undefined || projectId === undefined || others.length > 0) return undefined;
  const project = await readable(() => deps.notion.readProject(projectId));
  if (project === undefined || project.clientIds.length !== 1 || project.clientIds[0] !== client.id) return undefined;
  const followed: Followed = { invoice: listed, milestone, project, client };
  if (isForLater(deps, followed)) return followed;
  const invoice = await deps.stripe.readInvoice(listed.id);
  return typeof invoice === 'object' ? { ...followed, invoice } : undefined;
}

/** Neither the ladder nor what the row shows has anything for today. What is late is listed beside others (Rule 11.5). */
function isForLater({ policy, clock }: FollowUpFactsDeps, followed: Followed): boolean {
  const today = dateIn(policy.timeZone, clock());
  const due = invoiceDates(followed.invoice, policy.timeZone)?.due;
  if (due !== undefined && due < today) return false;
  const next = nextMessage(followed, policy, clock());
  const { nextFollowUp } = followed.milestone.shown;
  return next.kind === 'message' && next.day > today && (nextFollowUp === null || nextFollowUp > today);
}

/** Undefined for what only a person can make readable: its own row says what is wrong. */
export async function readable<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NeedsPerson) return undefined;
    throw error;
  }
}

function latestOf(invoices: readonly Pick<Invoice, 'followUps'>[]): Instant | undefined {
  const instants = invoices.flatMap(({ followUps }) => lastMessageAt(followUps) ?? []);
  return instants.toSorted((a, b) => b - a)[0];
}

/** The milestones of what is followed up, once each. */
export const milestonesOf = (followed: readonly { readonly milestone: Milestone }[]): readonly string[] => [
  ...new Set(followed.map(({ milestone }) => milestone.id)),
];
