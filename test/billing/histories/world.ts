import { type Instant, instantFromIso, instantFromMillis } from '../../../src/billing/calendar.ts';
import type { Client, Deal, Milestone, Policy, Project } from '../../../src/billing/facts.ts';
import { TryAgain } from '../../../src/billing/failure.ts';
import type { Bill } from './bill.ts';
import type { Memory } from './memory.ts';

/** A crash: so many effects still happen, then one is cut before or after it took place. */
export type Cut = { readonly after: number; readonly when: 'before its effect' | 'after its effect' };

/** A customer in Stripe. Its credit with us is in one currency. */
export type Customer = {
  readonly clientId: string;
  readonly email: string;
  readonly balance: number;
  /** What bank transfers left with Stripe, in the currency of the credit. */
  readonly cash: number;
  readonly currency: string | null;
};

/** Everything there is: Notion's rows, Stripe's books, the clock, and what the hub may forget. */
export type World = {
  now: Instant;
  readonly policy: Policy;
  readonly milestones: Map<string, Milestone>;
  readonly projects: Map<string, Project>;
  readonly clients: Map<string, Client>;
  /** By the project that they became. */
  readonly deals: Map<string, readonly Deal[]>;
  /** Rows that cannot be read: an option that nobody knows. */
  readonly unreadable: Set<string>;
  readonly comments: Map<string, readonly string[]>;
  readonly customers: Map<string, Customer>;
  readonly bills: Map<string, Bill>;
  /** Drafts made so far, by milestone. */
  readonly drafted: Map<string, number>;
  readonly memory: Memory;
  /** When the clock alone brings a milestone back. */
  readonly again: Map<string, Instant>;
  /** Milestones that the hub itself has asked to be looked at. */
  readonly asked: Set<string>;
  /** Rows whose hub-owned properties somebody has changed by hand. */
  readonly meddledWith: Set<string>;
  /** Renewals that were once rightly closed as skipped; they stay so when nobody knows of the pause any more. */
  readonly skipped: Set<string>;
  /** Decisions logged on each milestone so far. */
  readonly decisions: Map<string, number>;
  /** The most that was validly approved, by milestone and currency, as the hub could read it. */
  readonly approved: Map<string, number>;
  /** Milestones whose payment somebody took off a settled invoice: their status goes back, which is an alarm. */
  readonly detached: Set<string>;
  /** What was promised and broken, in words. */
  readonly broken: string[];
  /** Redis was lost at some time: from then on nobody can always tell who wrote what. */
  hasForgotten: boolean;
  cut: Cut | undefined;
};

export const START = instantFromIso('2026-11-03T10:00:00Z');

const HOUR_MS = 60 * 60_000;

export function wait(world: World, hours: number): void {
  world.now = instantFromMillis(world.now + Math.round(hours * HOUR_MS));
}

/** The same world once more, to be played on differently. */
export const fork = (world: World): World => ({
  ...world,
  milestones: new Map(world.milestones),
  projects: new Map(world.projects),
  clients: new Map(world.clients),
  deals: new Map(world.deals),
  unreadable: new Set(world.unreadable),
  comments: new Map(world.comments),
  customers: new Map(world.customers),
  bills: new Map(world.bills),
  drafted: new Map(world.drafted),
  memory: world.memory.fork(),
  again: new Map(world.again),
  asked: new Set(world.asked),
  meddledWith: new Set(world.meddledWith),
  skipped: new Set(world.skipped),
  decisions: new Map(world.decisions),
  approved: new Map(world.approved),
  detached: new Set(world.detached),
  broken: [],
  cut: undefined,
});

/** What must be there. */
export function the<T>(things: ReadonlyMap<string, T>, id: string): T {
  const found = things.get(id);
  if (found === undefined) throw new RangeError(`There is no ${id}.`);
  return found;
}

export function edit<T>(things: Map<string, T>, id: string, changes: Partial<T>): void {
  things.set(id, { ...the(things, id), ...changes });
}

/** Lets something take effect in the outside world, unless the run is cut here. */
export function effect<T>(world: World, happen: () => T): T {
  const { cut } = world;
  if (cut === undefined) return happen();
  if (cut.after > 0) {
    world.cut = { ...cut, after: cut.after - 1 };
    return happen();
  }
  world.cut = undefined;
  if (cut.when === 'after its effect') happen();
  throw new TryAgain('The run was cut.');
}

/** The invoices that bill a milestone, in the order in which they were made. */
export const billsOf = (world: World, milestoneId: string): readonly Bill[] =>
  [...world.bills.values()].filter(({ order }) => order.milestoneId === milestoneId);

/** What transfers left with the customer of a bill, in the bill's currency. */
export function cashFor({ customers }: World, { customerId, order }: Bill): number {
  const customer = customers.get(customerId);
  return customer?.currency === order.money.currency ? customer.cash : 0;
}

/** Told by its milestone, so that the same history gives the same ids in every order of looks; never given twice. */
export function nextInvoiceId({ drafted }: World, milestoneId: string): string {
  const number = (drafted.get(milestoneId) ?? 0) + 1;
  drafted.set(milestoneId, number);
  return `in_${milestoneId.replaceAll('-', '')}_${number}`;
}
