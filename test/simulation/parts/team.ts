import fc from 'fast-check';
import type { PropertyWrites } from '../../../sandbox/notion/index.ts';
import { addDays, dateIn, instantFromIso } from '../../../src/billing/calendar.ts';
import { type TestWorld, text, title } from '../../support/world.ts';

/** Who works for whom, on what, and how it is to be billed. The plain case stands first, so that failures shrink to it. */
const client = fc.record({
  currency: fc.constantFrom('GBP', 'EUR', 'JPY', null),
  terms: fc.constantFrom(14, 30, 7, 0),
  order: fc.constantFrom(null, null, null, 12_000, 5_000),
});

const project = fc.record({
  of: fc.nat({ max: 2 }),
  parts: fc.constantFrom('Bill approved part', 'Wait for full'),
  kickoff: fc.constantFrom('Payment', 'Invoice', 'Nothing'),
  contract: fc.constantFrom(null, null, null, 18_000, 9_000),
});

const row = fc.record({
  of: fc.nat({ max: 1 }),
  trigger: fc.constantFrom('Milestone approval', 'Milestone approval', 'Final handoff', 'Deposit', 'Retainer renewal'),
  amount: fc.constantFrom(4000, 1250.5, 9000),
  currency: fc.constantFrom(null, null, null, 'EUR', 'JPY'),
});

export const team = fc.record({
  begins: fc.constantFrom(
    '2026-11-03T10:00:00Z',
    '2026-10-23T15:30:00Z',
    '2026-12-30T23:30:00Z',
    '2027-03-26T09:00:00Z',
    '2028-02-28T12:00:00Z',
  ),
  zone: fc.constantFrom('Europe/London', 'America/New_York', 'Pacific/Auckland'),
  quietMinutes: fc.constantFrom(0, 10),
  depositCreditedTo: fc.constantFrom('nothing', 'final'),
  clients: fc.array(client, { minLength: 1, maxLength: 3 }),
  projects: fc.array(project, { minLength: 1, maxLength: 2 }),
  rows: fc.array(row, { minLength: 1, maxLength: 4 }),
});
export type Team = typeof team extends fc.Arbitrary<infer T> ? T : never;

export const CLIENTS = ['Northwind', 'Contoso', 'Fabrikam'] as const;
export const PROJECTS = ['Website', 'Handbook'] as const;
export const ROWS = ['Design', 'Build', 'Launch', 'Print'] as const;

export const APPROVER = 'd.osei@client.example';

/** The element that a number names, whatever the number. */
export function pick<T>(list: readonly T[], at: number): T {
  const found = list[at % list.length];
  if (found === undefined) throw new RangeError('There is nothing to choose from.');
  return found;
}

const select = (name: string | null) => ({ select: name === null ? null : { name } });

/** The rows of a team in Notion. */
export type Cast = {
  readonly person: string;
  readonly clients: readonly string[];
  readonly projects: readonly string[];
  readonly rows: readonly string[];
};

/** Writes a team's rows into an empty workspace. */
export function hire({ notionSandbox: notion, workspace }: TestWorld, given: Team): Cast {
  const person = notion.people.add({ name: 'Mara Lindqvist', email: 'mara@studio.example' }).id;
  const add = ({ dataSourceId }: { readonly dataSourceId: string }, properties: PropertyWrites): string =>
    notion.createPage({ dataSourceId, properties }).id;
  const clients = given.clients.map(({ currency, terms, order }, at) =>
    add(workspace.clients, {
      Name: title(pick(CLIENTS, at)),
      'Billing email': { email: `ap${at}@client.example` },
      'Finance contact': text('Ines Ruiz'),
      'Payment terms': { number: terms },
      Currency: select(currency),
      'Account owner': { people: [{ id: person }] },
      ...(order === null
        ? {}
        : { 'PO required': { checkbox: true }, 'PO number': text('PO-1'), 'PO value': { number: order } }),
    }),
  );
  const projects = given.projects.map(({ of, parts, kickoff, contract }, at) =>
    add(workspace.projects, {
      Name: title(pick(PROJECTS, at)),
      Client: { relation: [{ id: pick(clients, of) }] },
      Status: select('Active'),
      Owner: { people: [{ id: person }] },
      'Approval owner': { email: APPROVER },
      'Agreed channel': select('Email'),
      'Partial approval': select(parts),
      'Kickoff waits for': select(kickoff),
      'Contract value': { number: contract },
      Agreement: { url: 'https://files.example/agreement' },
    }),
  );
  const rows = given.rows.map((one, at) => add(workspace.milestones, rowOf(given, one, { at, projects })));
  return { person, clients, projects, rows };
}

type Row = Team['rows'][number];

const HANDED_OVER = ['Files', 'Documentation', 'Access', 'Ownership'].map((name) => ({ name }));

function rowOf(
  { begins, zone }: Team,
  { of, trigger, amount, currency }: Row,
  { at, projects }: { readonly at: number; readonly projects: readonly string[] },
): PropertyWrites {
  const isByDate = trigger === 'Deposit' || trigger === 'Retainer renewal';
  const planned = addDays(dateIn(zone, instantFromIso(begins)), 2 * at + 1);
  return {
    Name: title(pick(ROWS, at)),
    Project: { relation: [{ id: pick(projects, of) }] },
    Order: { number: at + 1 },
    Trigger: select(trigger),
    Amount: { number: amount },
    Currency: select(currency),
    ...(isByDate
      ? { 'Planned date': { date: { start: planned } } }
      : {
          Delivery: select('Delivered'),
          Deliverable: { url: 'https://files.example/design' },
          'Handed over': { multi_select: HANDED_OVER },
          Approval: select('Requested'),
        }),
  };
}
