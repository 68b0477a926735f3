import { failureKind, TryAgain } from '../billing/failure.ts';

/** Enough for several hours at the longest pause; the sweep asks again anyway. */
export const ATTEMPTS_MAX = 100;
/** A bug does not mend itself; a few attempts tell it from a bad moment that nobody classified. */
const BUG_ATTEMPTS_MAX = 3;

const FIRST_DELAY_MS = 1_000;
const DELAY_MS_MAX = 5 * 60_000;
/** BullMQ's word for "not again". */
export const GIVE_UP = -1;

/**
 * How long to wait before the next attempt, by the kind of failure.
 * @param attemptsMade attempts so far, the failed one included
 * @param random 0 to 1, spreads what failed together
 */
export function retryDelayMs(attemptsMade: number, error: unknown, random: () => number = Math.random): number {
  const kind = failureKind(error);
  if (kind === 'needs a person') return GIVE_UP;
  if (attemptsMade >= (kind === 'bug' ? BUG_ATTEMPTS_MAX : ATTEMPTS_MAX)) return GIVE_UP;

  const planned = Math.min(FIRST_DELAY_MS * 2 ** (attemptsMade - 1), DELAY_MS_MAX);
  const jittered = planned * (0.5 + random() / 2);
  const asked = error instanceof TryAgain ? (error.retryAfterMs ?? 0) : 0;
  return Math.ceil(Math.max(asked, jittered));
}
