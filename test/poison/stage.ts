import type { PropertyWrites } from '../../sandbox/notion/index.ts';
import { amount, startExample } from '../support/example.ts';
import { aProjectToBill, aReadyMilestone, title } from '../support/world.ts';

export const START = '2026-11-03T14:10:00Z';

/** Mends what nobody else answers for. */
export const FINANCE = 'finance@studio.example';

/**
 * A milestone that is about to be spoiled, and those that must not notice: one of the same project, one of another project of the
 * same client, and one of another client. The hub has looked at all of them.
 */
export async function startPoisonStage() {
  const example = await startExample(START, { quietPeriodSeconds: 0, defaultBillingOwner: FINANCE });
  const { world, client, project, mara, hub } = example;
  const { notionSandbox: notion, workspace } = world;
  const second = notion.createPage({
    dataSourceId: workspace.projects.dataSourceId,
    properties: {
      Name: title('Intranet'),
      Client: { relation: [{ id: client }] },
      Status: { select: { name: 'Active' } },
      Owner: { people: [{ id: mara }] },
      'Approval owner': { email: 'd.osei@client.example' },
      'Agreed channel': { select: { name: 'Email' } },
    },
  }).id;
  const elsewhere = aProjectToBill(notion, workspace);
  const ready = (name: string, changes: PropertyWrites, within: Parameters<typeof aReadyMilestone>[3]) => {
    const row = aReadyMilestone(notion, workspace, { Name: title(name), ...changes }, within);
    return { id: row.milestone, approve: () => row.approve('2026-11-03'), shows: example.look(row.milestone) };
  };
  // Amounts of their own: similar bills to one client would be warned of.
  const victim = ready('Design', { Amount: amount(4000) }, { mara, client, project });
  const neighbour = ready('Build', { Amount: amount(1100), Order: amount(2) }, { mara, client, project });
  const sibling = ready('Wiki', { Amount: amount(2200) }, { mara, client, project: second });
  const stranger = ready('Logo', { Amount: amount(3300) }, elsewhere);
  await hub.sweep();
  let minutes = 0;
  return {
    ...example,
    notion,
    workspace,
    victim,
    neighbour,
    sibling,
    stranger,
    /** Time passes as long as from one sweep to the next, and the hub sweeps, without any webhook. */
    async aSweepLater() {
      minutes += 10;
      await example.at(new Date(Date.parse(START) + minutes * 60_000).toISOString());
    },
    async aDayLater() {
      minutes += 24 * 60;
      await example.at(new Date(Date.parse(START) + minutes * 60_000).toISOString());
    },
    statusOf: (...rows: readonly { readonly shows: (property: string) => string }[]) =>
      rows.map(({ shows }) => shows('Billing status')),
    invoicesOfAll: () =>
      [victim, neighbour, sibling, stranger].map(
        ({ id }) => example.invoicesOf(id).filter(({ status }) => status !== 'draft').length,
      ),
    pay: async (row: { readonly id: string }) => {
      const [invoice] = example.invoicesOf(row.id);
      await world.stripeSandbox.pay(invoice?.id ?? '');
    },
  };
}

export type PoisonStage = Awaited<ReturnType<typeof startPoisonStage>>;
