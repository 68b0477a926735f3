import { setTimeout as delay } from 'node:timers/promises';
import type { Budget } from '../../connectors/metered-fetch.ts';
import { accountBudget, type Storage } from '../hub/foundation.ts';
import type { Allowance, RateBudget } from '../queue/rate-budget.ts';

/** A hub that is busy may have spent all there is; a few calls of a check-up are then made beside its budget. */
const PATIENCE_MS = 1_500;

export type BudgetOf = (service: 'notion' | 'stripe' | 'sheets', account: string, allowance: Allowance) => Budget;

/** The budgets that are shared with the hub. Without Redis there are none to spend from. */
export function sharedBudgets(storage: Storage | undefined): { readonly of: BudgetOf; readonly stop: () => void } {
  const opened: RateBudget[] = [];
  return {
    of(service, account, allowance) {
      if (storage === undefined) return FREE;
      const budget = accountBudget(storage, { service, account, allowance });
      opened.push(budget);
      return impatient(budget);
    },
    stop() {
      for (const budget of opened) budget.stop();
    },
  };
}

const FREE: Budget = { spend: async () => {}, holdFor: async () => {} };

const impatient = (budget: RateBudget): Budget => ({
  spend: async () => {
    await Promise.race([budget.spend().catch(() => undefined), delay(PATIENCE_MS, undefined, { ref: false })]);
  },
  holdFor: (ms) => budget.holdFor(ms).catch(() => undefined),
});
