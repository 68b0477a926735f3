import type { SandboxClock } from '../../kit/clock.ts';

/** Timers on the sandbox's clock: they run when it has moved on, by itself or because somebody moved it. */
export type ClockTimers = {
  readonly after: (seconds: number, work: () => void) => void;
  /** Drops everything that has not run yet. */
  readonly stop: () => void;
};

type Waiting = { readonly dueAt: number; readonly work: () => void };

export function createClockTimers(clock: SandboxClock): ClockTimers {
  const waiting = new Set<Waiting>();
  let timer: NodeJS.Timeout | undefined;

  const runDue = (): void => {
    const due = [...waiting].filter(({ dueAt }) => dueAt <= clock.now()).sort((a, b) => a.dueAt - b.dueAt);
    for (const one of due) {
      waiting.delete(one);
      one.work();
    }
    waitForNext();
  };
  const waitForNext = (): void => {
    clearTimeout(timer);
    if (waiting.size === 0) return;
    const next = Math.min(...Array.from(waiting, ({ dueAt }) => dueAt));
    // Nothing is kept alive by what may be hours ahead.
    timer = setTimeout(runDue, Math.min(Math.max(0, next - clock.now()), 60_000)).unref();
  };
  const forget = clock.onAdvance(runDue);

  return {
    after(seconds, work) {
      waiting.add({ dueAt: clock.now() + seconds * 1000, work });
      waitForNext();
    },
    stop() {
      forget();
      waiting.clear();
      clearTimeout(timer);
    },
  };
}
