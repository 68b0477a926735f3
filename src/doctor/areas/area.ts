import type { Storage } from '../../hub/foundation.ts';
import type { HubStatus } from '../../hub/status.ts';
import type { BudgetOf } from '../budget.ts';
import type { Finding } from '../finding.ts';
import type { Pieces } from '../pieces.ts';

/** What every part of a check-up may use. */
export type Examined = {
  readonly pieces: Pieces;
  /** Undefined while Redis does not answer. */
  readonly storage: Storage | undefined;
  /** What stands in Redis about the hub; undefined while that cannot be read. */
  readonly status: HubStatus | undefined;
  readonly budgetOf: BudgetOf;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** Looks at one area. Never throws: what breaks is a finding. */
export type Examine = (examined: Examined) => Promise<readonly Finding[]>;

/** When something was last heard of, in milliseconds since the epoch. */
export function lastSeen({ status }: Examined, what: string): number | undefined {
  const at = status?.lastSeen[what];
  return at === undefined ? undefined : Date.parse(at);
}

/** The day of an instant, to be shown and remembered. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
