import { failureKind, NeedsPerson, TryAgain } from '../billing/failure.ts';
import { LeaseBusy } from './lease.ts';
import { GIVE_UP, retryDelayMs } from './retry-delay.ts';
import type { Work } from './work.ts';

/** What a run did, in a few plain fields for its log line. Never an error: those are thrown. */
export type Outcome = {
  readonly outcome: string;
  readonly [field: string]: string | number | boolean | undefined;
};

export type WorkContext = {
  readonly attempt: number;
  /** Aborts when the run should end: this process stops, or another worker may have taken the work over. */
  readonly signal: AbortSignal;
};

export type Handler = (work: Work, context: WorkContext) => Promise<Outcome>;

/** How one attempt ended, in the queue's terms. */
export type AttemptResult =
  | { readonly end: 'completed'; readonly outcome: Outcome }
  /** Not retried by the queue: whoever must act was told, and the sweep looks again. */
  | { readonly end: 'needs a person'; readonly error: NeedsPerson }
  /** Somebody else was at work, or we are stopping: soon again, and it does not count as an attempt. */
  | { readonly end: 'postponed'; readonly delayMs: number; readonly why: string }
  | { readonly end: 'try again'; readonly error: TryAgain }
  | { readonly end: 'bug'; readonly error: unknown; readonly last: boolean };

/** Runs the handler once; never throws. */
export async function runAttempt(
  handler: Handler | undefined,
  work: Work,
  context: WorkContext,
  random: () => number = Math.random,
): Promise<AttemptResult> {
  try {
    if (handler === undefined) throw new Error(`No handler for work "${work.name}".`);
    return { end: 'completed', outcome: await handler(work, context) };
  } catch (error) {
    if (context.signal.aborted) return { end: 'postponed', delayMs: 0, why: 'stopped' };
    // Spread out, so that those who wait for one holder do not come back together.
    if (error instanceof LeaseBusy) return { end: 'postponed', delayMs: 500 + random() * 1_000, why: error.message };
    if (error instanceof NeedsPerson) return { end: 'needs a person', error };
    if (error instanceof TryAgain) return { end: 'try again', error };
    return { end: 'bug', error, last: retryDelayMs(context.attempt, error) === GIVE_UP };
  }
}

/** The fields of the one log line that an attempt leaves. */
export function attemptLine(result: AttemptResult): Record<string, unknown> {
  switch (result.end) {
    case 'completed':
      return result.outcome;
    case 'postponed':
      return { outcome: 'postponed', why: result.why };
    case 'needs a person':
      return {
        outcome: 'needs a person',
        failure_kind: failureKind(result.error),
        reason: result.error.message,
        mend: result.error.mend,
        who: result.error.who,
      };
    case 'try again':
      return { outcome: 'failed', failure_kind: failureKind(result.error), reason: result.error.message };
    case 'bug':
      return { outcome: 'failed', failure_kind: failureKind(result.error), err: result.error };
  }
}
