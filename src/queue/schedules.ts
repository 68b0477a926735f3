import type { JobSchedulerJson, Queue } from 'bullmq';
import type { Logger } from 'pino';
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

/** Redis may lose the schedules at any moment; so soon they are there again, and the sweep that finds all else comes at once. */
const CHECK_EVERY_MS = 15_000;

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
