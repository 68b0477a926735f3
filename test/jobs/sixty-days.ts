import type { MessageClaim } from '../../connectors/stripe/follow-up.ts';
import { followUp } from '../../jobs/follow-up.ts';
import { followUpClient, type SendMessage } from '../../jobs/follow-up-client.ts';
import type { JobContext, Work } from '../../jobs/ports.ts';
import {
  addDays,
  dueInstant,
  type Instant,
  instantFromIso,
  instantFromMillis,
  type PlainDate,
  plainDate,
  startOfDay,
} from '../../src/billing/calendar.ts';
import { decide } from '../../src/billing/decide.ts';
import type { Client, Invoice, Milestone, Project } from '../../src/billing/facts.ts';
import { failureKind } from '../../src/billing/failure.ts';
import type { MessageState, Slot, StopNote } from '../../src/billing/follow-up/record.ts';
import { pageId } from '../billing/kit.ts';
import { aClient, aMilestone, anInvoice, aPolicy, aProject, theFacts } from '../support/facts.ts';
import { mapMemory } from '../support/world.ts';

export const ZONE = 'Europe/London';
export const STARTS = plainDate('2026-11-02');
const HOUR_MS = 60 * 60_000;

/** What people do about one invoice in these days: when, and what it changes. */
export type Event = { readonly at: Instant; readonly what: string; readonly apply: (row: Row) => void };

/** One milestone with its invoice, as they stand now. */
export type Row = {
  milestone: Milestone;
  invoice: Invoice;
  readonly due: PlainDate;
  readonly project: Project;
  readonly party: Party;
  readonly events: readonly Event[];
};

/** One client, as it stands now. */
export type Party = { client: Client; readonly rows: Row[] };

export type SentMessage = {
  readonly at: Instant;
  readonly party: Party;
  readonly rows: readonly { readonly row: Row; readonly slot: Slot; readonly cycle: number }[];
};

const ZONES = ['', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Auckland'];
const COUNTRIES = ['', 'GB', 'DE', 'US'];

/** The same numbers for the same seed, from 0 up to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many invoices of clients all over the world, and what happens to them in sixty days; the same for the same seed. */
export function manyInvoices(count: number, seed: number): readonly Row[] {
  const random = randomFrom(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const oneOf = (items: readonly string[]): string => items[whole(items.length)] ?? '';
  const parties = Array.from(
    { length: Math.ceil(count * 0.45) },
    (_, at): Party => ({
      client: aClient({
        id: `client-${at}`,
        name: `Client ${at}`,
        country: oneOf(COUNTRIES),
        timeZone: oneOf(ZONES),
        shown: { stripeCustomer: `cus_${at}`, accountStatus: null },
      }),
      rows: [],
    }),
  );
  return Array.from({ length: count }, (_, at): Row => {
    const party = parties[whole(parties.length)];
    if (party === undefined) throw new RangeError('There are no clients.');
    const due = addDays(STARTS, whole(50) - 5);
    const project = aProject({ id: `project-${party.client.id}`, clientIds: [party.client.id] });
    const row: Row = {
      due,
      project,
      party,
      events: eventsOf(due, whole),
      milestone: aMilestone({ id: pageId(at), name: `Milestone ${at}`, projectIds: [project.id] }),
      invoice: anInvoice({
        id: `in_${at}`,
        number: `NW-${at}`,
        customerId: party.client.shown.stripeCustomer,
        billingKey: `${pageId(at)}:all:r1`,
        milestoneId: pageId(at),
        dueAt: dueInstant(ZONE, due),
        createdAt: startOfDay(ZONE, addDays(due, -14)),
        finalizedAt: startOfDay(ZONE, addDays(due, -14)),
      }),
    };
    party.rows.push(row);
    return row;
  });
}

const pays = (minor: number) => (row: Row) => {
  const { invoice } = row;
  const left = Math.max(0, invoice.amountRemaining - minor);
  row.invoice = {
    ...invoice,
    amountRemaining: left,
    amountPaid: invoice.total - left,
    status: left === 0 ? 'paid' : 'open',
  };
};

const stops = (kind: Milestone['followUpStop'], until: PlainDate | null) => (row: Row) => {
  row.milestone = { ...row.milestone, followUpStop: kind, stopUntil: until };
};

const holdsClient = (until: PlainDate) => (row: Row) => {
  row.party.client = { ...row.party.client, followUpHoldUntil: until };
};

/** Nothing happens about every second invoice; the others are paid, in part or in full, or somebody stops their follow-up. */
function eventsOf(due: PlainDate, whole: (below: number) => number): readonly Event[] {
  const day = addDays(due, whole(25) - 4);
  const event = (on: PlainDate, what: string, apply: Event['apply']): Event => ({
    at: instantFromMillis(startOfDay(ZONE, on) + whole(24) * HOUR_MS),
    what,
    apply,
  });
  const until = addDays(day, 1 + whole(25));
  switch (whole(16)) {
    case 0:
    case 1:
    case 2:
      return [event(day, 'paid', pays(400_000))];
    case 3:
      return [event(day, 'part', pays(150_000)), event(until, 'paid', pays(250_000))];
    case 4:
      return [event(day, 'hold', stops('On hold', until)), event(addDays(until, 2), 'free', stops(null, null))];
    case 5:
      return [event(day, 'promise', stops('Promised', until))];
    case 6:
      return [event(day, 'query', stops('Queried', null)), event(until, 'free', stops(null, null))];
    case 7:
      return [event(day, 'client hold', holdsClient(until))];
    default:
      return [];
  }
}

/** The hourly job, and the looks at rows that follow from it, on plain values: sixty days go by in seconds. */
export function hubOver(rows: readonly Row[]) {
  const policy = aPolicy({ defaultBillingOwner: 'owner@studio.example' });
  let now: Instant = startOfDay(ZONE, STARTS);
  const parties = new Map(rows.map(({ party }) => [party.client.id, party]));
  const byId = new Map(rows.flatMap((row) => [[row.milestone.id, row] as const, [row.invoice.id, row] as const]));
  const byCustomer = new Map([...parties.values()].map((party) => [party.client.shown.stripeCustomer, party]));
  const projects = new Map(rows.map(({ project }) => [project.id, project]));
  const keys = new Map<string, string>();
  const looksAgain = new Map<Row, Instant>();
  const alarms: { readonly row: Row; readonly words: string }[] = [];
  const sent: SentMessage[] = [];
  const lists: Instant[] = [];
  let asked: Work[] = [];

  const rowOf = (id: string): Row => {
    const row = byId.get(id);
    if (row === undefined) throw new RangeError(`Nothing has the id ${id}.`);
    return row;
  };
  const record = (row: Row, changes: Partial<Invoice['followUps']>): void => {
    row.invoice = { ...row.invoice, followUps: { ...row.invoice.followUps, ...changes } };
  };
  const settle = (row: Row, slot: Slot, state: MessageState | undefined): Invoice['followUps']['messages'] => {
    const { [slot]: _, ...others } = row.invoice.followUps.messages;
    return state === undefined ? others : { ...others, [slot]: state };
  };

  const notion = {
    readMilestone: async (id: string) => byId.get(id)?.milestone,
    readProject: async (id: string) => projects.get(id),
    readClient: async (id: string) => parties.get(id)?.client,
    milestonesToFollowUp: async (by?: PlainDate) =>
      rows.flatMap(({ milestone }) => {
        const { nextFollowUp } = milestone.shown;
        return nextFollowUp !== null && by !== undefined && nextFollowUp <= by
          ? [{ id: milestone.id, row: milestone }]
          : [];
      }),
  };
  const stripe = {
    invoicesOfCustomer: async (id: string) => (byCustomer.get(id)?.rows ?? []).map(({ invoice }) => invoice),
    readInvoice: async (id: string) => rowOf(id).invoice,
    async claimMessage({ id, followUps }: Invoice, { slot, at, claim, cycle, sentTo, failureAt }: MessageClaim) {
      const key = `${id} ${slot} ${cycle} ${followUps.attempt}`;
      if ((keys.get(key) ?? claim) !== claim) return false;
      keys.set(key, claim);
      const row = rowOf(id);
      record(row, { messages: settle(row, slot, { state: 'claimed', at }), claim, cycle, sentTo, failureAt });
      return true;
    },
    async settleMessage(id: string, slot: Slot, state: MessageState) {
      record(rowOf(id), { messages: settle(rowOf(id), slot, state), claim: '' });
    },
    async letGoOfMessage({ id, followUps }: Invoice, _slot: Slot) {
      record(rowOf(id), { ...followUps, claim: '', attempt: followUps.attempt + 1 });
    },
  };
  const send: SendMessage = async ({ message, counts }) => {
    const party = parties.get(message.client.id);
    if (party === undefined) throw new RangeError('A message to nobody.');
    sent.push({
      at: now,
      party,
      rows: counts.map(({ followed, due }) => ({ row: rowOf(followed.invoice.id), slot: due.slot, cycle: due.cycle })),
    });
    return { kind: 'sent' };
  };
  const context: JobContext = {
    clock: () => now,
    policy,
    memory: mapMemory(),
    addWork: async (works) => void asked.push(...works),
    exclusively: (_name, run) => run(),
    lookAgain: async () => {},
    alarm: async () => {},
  };

  /** Stops are noted and the row shows what is so, as a look at the milestone does. */
  function look(row: Row): void {
    const { milestone, invoice, project, party } = row;
    const others = party.rows.filter((one) => one !== row).map((one) => one.invoice);
    const facts = theFacts({ milestone, project, client: party.client, invoices: [invoice], clientInvoices: others });
    const { shown, action, alarm, lookAgainAt } = decide(facts, policy, now);
    if (action?.kind === 'note stops') {
      noteStops(row, action.stops);
      look(row);
      return;
    }
    if (action !== undefined) throw new Error(`The hub would ${action.kind}.`);
    row.milestone = { ...milestone, shown: { ...milestone.shown, ...shown } };
    if (alarm !== undefined) alarms.push({ row, words: alarm });
    if (lookAgainAt === undefined) looksAgain.delete(row);
    else looksAgain.set(row, lookAgainAt);
  }
  const noteStops = (row: Row, noted: readonly StopNote[]): void => record(row, { stops: noted });

  async function work(): Promise<void> {
    while (asked.length > 0) {
      const works = new Map(asked.map((one) => [`${one.name} ${one.id}`, one]));
      asked = [];
      for (const { name, id } of works.values()) {
        if (name === 'milestone') look(rowOf(id));
        else await clientOf(id);
      }
    }
  }
  async function clientOf(id: string): Promise<void> {
    try {
      await followUpClient({ ...context, notion, stripe, send, mayAct: new AbortController().signal }, id);
    } catch (error) {
      if (failureKind(error) === 'bug') throw error;
    }
  }

  return {
    policy,
    sent,
    alarms,
    lists,
    /** One hour: what people did, what comes due by the clock, then the job. */
    async hour(at: Instant): Promise<void> {
      const before = now;
      now = at;
      const touched = rows.filter((row) => happened(row, before, at));
      for (const row of touched) for (const one of row.party.rows) look(one);
      for (const [row, due] of [...looksAgain]) if (due <= now) look(row);
      const sendList = async (): Promise<void> => void lists.push(now);
      await followUp({ ...context, notion, stripe, sendList, isAsked: false });
      await work();
    },
    begin(): void {
      for (const row of rows) look(row);
    },
  };
}

/** Applies what people did since. @returns whether they did anything */
function happened(row: Row, since: Instant, until: Instant): boolean {
  const now = row.events.filter(({ at }) => at > since && at <= until);
  for (const { apply } of now) apply(row);
  return now.length > 0;
}

export const hoursOf = (days: number): readonly Instant[] => {
  const first = instantFromIso(`${STARTS}T00:00:00Z`);
  return Array.from({ length: days * 24 }, (_, at) => instantFromMillis(first + (at + 1) * HOUR_MS));
};
