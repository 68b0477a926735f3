import Stripe from 'stripe';
import { lookAtOpenInvoices } from '../../../jobs/open-invoices.ts';
import type { Work } from '../../../jobs/ports.ts';
import { createClock } from '../../../sandbox/kit/clock.ts';
import type { PropertyWrites } from '../../../sandbox/notion/index.ts';
import { addDays, dateIn, instantFromMillis } from '../../../src/billing/calendar.ts';
import { failureKind } from '../../../src/billing/failure.ts';
import { type LocalHub, localHub } from '../../support/local-hub.ts';
import { startWorld, type TestWorld, text } from '../../support/world.ts';
import { type Bill, billsOf } from './books.ts';
import { type Hearing, listenTo } from './hearing.ts';
import { type Hands, MONEY } from './money.ts';
import { approvedNow, currencyOf, lookAt, rowsOf } from './rows.ts';
import {
  CLIENT_EDITS,
  type Fault,
  KINDS,
  MEDDLING,
  MENDED,
  PROJECT_EDITS,
  SPOILT,
  type Step,
  TEAM_EDITS,
} from './steps.ts';
import { APPROVER, type Cast, hire, pick, type Team } from './team.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

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

/** Lets one thing happen. */
export async function perform(play: Play, step: Step): Promise<void> {
  const { world, hub, cast } = play;
  const row = 'of' in step ? rowFor(play, step) : '';
  switch (step.does) {
    case 'approve':
      return edit(play, row, approval(play, row, step));
    case 'edit milestone':
      return edit(play, row, TEAM_EDITS[step.how]);
    case 'meddle':
      play.meddledWith.add(row);
      return edit(play, row, MEDDLING[step.how]);
    case 'spoil':
      play.spoilt.set(row, step.how);
      return edit(play, row, SPOILT[step.how]);
    case 'mend':
      return mend(play, row);
    case 'edit client':
      return edit(play, pick(cast.clients, step.of), CLIENT_EDITS[step.how]);
    case 'edit project':
      return edit(play, pick(cast.projects, step.of), PROJECT_EDITS[step.how]);
    case 'scribble on the project':
      return edit(play, pick(cast.projects, step.of), { 'Next billing event': text('soon') });
    case 'trash or restore':
      return trashOrRestore(play, row);
    case 'customer is deleted':
    case 'customer of another client is pasted':
      return await estrange(play, pick(cast.clients, step.of), step.does);
    case 'Amount is renamed':
      return renameAmount(play, true);
    case 'money':
      return await moveMoney(play, row, step);
    case 'wait':
      return world.clock.advance(step.hours * HOUR_MS);
    case 'nothing is heard':
      world.clock.advance(step.days * DAY_MS);
      await play.hearing.arrive({ lost: 'all', doubled: false, order: 'as it came' });
      return;
    case 'Redis is lost':
      return hub.forget();
    case 'Stripe forgets its keys':
      return world.stripeSandbox.expireIdempotencyKeys();
    case 'renewals':
      return await hub.work({ name: 'renewals', id: 'all', origin: 'test' });
    case 'night':
      return await night(play);
    case 'hub hears': {
      const works = await play.hearing.arrive(step);
      return await faulty(play, step.fault, () => hub.work(...works));
    }
    case 'look':
      return await faulty(play, step.fault, () => hub.work(milestone(row)));
    case 'sweep':
      return await faulty(play, step.fault, hub.sweep);
    case 'quiet':
      return await quieten(play);
  }
}

/** Money moves where there is something to pay, as long as there is. */
function rowFor(play: Play, { does, of }: Extract<Step, { of: number }>): string {
  const billed = does === 'money' ? rowsOf(play).filter((row) => billsOf(play, row).length > 0) : [];
  return pick(billed.length > 0 ? billed : play.cast.rows, of);
}

export const milestone = (id: string): Work => ({ name: 'milestone', id, origin: 'test' });

/** Two sweeps without faults, the second once every approval is old enough; then nothing waits. */
export async function quieten({ world, hub }: Play): Promise<void> {
  await world.stripeSandbox.webhooks.idle();
  for (const minutes of [0, 15]) {
    world.clock.advance(minutes * MINUTE_MS);
    await hub.sweep();
    for (let round = 0; world.asked.length > 0 && round < 10; round += 1) await hub.work();
  }
}

/** Whatever keeps a row from being read or worked on is put right. */
export function mendAll(play: Play): void {
  const { world, cast } = play;
  renameAmount(play, false);
  for (const row of cast.rows) {
    if (world.notionSandbox.page(row).in_trash) trashOrRestore(play, row);
    mend(play, row);
  }
}

function mend(play: Play, row: string): void {
  const how = play.spoilt.get(row);
  if (how === undefined || play.world.notionSandbox.page(row).in_trash) return;
  edit(play, row, MENDED[how]);
  play.spoilt.delete(row);
}

/** Nobody can edit what lies in the trash. */
function edit({ world, cast, hearing }: Play, id: string, properties: PropertyWrites): void {
  const { notionSandbox: notion } = world;
  const page = notion.page(id);
  const known = Object.entries(properties).filter(([name]) => name in page.properties);
  if (page.in_trash || known.length === 0) return;
  notion.editAs(cast.person, id, Object.fromEntries(known));
  if (page.parent.type === 'data_source_id') hearing.notionRow(id, page.parent.data_source_id);
}

function trashOrRestore({ world, cast, hearing }: Play, row: string): void {
  const { notionSandbox: notion, workspace } = world;
  if (notion.page(row).in_trash) notion.restore(cast.person, row);
  else notion.trash(cast.person, row);
  hearing.notionRow(row, workspace.milestones.dataSourceId);
}

/** Somebody calls a column by another name, and back. */
function renameAmount({ world, cast }: Play, away: boolean): void {
  const { notionSandbox: notion, workspace } = world;
  const [row] = cast.rows;
  const [from, to] = away ? ['Amount', 'Price'] : ['Price', 'Amount'];
  if (row !== undefined && from in notion.page(row).properties)
    notion.renameProperty(workspace.milestones.dataSourceId, from, to);
}

async function estrange(
  play: Play,
  client: string,
  how: 'customer is deleted' | 'customer of another client is pasted',
): Promise<void> {
  const { cast, dashboard } = play;
  const own = lookAt(play, client)('Stripe customer');
  const other = cast.clients.map((id) => lookAt(play, id)('Stripe customer')).find((id) => id !== '' && id !== own);
  if (how === 'customer is deleted' && own !== '') {
    play.estranged.add(client);
    await dashboard.customers.del(own).catch(() => undefined); // it may be gone already
  } else if (how === 'customer of another client is pasted' && other !== undefined) {
    play.estranged.add(client);
    edit(play, client, { 'Stripe customer': text(other) });
  }
}

/** A decision by the right person, through the agreed channel, with proof. */
function approval(
  play: Play,
  row: string,
  { how, daysAgo }: Pick<Extract<Step, { does: 'approve' }>, 'how' | 'daysAgo'>,
): PropertyWrites {
  const { context, clock } = play.world;
  const today = dateIn(context.policy.timeZone, instantFromMillis(clock.now()));
  const half = Math.floor(Number(lookAt(play, row)('Amount')) / 2);
  const isPart = how === 'half of it' && half > 0;
  return {
    Approval: { select: { name: isPart ? 'Approved in part' : 'Approved' } },
    'Approved amount': { number: isPart ? half : null },
    'Decided by': { email: APPROVER },
    'Decided on': { date: { start: addDays(today, -daysAgo) } },
    'Decision channel': { select: { name: 'Email' } },
    'Decision proof': { url: 'https://mail.example/1' },
  };
}

async function moveMoney(play: Play, row: string, { at, how }: Extract<Step, { does: 'money' }>): Promise<void> {
  const bills = billsOf(play, row);
  const bill = at === 'newest' ? bills.at(-1) : bills.find(({ status }) => status !== 'void');
  // What Stripe does not allow at this moment cannot be done by anybody.
  if (bill !== undefined) await MONEY[how](play, bill).catch(() => undefined);
}

async function night({ world, hub, bugs }: Play): Promise<void> {
  try {
    await lookAtOpenInvoices({ ...world.context, stripe: world.stripe });
  } catch (error) {
    if (failureKind(error) === 'bug') bugs.push(error);
  }
  await hub.work();
}

async function faulty({ world }: Play, fault: Fault | null, run: () => Promise<void>): Promise<void> {
  const { faults } = fault?.at === 'Stripe' ? world.stripeSandbox : world.notionSandbox;
  if (fault !== null) {
    const { method, after, times, kind } = fault;
    faults.add({ ...(method === 'any' ? {} : { method }), skip: after, times, fault: KINDS[kind] });
  }
  await run();
  faults.clear();
}
