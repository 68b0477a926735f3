import { type BusinessCalendar, firstBusinessDayFrom, isBusinessDay } from '../business-days.ts';
import { addDays, atHour, dateIn, type Instant, type PlainDate, type TimeZone } from '../calendar.ts';
import type { Client, Policy } from '../facts.ts';
import { businessCalendar } from '../standing/stops.ts';
import { latest } from './days.ts';

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
 * When a message that is due on a day of the seller's calendar leaves at the earliest, from now on. The recipient's own day
 * counts as well: far to the east it begins earlier.
 */
export function leavesAt(client: Recipient, policy: Hours, day: PlainDate, now: Instant): Instant {
  const zone = recipientZone(client, policy);
  const calendar = businessCalendar(policy, client);
  const { from, to } = policy.followUp.sendingHours;
  const start = latest(day, dateIn(policy.timeZone, now));
  for (let at = nextDay(latest(start, dateIn(zone, now)), calendar); ; at = nextDay(addDays(at, 1), calendar)) {
    const opens = beginning(policy, zone, at, { from, day: start });
    const closes = atHour(zone, at, to);
    const leaves = opens > now ? opens : now;
    if (leaves < closes && isBusinessDay(dateIn(policy.timeZone, leaves), calendar)) return leaves;
  }
}

const nextDay = (day: PlainDate, calendar: BusinessCalendar): PlainDate => firstBusinessDayFrom(day, calendar);

/** Neither before the sending hours there nor before the day has begun here. */
function beginning(
  { timeZone }: Hours,
  zone: TimeZone,
  at: PlainDate,
  { from, day }: { readonly from: number; readonly day: PlainDate },
): Instant {
  const there = atHour(zone, at, from);
  const here = atHour(timeZone, day, 0);
  return there > here ? there : here;
}

/** When the sending hours of a day are over. */
export const closesAt = (client: Recipient, policy: Hours, day: PlainDate): Instant =>
  atHour(recipientZone(client, policy), day, policy.followUp.sendingHours.to);

/** The seller's days and the recipient's on which an instant lies: a client hears from us once on either. */
export const daysAt = (client: Recipient, policy: Hours, at: Instant): readonly [PlainDate, PlainDate] => [
  dateIn(policy.timeZone, at),
  dateIn(recipientZone(client, policy), at),
];
