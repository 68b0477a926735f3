import { instantFromMillis } from '../src/billing/calendar.ts';
import { NeedsPerson } from '../src/billing/failure.ts';
import type { JobContext, LooksAgain } from './ports.ts';

const ASK_AGAIN_MS = 60 * 60_000;

/** Runs a look. What a person mends elsewhere, such as a renamed column, tells nobody of it: it is asked for again every hour. */
export async function againOnceMended<T>(
  { clock, lookAgain }: Pick<JobContext, 'clock' | 'lookAgain'>,
  what: LooksAgain,
  id: string,
  look: () => Promise<T>,
): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof NeedsPerson) await lookAgain(what, id, instantFromMillis(clock() + ASK_AGAIN_MS));
    throw error;
  }
}
