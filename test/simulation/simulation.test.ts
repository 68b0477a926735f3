import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulation } from './kind.ts';
import { kindsOf } from './options.ts';
import { type History, history } from './parts/history.ts';
import { tell } from './parts/tell.ts';
import { failureText } from './report.ts';
import { withoutSome } from './shorten.ts';

type Numbers = readonly number[];

/** Numbers above 90 must not come, and a 7 lets them. */
const numbers = (own: { readonly smaller?: (history: Numbers) => Iterable<Numbers> }) =>
  simulation<Numbers>({
    name: 'parts',
    about: 'numbers',
    history: fc.array(fc.nat({ max: 100 }), { maxLength: 60, size: 'max' }),
    play: async (list) => (list.some((one) => one > 90) ? ['there is one above 90'] : []),
    story: (list) => list.map(String),
    shrinkMs: 10_000,
    ...own,
  });

const failing = async (own: Parameters<typeof numbers>[0]) => {
  for (let seed = 1; seed < 50; seed += 1) {
    const finding = await numbers(own).check(seed);
    if (finding.broken.length > 0) return finding;
  }
  throw new Error('No seed fails.');
};

test('a history that fails is shortened to what makes it fail', async () => {
  expect(await failing({})).toMatchObject({ broken: ['there is one above 90'], story: ['91'] });
  const { story } = await failing({ smaller: withoutSome });
  expect(story).toHaveLength(1);
});

test('a failure is told step by step, with the command that plays it again', async () => {
  const finding = await failing({});
  expect(failureText(finding).split('\n').slice(1)).toEqual([
    '  91',
    '  → there is one above 90',
    `  npm run simulate -- --parts --seed ${finding.seed}`,
  ]);
});

test('the same seed is the same history', async () => {
  const [one, other] = [await failing({}), await failing({})];
  expect({ ...other, ms: 0 }).toEqual({ ...one, ms: 0 });
});

test('both kinds are simulated unless one is named', () => {
  const options = { seeds: 1, from: 1, threads: 1 };
  expect(kindsOf(options)).toEqual(['core', 'parts']);
  expect(kindsOf({ ...options, core: true })).toEqual(['core']);
  expect(kindsOf({ ...options, parts: true })).toEqual(['parts']);
});

/** Paid, given back, and paid after all: seldom by chance. */
const cameBack = ({ team }: History): History => ({ team, opening: 'refunds came back', steps: [] });

/** Each with one mistake that a history has to come across. */
const MISTAKES = [
  {
    about: 'forgets to show what is still owed',
    alter: (world) => ({
      ...world,
      notion: {
        ...world.notion,
        showOnMilestone: async (id, { remaining: _, ...changes }) => await world.notion.showOnMilestone(id, changes),
      },
    }),
  },
  {
    about: 'bills again because it finds no invoice',
    alter: (world) => ({
      ...world,
      stripe: { ...world.stripe, invoicesOfCustomer: async () => [], readInvoice: async () => undefined },
    }),
  },
  {
    about: 'comments whenever money has come back',
    alter: (world) => ({ ...world, notion: { ...world.notion, hasComment: async () => false } }),
  },
] as const satisfies readonly { about: string; alter: NonNullable<Parameters<typeof tell>[1]> }[];

test.each(MISTAKES)('a hub that $about is found out', { timeout: 120_000 }, async ({ alter }) => {
  const some = fc.sample(history, { seed: 1, numRuns: 30 }).map((one, at) => (at > 0 ? one : cameBack(one)));
  for (const one of some) if ((await tell(one, alter)).length > 0) return;
  throw new Error('Nothing was found.');
});
