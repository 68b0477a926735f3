import { businessDayBefore, firstBusinessDayFrom } from '../business-days.ts';
import { addDays, dateIn, daysBetween, type Instant, type PlainDate } from '../calendar.ts';
import type { Policy } from '../facts.ts';
import { invoiceDates } from '../standing/status.ts';
import { businessCalendar } from '../standing/stops.ts';
import { latest } from './days.ts';
import type { DueMessage } from './due-message.ts';
import type { Followed } from './followed.ts';
import { afterRests } from './ladder.ts';
import { lastMessageAt } from './record.ts';

/** So many business days before the due date (Rule 11, L0). */
const BEFORE_DUE = 3;

/** A client that has had the invoice for less than this is not surprised by it. */
const AFTER_ISSUE_DAYS = 3;

/**
 * A word before the due date, where the team wants that: once, before anything else was said about the invoice, and never on the due
 * date or after it (Rule 11, L0).
 */
export function courtesy(
  { invoice, client }: Followed,
  policy: Policy,
  now: Instant,
  notBefore: PlainDate | undefined,
): DueMessage | undefined {
  const { followUp, timeZone } = policy;
  if (!followUp.courtesy || followUp.channel === 'stripe' || lastMessageAt(invoice.followUps) !== undefined)
    return undefined;
  const dates = invoiceDates(invoice, timeZone);
  if (dates?.due === undefined || dateIn(timeZone, now) >= dates.due) return undefined;
  const calendar = businessCalendar(policy, client);
  const planned = businessDayBefore(dates.due, BEFORE_DUE, calendar);
  if (daysBetween(dates.issued, planned) < AFTER_ISSUE_DAYS) return undefined;
  const day = firstBusinessDayFrom(latest(planned, notBefore, afterRests({ invoice, client }, policy)), calendar);
  const lastDay = addDays(dates.due, -1);
  if (day > lastDay) return undefined;
  return { kind: 'message', slot: 'courtesy', cycle: invoice.followUps.cycle, day, rolled: false, lastDay };
}
