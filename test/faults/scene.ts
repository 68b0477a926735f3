import { setTimeout as delay } from 'node:timers/promises';
import type Stripe from 'stripe';
import type { Work } from '../../jobs/ports.ts';
import type { PropertyWrites } from '../../sandbox/notion/index.ts';
import { dateIn, instantFromMillis } from '../../src/billing/calendar.ts';
import type { Policy } from '../../src/billing/facts.ts';
import { LEASE_MS } from '../../src/hub/context.ts';
import { aPolicy } from '../support/facts.ts';
import { aProjectToBill, aReadyMilestone, title } from '../support/world.ts';
import { type HubMake, type HubProcess, startHubProcess } from './hub.ts';
import type { Lane } from './lane.ts';
import { type Line, tapLine } from './line.ts';
import { openSite, type Site } from './site.ts';
import { createTasks, type Task, type Tasks } from './tasks.ts';

/** A client with a project of two milestones, and a hub process that does whatever is asked for. */
export type Scene = {
  readonly site: Site;
  readonly line: Line;
  readonly tasks: Tasks;
  readonly mara: string;
  readonly client: string;
  readonly project: string;
  /** The one that the flow is about, and the one that comes next. */
  readonly milestone: string;
  readonly next: string;
  /** Failures that are nobody's bad moment and nothing that a person could mend. */
  readonly bugs: readonly unknown[];
  readonly alarms: readonly string[];
  readonly edit: (id: string, properties: PropertyWrites) => void;
  readonly approve: (id: string) => void;
  /** The invoice that bills the milestone. */
  readonly invoice: () => Stripe.Invoice;
  readonly pass: (minutes: number) => void;
  /** Does all that comes due within one sweep's time, what follows from it included. */
  readonly work: (...works: readonly Work[]) => Promise<void>;
  readonly sweep: () => Promise<void>;
  /** The hub is started anew, with nothing read yet, and sweeps. */
  readonly restart: () => Promise<void>;
  /** Stripe tells of a payment in several events; the last of them a moment later. */
  readonly stripeSettles: () => Promise<void>;
  /** The clock shows another time, later than now. */
  readonly goTo: (instant: string) => void;
  readonly close: () => Promise<void>;
};

export type SceneOptions = {
  readonly startsAt: string;
  /** What differs in the milestone that the flow is about. */
  readonly milestone?: PropertyWrites;
  readonly project?: PropertyWrites;
  readonly policy?: Partial<Policy>;
};

const MINUTE_MS = 60_000;
/** Sweeps follow each other so (the usual policy). */
export const SWEEP_MS = 10 * MINUTE_MS;
/** Attempts come to an end much earlier. */
const ATTEMPTS_MAX = 150;
const LATE_EVENTS_MS = 30;

const SWEEP: Work = { name: 'sweep', id: 'sweep', origin: 'schedule' };

export async function openScene(lane: Lane, options: SceneOptions, make: HubMake): Promise<Scene> {
  const site = await openSite(lane, options.startsAt);
  const { clock, notion, stripe, workspace } = site;
  const within = aProjectToBill(notion, workspace);
  const { mara, client, project } = within;
  const { milestone } = aReadyMilestone(notion, workspace, options.milestone, within);
  const { milestone: next } = aReadyMilestone(notion, workspace, NEXT_ROW, within);
  const edit = (id: string, properties: PropertyWrites): void => notion.editAs(mara, id, properties);
  if (options.project !== undefined) edit(project, options.project);

  const policy = aPolicy({ quietPeriodSeconds: 0, ...options.policy });
  const tasks = createTasks(clock);
  const bugs: unknown[] = [];
  const alarms: string[] = [];
  const start = (): Promise<HubProcess> => startHubProcess({ site, tasks, policy, line, ...make }, alarms);
  let hub: HubProcess;
  let deadLeases: { readonly keys: readonly string[]; readonly until: number } | undefined;

  const rowNames = new Map(
    Object.entries({ milestone, next, project, client }).map(([name, id]) => [id.replaceAll('-', ''), `:${name}`]),
  );
  const line = tapLine(site, rowNames, {
    kill: () => hub.kill(),
    async emptyRedis() {
      await lane.redis.flushdb();
      tasks.lose();
    },
  });
  hub = await start();

  /** Another process takes over; what the dead one held stays taken until it runs out. */
  const takeOver = async (): Promise<void> => {
    await noteDeadLeases();
    hub = await start();
    await tasks.add([SWEEP]);
  };
  /** Work is done one after the other, so whatever is held now is held by nobody who lives. */
  const noteDeadLeases = async (): Promise<void> => {
    deadLeases ??= { keys: await lane.redis.keys(lane.keys.of('lease', '*')), until: clock.now() + LEASE_MS };
  };
  /** Redis counts real time, and here the clock is moved. */
  const letLeasesRunOut = async (): Promise<void> => {
    if (deadLeases === undefined || clock.now() < deadLeases.until) return;
    if (deadLeases.keys.length > 0) await lane.redis.del(...deadLeases.keys);
    deadLeases = undefined;
  };
  const attempt = async (task: Task): Promise<void> => {
    await letLeasesRunOut();
    tasks.begin(task);
    const result = await hub.run(task.work, task.attempt);
    if (!hub.isAlive()) {
      tasks.stalled(task);
      return await takeOver();
    }
    if (result.end === 'postponed') await noteDeadLeases();
    if (result.end === 'bug') bugs.push(result.error);
    tasks.conclude(task, result);
  };
  const workUntil = async (instant: number): Promise<void> => {
    for (let count = 0; count < ATTEMPTS_MAX; count += 1) {
      const due = tasks.next();
      if (due === undefined || due.due > instant) return;
      clock.advance(Math.max(0, due.due - clock.now()));
      await attempt(due);
    }
    throw new Error(`The hub does not come to rest: ${tasks.waiting().join(', ')}`);
  };
  const work = async (...works: readonly Work[]): Promise<void> => {
    const end = clock.now() + SWEEP_MS;
    await tasks.add(works);
    await workUntil(end);
  };

  return {
    site,
    line,
    tasks,
    mara,
    client,
    project,
    milestone,
    next,
    bugs,
    alarms,
    edit,
    approve: (id) => edit(id, approval(dateIn(policy.timeZone, instantFromMillis(clock.now())))),
    invoice() {
      const found = stripe.store.invoices().find(({ metadata }) => metadata?.milepost_milestone === milestone);
      if (found === undefined) throw new Error('The milestone was not billed.');
      return found;
    },
    pass: (minutes) => clock.advance(minutes * MINUTE_MS),
    goTo: (instant) => clock.advance(Date.parse(instant) - clock.now()),
    work,
    sweep: () => work(SWEEP),
    async restart() {
      hub.kill();
      hub = await start();
      await work(SWEEP);
    },
    stripeSettles: () => delay(LATE_EVENTS_MS),
    async close() {
      hub.kill();
      await site.close();
    },
  };
}

const NEXT_ROW: PropertyWrites = {
  Name: title('Build'),
  Order: { number: 2 },
  Amount: { number: 2500 },
  Delivery: { select: { name: 'In progress' } },
  Approval: { select: { name: 'Not requested' } },
};

const approval = (on: string): PropertyWrites => ({
  Approval: { select: { name: 'Approved' } },
  'Decided by': { email: 'd.osei@client.example' },
  'Decided on': { date: { start: on } },
  'Decision channel': { select: { name: 'Email' } },
  'Decision proof': { url: 'https://mail.example/1' },
});
