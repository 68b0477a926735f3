import { type BusinessCalendar, firstBusinessDayFrom } from '../business-days.ts';
import { addDays, dateIn, type Instant, type PlainDate } from '../calendar.ts';
import type { Policy } from '../facts.ts';
import { invoiceDates } from '../standing/status.ts';
import { businessCalendar, isTooFar, lastDayOf } from '../standing/stops.ts';
import { latest } from './days.ts';
import type { ByHand, DueMessage } from './due-message.ts';
import { formalStep } from './escalation.ts';
import { followUpDay, windowEnds } from './follow-up-day.ts';
import { type Followed, isOld, isReturned, oldFrom } from './followed.ts';
import { lastMessageAt, lastSlot, type Slot, type StopNote, sentOn } from './record.ts';

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
  const yes = oldFrom(followed, policy) ?? due;
  return latest(yes, adoptedAt === null ? undefined : dateIn(policy.timeZone, adoptedAt));
}

/** The first day after one stop that was there once, and after the days of rest that follow it; undefined while nobody has ended it. */
function afterStop(note: StopNote, calendar: BusinessCalendar): PlainDate | undefined {
  const { kind, placedOn, until, endedOn } = note;
  if (kind === 'Promised' && until !== null && isTooFar(placedOn, until)) return undefined; // it stops nothing
  const last = lastDayOf(note, calendar);
  const isOver = endedOn !== null && (last === undefined || endedOn < last);
  const ended = isOver ? endedOn : last;
  if (ended === undefined) return undefined;
  if (kind === 'Queried') return addDays(ended, AFTER_ANSWER_DAYS);
  return isOver ? ended : addDays(ended, 1);
}

/** What is left after a payment that has begun is asked for from the next business day on (Rule 7.5, part processing). */
function afterPartBegan(
  { invoice }: Pick<Followed, 'invoice'>,
  { timeZone }: Policy,
  calendar: BusinessCalendar,
): PlainDate | undefined {
  const { inFlight, inFlightSince } = invoice.moves;
  if (inFlight === 0 || inFlightSince === null) return undefined;
  return firstBusinessDayFrom(addDays(dateIn(timeZone, inFlightSince), 1), calendar);
}

/** Before this day nothing goes out, because of what was there until then; undefined where nothing was. */
export function afterRests(followed: Pick<Followed, 'invoice' | 'client'>, policy: Policy): PlainDate | undefined {
  const calendar = businessCalendar(policy, followed.client);
  return latestOf(
    ...followed.invoice.followUps.stops.map((note) => afterStop(note, calendar)),
    afterPartBegan(followed, policy, calendar),
  );
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
  const { followUps } = followed.invoice;
  const zone = policy.timeZone;
  const around = { policy, now, from: latestOf(notBefore, afterRests(followed, policy)) };
  const returned = returnedSlot(followed);
  if (returned !== undefined && returned !== 'formal') return sameStepAgain(followed, around, returned);
  // A notice of a failed payment that came back, and is true no more, was no contact at all.
  const isLost = isCorrected(followed) && lastSlot(followUps) === 'failure';
  const light = sentOn(followUps, 'light', zone) ?? (isLost ? undefined : sentOn(followUps, 'failure', zone));
  if (light === undefined) return step(followed, around, 'light');
  if (sentOn(followUps, 'firm', zone) === undefined) return step(followed, around, 'firm');
  const due = countsFrom(followed, policy, now);
  return formalStep(followed, policy, now, { due, from: around.from, isAgain: returned === 'formal' });
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
    rolled: latest(day, dateIn(policy.timeZone, now)) > ends,
    lastDay: latest(ends, day),
  };
}

const latestOf = (...days: readonly (PlainDate | undefined)[]): PlainDate | undefined => {
  const [first, ...others] = days.filter((day) => day !== undefined);
  return first === undefined ? undefined : latest(first, ...others);
};

/** What came back has another address now. */
const isCorrected = (followed: Followed): boolean => followed.invoice.mailReturned && !isReturned(followed);

/** Once the address of what came back is corrected, the same message goes out again, once (Rule 12). */
function returnedSlot(followed: Followed): Slot | undefined {
  const { followUps, moves } = followed.invoice;
  const slot = isCorrected(followed) ? lastSlot(followUps) : undefined;
  return slot === 'failure' && moves.lastAttempt !== 'failed' ? undefined : slot;
}

function sameStepAgain(followed: Followed, { policy, now, from }: Around, slot: Slot): DueMessage {
  const { invoice, client } = followed;
  const { followUps } = invoice;
  const today = dateIn(policy.timeZone, now);
  const on = sentOn(followUps, slot, policy.timeZone) ?? today;
  const day = firstBusinessDayFrom(latest(addDays(on, 1), from), businessCalendar(policy, client));
  const due = countsFrom(followed, policy, now);
  const ends = slot === 'light' ? windowEnds('Light', due) : slot === 'firm' ? windowEnds('Firm', due) : undefined;
  const rolled = ends !== undefined && latest(day, today) > ends;
  return { kind: 'message', slot, cycle: followUps.cycle + 1, day, rolled, lastDay: latest(day, ends) };
}
