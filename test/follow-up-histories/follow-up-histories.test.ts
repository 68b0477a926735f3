import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BROKEN_HUBS } from './broken-hubs.ts';
import { type History, history } from './steps.ts';
import { tell } from './tell.ts';

/**
 * Random histories of follow-up in a world in memory: clients in several zones with invoices in several currencies; people who stop,
 * promise, pause, correct and escalate; clients and banks that pay, dispute and return; a mail server that refuses or says nothing; and
 * processes that die, lose Redis, meet another one or lose time at any of their calls. The hub's own jobs run on it every hour
 * (jobs/follow-up.ts, jobs/follow-up-client.ts, jobs/milestone.ts); each message is judged when it is handed over, by the rules
 * written anew (judge.ts, judge-steps.ts, stops.ts).
 *
 * The same histories on every machine; another seed and more runs look further:
 *
 *     FOLLOW_UP_HISTORIES_SEED=7 FOLLOW_UP_HISTORIES_RUNS=10000 npm run vitest -- run --project unit test/follow-up-histories
 *
 * A failure prints `{ seed: 7, path: "12:0:3" }`, which promise the shortest history that fails breaks, and its story line by line.
 * That history again: `FOLLOW_UP_HISTORIES_SEED=7 FOLLOW_UP_HISTORIES_PATH=12:0:3`.
 */
const SEED = Number(process.env.FOLLOW_UP_HISTORIES_SEED ?? 1);
const RUNS = Number(process.env.FOLLOW_UP_HISTORIES_RUNS ?? 100);
const PATH = process.env.FOLLOW_UP_HISTORIES_PATH;
const TIMEOUT_MS = 60_000 + RUNS * 500;

test('whatever people, banks and machines do: no message despite a stop (P3), none twice (P4), each in its window or called rolled (P10)', {
  timeout: TIMEOUT_MS,
}, async () => {
  const keepsItsPromises = fc.asyncProperty(history, async (one: History) => {
    const { broken, story } = await tell(one);
    expect({ broken, story: broken.length === 0 ? [] : story }).toEqual({ broken: [], story: [] });
  });
  await fc.assert(keepsItsPromises, { seed: SEED, numRuns: RUNS, ...(PATH === undefined ? {} : { path: PATH }) });
});

const SAMPLES = 30;

test('a good part of these histories has messages, troubles and unknown outcomes in them', {
  timeout: 60_000,
}, async () => {
  const answers: string[] = [];
  const lines: string[] = [];
  for (const one of fc.sample(history, { seed: SEED, numRuns: SAMPLES })) {
    const { story, world } = await tell(one);
    answers.push(...world.attempts.map(({ answer }) => answer));
    lines.push(...story);
  }
  const count = (wanted: readonly string[]): number => answers.filter((one) => wanted.includes(one)).length;
  expect(count(['sent'])).toBeGreaterThan(2 * SAMPLES);
  expect(count(['refused', 'lost', 'gone'])).toBeGreaterThan(2);
  expect(lines.filter((line) => line.includes('Meanwhile')).length).toBeGreaterThan(SAMPLES / 2);
});

describe('a hub that', () => {
  const HISTORIES_MAX = 200;

  test.each(Object.entries(BROKEN_HUBS))(
    '%s is found out',
    { timeout: 120_000 },
    async (_name, { alter, found, seed = 1 }) => {
      let broken: readonly string[] = [];
      for (const one of fc.sample(history, { seed, numRuns: HISTORIES_MAX })) {
        ({ broken } = await tell(one, alter));
        if (broken.some((words) => found.test(words))) break;
      }
      expect(broken).toContainEqual(expect.stringMatching(found));
    },
  );
});
