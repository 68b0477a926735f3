import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type History, history, play } from './follow-up-history.ts';
import type { HubOptions } from './sixty-days.ts';

/**
 * Random histories of a few clients with a few invoices each: paid, in part or in full, stopped, promised, asked about; and runs of the
 * job that meet trouble at any of their calls: the process dies, Redis is lost, the mail server refuses or gives no answer,
 * somebody pays or sets a stop while a message is composed, another process does the same at that moment.
 *
 *     FOLLOW_UP_HISTORIES_SEED=7 FOLLOW_UP_HISTORIES_RUNS=10000 npm run vitest -- run --project unit test/jobs/follow-up-histories
 */
const SEED = Number(process.env.FOLLOW_UP_HISTORIES_SEED ?? 1);
const RUNS = Number(process.env.FOLLOW_UP_HISTORIES_RUNS ?? 150);
const TIMEOUT_MS = 60_000 + RUNS * 500;

const keepsItsPromises = (runs: number, mistake?: HubOptions['mistake']): Promise<void> =>
  fc.assert(
    fc.asyncProperty(history, async (one: History) => {
      const { broken, story } = await play(one, mistake);
      expect({ broken, story: broken.length === 0 ? [] : story }).toEqual({ broken: [], story: [] });
    }),
    { seed: SEED, numRuns: runs },
  );

describe('whatever people, banks and machines do in whatever order', () => {
  test(
    'no message with a stop in force (P3), none twice (P4), each in its window or called rolled, three days apart (P10)',
    { timeout: TIMEOUT_MS },
    () => keepsItsPromises(RUNS),
  );

  test('a good part of these histories has messages and troubles in them', async () => {
    const told = await Promise.all(fc.sample(history, { seed: SEED, numRuns: 20 }).map((one) => play(one)));
    expect(told.filter(({ messages }) => messages > 0).length).toBeGreaterThan(10);
    expect(told.flatMap(({ story }) => story.filter((line) => line.includes(' at "'))).length).toBeGreaterThan(20);
  });
});

/** Hubs with one mistake each: a harness that finds none of them finds nothing. */
const MISTAKES: Readonly<Record<string, { readonly mistake: HubOptions['mistake']; readonly found: RegExp }>> = {
  'believes what it read before the claim': {
    found: /which is paid/,
    mistake(right) {
      const first = new Map<string, ReturnType<typeof right.invoicesOfCustomer>>();
      const once = (id: string) => {
        const known = first.get(id) ?? right.invoicesOfCustomer(id);
        first.set(id, known);
        return known;
      };
      const readInvoice: typeof right.readInvoice = async (id) => {
        const all = await Promise.all([...first.values()]);
        return all.flat().find((one) => one.id === id) ?? (await right.readInvoice(id));
      };
      return { ...right, invoicesOfCustomer: once, readInvoice };
    },
  },
  'sends again what nobody knows the outcome of': {
    found: /twice: /,
    mistake: (right) => ({
      ...right,
      async settleMessage(id, slot, state) {
        const invoice = await right.readInvoice(id);
        if (state.state !== 'unconfirmed' || typeof invoice !== 'object') {
          await right.settleMessage(id, slot, state);
          return;
        }
        const { [slot]: _, ...messages } = invoice.followUps.messages;
        await right.letGoOfMessage({ ...invoice, followUps: { ...invoice.followUps, messages } }, slot, state.at);
      },
    }),
  },
  'notes nothing of what it has sent': {
    found: /twice: |stands for good/,
    mistake: (right) => ({ ...right, settleMessage: async () => {} }),
  },
};

test.each(Object.entries(MISTAKES))('a hub that %s is found out', async (_name, { mistake, found }) => {
  const broken: string[] = [];
  for (const one of fc.sample(history, { seed: SEED, numRuns: 150 })) {
    broken.push(...(await play(one, mistake)).broken);
    if (broken.some((words) => found.test(words))) break;
  }
  expect(broken).toContainEqual(expect.stringMatching(found));
});
