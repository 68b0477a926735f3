import { defaultRepeatStrategy, type JobSchedulerJson, type Queue } from 'bullmq';
import type { Logger } from 'pino';
import { type Instant, instantFromMillis } from '../billing/calendar.ts';
import { type Periodic, startPeriodic } from './periodic.ts';
import { ATTEMPTS_MAX } from './retry-delay.ts';

/** Work that is asked for by the clock. Whoever runs it sees it as `{ name: work, id: work, origin: 'schedule' }`. */
export type Schedule =
  | { readonly work: string; readonly everySeconds: number }
  | { readonly work: string; readonly cron: string; readonly timeZone: string };

export type SchedulesOptions = {
  readonly queue: Queue;
  readonly schedules: readonly Schedule[];
  readonly log: Logger;
  readonly everyMs?: number;
};

/** Redis may lose the schedules at any moment; a minute later they are there again. */
const CHECK_EVERY_MS = 60_000;

/** What is wrong with a cron expression or its zone, in words; undefined when nothing is. */
export function cronProblem(cron: string, timeZone: string): string | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    return `unknown time zone "${timeZone}"`;
  }
  const fields = cron.trim().split(/\s+/).length;
  if (fields !== 5 && fields !== 6)
    return `a cron expression has five fields, "${cron}" has ${cron.trim() === '' ? 0 : fields}`;
  try {
    nextRun(cron, timeZone, instantFromMillis(0));
    return undefined;
  } catch (error) {
    return `"${cron}" is no cron expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** When a cron expression is due next; local times that a clock change skips or doubles count once. */
export function nextRun(cron: string, timeZone: string, after: Instant): Instant {
  const next = defaultRepeatStrategy(after, { pattern: cron, tz: timeZone });
  if (next === undefined) throw new Error(`"${cron}" never comes due.`);
  return instantFromMillis(next);
}

/** Sets the schedules up and keeps them so; any number of processes may do it. */
export function startSchedules({ queue, schedules, log, everyMs = CHECK_EVERY_MS }: SchedulesOptions): Periodic {
  return startPeriodic({ name: 'schedules', everyMs, run: () => keepSchedules(queue, schedules), log });
}

/** Makes the queue's schedules equal to these; what is right already is left alone. */
export async function keepSchedules(queue: Queue, schedules: readonly Schedule[]): Promise<void> {
  const present = new Map((await queue.getJobSchedulers()).map((scheduler) => [scheduler.key, scheduler]));
  for (const schedule of schedules) {
    if (!isSet(schedule, present.get(schedule.work))) await upsert(queue, schedule);
    present.delete(schedule.work);
  }
  for (const key of present.keys()) await queue.removeJobScheduler(key);
}

function isSet(schedule: Schedule, present: JobSchedulerJson | undefined): boolean {
  if (present === undefined) return false;
  return 'cron' in schedule
    ? present.pattern === schedule.cron && present.tz === schedule.timeZone
    : present.every === schedule.everySeconds * 1000;
}

async function upsert(queue: Queue, schedule: Schedule): Promise<void> {
  const { work } = schedule;
  const repeat =
    'cron' in schedule ? { pattern: schedule.cron, tz: schedule.timeZone } : { every: schedule.everySeconds * 1000 };
  await queue.upsertJobScheduler(work, repeat, {
    name: work,
    data: { id: work, origin: 'schedule' },
    opts: { attempts: ATTEMPTS_MAX, backoff: { type: 'custom' }, removeOnComplete: true, removeOnFail: { count: 10 } },
  });
}
