import { type BusinessCalendar, firstBusinessDayFrom, isBusinessDay } from '../business-days.ts';
import { addDays, atHour, dateIn, type Instant, type PlainDate, startOfDay, type TimeZone } from '../calendar.ts';
import type { Client, Policy } from '../facts.ts';
import { businessCalendar } from '../standing/stops.ts';

type Recipient = Pick<Client, 'country' | 'timeZone'> | undefined;
type Hours = Pick<Policy, 'timeZone' | 'holidays' | 'holidayCountry' | 'followUp'>;

const zones = new Map<string, boolean>();

function isZone(name: string): boolean {
  const known = zones.get(name);
  if (known !== undefined) return known;
  let isKnown = true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    isKnown = false;
  }
  zones.set(name, isKnown);
  return isKnown;
}

/** The client's zone where it is known by name, else the seller's (Rules 2.6, 2.7). */
export function recipientZone(client: Recipient, { timeZone }: Pick<Policy, 'timeZone'>): TimeZone {
  const own = client?.timeZone.trim() ?? '';
  return own !== '' && isZone(own) ? own : timeZone;
}

/** Whether a message may leave at this moment: it is a business day on both calendars, and the hour is right (Rules 2.5, 2.6). */
export function mayLeave(client: Recipient, policy: Hours, now: Instant): boolean {
  const zone = recipientZone(client, policy);
  const calendar = businessCalendar(policy, client);
  const there = dateIn(zone, now);
  const { from, to } = policy.followUp.sendingHours;
  return (
    isBusinessDay(there, calendar) &&
    isBusinessDay(dateIn(policy.timeZone, now), calendar) &&
    atHour(zone, there, from) <= now &&
    now < atHour(zone, there, to)
  );
}

/**
 * When a message that is due on a day of the seller's calendar leaves at the earliest, from now on. Far to the east the recipient's day
 * has begun before the seller's, and far to the west it is still the one before.
 */
export function leavesAt(client: Recipient, policy: Hours, day: PlainDate, now: Instant): Instant {
  const zone = recipientZone(client, policy);
  const calendar = businessCalendar(policy, client);
  const { from, to } = policy.followUp.sendingHours;
  const begins = startOfDay(policy.timeZone, day);
  const soonest = begins > now ? begins : now;
  for (let there = dateIn(zone, soonest); ; there = addDays(there, 1)) {
    if (!isBusinessDay(there, calendar)) continue;
    const opens = atHour(zone, there, from);
    const leaves = onBusinessDay(policy.timeZone, opens > soonest ? opens : soonest, calendar);
    if (leaves < atHour(zone, there, to)) return leaves;
  }
}

/** The instant itself, or the beginning of the seller's next business day: the recipient's hours may reach into it. */
function onBusinessDay(zone: TimeZone, at: Instant, calendar: BusinessCalendar): Instant {
  const day = dateIn(zone, at);
  return isBusinessDay(day, calendar) ? at : startOfDay(zone, firstBusinessDayFrom(day, calendar));
}

/**
 * From when on nothing leaves any more on a day of the seller's calendar. The recipient's hours may begin on the day before, or reach into
 * the next one; then the seller's day is what ends.
 */
export function closesAt(client: Recipient, policy: Hours, day: PlainDate): Instant {
  const zone = recipientZone(client, policy);
  const calendar = businessCalendar(policy, client);
  const { from, to } = policy.followUp.sendingHours;
  const [begins, ends] = [startOfDay(policy.timeZone, day), startOfDay(policy.timeZone, addDays(day, 1))];
  for (const there of [1, 0, -1].map((later) => addDays(day, later))) {
    const closes = atHour(zone, there, to);
    if (atHour(zone, there, from) < ends && closes > begins && isBusinessDay(there, calendar))
      return closes < ends ? closes : ends;
  }
  return atHour(policy.timeZone, day, to);
}

/** The seller's days and the recipient's on which an instant lies: a client hears from us once on either. */
export const daysAt = (client: Recipient, policy: Hours, at: Instant): readonly [PlainDate, PlainDate] => [
  dateIn(policy.timeZone, at),
  dateIn(recipientZone(client, policy), at),
];
