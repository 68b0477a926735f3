import fc from 'fast-check';
import { billingKey } from '../../src/billing/billing-key.ts';
import { addDays, dateIn, dueInstant, startOfDay } from '../../src/billing/calendar.ts';
import type { Client, Policy } from '../../src/billing/facts.ts';
import { majorUnits } from '../../src/billing/money.ts';
import { type Bill, newDraft } from '../billing/histories/bill.ts';
import { newMemory } from '../billing/histories/memory.ts';
import type { Customer } from '../billing/histories/world.ts';
import { aClient, aFollowUpPolicy, aMilestone, aPolicy, aProject, currency, person } from '../support/facts.ts';
import { type FollowUpWorld, START } from './world.ts';

const ZONES = ['', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Auckland'];
const COUNTRIES = ['GB', '', 'DE', 'US'];

const invoice = fc.record({
  client: fc.constantFrom(0, 0, 1, 2),
  /** Days from the first day of the history. */
  due: fc.integer({ min: -4, max: 8 }),
  minor: fc.constantFrom(400_000, 123_456, 9_000, 4_000),
  currency: fc.constantFrom('GBP', 'GBP', 'EUR', 'JPY'),
  portal: fc.constantFrom(false, false, false, false, false, true),
  /** It was late before the hub knew of it, and a person has to say yes first. */
  old: fc.constantFrom(false, false, false, false, true),
  clause: fc.constantFrom(false, true),
});

/** What is agreed before anything happens. The plain case stands first, so that failures shrink to it. */
export const setting = fc.record({
  clients: fc.array(fc.record({ zone: fc.constantFrom(...ZONES), country: fc.constantFrom(...COUNTRIES) }), {
    minLength: 1,
    maxLength: 3,
  }),
  invoices: fc.array(invoice, { minLength: 1, maxLength: 5 }),
  /** How far things have come before a history begins, so that short ones reach what happens late. */
  daysBefore: fc.constantFrom(0, 2, 9, 9, 18),
  zone: fc.constantFrom('Europe/London', 'Europe/London', 'America/New_York'),
  whilePaused: fc.constantFrom('continue', 'suspend'),
  thankYou: fc.boolean(),
  courtesy: fc.boolean(),
  repeats: fc.constantFrom(0, 0, 2),
  smallBalance: fc.constantFrom(0, 0, 50),
});
export type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;
type InvoiceSetting = Setting['invoices'][number];

export const idOf = (at: number): string => `${at + 1}0000000-0000-4000-8000-000000000000`;
export const invoiceIdOf = (at: number): string => `in_${at + 1}`;
export const clientId = (at: number): string => `client-${at + 1}`;
/** Each invoice has a project of its own: a pause and a clause are the project's. */
export const projectId = (at: number): string => `project-${at + 1}`;

const DECISION = 'Approved 2026-11-03';
const TERM_DAYS = 14;
const OLD_DAYS = 40;
const CLAUSE = '7.2 After 14 days the work rests.';

function policyOf({ zone, whilePaused, thankYou, courtesy, repeats, smallBalance }: Setting): Policy {
  return aPolicy({
    timeZone: zone,
    defaultBillingOwner: 'owner@studio.example',
    followUp: aFollowUpPolicy({ whilePaused, thankYou, courtesy, repeats, smallBalance }),
  });
}

const clientOf = ({ clients }: Setting, at: number): Client =>
  aClient({
    id: clientId(at),
    name: `Client ${at + 1}`,
    billingEmail: `ap@client-${at + 1}.example`,
    country: clients[at]?.country ?? '',
    timeZone: clients[at]?.zone ?? '',
    submissionNotes: 'As PDF',
    shown: { stripeCustomer: `cus_${at + 1}`, accountStatus: null },
  });

/** An invoice names the client that is there. */
const ownerOf = ({ clients }: Setting, { client }: InvoiceSetting): number => client % clients.length;

function billOf(given: Setting, one: InvoiceSetting, at: number): Bill {
  const { zone } = given;
  const due = addDays(dateIn(zone, START), one.due - (one.old ? OLD_DAYS : 0));
  const client = clientOf(given, ownerOf(given, one));
  const issuedAt = startOfDay(zone, addDays(due, -TERM_DAYS));
  const order = {
    key: billingKey(idOf(at), 'all', 1),
    milestoneId: idOf(at),
    projectId: projectId(at),
    trigger: 'Milestone approval' as const,
    revision: 1,
    decision: DECISION,
    client,
    customerId: client.shown.stripeCustomer,
    money: { minor: one.minor, currency: currency(one.currency) },
    lines: [{ words: `Milestone ${at + 1}`, minor: one.minor }],
    takenOff: 0,
    delivering: one.portal ? ('portal' as const) : ('mail' as const),
    issuedAt,
    dueDate: due,
    dueAt: dueInstant(zone, due),
    poNumber: '',
    taxId: '',
    printed: [],
  };
  const own = {
    id: invoiceIdOf(at),
    createdAt: issuedAt,
    customerEmail: client.billingEmail ?? '',
    decisionsBefore: 1,
  };
  return {
    ...newDraft(order, own),
    status: 'open',
    issuedAt,
    total: one.minor,
    adoptedAt: one.old ? START : null,
  };
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

/** A world in which some invoices are out, and nothing has happened to them yet. */
export function worldIn(given: Setting): FollowUpWorld {
  const bills = given.invoices.map((one, at) => billOf(given, one, at));
  const clients = given.clients.map((_, at) => clientOf(given, at));
  const customers = clients.map(({ id, billingEmail, shown }): [string, Customer] => [
    shown.stripeCustomer,
    { clientId: id, email: billingEmail ?? '', balance: 0, cash: 0, currency: null },
  ]);
  return {
    now: START,
    tick: 0,
    policy: policyOf(given),
    milestones: byId(
      bills.map(({ id, total, order }, at) =>
        aMilestone({
          id: idOf(at),
          name: `Milestone ${at + 1}`,
          projectIds: [projectId(at)],
          amount: majorUnits({ minor: total, currency: order.money.currency }),
          currency: order.money.currency,
          shown: { ...aMilestone().shown, stripeInvoice: id },
        }),
      ),
    ),
    projects: byId(
      given.invoices.map((one, at) =>
        aProject({
          id: projectId(at),
          name: `Project ${at + 1}`,
          clientIds: [clientId(ownerOf(given, one))],
          owners: [person('Mara')],
          escalationClause: one.clause ? CLAUSE : '',
        }),
      ),
    ),
    clients: byId(clients),
    deals: new Map(),
    unreadable: new Set(),
    comments: new Map(),
    customers: new Map(customers),
    bills: byId(bills),
    drafted: new Map(),
    memory: newMemory(),
    again: new Map(),
    asked: new Set(bills.map(({ order }) => order.milestoneId)),
    meddledWith: new Set(),
    skipped: new Set(),
    decisions: new Map(),
    approved: new Map(),
    detached: new Set(),
    broken: [],
    hasForgotten: false,
    cut: undefined,
    keys: new Map(),
    debitSince: new Map(),
    attempts: [],
    stood: new Map(),
    bounced: new Map(),
    wasClosed: new Set(),
    due: new Map(),
    troubles: [],
    story: [],
    held: false,
  };
}
