import type { Client, Invoice, Milestone, Project } from '../../src/billing/facts.ts';
import { TryAgain } from '../../src/billing/failure.ts';
import { wait } from '../billing/histories/world.ts';
import { happen } from './happenings.ts';
import type { Blow, Call, Trouble } from './troubles.ts';
import { type FollowUpWorld, say } from './world.ts';

/** What a dead process would do is not done. */
export class Died extends Error {}

/** When a process read something last, and what it said then. */
export type Read<T> = { readonly value: T; readonly tick: number; readonly at: number };

/** One process at its work. */
export type Process = {
  /** It writes to a client, looks who is to be written to, or looks at a milestone: those looks have histories of their own. */
  readonly kind: 'message' | 'list' | 'look';
  isDead: boolean;
  readonly clients: Map<string, Read<Client | undefined>>;
  readonly projects: Map<string, Read<Project | undefined>>;
  readonly milestones: Map<string, Read<Milestone | undefined>>;
  readonly invoices: Map<string, Read<Invoice | undefined>>;
  /** When it claimed something last. */
  claimedTick: number;
  /** Lets another process do the same. */
  readonly beside: () => Promise<void>;
};

export const newProcess = (beside: () => Promise<void>, kind: Process['kind'] = 'message'): Process => ({
  kind,
  isDead: false,
  clients: new Map(),
  projects: new Map(),
  milestones: new Map(),
  invoices: new Map(),
  claimedTick: 0,
  beside,
});

/** One call of a process, with whatever comes in between. */
export async function call<T>(
  world: FollowUpWorld,
  process: Process,
  what: Call,
  act: () => T | Promise<T>,
): Promise<T> {
  if (process.kind === 'look') return await act();
  const at = process.kind === 'list' ? 'list' : what;
  await meet(world, process, at, 'before');
  world.tick += 1;
  const result = await act();
  await meet(world, process, at, 'after');
  return result;
}

async function meet(world: FollowUpWorld, process: Process, at: Call, when: 'before' | 'after'): Promise<void> {
  if (process.isDead) throw new Died();
  const trouble = nextTrouble(world, at, when);
  if (trouble === undefined || 'answer' in trouble) return;
  const where = `${when} it would ${at}`.replace('after it would', 'after');
  if ('happens' in trouble) {
    say(world, `Meanwhile, ${where}:`);
    happen(world, trouble.happens);
    return;
  }
  say(world, `Meanwhile, ${where}: ${trouble.what}.`);
  await strike(world, process, { ...trouble, at });
  if (process.isDead) throw new Died();
}

/** The first trouble that waits for this call: its turn comes after as many calls as it says. */
export function nextTrouble({ troubles }: FollowUpWorld, at: Call, when: Trouble['when']): Trouble | undefined {
  const index = troubles.findIndex((one) => one.at === at && one.when === when);
  const found = troubles[index];
  if (found === undefined) return undefined;
  if (found.nth > 0) {
    troubles[index] = { ...found, nth: found.nth - 1 };
    return undefined;
  }
  // What the mail server answers is for it to say.
  if (!('answer' in found)) troubles.splice(index, 1);
  return found;
}

async function strike(
  world: FollowUpWorld,
  process: Process,
  { what, at, when }: { readonly what: Blow; readonly at: Call; readonly when: Trouble['when'] },
): Promise<void> {
  switch (what) {
    case 'the process dies':
      process.isDead = true;
      return;
    case 'no answer comes':
      // What a mail server answers is told apart by itself, and a connector throws nothing there.
      if (at !== 'send') throw new TryAgain('There was no answer.');
      return;
    case 'Redis is lost':
      return loseRedis(world);
    case 'another process does the same':
      return await process.beside();
    case 'two minutes pass, and another process does the same':
      passes(world, 125, at, when);
      return await process.beside();
    case 'a minute passes':
      return passes(world, 61, at, when);
    case 'two minutes pass':
      return passes(world, 121, at, when);
    case 'an hour passes':
      return passes(world, 3600, at, when);
  }
}

/** Between the last look and the mail server nobody can see that time passes. */
function passes(world: FollowUpWorld, seconds: number, at: Call, when: Trouble['when']): void {
  if (at === 'send' && when === 'before') return;
  wait(world, seconds / 3600);
}

/** Everything is swept once it is empty: what was waiting in it is gone as well. */
export function loseRedis(world: FollowUpWorld): void {
  world.memory.forget();
  world.due.clear();
  world.again.clear();
  for (const id of world.milestones.keys()) world.asked.add(id);
  world.hasForgotten = true;
}
