import { setTimeout as delay } from 'node:timers/promises';
import type { JournalEntry } from '../../sandbox/kit/journal.ts';
import type { Sandbox } from '../../sandbox/start.ts';

const SERVICES = ['notion', 'stripe'] as const;
export type Service = (typeof SERVICES)[number];

/** Longer than anything that the hub puts off on purpose while it works on a change. */
const QUIET_MS = 5_000;
const QUIET_WITHIN_MS = 40_000;
const POLL_MS = 100;

/** The requests that each service got, with what they asked for. */
export type Counted = Readonly<Record<Service, { readonly requests: number; readonly byRoute: readonly string[] }>>;

/** Waits until neither service has been asked anything for a while. @throws when that never happens */
export async function untilQuiet({ notion, stripe }: Sandbox): Promise<void> {
  const lastAt = () => Math.max(0, ...[notion, stripe].map(({ journal }) => journal.entries().at(-1)?.at ?? 0));
  const startedAt = Date.now();
  while (Date.now() - Math.max(lastAt(), startedAt) < QUIET_MS) {
    if (Date.now() - startedAt > QUIET_WITHIN_MS) throw new Error('The hub never became quiet.');
    await delay(POLL_MS);
  }
}

/** Forgets the requests so far. */
export function startCounting(sandbox: Sandbox): void {
  for (const service of SERVICES) sandbox[service].journal.clear();
}

/** The requests since the counting started. */
export function counted(sandbox: Sandbox): Counted {
  const of = (service: Service) => {
    const entries = sandbox[service].journal.entries();
    return { requests: entries.length, byRoute: byRoute(entries) };
  };
  return { notion: of('notion'), stripe: of('stripe') };
}

/** "12 × GET /v1/pages/…", the most frequent first. */
function byRoute(entries: readonly JournalEntry[]): readonly string[] {
  const groups = Map.groupBy(entries, ({ method, path }) => `${method} ${withoutIds(path)}`);
  return [...groups].sort(([, a], [, b]) => b.length - a.length).map(([route, { length }]) => `${length} × ${route}`);
}

const withoutIds = (path: string): string => path.replace(/\/(?=[^/]*\d)(?!v1(?:\/|$))[^/]+/g, '/…');
