import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenPromises, unsettled } from '../support/expectations.ts';
import { step } from '../support/history.ts';
import { type Play, perform, startPlay } from '../support/play.ts';

/** The same histories on every machine; another seed and more runs look further. */
const SEED = Number(process.env.HISTORIES_SEED ?? 1);
const RUNS = Number(process.env.HISTORIES_RUNS ?? 25);

/** Whatever is in the trash comes back, nothing fails any more, and one sweep goes over everything. */
async function settle(play: Play): Promise<void> {
  const { notionSandbox: notion, asked } = play.world;
  for (const milestone of play.milestones) if (notion.page(milestone).in_trash) notion.restore(play.person, milestone);
  await play.hub.sweep();
  while (asked.length > 0) await play.hub.work();
}

test('whatever happens in whatever order, money is asked for once, and one quiet sweep later Notion tells the truth', async () => {
  const history = fc.array(step, { maxLength: 60, size: 'max' });
  const tells = async (steps: typeof history extends fc.Arbitrary<infer T> ? T : never) => {
    const play = await startPlay();
    try {
      for (const [at, next] of steps.entries()) {
        await perform(play, next);
        expect(brokenPromises(play), `after step ${at + 1}`).toEqual([]);
      }
      await settle(play);
      expect(brokenPromises(play), 'in the end').toEqual([]);
      expect(await unsettled(play)).toEqual([]);
    } finally {
      await play.world.close();
    }
  };
  await fc.assert(fc.asyncProperty(history, tells), { seed: SEED, numRuns: RUNS });
}, 600_000);
