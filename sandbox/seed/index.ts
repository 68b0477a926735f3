import { toInvoice } from '../../connectors/stripe/invoice.ts';
import { instantFromMillis, type PlainDate } from '../../src/billing/calendar.ts';
import type { Invoice } from '../../src/billing/facts.ts';
import type { SandboxClock } from '../kit/clock.ts';
import type { NotionSandbox, Workspace } from '../notion/index.ts';
import type { StripeSandbox } from '../stripe/index.ts';
import { createBiller } from './bill.ts';
import { createRows } from './create-rows.ts';
import { followedOf } from './followed.ts';
import { createHistory } from './history.ts';
import type { SeedMilestone } from './milestone.ts';
import { BLOCKED, HERO, MILESTONES, READY } from './milestones.ts';
import type { PersonKey } from './people.ts';
import { PROJECTS } from './projects.ts';
import { commenter, withRecords } from './records.ts';
import { replay } from './replay.ts';
import { approvalOf, type Known } from './rows.ts';
import { commentsBeside, shownBeside } from './shown.ts';
import { text } from './writes.ts';

export { historyStart, SEED_ZONE } from './history.ts';
export { AGENCY } from './people.ts';
export { sendingTime } from './sending-time.ts';

type Ground = {
  readonly clock: SandboxClock;
  readonly notion: NotionSandbox;
  readonly stripe: StripeSandbox;
  readonly stripeKey: string;
  readonly workspace: Workspace;
};

/** The agency's workspace as it stands today. */
export type Seeded = {
  readonly today: PlainDate;
  readonly person: (key: PersonKey) => string;
  /** Page id of a client, project, milestone or deal by its name. */
  readonly row: (name: string) => string;
  /** A milestone that lacks nothing but its approval. */
  readonly heroId: string;
  /** A milestone that was approved, but not by the rules. */
  readonly blockedId: string;
  /** A milestone that was approved by the rules and is not billed yet. */
  readonly readyId: string;
  /** Logs today's approval of a milestone, the agreed way, as the person who leads its project. */
  readonly approve: (milestoneName: string) => void;
};

/**
 * Fills an empty workspace with an agency: clients, projects, milestones in every state, their invoices in Stripe, deals.
 * @param ground its clock shows `historyStart(today)`; afterwards it shows today
 */
export async function seedAgency({ clock, notion, stripe, stripeKey, workspace }: Ground): Promise<Seeded> {
  const history = createHistory(clock);
  const known = createRows(notion, workspace, history);
  const biller = createBiller({ url: stripe.url, secretKey: stripeKey, pay: stripe.pay });
  const now = () => instantFromMillis(clock.now());
  const show = (milestone: SeedMilestone, invoice: Invoice): void => {
    const shown = shownBeside(followedOf(milestone, invoice, known), now());
    notion.editAs(known.person('tom'), known.row(milestone.name), shown);
  };
  const open = await replay({
    history,
    biller,
    row: known.row,
    onCustomer: (client, customer) =>
      notion.editAs(known.person('tom'), known.row(client), { 'Stripe customer': text(customer) }),
    onChange: ({ milestone, invoiceId }) => show(milestone, toInvoice(stripe.store.invoice(invoiceId))),
  });
  history.finish();
  const comment = commenter(notion);
  for (const { milestone, invoice } of await withRecords(open, { biller, known, today: history.day(0) })) {
    // What is still owed has become due soon or overdue since.
    show(milestone, invoice);
    for (const words of commentsBeside(followedOf(milestone, invoice, known), now()))
      await comment(known.row(milestone.name), words);
  }
  return {
    today: history.day(0),
    person: known.person,
    row: known.row,
    heroId: known.row(HERO),
    blockedId: known.row(BLOCKED),
    readyId: known.row(READY),
    approve: (name) => approve(notion, known, name),
  };
}

function approve(notion: NotionSandbox, known: Known, name: string): void {
  const milestone = MILESTONES.find((candidate) => candidate.name === name);
  const project = PROJECTS.find((candidate) => candidate.name === milestone?.project);
  if (milestone === undefined || project === undefined) throw new RangeError(`The seed has no milestone "${name}".`);
  notion.editAs(known.person(project.owner), known.row(name), approvalOf(milestone, known));
}
