import type { Logger } from 'pino';
import { announcedList } from '../../jobs/morning-list.ts';
import { UNREADABLE } from '../../jobs/unreadable.ts';
import { type Instant, instantFromMillis, toIso } from '../billing/calendar.ts';
import type { LocalConfig } from '../config/config.ts';
import { whenReady } from '../queue/redis.ts';
import type { FailedWork, WorkCounts } from '../queue/work.ts';
import { ALARMS } from './context.ts';
import { openStorage, type Storage } from './foundation.ts';
import { type ReviewProblem, reviewProblem } from './review-problem.ts';
import { areScarce, readsInWords, stripeReads } from './stripe-reads.ts';
import { silenceInWords, silentWebhooks, WEBHOOK_SOURCES } from './watch-webhooks.ts';

export type HubStatus = {
  readonly redis: 'ready' | 'away';
  readonly queue: WorkCounts | undefined;
  /** When each was last heard of, as ISO instants: `sweep`, `webhook stripe`, `webhook notion`, `weekly review`. */
  readonly lastSeen: Readonly<Record<string, string>>;
  readonly failed: readonly FailedWork[];
  /** What nothing may cause and happened all the same, by page id: when, and what. */
  readonly alarms: Readonly<Record<string, string>>;
  /** Rows, and whole databases, that cannot be read, by "<database> <page id>" or "<database> all": why. */
  readonly unreadable: Readonly<Record<string, string>>;
  /** Messages that were announced and leave within the day, the first one first. */
  readonly followUps: readonly {
    readonly client: string;
    readonly message: string;
    readonly invoices: readonly string[];
    readonly sum: string;
    readonly leavesAt: string;
  }[];
  /** Reads sent to Stripe in the last thirty days, and how many it allows at least; `isScarce`: what can wait is put off. */
  readonly stripeReads: { readonly used: number; readonly allowed: number; readonly isScarce: boolean } | undefined;
  /** Why the weekly review cannot be written, and since when; undefined when nothing is known to be wrong. */
  readonly reviewProblem: ReviewProblem | undefined;
  /** Sources that have fallen silent though things change there, with the ISO instant since when. */
  readonly silentWebhooks: Readonly<Record<string, string>>;
  /** Notion's verification token, to be pasted into the connection's webhook page. */
  readonly notionVerificationToken: string | undefined;
};

const READY_WITHIN_MS = 3_000;
const FAILED_SHOWN = 20;

/** What stands in Redis about the hub. A hub need not run for it. */
export async function readStatus(
  { redisUrl, policy }: Pick<LocalConfig, 'redisUrl' | 'policy'>,
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
        unreadable: {},
        followUps: [],
        stripeReads: undefined,
        reviewProblem: undefined,
        silentWebhooks: {},
        notionVerificationToken: undefined,
      };
    }
    return await statusOf(storage, policy);
  } finally {
    await storage.close();
  }
}

/** The same from a Redis that is open and answers. @throws TryAgain when it stops answering meanwhile */
export async function statusOf(storage: Storage, policy: LocalConfig['policy']): Promise<HubStatus> {
  const [queue, seen, failed, alarms, unreadable, list, used, silent, token, problem] = await Promise.all([
    storage.queue.counts(),
    storage.lastSeen.all(),
    storage.queue.failed(FAILED_SHOWN),
    readAlarms(storage),
    readUnreadable(storage),
    announcedList(storage, instantFromMillis(Date.now())),
    stripeReads(storage).total(),
    silentWebhooks(storage),
    storage.handshake.token(),
    reviewProblem(storage.memory),
  ]);
  const allowed = policy.limits.stripeReads;
  return {
    redis: 'ready',
    queue,
    lastSeen: inIso(seen),
    failed,
    alarms,
    unreadable,
    followUps: list.map((item) => ({ ...item, leavesAt: toIso(item.leavesAt) })),
    stripeReads: { used, allowed, isScarce: areScarce(used, allowed) },
    reviewProblem: problem,
    silentWebhooks: inIso(silent),
    notionVerificationToken: token,
  };
}

const inIso = (instants: ReadonlyMap<string, Instant>): Readonly<Record<string, string>> =>
  Object.fromEntries([...instants].map(([what, at]) => [what, toIso(at)]));

/** Long enough for somebody to see to it. */
const ALARMS_SHOWN_MS = 30 * 24 * 60 * 60_000;

async function readAlarms({ memory }: Pick<Storage, 'memory'>): Promise<HubStatus['alarms']> {
  const all = Object.entries(await memory.fingerprints(ALARMS));
  return Object.fromEntries(
    all.filter(([, line]) => Date.parse(line.split(' ')[0] ?? '') > Date.now() - ALARMS_SHOWN_MS),
  );
}

async function readUnreadable({ memory }: Pick<Storage, 'memory'>): Promise<HubStatus['unreadable']> {
  const all = Object.entries(await memory.fingerprints(UNREADABLE));
  return Object.fromEntries(all.filter(([, words]) => words !== ''));
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
  for (const what of [
    'sweep',
    'open invoices',
    'follow-up',
    'renewals',
    'webhook stripe',
    'webhook notion',
    'weekly review',
  ]) {
    const at = status.lastSeen[what];
    const never = what.startsWith('webhook') ? 'none seen yet' : 'never';
    lines.push(`Last       ${what}: ${at === undefined ? never : `${at} (${ago(at, now)})`}`);
  }
  for (const source of WEBHOOK_SOURCES) {
    const since = status.silentWebhooks[source];
    if (since !== undefined)
      lines.push(
        `Silent     ${source}: things change there since ${since}, and no webhook tells of them`,
        `           ${silenceInWords(source)}`,
      );
  }
  if (status.reviewProblem !== undefined) {
    const { since, words } = status.reviewProblem;
    lines.push(`Review     not written since ${since} (${ago(since, now)}): ${words}`);
  }
  if (status.stripeReads !== undefined) {
    const { used, allowed } = status.stripeReads;
    lines.push(`Reads      Stripe reads, last 30 days: ${readsInWords(used, allowed)}`);
  }
  for (const { client, message, invoices, sum, leavesAt } of status.followUps)
    lines.push(`Goes out   ${leavesAt} ${message} to ${client}: invoice ${invoices.join(', ')}, ${sum}`);
  for (const { name, id, reason } of status.failed) lines.push(`Given up   ${name} ${id}: ${reason}`);
  for (const [id, words] of Object.entries(status.alarms)) lines.push(`Alarm      milestone ${id}: ${words}`);
  for (const [row, words] of Object.entries(status.unreadable)) lines.push(`Unreadable ${row}: ${words}`);
  if (status.notionVerificationToken !== undefined) {
    lines.push(
      `Notion     verification token to paste on the webhook page of the connection: ${status.notionVerificationToken}`,
    );
    lines.push('           then set it as NOTION_WEBHOOK_SECRET and restart the hub');
  }
  return `${lines.join('\n')}\n`;
}
