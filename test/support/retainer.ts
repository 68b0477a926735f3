import { amount, choice, link, on, startExample } from './example.ts';
import { title } from './world.ts';

/** The row that the period after 31 January gets. */
export const NEXT = 'Care plan (2026-02-28)';

/** A retainer of 1,000.00 a month that renews on 31 January, as agreed; the hub has looked at it before. */
export async function startRetainer() {
  const example = await startExample('2026-01-20T10:00:00Z');
  const { project, edit, milestone, at, hub, world, look } = example;
  edit(project, { Agreement: link('https://sign.example/care') });
  const id = milestone({
    Name: title('Care plan'),
    Trigger: choice('Retainer renewal'),
    Amount: amount(1000),
    Delivery: choice('In progress'),
    Deliverable: { url: null },
    Approval: choice('Not requested'),
    'Planned date': on('2026-01-31'),
  }).milestone;
  await at('2026-01-20T10:10:00Z');
  const rows = () =>
    world.notionSandbox.rows(world.workspace.milestones.dataSourceId).map((row) => ({
      id: row.id,
      name: look(row.id)('Name'),
      on: look(row.id)('Planned date'),
      status: look(row.id)('Billing status'),
    }));
  return {
    ...example,
    id,
    rows,
    shows: look(id),
    rowNamed: (name: string) => rows().find((row) => row.name === name)?.id ?? '',
    names: () => rows().map(({ name }) => name),
    totals: () => world.stripeSandbox.store.invoices().map(({ total }) => total),
    renewals: () => hub.work({ name: 'renewals', id: 'renewals', origin: 'test' }),
  };
}

export type Retainer = Awaited<ReturnType<typeof startRetainer>>;
