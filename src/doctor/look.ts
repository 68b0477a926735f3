import { setTimeout as delay } from 'node:timers/promises';
import { NeedsPerson, TryAgain } from '../billing/failure.ts';
import { type Finding, red, type Subject, yellow } from './finding.ts';

/** What a look gave: its facts, or the one line that says why there are none. */
export type Looked<T> = { readonly facts: T } | { readonly finding: Finding };

const PAUSE_MS = 1_000;

/** A look that takes longer than this tells nobody anything. */
const WITHIN_MS = 45_000;

/**
 * Gathers facts and never throws: whatever breaks becomes the line. What may have been a bad moment is tried once more.
 * @param about the line to write when there are no facts
 */
export async function look<T>(about: Subject, gather: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { facts: await within(WITHIN_MS, () => twice(gather)) };
  } catch (error) {
    return { finding: inAFinding(about, error) };
  }
}

async function twice<T>(gather: () => Promise<T>): Promise<T> {
  try {
    return await gather();
  } catch (error) {
    if (!(error instanceof TryAgain)) throw error;
    await delay(PAUSE_MS);
    return await gather();
  }
}

async function within<T>(ms: number, run: () => Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TryAgain(`No answer within ${ms / 1000} s`)), ms);
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function inAFinding(about: Subject, error: unknown): Finding {
  if (error instanceof NeedsPerson) return red(about, error.message, error.mend);
  if (error instanceof TryAgain)
    return error.retryAfterMs === undefined
      ? red(about, error.message, 'Look whether this machine reaches the service, and run the check-up again.')
      : yellow(about, error.message, 'Run the check-up again in a minute.');
  const words = error instanceof Error ? error.message : String(error);
  return red(about, `the check itself broke: ${words}`, 'Run it again; if it stays, report it with these words.');
}
