import type { Work } from '../../jobs/ports.ts';
import type { SandboxClock } from '../../sandbox/kit/clock.ts';
import type { AttemptResult } from '../../src/queue/attempt.ts';
import { GIVE_UP, retryDelayMs } from '../../src/queue/retry-delay.ts';
import { type WorkCounts, workKey } from '../../src/queue/work.ts';

export type Task = { readonly work: Work; due: number; attempt: number; notBefore: number };

/**
 * The hub's queue without its waiting: the sandbox clock is moved to whatever comes next. Like the real one it outlives the
 * process and not Redis, lets equal work coalesce while it waits, and keeps one more while it runs.
 */
export type Tasks = {
  readonly add: (works: readonly Work[]) => Promise<void>;
  /** What is due first. */
  readonly next: () => Task | undefined;
  readonly begin: (task: Task) => void;
  readonly conclude: (task: Task, result: AttemptResult) => void;
  /** Its worker died: it comes back once that is found out. */
  readonly stalled: (task: Task) => void;
  readonly counts: () => Promise<WorkCounts>;
  readonly waiting: () => readonly string[];
  /** Redis was emptied. What runs is not in the queue any more, so nothing brings it back. */
  readonly lose: () => void;
};

/** Until a worker's lock has run out and somebody has looked (src/queue/worker.ts). */
const STALLED_FOUND_MS = 9_000;
/** What nobody edits a row for is asked for again by itself (src/hub/start.ts). */
const TRIED_UNTIL_DONE = new Set(['sweep', 'follow-up', 'renewals', 'weekly-review']);
const MENDED_WITHIN_MS = 10 * 60_000;
/** In place of chance. */
export const MIDDLING = (): number => 0.5;

export function createTasks(clock: SandboxClock): Tasks {
  const waiting = new Map<string, Task>();
  const running = new Map<Task, { again?: Work }>();
  let failed = 0;

  const addOne = (work: Work): void => {
    const key = workKey(work.name, work.id);
    const due = clock.now() + (work.delayMs ?? 0);
    const known = waiting.get(key);
    for (const [task, run] of running)
      if (workKey(task.work.name, task.work.id) === key) {
        run.again = work;
        return;
      }
    if (known === undefined) waiting.set(key, { work, due, attempt: 1, notBefore: 0 });
    // A new hint takes it up at once, but for a pause that the outside asked for.
    else if ((work.delayMs ?? 0) === 0) known.due = Math.max(clock.now(), known.notBefore);
  };
  /** @returns whether it is still the queue's business */
  const end = (task: Task): boolean => {
    const run = running.get(task);
    running.delete(task);
    if (run?.again !== undefined) addOne(run.again);
    return run !== undefined;
  };
  const later = (task: Task, ms: number, attempt: number, notBefore = 0): void => {
    const key = workKey(task.work.name, task.work.id);
    if (end(task) && !waiting.has(key)) waiting.set(key, { ...task, due: clock.now() + ms, attempt, notBefore });
  };
  const retry = (task: Task, error: unknown): void => {
    const ms = retryDelayMs(task.attempt, error, MIDDLING);
    if (ms === GIVE_UP) {
      failed += 1;
      end(task);
    } else {
      later(task, ms, task.attempt + 1, clock.now() + ms);
    }
  };

  return {
    add: async (works) => works.forEach(addOne),
    next: () => [...waiting.values()].sort((a, b) => a.due - b.due)[0],
    begin(task) {
      waiting.delete(workKey(task.work.name, task.work.id));
      running.set(task, {});
    },
    conclude(task, result) {
      if (result.end === 'postponed') later(task, result.delayMs, task.attempt);
      else if (result.end === 'needs a person' && TRIED_UNTIL_DONE.has(task.work.name))
        later(task, MENDED_WITHIN_MS, task.attempt + 1);
      else if (result.end === 'try again' || result.end === 'bug') retry(task, result.error);
      else end(task);
    },
    stalled: (task) => later(task, STALLED_FOUND_MS, task.attempt),
    counts: async () => ({ waiting: 0, active: running.size, delayed: waiting.size, failed }),
    waiting: () => [...waiting.keys()],
    lose() {
      waiting.clear();
      running.clear();
    },
  };
}
