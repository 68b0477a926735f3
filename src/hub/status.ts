import type { Logger } from 'pino';
import { type Instant, toIso } from '../billing/calendar.ts';
import { whenReady } from '../queue/redis.ts';
import type { FailedWork, WorkCounts } from '../queue/work.ts';
import { ALARMS } from './context.ts';
import { openStorage, type Storage } from './foundation.ts';

export type HubStatus = {
  readonly redis: 'ready' | 'away';
  readonly queue: WorkCounts | undefined;
  /** When each was last heard of, as ISO instants: `sweep`, `webhook stripe`, `webhook notion`, `weekly review`. */
  readonly lastSeen: Readonly<Record<string, string>>;
  readonly failed: readonly FailedWork[];
  /** What nothing may cause and happened all the same, by page id: when, and what. */
  readonly alarms: Readonly<Record<string, string>>;
  /** Notion's verification token, to be pasted into the connection's webhook page. */
  readonly notionVerificationToken: string | undefined;
};

const READY_WITHIN_MS = 3_000;
const FAILED_SHOWN = 20;

/** What stands in Redis about the hub. A hub need not run for it. */
export async function readStatus(
  { redisUrl }: { readonly redisUrl: string | undefined },
  log: Logger,
  tell: (line: string) => void,
): Promise<HubStatus> {
  const storage = await openStorage(redisUrl, log, tell);
  try {
    if (!(await whenReady(storage.redis, READY_WITHIN_MS))) {
      return {
        redis: 'away',
        queue: undefined,
        lastSeen: {},
        failed: [],
        alarms: {},
        notionVerificationToken: undefined,
      };
    }
    const [queue, seen, failed, alarms, token] = await Promise.all([
      storage.queue.counts(),
      storage.lastSeen.all(),
      storage.queue.failed(FAILED_SHOWN),
      readAlarms(storage),
      storage.handshake.token(),
    ]);
    const lastSeen = Object.fromEntries([...seen].map(([what, at]) => [what, toIso(at)]));
    return { redis: 'ready', queue, lastSeen, failed, alarms, notionVerificationToken: token };
  } finally {
    await storage.close();
  }
}

/** Long enough for somebody to see to it. */
const ALARMS_SHOWN_MS = 30 * 24 * 60 * 60_000;

async function readAlarms({ memory }: Pick<Storage, 'memory'>): Promise<HubStatus['alarms']> {
  const all = Object.entries(await memory.fingerprints(ALARMS));
  return Object.fromEntries(
    all.filter(([, line]) => Date.parse(line.split(' ')[0] ?? '') > Date.now() - ALARMS_SHOWN_MS),
  );
}

const MINUTE_MS = 60_000;

function ago(iso: string, now: Instant): string {
  const minutes = Math.floor((now - Date.parse(iso)) / MINUTE_MS);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h ago` : `${Math.floor(minutes / (24 * 60))} days ago`;
}

/** The status as text for people. */
export function describeStatus(status: HubStatus, now: Instant): string {
  if (status.redis === 'away' || status.queue === undefined) return 'Redis      does not answer\n';
  const { waiting, active, delayed, failed } = status.queue;
  const lines = [
    'Redis      ready',
    `Queue      ${waiting} waiting, ${active} running, ${delayed} put off, ${failed} given up`,
  ];
  for (const what of ['sweep', 'open invoices', 'renewals', 'webhook stripe', 'webhook notion', 'weekly review']) {
    const at = status.lastSeen[what];
    lines.push(`Last       ${what}: ${at === undefined ? 'never' : `${at} (${ago(at, now)})`}`);
  }
  for (const { name, id, reason } of status.failed) lines.push(`Given up   ${name} ${id}: ${reason}`);
  for (const [id, words] of Object.entries(status.alarms)) lines.push(`Alarm      milestone ${id}: ${words}`);
  if (status.notionVerificationToken !== undefined) {
    lines.push(
      `Notion     verification token to paste on the webhook page of the connection: ${status.notionVerificationToken}`,
    );
    lines.push('           then set it as NOTION_WEBHOOK_SECRET and restart the hub');
  }
  return `${lines.join('\n')}\n`;
}
