import { firstBusinessDayFrom } from '../business-days.ts';
import { addDays, dateIn, daysBetween, type Instant, type PlainDate } from '../calendar.ts';
import type { Policy } from '../facts.ts';
import { invoiceDates } from '../standing/status.ts';
import { businessCalendar, lastDayOf } from '../standing/stops.ts';
import { latest } from './days.ts';
import type { ByHand, DueMessage } from './due-message.ts';
import { formalStep } from './escalation.ts';
import { followUpDay, windowEnds } from './follow-up-day.ts';
import { type Followed, isOld, isReturned, oldFrom } from './followed.ts';
import { lastMessageAt, type Slot, sentOn } from './record.ts';

/** An answer to a question is given so long before the next message (Rule 12). */
const AFTER_ANSWER_DAYS = 3;

/**
 * The day from which the windows count: the due date, or for an invoice that was late before it was taken over the day of a
 * person's yes, on which its first message may go out (Rule 11.11).
 */
export function countsFrom(followed: Followed, policy: Policy, now: Instant): PlainDate {
  const due = invoiceDates(followed.invoice, policy.timeZone)?.due ?? dateIn(policy.timeZone, now);
  if (!isOld(followed, policy)) return due;
  const { adoptedAt } = followed.invoice;
  const yes = oldFrom(followed, policy, now) ?? due;
  return latest(yes, adoptedAt === null ? undefined : dateIn(policy.timeZone, adoptedAt));
}

/** The day after every stop that was there once, and after the days of rest that follow it. */
function afterStops({ invoice, client }: Followed, policy: Policy): PlainDate | undefined {
  const calendar = businessCalendar(policy, client);
  const days = invoice.followUps.stops.map((note) => {
    if (note.kind === 'Queried' && note.endedOn !== null) return addDays(note.endedOn, AFTER_ANSWER_DAYS);
    const last = lastDayOf(note, calendar);
    const ended = note.endedOn !== null && (last === undefined || note.endedOn < last) ? note.endedOn : last;
    return ended === undefined ? undefined : addDays(ended, note.endedOn === null || ended === last ? 1 : 0);
  });
  const [first, ...others] = days.filter((day) => day !== undefined);
  return first === undefined ? undefined : latest(first, ...others);
}

/**
 * The next step of the ladder: light, firm, formal, never one left out, never closer than three days (Rules 11.1 to 11.4).
 * @param notBefore the day after a stop that is in force
 */
export function nextStep(
  followed: Followed,
  policy: Policy,
  now: Instant,
  notBefore: PlainDate | undefined,
): DueMessage | ByHand {
  const { invoice } = followed;
  const zone = policy.timeZone;
  const from = latestOf(notBefore, afterStops(followed, policy));
  const again = sameStepAgain(followed, policy, now, from);
  if (again !== undefined) return again;
  const light = sentOn(invoice.followUps, 'light', zone) ?? sentOn(invoice.followUps, 'failure', zone);
  if (light === undefined) return step(followed, { policy, now, from }, 'light');
  if (sentOn(invoice.followUps, 'firm', zone) === undefined) return step(followed, { policy, now, from }, 'firm');
  return formalStep(followed, policy, now, { due: countsFrom(followed, policy, now), from });
}

type Around = { readonly policy: Policy; readonly now: Instant; readonly from: PlainDate | undefined };

function step(followed: Followed, { policy, now, from }: Around, slot: 'light' | 'firm'): DueMessage {
  const { invoice, client } = followed;
  const calendar = businessCalendar(policy, client);
  const due = countsFrom(followed, policy, now);
  const name = slot === 'light' ? 'Light' : 'Firm';
  const lastAt = lastMessageAt(invoice.followUps);
  const last = lastAt === undefined ? undefined : dateIn(policy.timeZone, lastAt);
  // What was late before is asked for on the day of the yes itself.
  const planned =
    slot === 'light' && isOld(followed, policy)
      ? firstBusinessDayFrom(due, calendar)
      : followUpDay(name, due, last, calendar).day;
  const day = firstBusinessDayFrom(latest(planned, from), calendar);
  const ends = windowEnds(name, due);
  return {
    kind: 'message',
    slot,
    cycle: invoice.followUps.cycle,
    day,
    rolled: day > ends,
    lastDay: latest(ends, day),
  };
}

const latestOf = (...days: readonly (PlainDate | undefined)[]): PlainDate | undefined => {
  const [first, ...others] = days.filter((day) => day !== undefined);
  return first === undefined ? undefined : latest(first, ...others);
};

const LADDER = ['formal', 'firm', 'light'] as const satisfies readonly Slot[];

/** Once the address of what came back is corrected, the same step goes out again, once (Rule 12). */
function sameStepAgain(
  followed: Followed,
  policy: Policy,
  now: Instant,
  from: PlainDate | undefined,
): DueMessage | undefined {
  const { invoice, client } = followed;
  if (!invoice.mailReturned || isReturned(followed)) return undefined;
  const slot = LADDER.find((one) => invoice.followUps.messages[one] !== undefined);
  const on = slot === undefined ? undefined : sentOn(invoice.followUps, slot, policy.timeZone);
  if (slot === undefined || on === undefined) return undefined;
  const calendar = businessCalendar(policy, client);
  const day = firstBusinessDayFrom(latest(addDays(on, 1), from), calendar);
  const today = firstBusinessDayFrom(dateIn(policy.timeZone, now), calendar);
  return {
    kind: 'message',
    slot,
    cycle: invoice.followUps.cycle + 1,
    day,
    rolled: daysBetween(countsFrom(followed, policy, now), day) > 0,
    lastDay: latest(day, today),
  };
}
