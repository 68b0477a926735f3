import { differences, differencesInFigures } from './alike.ts';
import { hasCredit, isContested } from './contested.ts';
import { neitherBilledNorExplained } from './explained.ts';
import { OPENINGS } from './openings.ts';
import { moveMoney, perform, playOn } from './perform.ts';
import { brokenAtAnyTime, brokenWhenLookedAt, closedOutSilently, unownedInProject } from './promises.ts';
import { type Setting, worldIn } from './setting.ts';
import { asTheyStand, backwards, byTheClock, lookAtAll, type Order, ownRows, settle, twice } from './settle.ts';
import type { History } from './steps.ts';
import { fork, the, type World } from './world.ts';

/** Plays a history. @returns the first promises that are broken, and when */
export async function tell({ setting, cast, opening, steps }: History): Promise<string[]> {
  const play = playOn(worldIn(setting, cast));
  for (const [at, step] of [...OPENINGS[opening], ...steps].entries()) {
    const broken = [...(await perform(play, step)), ...brokenAtAnyTime(play.world)];
    if (broken.length > 0) return [`after step ${at + 1 - OPENINGS[opening].length}:`, ...broken];
  }
  return await theEnd(play.world, setting);
}

/** What must hold once it was quiet and everything was looked at. */
async function theEnd(before: World, setting: Setting): Promise<string[]> {
  const world = await settled(before);
  const broken = [...(await atRest(world)), ...brokenAtAnyTime(world)];
  if (broken.length > 0) return ['in the end:', ...broken];
  return [
    ...(await inAnotherOrder(before, world)),
    ...(await onceMore(world)),
    ...(await withoutRedis(world)),
    ...(await closedOutAgain(world)),
    ...(await followsTheClock(world, setting.hoursLater)),
  ];
}

const uncontestedRows = (world: World): readonly string[] => ownRows(world).filter((id) => !isContested(world, id));

async function settled(world: World, order: Order = asTheyStand): Promise<World> {
  const play = playOn(fork(world));
  await settle(play, order);
  return play.world;
}

async function atRest(world: World): Promise<string[]> {
  const { hub } = playOn(world);
  for (const id of world.projects.keys()) await hub.lookAtProject(id);
  const ids = ownRows(world);
  return [
    ...ids.flatMap((id) => brokenWhenLookedAt(world, id)),
    ...neitherBilledNorExplained(world, ids),
    ...ids.flatMap((id) => closedOutSilently(world, id)),
    ...[...world.projects.keys()].flatMap((id) => unownedInProject(world, id)),
  ];
}

/** P11: the order of hints does not matter, nor how often they come. */
async function inAnotherOrder(before: World, world: World): Promise<string[]> {
  const other = await settled(before, backwards);
  const ids = hasCredit(before) ? [] : uncontestedRows(world);
  return [...other.broken, ...differences('P11, looked at in another order', world, other, ids)];
}

/** P11: whoever looks again sees the same. */
async function onceMore(world: World): Promise<string[]> {
  const play = playOn(fork(world));
  await lookAtAll(play, twice);
  return differences('P11, looked at again', world, play.world);
}

/** P11: whatever Redis knew may be lost. Only the reasons may then be told in other words. */
async function withoutRedis(world: World): Promise<string[]> {
  const forgot = fork(world);
  forgot.memory.forget();
  return differencesInFigures('P11, after Redis was lost', world, await settled(forgot));
}

/** P12: the money goes back and comes again, and whatever Redis knew is lost in between. */
async function closedOutAgain(world: World): Promise<string[]> {
  const play = playOn(fork(world));
  for (const id of ownRows(world).filter((one) => the(world.milestones, one).shown.billingStatus === 'Paid')) {
    moveMoney(play.world, id, { at: 'newest', how: 'refunded without a word' });
    await play.hub.lookAtMilestone(id);
    play.world.memory.forget();
    moveMoney(play.world, id, { at: 'newest', how: 'refund comes back' });
    await play.hub.lookAtMilestone(id);
  }
  return [
    ...brokenAtAnyTime(play.world),
    ...ownRows(play.world).flatMap((id) => closedOutSilently(play.world, id)),
    ...differencesInFigures('P12, paid once more', world, play.world),
  ];
}

/** P5 as days go by: looking only at what has asked to be looked at again is as good as looking at everything. */
async function followsTheClock(world: World, hoursLater: number): Promise<string[]> {
  const seldom = playOn(fork(world));
  await byTheClock(seldom, hoursLater);
  const whole = playOn(fork(seldom.world));
  await lookAtAll(whole);
  return [
    ...differencesInFigures(`P5, ${hoursLater} hours later`, seldom.world, whole.world),
    // What is left of something shared may have been used up meanwhile: that is found within a sweep.
    ...differences(`P5, ${hoursLater} hours later`, seldom.world, whole.world, uncontestedRows(whole.world)),
  ];
}
