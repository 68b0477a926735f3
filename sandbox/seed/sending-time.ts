import { addDays, atHour, dateIn, type Instant } from '../../src/billing/calendar.ts';
import { latest } from '../../src/billing/follow-up/days.ts';
import { leavesAt, mayLeave } from '../../src/billing/follow-up/sending-time.ts';
import { CLIENTS } from './clients.ts';
import { SEED_ZONE } from './history.ts';
import { SEED_POLICY } from './shown.ts';

const HOUR = 10;

/** Not Kumo: at that hour Tokyo's day is over. */
const CLIENTS_NEARBY = CLIENTS.filter(({ timeZone }) => timeZone.startsWith('Europe/'));

/** Ten o'clock at the agency on the first day, from now on, on which all of its clients in Europe can be written to. */
export function sendingTime(now: Instant): Instant {
  const today = dateIn(SEED_ZONE, now);
  const leaves = CLIENTS_NEARBY.map((client) => dateIn(SEED_ZONE, leavesAt(client, SEED_POLICY, today, now)));
  for (let day = latest(today, ...leaves); ; day = addDays(day, 1)) {
    const at = atHour(SEED_ZONE, day, HOUR);
    if (CLIENTS_NEARBY.every((client) => mayLeave(client, SEED_POLICY, at))) return at;
  }
}
