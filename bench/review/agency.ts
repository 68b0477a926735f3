import type { PropertyWrites } from '../../sandbox/notion/index.ts';
import type { Sandbox } from '../../sandbox/start.ts';
import { addDays, type PlainDate } from '../../src/billing/calendar.ts';

export const MILESTONES = 10_000;
export const OPEN = 600;
const CLIENTS = 200;
/** Some of them are under way, most are done. */
const PROJECTS = 1_000;
const UNDER_WAY = 100;

const title = (content: string) => ({ title: [{ text: { content } }] });
const text = (content: string) => ({ rich_text: [{ text: { content } }] });
const choice = (name: string) => ({ select: { name } });
const on = (start: PlainDate) => ({ date: { start } });

/** Years of work that is paid, and beside it what is open now: planned, waiting, sent, late, promised. */
export function createYears({ notion, workspace }: Sandbox, today: PlainDate): void {
  const mara = notion.people.add({ name: 'Mara Lindqvist', email: 'mara@studio.example' }).id;
  const row = (table: 'clients' | 'projects' | 'milestones' | 'deals', properties: PropertyWrites): string =>
    notion.createPage({ dataSourceId: workspace[table].dataSourceId, properties, personId: mara }).id;
  const clients = Array.from({ length: CLIENTS }, (_, n) =>
    row('clients', { Name: title(`Client ${n}`), Currency: choice(n % 5 === 0 ? 'EUR' : 'GBP') }),
  );
  const projects = Array.from({ length: PROJECTS }, (_, n) =>
    row('projects', {
      Name: title(`Project ${n}`),
      Client: { relation: [{ id: clients[n % CLIENTS] ?? '' }] },
      Status: choice(n < UNDER_WAY ? 'Active' : 'Done'),
      Owner: { people: [{ id: mara }] },
    }),
  );
  for (let n = 0; n < MILESTONES; n += 1) {
    const isOpen = n < OPEN;
    const project = { relation: [{ id: projects[isOpen ? n % UNDER_WAY : n % PROJECTS] ?? '' }] };
    row('milestones', {
      Name: title(`Milestone ${n}`),
      Project: project,
      ...(isOpen ? open(n, today) : paid(n, today)),
    });
  }
  for (let n = 0; n < 30; n += 1)
    row('deals', { Name: title(`Deal ${n}`), Stage: choice('Qualified'), Value: { number: 10_000 + n } });
}

const worth = (n: number) => ({ Amount: { number: 1_000 + (n % 90) * 50 }, Trigger: choice('Milestone approval') });

function open(n: number, today: PlainDate): PropertyWrites {
  const due = addDays(today, (n % 70) - 50);
  if (n % 2 === 0) return { ...worth(n), Delivery: choice('Delivered'), 'Planned date': on(due) };
  return {
    ...worth(n),
    Delivery: choice('Delivered'),
    Approval: choice('Approved'),
    'Decided on': on(addDays(due, -15)),
    ...billed(n, due, 1_000),
    'Billing status': choice(due < today ? 'Overdue' : 'Sent'),
    ...(n % 7 === 0 ? { 'Follow-up stop': choice('Promised'), 'Stop until': on(addDays(today, 3)) } : {}),
  };
}

function paid(n: number, today: PlainDate): PropertyWrites {
  const due = addDays(today, -200 - (n % 900));
  return { ...worth(n), ...billed(n, due, 0), 'Billing status': choice('Paid'), 'Paid on': on(addDays(due, 5)) };
}

const billed = (n: number, due: PlainDate, remaining: number): PropertyWrites => ({
  'Stripe invoice': text(`in_${n}`),
  'Invoice number': text(`NW-${n}`),
  Invoiced: { number: 1_000 },
  Remaining: { number: remaining },
  Issued: on(addDays(due, -14)),
  Due: on(due),
});
