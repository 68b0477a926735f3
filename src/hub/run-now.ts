import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { JobContext, Outcome, Work } from '../../jobs/ports.ts';
import type { Clock } from '../billing/calendar.ts';
import { NeedsPerson, TryAgain } from '../billing/failure.ts';
import type { ClientPlan } from '../billing/follow-up/plan.ts';
import type { Review } from '../billing/review/plan-review.ts';
import type { Config } from '../config/config.ts';
import { createKeys } from '../queue/keys.ts';
import { createLastSeen } from '../queue/last-seen.ts';
import { LeaseBusy } from '../queue/lease.ts';
import { createLookAgain } from '../queue/look-again.ts';
import { createMemory, type Memory } from '../queue/memory.ts';
import { whenReady } from '../queue/redis.ts';
import { billingPolicy } from './billing-policy.ts';
import { exclusively, raiseAlarm } from './context.ts';
import { dryContext, dryServices, type Intended, intendedMessages, readOnly } from './dry-run.ts';
import type { FollowUpMessages } from './follow-up-messages.ts';
import { connectServices, openStorage, type Storage } from './foundation.ts';
import { createHandlers, type WorkHandler } from './handlers.ts';

export const RUNNABLE = ['sweep', 'open-invoices', 'follow-up', 'renewals', 'weekly-review'] as const;
export type RunnableJob = (typeof RUNNABLE)[number];

export type RunOptions = {
  readonly clock: Clock;
  /** The clock is not the real one: what this run remembers must not reach a hub beside it. */
  readonly ownClock: boolean;
  readonly dryRun: boolean;
  readonly log: Logger;
  /** Told in words how far a long run has come. */
  readonly tell: (line: string) => void;
  /** Given the weekly review of a dry run. */
  readonly onReview?: ((review: Review) => void) | undefined;
};

/** What a run did, as printed: one line of JSON. */
export type RunReport = {
  readonly job: RunnableJob;
  readonly asOf: string;
  readonly ok: boolean;
  readonly result: Outcome | undefined;
  readonly work: {
    readonly done: number;
    readonly unchanged: number;
    readonly ignored: number;
    readonly needsPerson: number;
    readonly failed: number;
  };
  readonly failures: readonly { readonly work: string; readonly id: string; readonly reason: string }[];
  /** In a dry run: what would have been written. */
  readonly would?: readonly Intended[];
};

const REDIS_WITHIN_MS = 3_000;

/** Marks, first-seen times and the clock list of runs under another clock, apart from the hub's. Leases and budgets stay shared. */
function withOwnMemory(storage: Storage): Storage {
  const keys = createKeys('as-of');
  return {
    ...storage,
    memory: createMemory(storage.redis, keys),
    lookAgain: createLookAgain(storage.redis, keys),
    lastSeen: createLastSeen(storage.redis, keys),
  };
}

const SIDE_BY_SIDE = 4;
const ATTEMPTS_MAX = 5;
const BUSY_ATTEMPTS_MAX = 60;
const PROGRESS_EVERY = 25;

/**
 * Runs a job and all the work that it causes in this process, under one clock, and waits for it. Work is not queued, so that
 * a hub beside it keeps its own clock; leases keep the two from looking at one thing at once.
 */
export async function runNow(
  job: RunnableJob,
  config: Config,
  { clock, ownClock, dryRun, log, tell, onReview }: RunOptions,
): Promise<RunReport> {
  const shared = await openStorage(config.redisUrl, log, tell);
  await whenReady(shared.redis, REDIS_WITHIN_MS);
  const storage = ownClock ? withOwnMemory(shared) : shared;
  const services = connectServices(config, storage);
  try {
    const pending = new Map<string, Work>();
    const intended: Intended[] = [];
    const marks = heldMarks(storage.memory);
    const live: JobContext = {
      clock,
      policy: billingPolicy(config),
      memory: marks.memory,
      exclusively: (name, run) => exclusively(storage, name, run),
      addWork: async (works) => {
        for (const work of works) pending.set(`${work.name} ${work.id}`, work);
      },
      lookAgain: (what, id, at) => storage.lookAgain.set(what, id, at),
      alarm: raiseAlarm(storage, clock, log),
    };
    const context = dryRun ? dryContext(live, intended) : live;
    const handlers = createHandlers({
      context,
      services: dryRun ? dryServices(services, intended) : services,
      storage: dryRun ? readOnly(storage) : storage,
      log,
      stripeReads: config.policy.limits.stripeReads,
      isAsked: true,
      ownClock,
      tell,
      ...(dryRun
        ? {
            onFollowUp: (plan: ClientPlan, inWords: FollowUpMessages['inWords']) =>
              void intended.push(...intendedMessages(plan, inWords)),
            onReview: (review: Review) => {
              intended.push({ write: 'weekly review', id: 'sheet', changes: review });
              onReview?.(review);
            },
          }
        : {}),
    });
    const report = await runAll(job, handlers, pending, tell);
    if (report.ok) await marks.move();
    return { ...report, asOf: new Date(clock()).toISOString(), ...(dryRun ? { would: intended } : {}) };
  } finally {
    services.stop();
    await storage.close();
  }
}

/** What a mark of these kinds says is that the work for it is on the way. */
const ON_THE_WAY: ReadonlySet<string> = new Set([
  'projects',
  'clients',
  'deals',
  'project inputs',
  'client of',
  'open invoices',
  'stripe events seen',
]);

/**
 * Marks move only once all that lies before them is done: this run's work is in no queue that would outlive it. Meanwhile the run
 * itself sees them moved, or it would ask for the same work again and again.
 */
function heldMarks(memory: Memory): { readonly memory: Memory; readonly move: () => Promise<void> } {
  const held: (() => Promise<void>)[] = [];
  const moved = new Map<string, string>();
  return {
    memory: {
      ...memory,
      moveCursor: async (name, to) => void held.push(() => memory.moveCursor(name, to)),
      fingerprint: async (kind, id) => moved.get(`${kind} ${id}`) ?? (await memory.fingerprint(kind, id)),
      rememberFingerprint: async (kind, id, print) => {
        if (!ON_THE_WAY.has(kind)) return await memory.rememberFingerprint(kind, id, print);
        moved.set(`${kind} ${id}`, print);
        held.push(() => memory.rememberFingerprint(kind, id, print));
      },
    },
    async move() {
      for (const one of held) await one();
    },
  };
}

async function runAll(
  job: RunnableJob,
  handlers: Readonly<Record<string, WorkHandler>>,
  pending: Map<string, Work>,
  tell: RunOptions['tell'],
) {
  const work = { done: 0, unchanged: 0, ignored: 0, needsPerson: 0, failed: 0 };
  const failures: { work: string; id: string; reason: string }[] = [];
  const first = await attempt(handlers[job], { name: job, id: job, origin: 'command line' });
  if ('error' in first) failures.push({ work: job, id: job, reason: first.error.message });
  let finished = 0;
  while (pending.size > 0) {
    const batch = [...pending.values()].slice(0, SIDE_BY_SIDE);
    for (const one of batch) pending.delete(`${one.name} ${one.id}`);
    const results = await Promise.all(batch.map((one) => attempt(handlers[one.name], one)));
    for (const [index, result] of results.entries()) {
      const one = batch[index];
      if ('outcome' in result) count(work, result.outcome);
      else if (result.error instanceof NeedsPerson) work.needsPerson += 1;
      else {
        work.failed += 1;
        failures.push({ work: one?.name ?? '', id: one?.id ?? '', reason: result.error.message });
      }
    }
    finished += batch.length;
    if (finished % PROGRESS_EVERY < SIDE_BY_SIDE && pending.size > 0) tell(`${finished} done, ${pending.size} to go`);
  }
  return { job, ok: failures.length === 0, result: 'outcome' in first ? first.outcome : undefined, work, failures };
}

function count(
  work: { done: number; unchanged: number; ignored: number; needsPerson: number },
  { outcome }: Outcome,
): void {
  if (outcome === 'needs a person') work.needsPerson += 1;
  else work[outcome] += 1;
}

type Attempted = { readonly outcome: Outcome } | { readonly error: Error };

/** Tries work again while that may help, with the pauses that the services ask for. */
async function attempt(handler: WorkHandler | undefined, work: Work): Promise<Attempted> {
  const signal = new AbortController().signal;
  let busy = 0;
  for (let tries = 1; ; ) {
    try {
      if (handler === undefined) throw new Error(`No handler for work "${work.name}".`);
      return { outcome: await handler(work, signal) };
    } catch (error) {
      if (!(error instanceof TryAgain)) return { error: error instanceof Error ? error : new Error(String(error)) };
      if (error instanceof LeaseBusy) {
        busy += 1;
        if (busy > BUSY_ATTEMPTS_MAX) return { error };
      } else {
        tries += 1;
        if (tries > ATTEMPTS_MAX) return { error };
      }
      await delay(error.retryAfterMs ?? 500 * 2 ** (tries - 1));
    }
  }
}
