import fc from 'fast-check';
import type { Milestone } from '../../../src/billing/facts.ts';
import { aMilestone, nothingShown } from '../../support/facts.ts';
import { differences } from './alike.ts';
import { OPENINGS } from './openings.ts';
import { POISONED, perform, playOn } from './perform.ts';
import { HANDBOOK, today, WEBSITE, worldIn } from './setting.ts';
import { ownRows, settle } from './settle.ts';
import { type History, keys } from './steps.ts';
import type { World } from './world.ts';

/** What may be wrong with a row so that nothing good can come of it. */
const POISONS = {
  'nonsense currency': { currency: 'XXQ' },
  'no project': { projectIds: [] },
  // What is right about these counts for the price of their project, unless they are billed beside it.
  'two projects': { projectIds: [WEBSITE, HANDBOOK], trigger: 'Retainer renewal' },
  'a project that is gone': { projectIds: ['project-gone'] },
  'an amount that nobody can pay': { amount: 1.005 },
  'an amount beyond all bounds': { amount: 1e21 },
  'an amount below nothing': { amount: -4000 },
  'a part of nothing': { approval: 'Approved in part', approvedAmount: -1, amount: 0 },
  'an invoice that is not there': {
    trigger: 'Retainer renewal',
    shown: { ...nothingShown, stripeInvoice: 'in_typed' },
  },
  'an option that nobody knows': {},
} as const satisfies Record<string, Partial<Milestone>>;

export const poison = fc.record({
  how: keys(POISONS),
  trigger: fc.constantFrom('Milestone approval', 'Deposit', 'Retainer renewal'),
});
export type Poison = typeof poison extends fc.Arbitrary<infer T> ? T : never;

const POISONED_ID = `${POISONED}0000000-0000-4000-8000-000000000000`;

/** Ready but for one thing, and first in its project, so that it is the last milestone of none. */
function addPoison(world: World, { how, trigger }: Poison): void {
  const row = { id: POISONED_ID, name: 'Poisoned', projectIds: [WEBSITE], order: 0, amount: 777, trigger };
  const decided = { decidedOn: today(world), plannedDate: today(world) };
  world.milestones.set(POISONED_ID, aMilestone({ ...row, ...decided, ...POISONS[how] }));
  if (how === 'an option that nobody knows') world.unreadable.add(POISONED_ID);
}

async function ends({ setting, cast, opening, steps }: History, poisoned: Poison | undefined): Promise<World> {
  const world = worldIn(setting, cast);
  if (poisoned !== undefined) addPoison(world, poisoned);
  const play = playOn(world);
  for (const step of [...OPENINGS[opening], ...steps]) await perform(play, step);
  await settle(play);
  return world;
}

/** P14: the same history with and without one poisoned row. @returns what differs for the others */
export async function infected(history: History, poisoned: Poison): Promise<string[]> {
  const [clean, other] = [await ends(history, undefined), await ends(history, poisoned)];
  const bugs = other.broken.filter((problem) => problem.startsWith('a bug'));
  const billed = [...other.bills.values()].filter(({ order }) => order.milestoneId === POISONED_ID);
  return [
    ...bugs,
    ...billed.map(({ id }) => `P14: the poisoned row was billed with ${id}`),
    ...differences('P14', clean, other, ownRows(clean)),
  ];
}
