import { dateIn } from '../calendar.ts';
import { type MessageState, SLOTS, type Slot, type StopNote } from '../follow-up/record.ts';
import { businessCalendar, lastDayOf } from '../standing/stops.ts';
import type { Item, MilestoneKind } from './mismatch.ts';

/**
 * M23. A message went out while a stop held. Stops are read in the minute before a message leaves, so only two hubs that do not
 * know each other, or a hand in Stripe's metadata, bring this about. Stops are noted by day: one of the same day may be the later.
 */
const sentDespiteStop: MilestoneKind = {
  id: 'M23',
  title: 'message despite a stop',
  severity: 'critical',
  who: 'admin',
  find(item) {
    const breach = breachIn(item);
    if (breach === undefined) return undefined;
    const { slot, day, stop } = breach;
    return `The ${slot.replace('_', ' ')} message went out on ${day}, although "${stop.kind}" stood here since ${stop.placedOn}. Talk to the client, and look whether two hubs run.`;
  },
};

function breachIn({ live, around: { client, policy } }: Item) {
  const calendar = businessCalendar(policy, client);
  const holdsOn = (stop: StopNote, day: string): boolean => {
    const last = lastDayOf(stop, calendar);
    return stop.placedOn < day && (stop.endedOn === null || day < stop.endedOn) && (last === undefined || day <= last);
  };
  for (const { followUps } of live) {
    for (const slot of SLOTS) {
      const message = followUps.messages[slot];
      if (message === undefined || !mayHaveGone(slot, message)) continue;
      const day = dateIn(policy.timeZone, message.at);
      const stop = followUps.stops.find((one) => holdsOn(one, day));
      if (stop !== undefined) return { slot, day, stop };
    }
  }
  return undefined;
}

/** Thanks for money that came ask for nothing: a promise that was kept does not keep them back. */
const mayHaveGone = (slot: Slot, { state }: MessageState): boolean => slot !== 'thanks' && state !== 'claimed';

/** M26. Stripe may write to the client as well, which it does only about invoices that it advances by itself (Rule 6.8). */
const stripeReminds: MilestoneKind = {
  id: 'M26',
  title: 'Stripe may remind as well',
  severity: 'high',
  who: 'admin',
  find({ live }) {
    const advanced = live.find(({ status, autoAdvance }) => status === 'open' && autoAdvance);
    return advanced === undefined
      ? undefined
      : `Stripe advances invoice ${advanced.number ?? advanced.id} by itself. Switch "auto_advance" off there; until then nothing is followed up.`;
  },
};

export const followUpKinds: readonly MilestoneKind[] = [sentDespiteStop, stripeReminds];
