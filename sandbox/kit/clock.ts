/**
 * The sandbox's clock: real time plus an offset that a test or the demo can move.
 * It never stands still, so that timestamps stay in order, and it only moves forward, like Stripe's test clocks.
 */
export type SandboxClock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Moves the clock forward by `ms` and tells everybody who waits for time to pass. */
  readonly advance: (ms: number) => void;
  /** Registers a listener for jumps; returns the function that removes it. */
  readonly onAdvance: (listener: () => void) => () => void;
};

/** @param startAt milliseconds since the epoch that the clock shows now; default: the real time */
export function createClock(startAt: number = Date.now()): SandboxClock {
  let offset = startAt - Date.now();
  const listeners = new Set<() => void>();
  return {
    now: () => Date.now() + offset,
    advance(ms) {
      if (ms < 0) throw new RangeError(`The sandbox clock only moves forward; got ${ms} ms.`);
      offset += ms;
      for (const listener of listeners) listener();
    },
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
