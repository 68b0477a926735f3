import type { Person } from '../../../src/billing/facts.ts';
import { placeOf } from './approved.ts';
import { the, type World } from './world.ts';

/** Rules 18.1 and 18.2 written anew: the first field that is filled in counts, and names one person or nobody. */
export function responsibleFor(world: World, id: string): Person | undefined {
  const milestone = the(world.milestones, id);
  const { project, client } = placeOf(world, milestone);
  const fields = [milestone.billingOwners, project?.owners ?? [], client?.accountOwners ?? []];
  const [first, ...others] = fields.find((people) => people.length > 0) ?? [];
  return others.length === 0 && first?.isPerson === true ? first : undefined;
}
