import { TryAgain } from '../../src/billing/failure.ts';
import type { Budget } from '../metered-fetch.ts';
import { httpStatusOf, toFailure } from './errors.ts';
import type { Google } from './google.ts';

/** Sends one request; what fails is one of our kinds of failure. */
export type Call = <T>(doing: string, send: () => Promise<{ readonly data: T }>) => Promise<T>;

const OK = 200;

/**
 * Every request spends from the shared budget, and a refused quota makes everybody pause. A token that was taken back is
 * renewed once.
 */
export function createCall({ google, budget, email }: { google: Google; budget: Budget; email: string }): Call {
  const once = async <T>(send: () => Promise<{ readonly data: T }>): Promise<T> => {
    await budget.spend();
    const answer = await send().catch((error: unknown) => {
      budget.onAnswer?.(httpStatusOf(error));
      throw error;
    });
    budget.onAnswer?.(OK);
    return answer.data;
  };
  return async (doing, send) => {
    try {
      return await once(send).catch((error: unknown) => {
        if (httpStatusOf(error) !== 401) throw error;
        google.renewToken();
        return once(send);
      });
    } catch (error) {
      const failure = toFailure(error, { doing, email });
      if (failure instanceof TryAgain && failure.retryAfterMs !== undefined) await budget.holdFor(failure.retryAfterMs);
      throw failure;
    }
  };
}
