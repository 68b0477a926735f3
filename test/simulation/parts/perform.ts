import { lookAtOpenInvoices } from '../../../jobs/open-invoices.ts';
import type { Work } from '../../../jobs/ports.ts';
import { failureKind } from '../../../src/billing/failure.ts';
import { text } from '../../support/world.ts';
import { billsOf } from './books.ts';
import { MONEY } from './money.ts';
import { approval, edit, estrange, mend, renameAmount, trashOrRestore } from './people.ts';
import type { Play } from './play.ts';
import { rowsOf } from './rows.ts';
import { CLIENT_EDITS, type Fault, KINDS, MEDDLING, PROJECT_EDITS, SPOILT, type Step, TEAM_EDITS } from './steps.ts';
import { pick } from './team.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Lets one thing happen. */
export async function perform(play: Play, step: Step): Promise<void> {
  const { world, hub, cast } = play;
  const row = 'of' in step ? rowFor(play, step) : '';
  switch (step.does) {
    case 'approve':
      return edit(play, row, approval(play, row, step));
    case 'edit milestone':
      return edit(play, row, TEAM_EDITS[step.how]);
    case 'meddle':
      play.meddledWith.add(row);
      return edit(play, row, MEDDLING[step.how]);
    case 'spoil':
      mend(play, row); // one thing at a time is wrong with a row
      play.spoilt.set(row, step.how);
      return edit(play, row, SPOILT[step.how]);
    case 'mend':
      return mend(play, row);
    case 'edit client':
      return edit(play, pick(cast.clients, step.of), CLIENT_EDITS[step.how]);
    case 'edit project':
      return edit(play, pick(cast.projects, step.of), PROJECT_EDITS[step.how]);
    case 'scribble on the project':
      return edit(play, pick(cast.projects, step.of), { 'Next billing event': text('soon') });
    case 'trash or restore':
      return trashOrRestore(play, row);
    case 'customer is deleted':
    case 'customer of another client is pasted':
      return await estrange(play, pick(cast.clients, step.of), step.does);
    case 'Amount is renamed':
      return renameAmount(play, true);
    case 'money':
      return await moveMoney(play, row, step);
    case 'wait':
      return world.clock.advance(step.hours * HOUR_MS);
    case 'nothing is heard':
      world.clock.advance(step.days * DAY_MS);
      await play.hearing.arrive({ lost: 'all', doubled: false, order: 'as it came' });
      return;
    case 'Redis is lost':
      return hub.forget();
    case 'Stripe forgets its keys':
      return world.stripeSandbox.expireIdempotencyKeys();
    case 'renewals':
      return await hub.work({ name: 'renewals', id: 'all', origin: 'test' });
    case 'night':
      return await night(play);
    case 'hub hears': {
      const works = await play.hearing.arrive(step);
      return await faulty(play, step.fault, () => hub.work(...works));
    }
    case 'look':
      return await faulty(play, step.fault, () => hub.work(milestone(row)));
    case 'sweep':
      return await faulty(play, step.fault, hub.sweep);
    case 'quiet':
      return await quieten(play);
  }
}

/** Money moves where there is something to pay, as long as there is. */
function rowFor(play: Play, { does, of }: Extract<Step, { of: number }>): string {
  const billed = does === 'money' ? rowsOf(play).filter((row) => billsOf(play, row).length > 0) : [];
  return pick(billed.length > 0 ? billed : play.cast.rows, of);
}

export const milestone = (id: string): Work => ({ name: 'milestone', id, origin: 'test' });

/** Two sweeps without faults, the second once every approval is old enough; then nothing waits. */
export async function quieten(play: Play): Promise<void> {
  await play.world.stripeSandbox.webhooks.idle();
  for (const minutes of [0, 15]) await sweepAfter(play, minutes);
}

/** What only the calendar brings, or what nobody was told of, is there by the next morning. */
export const untilNextMorning = (play: Play): Promise<void> => sweepAfter(play, 24 * 60);

async function sweepAfter({ world, hub }: Play, minutes: number): Promise<void> {
  world.clock.advance(minutes * MINUTE_MS);
  await hub.sweep();
  for (let round = 0; world.asked.length > 0 && round < 10; round += 1) await hub.work();
}

async function moveMoney(play: Play, row: string, { at, how }: Extract<Step, { does: 'money' }>): Promise<void> {
  const bills = billsOf(play, row);
  const bill = at === 'newest' ? bills.at(-1) : bills.find(({ status }) => status !== 'void');
  // What Stripe does not allow at this moment cannot be done by anybody.
  if (bill !== undefined) await MONEY[how](play, bill).catch(() => undefined);
}

async function night({ world, hub, bugs }: Play): Promise<void> {
  try {
    await lookAtOpenInvoices({ ...world.context, stripe: world.stripe });
  } catch (error) {
    if (failureKind(error) === 'bug') bugs.push(error);
  }
  await hub.work();
}

async function faulty({ world }: Play, fault: Fault | null, run: () => Promise<void>): Promise<void> {
  const { faults } = fault?.at === 'Stripe' ? world.stripeSandbox : world.notionSandbox;
  if (fault !== null) {
    const { method, after, times, kind } = fault;
    faults.add({ ...(method === 'any' ? {} : { method }), skip: after, times, fault: KINDS[kind] });
  }
  await run();
  faults.clear();
}
