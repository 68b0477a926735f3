import { type Alter, hubOn } from './hub.ts';
import { judgeEnd } from './judge-end.ts';
import { pass, perform } from './perform.ts';
import { worldIn } from './setting.ts';
import type { History } from './steps.ts';
import { type FollowUpWorld, say } from './world.ts';

export type Told = {
  /** The promises that are broken first, in words. */
  readonly broken: readonly string[];
  /** Everything that happened, in its order. */
  readonly story: readonly string[];
  readonly world: FollowUpWorld;
};

/** Whatever waits for its turn has it within these days, holidays included. */
const QUIET_DAYS = 18;

/** Plays a history, then lets it be quiet. @param alter what a hub that is wrong is given */
export async function tell({ setting, steps }: History, alter?: Alter): Promise<Told> {
  const world = worldIn(setting);
  const hub = hubOn(world, alter);
  introduce(world);
  await pass(world, hub, setting.daysBefore * 24);
  for (const step of steps) {
    await perform(world, hub, step);
    if (world.broken.length > 0) return ended(world);
  }
  world.troubles.length = 0;
  world.held = false;
  await pass(world, hub, 24);
  const begins = judgeEnd(world);
  say(world, 'Then it is quiet.');
  await pass(world, hub, QUIET_DAYS * 24);
  if (world.broken.length === 0) world.broken.push(...begins());
  return ended(world);
}

/** What was there before anything happened. */
function introduce(world: FollowUpWorld): void {
  for (const { id, order, total } of world.bills.values())
    say(world, `${id}: ${total} ${order.money.currency} of ${order.client.name}, due on ${order.dueDate}.`);
}

const ended = (world: FollowUpWorld): Told => ({ broken: world.broken, story: world.story, world });
