import { setTimeout as delay } from 'node:timers/promises';
import { TryAgain } from '../billing/failure.ts';

export type Patience = {
  /** Told why it waits. */
  readonly tell: (line: string) => void;
  /** Waits so many milliseconds; tests do not. */
  readonly pause?: (ms: number) => Promise<void>;
};

/** Bad moments in a row, without anything going ahead, before a person is told to come back later. */
const TRIES = 6;
const FIRST_PAUSE_MS = 500;
const PAUSE_MAX_MS = 60_000;

/**
 * Runs something until it ends, however many bad moments the services have on the way.
 * @param run gets to say that it went ahead, after which it has all its tries again
 */
export async function patiently<T>(
  { tell, pause = (ms) => delay(ms) }: Patience,
  run: (wentAhead: () => void) => Promise<T>,
): Promise<T> {
  let failures = 0;
  for (;;) {
    try {
      return await run(() => {
        failures = 0;
      });
    } catch (error) {
      failures += 1;
      if (!(error instanceof TryAgain) || failures >= TRIES) throw error;
      tell(`${error.message}; trying again.`);
      await pause(Math.min(error.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (failures - 1), PAUSE_MAX_MS));
    }
  }
}
