import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { infected, poison } from './poison.ts';
import { history } from './steps.ts';
import { tell } from './tell.ts';

/**
 * Random histories of a whole world in memory: what the team writes, what clients and banks do, hints in any order,
 * crashes. The hub's own jobs run on it (jobs/milestone.ts and what it calls); Notion and Stripe are played by maps.
 *
 * The same histories on every machine; another seed and more runs look further:
 *
 *     BILLING_HISTORIES_SEED=7 BILLING_HISTORIES_RUNS=50000 npm run vitest -- run --project unit test/billing/histories
 *
 * A failure prints `{ seed: 7, path: "12:0:3" }`, the shortest history that fails, and which promise it breaks. That
 * history again: `BILLING_HISTORIES_SEED=7 BILLING_HISTORIES_PATH=12:0:3`, with `-t` and the name of the failed test.
 */
const SEED = Number(process.env.BILLING_HISTORIES_SEED ?? 1);
const RUNS = Number(process.env.BILLING_HISTORIES_RUNS ?? 2000);
const PATH = process.env.BILLING_HISTORIES_PATH;

const runs = (numRuns: number) => ({ seed: SEED, numRuns, ...(PATH === undefined ? {} : { path: PATH }) });
const TIMEOUT_MS = 60_000 + RUNS * 100;

describe('whatever happens in whatever order', () => {
  test('billing keeps its promises (P1, P2, P5, P7, P8, P11, P12, P13)', { timeout: TIMEOUT_MS }, async () => {
    const keepsItsPromises = fc.asyncProperty(history, async (one) => {
      expect(await tell(one)).toEqual([]);
    });
    await fc.assert(keepsItsPromises, runs(RUNS));
  });

  test('one poisoned row changes nothing for the others (P14)', { timeout: TIMEOUT_MS }, async () => {
    const staysHealthy = fc.asyncProperty(history, poison, async (one, poisoned) => {
      expect(await infected(one, poisoned)).toEqual([]);
    });
    await fc.assert(staysHealthy, runs(Math.ceil(RUNS / 5)));
  });
});
