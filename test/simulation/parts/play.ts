import Stripe from 'stripe';
import { createClock } from '../../../sandbox/kit/clock.ts';
import { type LocalHub, localHub } from '../../support/local-hub.ts';
import { startWorld, type TestWorld } from '../../support/world.ts';
import { type Bill, billsOf } from './books.ts';
import { type Hearing, listenTo } from './hearing.ts';
import type { Hands } from './money.ts';
import { approvedNow, currencyOf, rowsOf } from './rows.ts';
import type { SPOILT } from './steps.ts';
import { type Cast, hire, type Team } from './team.ts';

/** A team, the services that it uses, and a hub that looks after it and hears of little. */
export type Play = Hands & {
  readonly world: TestWorld;
  readonly hub: LocalHub;
  readonly cast: Cast;
  readonly hearing: Hearing;
  /** The most that was approved of each milestone, by currency. */
  readonly approved: Map<string, number>;
  /** Milestones for which money has come in at some time. */
  readonly settled: Set<string>;
  /** Rows that are unfit for work, and how they came to be. */
  readonly spoilt: Map<string, keyof typeof SPOILT>;
  /** Clients whose link to Stripe was broken at some time. */
  readonly estranged: Set<string>;
  /** Rows whose hub-owned properties somebody has changed since the hub last looked at everything. */
  readonly meddledWith: Set<string>;
  readonly bugs: unknown[];
};

/** Changes what the hub is made of, so that the simulation can be seen to find what is wrong. */
export type Alter = (world: TestWorld) => TestWorld;
export const asItIs: Alter = (world) => world;

export async function startPlay(team: Team, alter: Alter): Promise<Play> {
  const world = await startWorld(
    {
      timeZone: team.zone,
      quietPeriodSeconds: team.quietMinutes * 60,
      depositCreditedTo: team.depositCreditedTo,
      confirmAfterDays: 400,
    },
    createClock(Date.parse(team.begins)),
  );
  const { hostname, port } = new URL(world.stripeSandbox.url);
  world.stripeSandbox.existsInOtherMode('in_live');
  return {
    world,
    hub: localHub(alter(world)),
    cast: hire(world, team),
    hearing: listenTo(world),
    sandbox: world.stripeSandbox,
    dashboard: new Stripe('sk_test_sandbox', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 }),
    approved: new Map(),
    settled: new Set(),
    spoilt: new Map(),
    estranged: new Set(),
    meddledWith: new Set(),
    disputes: new Map(),
    shared: new Set(),
    transferred: new Set(),
    detached: new Set(),
    bugs: [],
  };
}

export const approvedKey = (row: string, currency: string): string => `${row} ${currency.toUpperCase()}`;

/** What may be asked for, and what has come in, at this moment. */
export function note(play: Play): void {
  for (const row of rowsOf(play)) {
    const minor = approvedNow(play, row);
    const key = approvedKey(row, currencyOf(play, row));
    if (minor !== undefined) play.approved.set(key, Math.max(play.approved.get(key) ?? 0, minor));
    if (billsOf(play, row).some(isSettled)) play.settled.add(row);
  }
}

const isSettled = ({ status, amount_due: due, amount_paid: received, total }: Bill): boolean =>
  status !== 'void' && (received > 0 || (status === 'paid' && due < total));
