import type { Clock, Instant } from '../src/billing/calendar.ts';
import type { DealAction } from '../src/billing/deals/decide.ts';
import type { Action } from '../src/billing/decision.ts';
import type { Policy } from '../src/billing/facts.ts';
import type { Memory } from '../src/queue/memory.ts';
import type { Work } from '../src/queue/work.ts';

export type { Memory } from '../src/queue/memory.ts';
export type { Work } from '../src/queue/work.ts';

/** What a run of a job did, for its log line. Never an error: those are thrown. */
export type Outcome = {
  readonly outcome: 'done' | 'unchanged' | 'ignored' | 'needs a person';
  readonly [field: string]: string | number | boolean | undefined;
};

/** What the clock alone brings back to be looked at, by the name of its work. */
export const LOOKS_AGAIN = ['milestone', 'project', 'deal', 'around project', 'around client', 'around deal'] as const;
export type LooksAgain = (typeof LOOKS_AGAIN)[number];

/** Aborted when this run may not act any more, because somebody else may have taken over. */
export type MayAct = Pick<AbortSignal, 'throwIfAborted'>;

/** What every job may use beside its connectors. */
export type JobContext = {
  readonly clock: Clock;
  readonly policy: Policy;
  readonly memory: Memory;
  /** Asks for more work, now. */
  readonly addWork: (works: readonly Work[]) => Promise<void>;
  /** Runs something while nobody else, in any process, runs something under the same name. */
  readonly exclusively: <T>(name: string, run: () => Promise<T>) => Promise<T>;
  /** Present in a dry run: is told what would be done about a milestone or a deal, which is not done then. */
  readonly onHeldBack?: ((id: string, action: Action | DealAction) => void) | undefined;
  /** Asks to look at something again at an instant; undefined: not by the clock alone. */
  readonly lookAgain: (what: LooksAgain, id: string, at: Instant | undefined) => Promise<void>;
  /** Makes known what nothing may cause: loudly in the log, and in `status` for a month. */
  readonly alarm: (milestoneId: string, words: string) => Promise<void>;
};
