import type { Logger } from 'pino';
import type { Clock } from '../billing/calendar.ts';
import type { LookAgain } from './look-again.ts';
import { type Periodic, startPeriodic } from './periodic.ts';
import type { Work } from './work.ts';

export type TickerOptions = {
  readonly lookAgain: LookAgain;
  /** Kinds of work that may ask to be looked at again; also the names of their lists. */
  readonly names: readonly string[];
  readonly add: (works: readonly Work[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly everyMs?: number;
};

const EVERY_MS = 1_000;
/** One round hands over so many per kind; the rest follows a second later. */
const BATCH_MAX = 500;

/** The clock as a source of hints: turns what is due into work. Any number of workers may run one. */
export function startTicker({ everyMs = EVERY_MS, log, names, ...options }: TickerOptions): Periodic {
  const run = async (): Promise<void> => {
    for (const name of names) await addDue(name, options);
  };
  return startPeriodic({ name: 'ticker', everyMs, run, log });
}

/** Claimed, then queued, then settled: after a crash in between the claim runs out and the work is queued once more. */
async function addDue(
  name: string,
  { lookAgain, add, clock }: Pick<TickerOptions, 'lookAgain' | 'add' | 'clock'>,
): Promise<void> {
  const claim = await lookAgain.due(name, clock(), BATCH_MAX);
  await add(claim.ids.map((id) => ({ name, id, origin: 'clock' })));
  await lookAgain.settle(name, claim);
}
