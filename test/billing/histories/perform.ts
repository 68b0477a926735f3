import type { Milestone } from '../../../src/billing/facts.ts';
import { aDeal } from '../../support/facts.ts';
import { correct, typeIn } from './by-hand.ts';
import { type Hub, hubOn } from './hub.ts';
import { CLIENT_MEDDLING, MEDDLING } from './meddling.ts';
import { MONEY, type Moved } from './money.ts';
import { brokenWhenLookedAt, isLinked } from './promises.ts';
import { CONTOSO, HANDBOOK, NORTHWIND, pageId, type RowRef, WEBSITE } from './setting.ts';
import type { Step } from './steps.ts';
import { CLIENT_EDITS, DECISIONS, MILESTONE_EDITS, MILESTONE_MOVES, PROJECT_EDITS, PROJECT_MOVES } from './team.ts';
import { billsOf, cashFor, edit, the, type World, wait } from './world.ts';

/** A world with the hub that looks after it. */
export type Play = { readonly world: World; readonly hub: Hub };

export const playOn = (world: World): Play => ({ world, hub: hubOn(world) });

/** The row that a step names; undefined where it is not there. Those that are poisoned are named by nobody. */
function rowOf({ milestones }: World, of: RowRef): Milestone | undefined {
  if (of !== 'the latest renewal') return milestones.get(pageId(of));
  return [...milestones.values()].findLast(({ id }) => !isPoisoned(id) && isOfCare(id));
}

const isOfCare = (id: string): boolean => id[0] === pageId('Care')[0];

/** Row ids of a kind of their own. */
export const POISONED = 'e';
export const isPoisoned = (id: string): boolean => id.startsWith(POISONED);

const ON_MILESTONE = { ...MILESTONE_EDITS, ...MILESTONE_MOVES };
const ON_PROJECT = { ...PROJECT_EDITS, ...PROJECT_MOVES };

const PROJECTS = [WEBSITE, HANDBOOK];
const CLIENTS = [NORTHWIND, CONTOSO];

/** Lets one thing happen. @returns what a milestone that the hub has looked at then shows although it must not */
export async function perform(play: Play, step: Step): Promise<readonly string[]> {
  const { world, hub } = play;
  const { milestones, projects, clients } = world;
  const row = 'of' in step && typeof step.of === 'string' ? rowOf(world, step.of) : undefined;
  switch (step.does) {
    case 'decide':
      if (row === undefined) return [];
      edit(milestones, row.id, DECISIONS[step.how](row, world));
      world.decisions.set(row.id, (world.decisions.get(row.id) ?? 0) + 1);
      return [];
    case 'edit milestone':
      if (row !== undefined) edit(milestones, row.id, ON_MILESTONE[step.how](row, world));
      return [];
    case 'edit project': {
      const id = PROJECTS[step.of] ?? '';
      edit(projects, id, ON_PROJECT[step.how](the(projects, id), world));
      return [];
    }
    case 'edit client': {
      const id = CLIENTS[step.of] ?? '';
      edit(clients, id, CLIENT_EDITS[step.how](the(clients, id), world));
      return [];
    }
    case 'win the deal':
      world.deals.set(WEBSITE, [aDeal({ stage: 'Won', value: null })]);
      return [];
    case 'meddle':
      if (row === undefined) return [];
      world.meddledWith.add(row.id);
      edit(milestones, row.id, { shown: { ...row.shown, ...MEDDLING[step.how](row.shown, world, row.id) } });
      return [];
    case 'meddle with client': {
      const client = the(clients, CLIENTS[step.of] ?? '');
      const stripeCustomer = CLIENT_MEDDLING[step.how](client, world);
      edit(clients, client.id, { shown: { ...client.shown, stripeCustomer } });
      return [];
    }
    case 'type in an invoice':
      if (row !== undefined) typeIn(world, row, step.how);
      return [];
    case 'money':
      if (row !== undefined) moveMoney(world, row.id, step);
      return [];
    case 'wait':
      wait(world, step.hours);
      return [];
    case 'Redis is lost':
      world.memory.forget();
      world.hasForgotten = true;
      world.again.clear();
      world.asked.clear();
      return [];
    case 'look':
      return row === undefined ? [] : await lookAt(play, Array<string>(step.times).fill(row.id), step.cut);
    case 'look at all': {
      for (const id of clients.keys()) await hub.lookAtClient(id);
      const ids = [...milestones.keys()];
      return await lookAt(play, step.backwards ? ids.reverse() : ids, step.cut);
    }
  }
}

type Cut = Extract<Step, { does: 'look' }>['cut'];

/** One look after the other. The first of them may be cut; a poisoned row never takes a cut from another one. */
async function lookAt({ world, hub }: Play, ids: readonly string[], cut: Cut): Promise<readonly string[]> {
  const broken: string[] = [];
  let cutNow = cut ?? undefined;
  for (const id of ids) {
    const ended = await hub.lookAtMilestone(id, isPoisoned(id) ? undefined : cutNow);
    if (ended === 'whole' && isLinked(world, id)) broken.push(...brokenWhenLookedAt(world, id));
    if (!isPoisoned(id)) cutNow = undefined;
  }
  return broken;
}

type Happening = Pick<Extract<Step, { does: 'money' }>, 'at' | 'how'>;

/** What Stripe does not allow at this moment is not done. */
export function moveMoney(world: World, milestone: string, { at, how }: Happening): void {
  const issued = billsOf(world, milestone).filter(({ status }) => status !== 'draft');
  const bill = at === 'newest' ? issued.at(-1) : issued[0];
  if (bill === undefined) return;
  const moved: Moved | undefined = MONEY[how](bill, world.now, cashFor(world, bill));
  if (moved === undefined) return;
  const { bill: after, toBalance = 0, toCash = 0, revised } = moved;
  world.bills.set(after.id, after);
  if (bill.status === 'paid' && after.status === 'open') world.detached.add(milestone);
  if (revised !== undefined) correct(world, after, revised.total);
  const customer = the(world.customers, after.customerId);
  const { currency } = after.order.money;
  if ((toBalance !== 0 || toCash !== 0) && (customer.currency ?? currency) === currency)
    edit(world.customers, after.customerId, {
      balance: customer.balance + toBalance,
      cash: customer.cash + toCash,
      currency,
    });
}
