import type { Work } from '../../jobs/ports.ts';
import { lookAtRow } from '../../sandbox/demo/look.ts';
import { invoicesOf, type Play } from './play.ts';

type Invoice = ReturnType<typeof invoicesOf>[number];

const DAY_MS = 24 * 60 * 60_000;
const AMOUNTS = [400_000, 125_050];
/** What is billed on top when the larger amount is approved after the smaller one was billed. */
const ON_TOP = 400_000 - 125_050;

const isLive = ({ status }: Invoice): boolean => status === 'open' || status === 'paid' || status === 'uncollectible';

const mailsAbout = ({ world }: Play, { id }: Invoice): number =>
  world.stripeSandbox.store.mails().filter(({ invoice, kind }) => invoice === id && kind === 'invoice').length;

/** The day on a London calendar, `YYYY-MM-DD`. */
const dayOf = (ms: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' }).format(new Date(ms));
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

const sum = (invoices: readonly Invoice[], of: (invoice: Invoice) => number): number =>
  invoices.reduce((total, invoice) => total + of(invoice), 0);

/** What must hold at every moment, whatever happened. @returns what does not, in words */
export function brokenPromises(play: Play): string[] {
  return play.milestones.flatMap((milestone) => {
    const invoices = invoicesOf(play, milestone);
    const sent = invoices.filter(({ status }) => status !== 'draft');
    const live = invoices.filter(isLive);
    const look = lookAtRow(play.world.notionSandbox, milestone);
    const paid = invoices.some(({ status, amount_paid: received }) => status === 'paid' && received > 0);
    return [
      ...(new Set(live.map(({ metadata }) => metadata?.milepost_key)).size < live.length
        ? ['two live invoices under one billing key']
        : []),
      ...(sum(live, ({ total }) => total) > Math.max(...AMOUNTS) ? ['more was billed than anybody approved'] : []),
      ...(sent.some((invoice) => mailsAbout(play, invoice) > 1) ? ['an invoice was mailed twice'] : []),
      ...(sent.some(({ total }) => ![...AMOUNTS, ON_TOP].includes(total))
        ? ['a sum was billed that nobody wrote']
        : []),
      ...(sent.length > 0 && !play.approved.has(milestone) ? ['billed without an approval'] : []),
      ...(look('Billing status') === 'Paid' && !paid ? ['shown as paid before the money came'] : []),
    ];
  });
}

/** What must hold once it was quiet and everything was looked at. @returns what does not, in words */
export async function unsettled(play: Play): Promise<string[]> {
  const { world, hub } = play;
  const problems = hub.bugs.map((bug) => `a bug: ${bug instanceof Error ? bug.stack : String(bug)}`);
  for (const milestone of play.milestones) problems.push(...unsettledMilestone(play, milestone));
  const writes = () => world.notionSandbox.journal.entries().filter(({ method }) => method === 'PATCH').length;
  const before = writes();
  const rows: Work[] = play.milestones.map((id) => ({ name: 'milestone', id, origin: 'test' }));
  await hub.work(...rows, { name: 'project', id: play.project, origin: 'test' });
  if (writes() !== before) problems.push('a fresh look shows something else than the sweep left');
  return problems;
}

function unsettledMilestone(play: Play, milestone: string): string[] {
  const { world } = play;
  const look = lookAtRow(world.notionSandbox, milestone);
  const invoices = invoicesOf(play, milestone);
  const all = invoices.filter(isLive);
  const live = mostPressing(all, world.clock.now());
  const expected = live === undefined ? unbilledStatus(look('Approval'), invoices) : statusOf(live, world.clock.now());
  // Without it a draft that asks nobody for anything may stay unfound, until the next invoice is due.
  const isLinked = lookAtRow(world.notionSandbox, play.client)('Stripe customer') !== '';
  const shows = `shows "${look('Billing status')}" and "${look('Billing detail')}"`;
  return [
    ...(look('Billing status') === expected ? [] : [`${shows} where ${expected} is right`]),
    ...(live !== undefined && look('Stripe invoice') !== live.id ? [`${shows}, but not its invoice`] : []),
    ...(live !== undefined && Math.round(Number(look('Remaining')) * 100) !== sum(all, (one) => one.amount_remaining)
      ? ['a wrong remainder']
      : []),
    ...(isLinked && invoices.some(({ status }) => status === 'draft') ? [`${shows}, and a draft is left over`] : []),
    ...(live === undefined && invoices.length === 0 && isReady(play, look) ? [`${shows}, ready but not billed`] : []),
  ];
}

function unbilledStatus(approval: string, invoices: readonly Invoice[]): string {
  const isCancelled = approval === 'Rejected' || approval === 'Withdrawn';
  return isCancelled && invoices.some(({ status }) => status === 'void') ? 'Closed' : 'Not yet triggered';
}

const OPEN = ['Sent', 'Due soon', 'Overdue'];

/** Of a bill in parts the open one that is due first counts, else the one that was made last. */
function mostPressing(invoices: readonly Invoice[], now: number): Invoice | undefined {
  const open = invoices.filter((invoice) => OPEN.includes(statusOf(invoice, now)));
  const settled = invoices.filter(({ status }) => status !== 'uncollectible');
  const first = [...open].sort((a, b) => (a.due_date ?? 0) - (b.due_date ?? 0) || b.created - a.created)[0];
  return first ?? settled.at(-1) ?? invoices.at(-1);
}

/** The rules in short, written anew so that the hub's own are not their own judge. */
function statusOf(invoice: Invoice, now: number): string {
  const { status, amount_paid: received, amount_remaining: remaining } = invoice;
  if (status === 'paid') return received > 0 ? 'Paid' : 'Closed';
  if (status === 'uncollectible') return 'Closed';
  if (remaining === 0) return 'Paid';
  const issued = dayOf((invoice.status_transitions.finalized_at ?? 0) * 1000);
  const due = dayOf((invoice.due_date ?? 0) * 1000);
  const left = daysBetween(dayOf(now), due);
  if (left < 0) return 'Overdue';
  return left <= Math.min(7, Math.floor(daysBetween(issued, due) / 2)) ? 'Due soon' : 'Sent';
}

function isReady({ world, client, project }: Play, look: (property: string) => string): boolean {
  const { notionSandbox: notion } = world;
  return (
    look('Approval') === 'Approved' &&
    // A draft that is noted here and gone was deleted by somebody: the row says so, and a person decides (R16).
    look('Stripe invoice') === '' &&
    look('Delivery') === 'Delivered' &&
    look('Deliverable') !== '' &&
    look('Amount') !== '' &&
    lookAtRow(notion, client)('Billing email') !== '' &&
    lookAtRow(notion, project)('Approval owner') !== ''
  );
}
