import { dateIn, type TimeZone, timeIn } from '../billing/calendar.ts';
import type { HealthLine } from '../billing/review/facts.ts';
import type { Storage } from './foundation.ts';

/** What is looked at, in the order in which the review shows it. */
const WATCHED = ['sweep', 'webhook stripe', 'webhook notion'] as const;

/** The lines of the review's last section: when each source was last heard of, and work that was given up. */
export async function hubHealth(
  { lastSeen, queue }: Pick<Storage, 'lastSeen' | 'queue'>,
  zone: TimeZone,
): Promise<readonly HealthLine[]> {
  const [seen, counts] = await Promise.all([lastSeen.all(), queue.counts()]);
  const lines = WATCHED.map((what) => {
    const at = seen.get(what);
    return { what: `Last ${what}`, state: at === undefined ? 'never' : `${dateIn(zone, at)} ${timeIn(zone, at)}` };
  });
  return [...lines, { what: 'Work given up', state: String(counts.failed) }];
}
