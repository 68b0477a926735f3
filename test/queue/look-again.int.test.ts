import { expect, onTestFinished, test } from 'vitest';
import { instantFromMillis } from '../../src/billing/calendar.ts';
import { createLookAgain } from '../../src/queue/look-again.ts';
import { startTicker } from '../../src/queue/ticker.ts';
import type { Work } from '../../src/queue/work.ts';
import { freshKeys, promptRedis, silent, until } from './kit.ts';

const at = instantFromMillis;

test('what is due is claimed once, and comes back after a minute unless it was settled', async () => {
  const lookAgain = createLookAgain(await promptRedis(), freshKeys());
  for (const [id, instant] of [
    ['late', 900],
    ['now', 1_000],
    ['soon', 1_001],
  ] as const) {
    await lookAgain.set('milestone', id, at(instant));
  }
  const claim = await lookAgain.due('milestone', at(1_000), 10);
  expect(claim.ids).toEqual(['late', 'now']);
  expect((await lookAgain.due('milestone', at(1_000), 10)).ids).toEqual([]);

  // Nobody settled it: the claimer died.
  const again = await lookAgain.due('milestone', at(61_000), 10);
  expect(again.ids.toSorted()).toEqual(['late', 'now', 'soon']);
  await lookAgain.settle('milestone', again);
  expect((await lookAgain.due('milestone', at(10_000_000), 10)).ids).toEqual([]);
});

test('settling leaves alone what was set anew meanwhile', async () => {
  const lookAgain = createLookAgain(await promptRedis(), freshKeys());
  await lookAgain.set('milestone', 'm', at(1_000));
  const claim = await lookAgain.due('milestone', at(1_000), 10);
  await lookAgain.set('milestone', 'm', at(5_000));
  await lookAgain.settle('milestone', claim);
  expect((await lookAgain.due('milestone', at(5_000), 10)).ids).toEqual(['m']);
});

test('the latest word counts, and none takes a thing off the list', async () => {
  const lookAgain = createLookAgain(await promptRedis(), freshKeys());
  await lookAgain.set('milestone', 'm', at(1_000));
  await lookAgain.set('milestone', 'm', at(9_000));
  await lookAgain.set('milestone', 'gone', at(1_000));
  await lookAgain.set('milestone', 'gone', undefined);
  expect((await lookAgain.due('milestone', at(8_999), 10)).ids).toEqual([]);
  expect((await lookAgain.due('milestone', at(9_000), 10)).ids).toEqual(['m']);
});

test('claims of several workers at once never overlap', async () => {
  const keys = freshKeys();
  const lists = await Promise.all([1, 2, 3].map(async () => createLookAgain(await promptRedis(), keys)));
  const [first] = lists;
  const ids = Array.from({ length: 60 }, (_, index) => `m${index}`);
  for (const id of ids) await first?.set('milestone', id, at(1));
  const claims = await Promise.all([...lists, ...lists].map((list) => list.due('milestone', at(1_000), 10)));
  const claimed = claims.flatMap((claim) => claim.ids);
  expect(claimed).toHaveLength(60);
  expect(new Set(claimed).size).toBe(60);
});

test('the ticker turns what is due into work, and what could not be queued comes again', async () => {
  const lookAgain = createLookAgain(await promptRedis(), freshKeys());
  let now = 1_000;
  let refuse = true;
  const added: Work[] = [];
  const add = async (works: readonly Work[]): Promise<void> => {
    if (works.length > 0 && refuse) {
      refuse = false;
      throw new Error('Redis does not answer');
    }
    added.push(...works);
  };
  const options = { lookAgain, names: ['milestone', 'project'], add, clock: () => at(now), log: silent, everyMs: 5 };
  await lookAgain.set('milestone', 'm', at(500));
  await lookAgain.set('project', 'p', at(2_000));
  const ticker = startTicker(options);
  onTestFinished(() => ticker.stop());
  await until(() => !refuse);
  now = 62_000;
  await until(() => added.length === 2);
  expect(added.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([
    { name: 'milestone', id: 'm', origin: 'clock' },
    { name: 'project', id: 'p', origin: 'clock' },
  ]);
  expect((await lookAgain.due('milestone', at(10_000_000), 10)).ids).toEqual([]);
});
