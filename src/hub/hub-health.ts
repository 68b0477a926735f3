import { dateIn, type Instant, type TimeZone, timeIn } from '../billing/calendar.ts';
import type { HealthLine } from '../billing/review/facts.ts';
import type { Storage } from './foundation.ts';
import { readsInWords, stripeReads } from './stripe-reads.ts';
import { silenceInWords, silentWebhooks, WEBHOOK_SOURCES } from './watch-webhooks.ts';

export type HealthSources = Pick<Storage, 'lastSeen' | 'memory' | 'queue' | 'redis' | 'keys'>;

export type HealthSettings = { readonly timeZone: TimeZone; readonly stripeReads: number; readonly now: Instant };

/** The lines of the review's last section: when each source was last heard of, work that was given up, and what Stripe allows. */
export async function hubHealth(
  sources: HealthSources,
  { timeZone, stripeReads: allowed, now }: HealthSettings,
): Promise<readonly HealthLine[]> {
  const { lastSeen, queue } = sources;
  const [seen, counts, silent, reads] = await Promise.all([
    lastSeen.all(),
    queue.counts(),
    silentWebhooks(sources),
    stripeReads(sources).total(),
  ]);
  const inWords = (at: Instant): string => `${dateIn(timeZone, at)} ${timeIn(timeZone, at)}`;
  const last = (what: string, otherwise: string): HealthLine => {
    const at = seen.get(what);
    return { what: `Last ${what}`, state: at === undefined ? otherwise : inWords(at) };
  };
  const webhooks = WEBHOOK_SOURCES.map((source): HealthLine => {
    const { what, state } = last(`webhook ${source}`, 'none seen yet');
    const since = silent.get(source);
    return since === undefined ? { what, state } : { what, state: `${state}; ${silenceInWords(source)}`, ...CARE };
  });
  return [
    { ...last('sweep', 'never'), ...(isLate(seen.get('sweep'), now) ? CARE : {}) },
    last('open invoices', 'never'),
    last('follow-up', 'never'),
    ...webhooks,
    { what: 'Work given up', state: String(counts.failed), ...(counts.failed > 0 ? CARE : {}) },
    { what: 'Stripe reads, last 30 days', state: readsInWords(reads, allowed) },
  ];
}

const CARE = { needsCare: true } as const;

/** Sweeps come every few minutes: one that is a day old says that the hub did not run. */
const SWEEP_LATE_MS = 24 * 60 * 60_000;

const isLate = (at: Instant | undefined, now: Instant): boolean => at !== undefined && now - at > SWEEP_LATE_MS;
