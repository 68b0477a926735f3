import fc from 'fast-check';
import { addDays } from '../../src/billing/calendar.ts';
import type { Client, Milestone, Project } from '../../src/billing/facts.ts';
import type { MONEY } from '../billing/histories/money.ts';
import { moveMoney } from '../billing/histories/perform.ts';
import { edit, the } from '../billing/histories/world.ts';
import { clientId, idOf, invoiceIdOf, projectId } from './setting.ts';
import { type FollowUpWorld, say, today } from './world.ts';

type World = FollowUpWorld;
const inDays = (world: World, days: number) => addDays(today(world), days);

const stop = (followUpStop: Milestone['followUpStop'], days: number | null) => (_row: Milestone, world: World) => ({
  followUpStop,
  stopUntil: days === null ? null : inDays(world, days),
});

/** What people write beside a milestone. */
const ROW_EDITS = {
  'is put on hold for a week': stop('On hold', 7),
  'is put on hold for today': stop('On hold', 0),
  'is put on hold': stop('On hold', null),
  'is promised for the day after tomorrow': stop('Promised', 2),
  'is promised for next week': stop('Promised', 6),
  'is promised for a day that has passed': stop('Promised', -1),
  'is promised for a day too far ahead': stop('Promised', 45),
  'is asked about': stop('Queried', null),
  'is asked about until the day after tomorrow': stop('Queried', 2),
  'is stopped no more': stop(null, null),
  'may be escalated today': (_row, world) => ({ escalationApprovedOn: today(world) }),
  'may be escalated tomorrow': (_row, world) => ({ escalationApprovedOn: inDays(world, 1) }),
  'may be escalated next week': (_row, world) => ({ escalationApprovedOn: inDays(world, 7) }),
  'has its approval taken back': () => ({ approval: 'Withdrawn' }),
  'is approved after all': () => ({ approval: 'Approved' }),
  'was handed in through the portal': () => ({ portalReference: 'P-1' }),
} as const satisfies Record<string, (row: Milestone, world: World) => Partial<Milestone>>;

const PROJECT_EDITS = {
  pauses: (_row, world) => ({ status: 'Paused', pausedOn: today(world), resumeOn: null }),
  'pauses for a week': (_row, world) => ({ status: 'Paused', pausedOn: today(world), resumeOn: inDays(world, 7) }),
  'goes on': () => ({ status: 'Active', pausedOn: null, resumeOn: null }),
  'has no clause in its contract': () => ({ escalationClause: '' }),
  'has a clause in its contract': () => ({ escalationClause: '7.3 After notice the work rests.' }),
} as const satisfies Record<string, (row: Project, world: World) => Partial<Project>>;

const CLIENT_EDITS = {
  'has another address': ({ id, billingEmail }) => ({
    billingEmail: billingEmail?.startsWith('new.') ? `ap@${id}.example` : `new.ap@${id}.example`,
  }),
  'has no address': () => ({ billingEmail: null }),
  'has an address that is none': () => ({ billingEmail: 'ask Ines' }),
  'has one of our own addresses': () => ({ billingEmail: 'owner@studio.example' }),
  'wants copies': () => ({ copyTo: 'cfo@client.example; boss@client.example' }),
  'is put on hold for three days': (_row, world) => ({ followUpHoldUntil: inDays(world, 3) }),
  'is put on hold for today': (_row, world) => ({ followUpHoldUntil: today(world) }),
  'is on hold no more': () => ({ followUpHoldUntil: null }),
  'is to be asked about old invoices': (_row, world) => ({ oldInvoicesFrom: today(world) }),
} as const satisfies Record<string, (row: Client, world: World) => Partial<Client>>;

const MOVES = [
  'pays all',
  'pays a part',
  'pays a part',
  'pays too much',
  'pays elsewhere',
  'pays a part elsewhere',
  'transfer falls short',
  'balance is applied',
  'payment is detached',
  'card is declined',
  'card is declined',
  'bank asks to confirm',
  'debit of all begins',
  'debit of a part begins',
  'debit arrives',
  'debit fails',
  'debit comes back',
  'voided',
  'written off',
  'credited in part',
  'credited whole',
  'refunded as agreed',
  'refunded in part as agreed',
  'refunded without a word',
  'refund comes back',
  'disputed',
  'dispute won',
  'dispute lost',
] as const satisfies readonly (keyof typeof MONEY)[];

/** What the client's mail server says later on. */
const MAIL = 'comes back';

const names = <K extends string>(table: Readonly<Record<K, unknown>>) => {
  const all: K[] = [];
  for (const name in table) all.push(name);
  return fc.constantFrom(...all);
};

const of = fc.nat({ max: 4 });
export const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ of, row: names(ROW_EDITS) }) },
  { weight: 1, arbitrary: fc.record({ of, project: names(PROJECT_EDITS) }) },
  { weight: 2, arbitrary: fc.record({ of, client: names(CLIENT_EDITS) }) },
  { weight: 5, arbitrary: fc.record({ of, money: fc.constantFrom(...MOVES) }) },
  { weight: 1, arbitrary: fc.record({ of, mail: fc.constant(MAIL) }) },
);
/** What people, clients and banks do about one invoice. Plain data, so that a history that goes wrong can be read and shortened. */
export type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** Lets it happen; the hub is told. What is not there, or not allowed at this moment, is not done. */
export function happen(world: World, one: Happening): void {
  const at = one.of % world.projects.size;
  const row = idOf(at);
  if ('row' in one) {
    say(world, `Invoice ${at + 1} ${one.row}.`);
    edit(world.milestones, row, ROW_EDITS[one.row](the(world.milestones, row), world));
  }
  if ('project' in one) {
    say(world, `The project of invoice ${at + 1} ${one.project}.`);
    edit(world.projects, projectId(at), PROJECT_EDITS[one.project](the(world.projects, projectId(at)), world));
  }
  if ('client' in one) {
    const id = clientId(one.of % world.clients.size);
    say(world, `${the(world.clients, id).name} ${one.client}.`);
    edit(world.clients, id, CLIENT_EDITS[one.client](the(world.clients, id), world));
  }
  if ('money' in one) pay(world, at, one.money);
  if ('mail' in one) comeBack(world, at);
  // A webhook comes for each of these, or the next sweep finds it.
  for (const id of 'client' in one ? world.milestones.keys() : [row]) world.asked.add(id);
}

function pay(world: World, at: number, how: (typeof MOVES)[number]): void {
  const id = invoiceIdOf(at);
  const before = the(world.bills, id);
  moveMoney(world, idOf(at), { at: 'oldest', how });
  const after = the(world.bills, id);
  if (after === before && how !== 'transfer falls short') return;
  say(world, `Money for invoice ${at + 1}: ${how}.`);
  if (after.inFlight === 0) world.debitSince.delete(id);
  else if (before.inFlight === 0) world.debitSince.set(id, world.now);
  if (after.status !== 'open') world.wasClosed.add(id);
}

/** Nothing comes back that has not gone out. */
function comeBack(world: World, at: number): void {
  const id = invoiceIdOf(at);
  const last = world.attempts.findLast(
    ({ answer, lines }) => (answer === 'sent' || answer === 'lost') && lines.some(({ invoice }) => invoice.id === id),
  );
  if (last === undefined || the(world.bills, id).status !== 'open') return;
  say(world, `The last message about invoice ${at + 1} comes back.`);
  world.bounced.set(id, last.message.to);
  edit(world.bills, id, { mailReturned: true });
}
