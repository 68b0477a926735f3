import { dateIn, type Instant, type PlainDate } from '../calendar.ts';
import { dayOf } from '../day.ts';
import type { Invoice, Milestone, Policy } from '../facts.ts';
import { businessCalendar, isTooFar, lastDayOf } from '../standing/stops.ts';
import type { Followed } from './followed.ts';
import type { StopNote } from './record.ts';

type Noted = { readonly invoice: Pick<Invoice, 'followUps'> };

/** The last stop that was noted and has not been taken away since. */
export const openNote = ({ invoice }: Noted): StopNote | undefined =>
  invoice.followUps.stops.findLast(({ endedOn }) => endedOn === null);

/** The day on which the stop beside the milestone was first seen; today, where it is new. */
export function placedOn(
  followed: Noted & { readonly milestone: Pick<Milestone, 'followUpStop' | 'stopUntil'> },
  { timeZone }: Pick<Policy, 'timeZone'>,
  now: Instant,
): PlainDate {
  const note = openNote(followed);
  const { followUpStop, stopUntil } = followed.milestone;
  const isSame = note?.kind === followUpStop && note.until === (dayOf(timeZone, stopUntil) ?? null);
  return isSame && note !== undefined ? note.placedOn : dateIn(timeZone, now);
}

/**
 * What is to be noted of the stops beside a milestone, because Notion keeps the present one alone: when it was placed, when it was
 * taken away, which promises there were (Rules 12, 12.1).
 * @returns undefined where everything is noted
 */
export function stopNotes(followed: Followed, policy: Policy, now: Instant): readonly StopNote[] | undefined {
  const { milestone, client } = followed;
  const { stops } = followed.invoice.followUps;
  const today = dateIn(policy.timeZone, now);
  const note = openNote(followed);
  const until = dayOf(policy.timeZone, milestone.stopUntil) ?? null;
  const { followUpStop: kind } = milestone;
  if (kind === null) return note === undefined ? undefined : [...without(stops, note), { ...note, endedOn: today }];
  const placed: StopNote = { kind, placedOn: today, until, endedOn: null };
  if (note === undefined) return [...stops, placed];
  if (note.kind === kind && note.until === until) return undefined;
  const last = lastDayOf(note, businessCalendar(policy, client));
  // Another date for what still holds is a correction; after its day, it is another promise.
  const isCorrected = note.kind === kind && (last === undefined || last >= today);
  return isCorrected
    ? [...without(stops, note), placed]
    : [...without(stops, note), { ...note, endedOn: last !== undefined && last < today ? last : today }, placed];
}

const without = (stops: readonly StopNote[], note: StopNote): readonly StopNote[] =>
  stops.filter((one) => one !== note);

/** Promises whose day and its grace have passed while they stood: nobody took them away before (Rule 12). */
export function brokenPromises({ invoice, client }: Followed, policy: Policy, now: Instant): readonly PlainDate[] {
  const calendar = businessCalendar(policy, client);
  const today = dateIn(policy.timeZone, now);
  return invoice.followUps.stops.flatMap((note) => {
    const { kind, until, placedOn: placed, endedOn } = note;
    // A day that had passed when it was noted is a slip of the pen, or belongs to an invoice before this one.
    if (kind !== 'Promised' || until === null || until < placed || isTooFar(placed, until)) return [];
    const last = lastDayOf(note, calendar);
    if (last === undefined || last >= today) return [];
    return endedOn === null || endedOn >= last ? [until] : [];
  });
}
