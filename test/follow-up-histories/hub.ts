import { followUp } from '../../jobs/follow-up.ts';
import { followUpClient } from '../../jobs/follow-up-client.ts';
import { lookAtMilestone } from '../../jobs/milestone.ts';
import type { JobContext, Work } from '../../jobs/ports.ts';
import { addDays, type Instant, instantFromMillis } from '../../src/billing/calendar.ts';
import { NeedsPerson, TryAgain } from '../../src/billing/failure.ts';
import { call, Died, newProcess, type Process } from './process.ts';
import { type Services, servicesFor } from './services.ts';
import { watchStops } from './stops.ts';
import { type FollowUpWorld, HOUR_MS, today } from './world.ts';

/** Changes what the hub is given, so that the harness can be seen to find what is wrong. */
export type Alter = (services: Services) => Services;

/** The hub's own jobs on a world: the hourly run, and the looks and messages that follow from it. */
export type Hub = {
  /** Goes to the next whole hour, and does everything that is due until the one after it. */
  readonly hour: () => Promise<void>;
};

const mayAct = { throwIfAborted() {} };

/** The queue waits at least so long before it repeats what broke off. */
const RETRY_MS = 60_000;
const ROUNDS_MAX = 60;

export function hubOn(world: FollowUpWorld, alter: Alter = (right) => right): Hub {
  const looks = alter(
    servicesFor(
      world,
      newProcess(async () => {}, 'look'),
    ),
  );

  function take({ name, id }: Work): void {
    if (name === 'milestone') world.asked.add(id);
    if (name === 'follow-up client') world.due.set(id, world.now);
  }
  const context = (): JobContext => ({
    clock: () => world.now,
    policy: { ...world.policy, followUp: { ...world.policy.followUp, held: world.held } },
    memory: world.memory,
    addWork: async (works) => works.forEach(take),
    exclusively: (_name, run) => run(),
    lookAgain: async (_what, id, at) => {
      if (at === undefined) world.again.delete(id);
      else world.again.set(id, at);
    },
    alarm: async () => {},
  });
  const contextOf = (process: Process, { memory }: Services): JobContext => ({
    ...context(),
    memory,
    addWork: (works) => call(world, process, 'ask', () => works.forEach(take)),
  });

  /** @returns after how long the queue tries it again; undefined where it does not */
  async function run(job: () => Promise<unknown>): Promise<number | undefined> {
    try {
      await job();
      return undefined;
    } catch (error) {
      if (error instanceof Died) return RETRY_MS;
      if (error instanceof TryAgain) return Math.max(RETRY_MS, error.retryAfterMs ?? 0);
      if (!(error instanceof NeedsPerson))
        world.broken.push(`a bug: ${error instanceof Error ? error.stack : String(error)}`);
      return undefined;
    }
  }

  async function write(id: string, isBeside = false): Promise<void> {
    const process = newProcess(() => (isBeside ? Promise.resolve() : write(id, true)));
    const services = alter(servicesFor(world, process));
    const again = await run(() => followUpClient({ ...contextOf(process, services), ...services, mayAct }, id));
    if (again !== undefined) world.due.set(id, instantFromMillis(world.now + again));
  }
  let listedWith: boolean | undefined;
  async function list(): Promise<void> {
    listedWith = world.held;
    const process = newProcess(() => Promise.resolve(), 'list');
    const services = alter(servicesFor(world, process));
    await run(() =>
      followUp({ ...contextOf(process, services), ...services, sendList: async () => {}, isAsked: false }),
    );
  }
  async function look(id: string): Promise<void> {
    world.asked.delete(id);
    await run(() => lookAtMilestone({ ...context(), notion: looks.notion, stripe: looks.stripe, mayAct }, id));
  }

  /** Where nothing is planned for today or tomorrow an hourly run finds nothing: one of them a day is enough. */
  const isWorthARun = (): boolean => {
    const by = addDays(today(world), 1);
    const isPlanned = [...world.milestones.values()].some(
      ({ shown: { nextFollowUp } }) => nextFollowUp !== null && nextFollowUp <= by,
    );
    return isPlanned || listedWith !== world.held || new Date(world.now).getUTCHours() === 8;
  };

  /** Whatever is due now. @returns whether there was anything */
  async function work(): Promise<boolean> {
    for (const [id, at] of [...world.again]) if (at <= world.now) world.asked.add(id);
    const asked = [...world.asked];
    for (const id of asked) await look(id);
    watchStops(world);
    const due = [...world.due].filter(([, at]) => at <= world.now);
    for (const [id] of due) {
      world.due.delete(id);
      await write(id);
    }
    return asked.length + due.length > 0;
  }
  /** By what the queue keeps for later. */
  async function workUntil(ends: Instant): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      if (await work()) continue;
      const next = [...world.due.values(), ...world.again.values()].filter((at) => at > world.now && at < ends);
      if (next.length === 0) return;
      world.now = instantFromMillis(Math.min(...next));
    }
  }

  return {
    async hour() {
      world.now = instantFromMillis((Math.floor(world.now / HOUR_MS) + 1) * HOUR_MS);
      const ends = instantFromMillis(world.now + HOUR_MS);
      await work();
      if (isWorthARun()) await list();
      await workUntil(ends);
    },
  };
}
