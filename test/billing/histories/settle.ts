import { isPoisoned, type Play } from './perform.ts';
import { type World, wait } from './world.ts';

const PASSES_MAX = 40;
const A_SWEEP_HOURS = 0.25;

/** Everything that may change when the hub looks. Rows and bills are never changed in place. */
const everything = ({ milestones, clients, bills, comments }: World): readonly unknown[] => [
  ...milestones.values(),
  ...clients.values(),
  ...bills.values(),
  ...comments.values(),
];

const isSame = (before: readonly unknown[], after: readonly unknown[]): boolean =>
  before.length === after.length && before.every((one, at) => one === after[at]);

export type Order = (ids: readonly string[]) => readonly string[];

export const asTheyStand: Order = (ids) => ids;
export const backwards: Order = (ids) => [...ids].reverse();
export const twice: Order = (ids) => ids.flatMap((id) => [id, id]);

/** Looks at everything once: what may have been put back on a client counts for its milestones. */
export async function lookAtAll({ world, hub }: Play, order: Order = asTheyStand): Promise<void> {
  for (const id of order([...world.clients.keys()])) await hub.lookAtClient(id);
  for (const id of order([...world.milestones.keys()])) await hub.lookAtMilestone(id);
}

/** Does something over and over, until nothing changes. */
async function untilStill({ world }: Play, pass: () => Promise<void>): Promise<void> {
  for (let count = 0; count < PASSES_MAX; count += 1) {
    const before = everything(world);
    await pass();
    if (isSame(before, everything(world))) return;
  }
  world.broken.push('looking at everything never comes to an end');
}

/** A quiet time: every approval is old enough, and everything is looked at until nothing changes. */
export async function settle(play: Play, order: Order = asTheyStand): Promise<void> {
  await lookAtAll(play, order);
  wait(play.world, A_SWEEP_HOURS);
  await untilStill(play, () => lookAtAll(play, order));
}

/** Some time later only what asked to be looked at again is looked at, and once more a sweep later. */
export async function byTheClock(play: Play, hours: number): Promise<void> {
  const { world, hub } = play;
  const lookAtWhatIsDue = async (): Promise<void> => {
    const due = [...world.again].filter(([, at]) => at <= world.now).map(([id]) => id);
    for (const id of [...due, ...world.asked]) await hub.lookAtMilestone(id);
  };
  wait(world, hours);
  await lookAtWhatIsDue();
  wait(world, A_SWEEP_HOURS);
  await untilStill(play, lookAtWhatIsDue);
}

/** The rows that histories are about. */
export const ownRows = ({ milestones }: World): readonly string[] =>
  [...milestones.keys()].filter((id) => !isPoisoned(id));
