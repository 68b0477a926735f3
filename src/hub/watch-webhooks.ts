import type { Logger } from 'pino';
import { z } from 'zod';
import type { Memory } from '../../jobs/ports.ts';
import { type Instant, instantFromMillis, toIso } from '../billing/calendar.ts';
import type { LastSeen } from '../queue/last-seen.ts';
import { isSilent, type Unheard, unheardAfter } from './webhook-silence.ts';

export const WEBHOOK_SOURCES = ['stripe', 'notion'] as const;
export type WebhookSource = (typeof WEBHOOK_SOURCES)[number];

type Deps = { readonly memory: Memory; readonly lastSeen: Pick<LastSeen, 'all'> };

/** What to do about a source that has fallen silent, by what it lets nobody see from outside. */
const MEND: Readonly<Record<WebhookSource, string>> = {
  stripe: 'in Stripe under Developers, Webhooks, look whether the endpoint is disabled, and enable it',
  notion: "on the webhook page of Notion's connection look whether the subscription is paused, and resume it",
};

/** "its subscription looks paused: …", and what to do. */
export const silenceInWords = (source: WebhookSource): string =>
  `its webhook subscription looks paused: ${MEND[source]}. Sweeps go on finding what changes`;

const UNHEARD = 'unheard of';

const Noted = z
  .object({ since: z.number(), until: z.number(), sweeps: z.number() })
  .transform(({ since, until, sweeps }) => ({
    since: instantFromMillis(since),
    until: instantFromMillis(until),
    sweeps,
  }));

/** What one sweep finds is held against the webhooks that came. */
export function watchWebhooks(
  { memory, lastSeen }: Deps,
  log: Logger,
): {
  /** Told of each thing that the sweep found, and when it happened. */
  readonly found: (source: WebhookSource, at: Instant) => void;
  readonly settle: () => Promise<void>;
} {
  const newest = new Map<WebhookSource, Instant>();
  return {
    found(source, at) {
      if (at > (newest.get(source) ?? 0)) newest.set(source, at);
    },
    async settle() {
      const seen = await lastSeen.all();
      for (const source of WEBHOOK_SOURCES) {
        const last = seen.get(`webhook ${source}`);
        const before = await readUnheard(memory, source);
        const after = unheardAfter(before, newest.get(source), last);
        if (JSON.stringify(after) !== JSON.stringify(before))
          await memory.rememberFingerprint(UNHEARD, source, after === undefined ? '' : JSON.stringify(after));
        if (!isSilent(before, last) && isSilent(after, last))
          log.error(
            { source, silent_since: toIso(after.since), reason: silenceInWords(source) },
            'webhooks have fallen silent while things change',
          );
      }
    },
  };
}

async function readUnheard(memory: Memory, source: WebhookSource): Promise<Unheard | undefined> {
  const text = await memory.fingerprint(UNHEARD, source);
  return text === undefined || text === '' ? undefined : Noted.safeParse(JSON.parse(text)).data;
}

/** The sources that have fallen silent, with the instant since when things changed there that no webhook told of. */
export async function silentWebhooks({ memory, lastSeen }: Deps): Promise<ReadonlyMap<WebhookSource, Instant>> {
  const seen = await lastSeen.all();
  const silent = new Map<WebhookSource, Instant>();
  for (const source of WEBHOOK_SOURCES) {
    const unheard = await readUnheard(memory, source);
    if (isSilent(unheard, seen.get(`webhook ${source}`))) silent.set(source, unheard.since);
  }
  return silent;
}
