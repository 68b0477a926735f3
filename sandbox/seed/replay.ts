import { addDays } from '../../src/billing/calendar.ts';
import type { Biller } from './bill.ts';
import { CLIENTS, type SeedClient } from './clients.ts';
import type { History } from './history.ts';
import type { SeedBillEvent, SeedMilestone } from './milestone.ts';
import { MILESTONES } from './milestones.ts';
import { PROJECTS } from './projects.ts';

/** One past invoice and the milestone it bills. */
export type Billed = { readonly milestone: SeedMilestone; readonly invoiceId: string };

type Stage = {
  readonly history: History;
  readonly biller: Biller;
  /** Page id of a row by its name. */
  readonly row: (name: string) => string;
  /** Told once, when a client has become a customer. */
  readonly onCustomer: (clientName: string, customerId: string) => void;
  /** Told whenever something happened to an invoice, at that moment. */
  readonly onChange: (billed: Billed) => void;
};

/** A moment of the past; everything happens in office hours. */
type Scene = { readonly on: number; readonly hour: number; readonly play: () => Promise<void> };

const LEAVES_OPEN: ReadonlySet<SeedBillEvent['what']> = new Set(['part paid', 'card declined']);

const SENT_AT = 10;
const AFTERWARDS_AT = 15;

export function clientOf({ project }: SeedMilestone): SeedClient {
  const clientName = PROJECTS.find(({ name }) => name === project)?.client;
  const client = CLIENTS.find(({ name }) => name === clientName);
  if (client === undefined) throw new RangeError(`The project ${project} has no client.`);
  return client;
}

/**
 * Bills in Stripe what was billed in the past, day by day, and lets happen to each invoice what happened to it.
 * @returns the invoices that are still open
 */
export async function replay(stage: Stage): Promise<readonly Billed[]> {
  const invoiceIds = new Map<SeedMilestone, string>();
  const customers = await createCustomers(stage);
  const scenes = MILESTONES.flatMap((milestone) => scenesOf(milestone, stage, customers, invoiceIds));
  for (const { on, hour, play } of scenes.sort((a, b) => a.on - b.on || a.hour - b.hour)) {
    stage.history.goTo(on, hour);
    await play();
  }
  return [...invoiceIds]
    .map(([milestone, invoiceId]) => ({ milestone, invoiceId }))
    .filter(({ milestone: { afterwards = [] } }) => afterwards.every(({ what }) => LEAVES_OPEN.has(what)));
}

async function createCustomers({ biller, row, onCustomer }: Stage): Promise<ReadonlyMap<SeedClient, string>> {
  const customers = new Map<SeedClient, string>();
  for (const client of CLIENTS) {
    const id = await biller.customer(client, row(client.name));
    onCustomer(client.name, id);
    customers.set(client, id);
  }
  return customers;
}

function scenesOf(
  milestone: SeedMilestone,
  { history, biller, row, onChange }: Stage,
  customers: ReadonlyMap<SeedClient, string>,
  invoiceIds: Map<SeedMilestone, string>,
): Scene[] {
  const { sent, decision, afterwards = [] } = milestone;
  if (sent === undefined) return [];
  const client = clientOf(milestone);
  const send: Scene = {
    on: sent,
    hour: SENT_AT,
    async play() {
      const invoiceId = await biller.send({
        milestone,
        milestoneId: row(milestone.name),
        projectId: row(milestone.project),
        client,
        customerId: customers.get(client) ?? '',
        decidedOn: decision === undefined ? undefined : history.day(decision.on),
        dueDate: addDays(history.day(sent), client.terms),
      });
      invoiceIds.set(milestone, invoiceId);
      onChange({ milestone, invoiceId });
    },
  };
  const later = afterwards.map((event) => ({
    on: event.on,
    hour: AFTERWARDS_AT,
    async play() {
      const invoiceId = invoiceIds.get(milestone) ?? '';
      await biller.happen(invoiceId, event, client);
      onChange({ milestone, invoiceId });
    },
  }));
  return [send, ...later];
}
