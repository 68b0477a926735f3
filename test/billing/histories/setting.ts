import fc from 'fast-check';
import { addDays, dateIn, type Instant } from '../../../src/billing/calendar.ts';
import { HANDOVER_PARTS, type Milestone, type Person } from '../../../src/billing/facts.ts';
import { aClient, aDeal, aMilestone, aPolicy, aProject, nothingShown, person } from '../../support/facts.ts';
import { newMemory } from './memory.ts';
import { START, type World } from './world.ts';

/** What is agreed before anything happens. The plain case stands first in each list, so that failures shrink to it. */
export const setting = fc.record({
  zone: fc.constantFrom('Europe/London', 'America/New_York'),
  quietMinutes: fc.constantFrom(0, 10),
  confirmAfterDays: fc.constantFrom(400, 30),
  terms: fc.constantFrom(14, 30, 7, 0),
  clients: fc.constantFrom(1, 2),
  contractValue: fc.constantFrom(null, null, 18_000, 9_000),
  purchaseOrder: fc.constantFrom(null, null, null, 12_000, 5_000),
  portal: fc.constantFrom(false, false, false, true),
  depositCreditedTo: fc.constantFrom('nothing', 'final'),
  kickoffWaitsFor: fc.constantFrom('Payment', 'Invoice', 'Nothing'),
  partialApproval: fc.constantFrom('Bill approved part', 'Wait for full'),
  whenPaused: fc.constantFrom('Bill if earned', 'Defer until resume'),
  pausedRetainer: fc.constantFrom('Skip', 'Full', 'Prorate'),
  deal: fc.constantFrom('none', 'won', 'agreed'),
  handedOver: fc.boolean(),
  /** How much later, in the end, only those are looked at that have asked for it. */
  hoursLater: fc.constantFrom(30 * 24, 13, 100 * 24),
});
export type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

export const WEBSITE = 'project-website';
export const HANDBOOK = 'project-handbook';
export const NORTHWIND = 'client-northwind';
export const CONTOSO = 'client-contoso';

export const APPROVER = 'd.osei@client.example';
export const MARA: Person = person('Mara');

/** The rows that there may be from the beginning. */
export const ROWS = ['Design', 'Deposit', 'Launch', 'Care', 'Draft', 'Print'] as const;
export type RowName = (typeof ROWS)[number];
/** Who a step is about; a retainer gets more rows as time goes by. */
export type RowRef = RowName | 'the latest renewal';

/** Billing keys need a page id. */
export const pageId = (name: RowName): string => `${ROWS.indexOf(name) + 1}0000000-0000-4000-8000-000000000000`;

const READY = {
  approval: 'Requested',
  decidedBy: [],
  decidedOn: null,
  decisionChannel: null,
  decisionProof: null,
  shown: nothingShown,
} as const;

type Row = Partial<Milestone> & { readonly name: RowName };

function rowsOf({ handedOver, zone }: Setting, cast: readonly RowName[]): readonly Milestone[] {
  const day = (days: number) => addDays(dateIn(zone, START), days);
  const parts = handedOver ? HANDOVER_PARTS : [];
  const website = { ...READY, projectIds: [WEBSITE] };
  const handbook = { ...READY, projectIds: [HANDBOOK] };
  const byDate = { delivery: null, hasEvidence: false, approval: null } as const;
  const rows: readonly Row[] = [
    { ...website, name: 'Design', order: 2, amount: 4000 },
    { ...website, name: 'Deposit', order: 1, trigger: 'Deposit', amount: 3000, plannedDate: day(2), ...byDate },
    { ...website, name: 'Launch', order: 4, trigger: 'Final handoff', amount: 6000, handedOver: parts },
    { ...website, name: 'Care', order: 5, trigger: 'Retainer renewal', amount: 1000, plannedDate: day(5), ...byDate },
    { ...handbook, name: 'Draft', order: 1, amount: 2500.5, billingOwners: [person('Ada')] },
    { ...handbook, name: 'Print', order: 2, trigger: 'Final handoff', amount: 3000, handedOver: parts },
  ];
  return rows.filter(({ name }) => cast.includes(name)).map((row) => aMilestone({ ...row, id: pageId(row.name) }));
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

/** A world in which nothing has happened. */
export function worldIn(given: Setting, cast: readonly RowName[]): World {
  const { zone, portal, purchaseOrder, deal } = given;
  const { kickoffWaitsFor, partialApproval, whenPaused, pausedRetainer } = given;
  const agreed = { kickoffWaitsFor, partialApproval, whenPaused, pausedRetainer } as const;
  const agreement = 'https://files.example/agreement';
  const unlinked = { stripeCustomer: '', accountStatus: null } as const;
  const client = { paymentTermsDays: given.terms, shown: unlinked };
  return {
    now: START,
    policy: aPolicy({
      timeZone: zone,
      quietPeriodSeconds: given.quietMinutes * 60,
      confirmAfterDays: given.confirmAfterDays,
      depositCreditedTo: given.depositCreditedTo,
      holidayCountry: undefined,
    }),
    milestones: byId(rowsOf(given, cast)),
    projects: byId([
      aProject({ ...agreed, id: WEBSITE, clientIds: [NORTHWIND], agreement, contractValue: given.contractValue }),
      aProject({
        ...agreed,
        id: HANDBOOK,
        name: 'Handbook',
        clientIds: [given.clients === 2 ? CONTOSO : NORTHWIND],
      }),
    ]),
    clients: byId([
      aClient({
        ...client,
        id: NORTHWIND,
        ...(purchaseOrder === null ? {} : { poRequired: true, poNumber: 'PO-1', poValue: purchaseOrder }),
        ...(portal ? { submission: 'Portal', submissionNotes: 'As PDF, by the 25th' } : {}),
      }),
      aClient({ ...client, id: CONTOSO, name: 'Contoso', billingEmail: 'ap@contoso.example' }),
    ]),
    deals: new Map(
      deal === 'none' ? [] : [[WEBSITE, [aDeal({ stage: deal === 'won' ? 'Won' : 'Agreed', value: null })]]],
    ),
    unreadable: new Set(),
    comments: new Map(),
    customers: new Map(),
    bills: new Map(),
    drafted: new Map(),
    memory: newMemory(),
    again: new Map(),
    asked: new Set(),
    meddledWith: new Set(),
    skipped: new Set(),
    decisions: new Map(),
    approved: new Map(),
    detached: new Set(),
    broken: [],
    hasForgotten: false,
    cut: undefined,
  };
}

export const today = ({ policy, now }: { policy: { timeZone: string }; now: Instant }) => dateIn(policy.timeZone, now);
