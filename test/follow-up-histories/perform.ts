import { TryAgain } from '../../src/billing/failure.ts';
import { unconfirmedSlots } from '../../src/billing/follow-up/record.ts';
import { the, wait } from '../billing/histories/world.ts';
import { happen } from './happenings.ts';
import type { Hub } from './hub.ts';
import { Died, loseRedis, newProcess } from './process.ts';
import { servicesFor } from './services.ts';
import { invoiceIdOf } from './setting.ts';
import type { Step } from './steps.ts';
import { type FollowUpWorld, say } from './world.ts';

/** Lets one thing happen. */
export async function perform(world: FollowUpWorld, hub: Hub, step: Step): Promise<void> {
  switch (step.does) {
    case 'days pass':
      return await pass(world, hub, step.count * 24);
    case 'hours pass':
      return await pass(world, hub, step.count);
    case 'happens':
      return happen(world, step.what);
    case 'waits':
      return void world.troubles.push(step.trouble);
    case 'Redis is lost':
      say(world, 'Redis is lost.');
      return loseRedis(world);
    case 'nobody runs':
      say(world, `The hub does not run for ${step.hours} hours.`);
      await hub.hour(); // what happened before was heard of
      return wait(world, step.hours);
    case 'all is held':
      if (world.held !== step.isHeld) say(world, step.isHeld ? 'All follow-up is held.' : 'Follow-up goes on.');
      world.held = step.isHeld;
      return;
    case 'a person finds out':
      return await findOut(world, step.of % world.bills.size);
  }
}

/** Until a promise is broken. */
export async function pass(world: FollowUpWorld, hub: Hub, hours: number): Promise<void> {
  for (let hour = 0; hour < hours && world.broken.length === 0; hour += 1) await hub.hour();
}

/** Asks the client about every message of which nobody knows, and records the answer. Where the command breaks off, nothing is repeated. */
async function findOut(world: FollowUpWorld, at: number): Promise<void> {
  try {
    await confirm(world, invoiceIdOf(at));
  } catch (error) {
    if (!(error instanceof Died || error instanceof TryAgain)) throw error;
  }
}

/** As `milepost confirm` does it (src/hub/settle-follow-up.ts). */
async function confirm(world: FollowUpWorld, id: string): Promise<void> {
  const { stripe } = servicesFor(
    world,
    newProcess(async () => {}, 'list'),
  );
  for (const slot of unconfirmedSlots(the(world.bills, id).followUps)) {
    const invoice = await stripe.readInvoice(id);
    const state = the(world.bills, id).followUps.messages[slot];
    if (typeof invoice !== 'object' || state === undefined) return;
    const came = hasCome(world, id, slot);
    say(world, `A person finds out that ${slot} about ${id} was ${came ? '' : 'not '}sent.`);
    if (came) await stripe.settleMessage(id, slot, { state: 'sent', at: state.at });
    else {
      forgetAttempt(world, id, slot);
      const { [slot]: _, ...messages } = invoice.followUps.messages;
      await stripe.letGoOfMessage({ ...invoice, followUps: { ...invoice.followUps, messages } }, slot, world.now);
    }
  }
}

function hasCome({ attempts }: FollowUpWorld, id: string, slot: string): boolean {
  const last = attempts.findLast(
    ({ answer, lines }) => answer !== 'refused' && lines.some((line) => line.invoice.id === id && line.slot === slot),
  );
  return last?.answer === 'sent' || last?.answer === 'lost';
}

/** It certainly did not go out. */
function forgetAttempt({ attempts }: FollowUpWorld, id: string, slot: string): void {
  const at = attempts.findLastIndex(
    ({ answer, lines }) => answer === 'gone' && lines.some((line) => line.invoice.id === id && line.slot === slot),
  );
  const attempt = attempts[at];
  if (attempt === undefined) return;
  const lines = attempt.lines.filter((line) => line.invoice.id !== id);
  if (lines.length === 0) attempts.splice(at, 1);
  else attempts[at] = { ...attempt, lines };
}
