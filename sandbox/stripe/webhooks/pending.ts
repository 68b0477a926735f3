/** Counts work under way, so that somebody can wait until there is none. */
export type Pending = {
  /** Announces work; call what it returns once, when the work is done. */
  readonly begin: () => () => void;
  /** Resolves as soon as nothing is under way. */
  readonly idle: () => Promise<void>;
};

export function createPending(): Pending {
  let count = 0;
  let waiting: (() => void)[] = [];
  const end = (): void => {
    count -= 1;
    if (count > 0) return;
    const released = waiting;
    waiting = [];
    for (const release of released) release();
  };
  return {
    begin: () => {
      count += 1;
      let isDone = false;
      return () => {
        if (isDone) return;
        isDone = true;
        end();
      };
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

export type Timers = {
  readonly after: (ms: number, work: () => void) => void;
  /** Drops everything that has not run yet, and runs nothing more. */
  readonly stop: () => void;
};

/** Timers that count as pending and can be dropped together. */
export function createTimers(pending: Pending): Timers {
  const running = new Map<NodeJS.Timeout, () => void>();
  let isStopped = false;
  return {
    after(ms, work) {
      if (isStopped) return;
      const done = pending.begin();
      const timer = setTimeout(() => {
        running.delete(timer);
        work();
        done();
      }, ms);
      running.set(timer, done);
    },
    stop() {
      isStopped = true;
      for (const [timer, done] of running) {
        clearTimeout(timer);
        done();
      }
      running.clear();
    },
  };
}
