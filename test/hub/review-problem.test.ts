import { expect, it, onTestFinished } from 'vitest';
import { instantFromIso } from '../../src/billing/calendar.ts';
import { NeedsPerson, TryAgain } from '../../src/billing/failure.ts';
import { reviewProblem, withProblemNoted } from '../../src/hub/review-problem.ts';
import { mapMemory, startWorld } from '../support/world.ts';

const MONDAY = instantFromIso('2026-11-23T07:00:00Z');
const LATER = instantFromIso('2026-11-23T07:10:00Z');
const refusal = new NeedsPerson('Google lets us not write to the sheet', { mend: 'Share it as Editor.', who: 'admin' });

it('what keeps the review from being written is known from the first try on until it is written, and said once', async () => {
  const memory = mapMemory();
  const said: string[] = [];
  const say = async (words: string) => void said.push(words);
  for (const now of [MONDAY, LATER])
    await expect(withProblemNoted({ memory, now, say }, () => Promise.reject(refusal))).rejects.toBe(refusal);
  expect(await reviewProblem(memory)).toEqual({
    since: '2026-11-23T07:00:00.000Z',
    words: 'Google lets us not write to the sheet. Share it as Editor.',
  });
  expect(said).toEqual([
    'The weekly review cannot be written: Google lets us not write to the sheet. Share it as Editor. It is tried again until it is.',
  ]);
  expect(await withProblemNoted({ memory, now: LATER, say }, async () => 'written')).toBe('written');
  expect(await reviewProblem(memory)).toBeUndefined();
});

it('the refusal is what fails, also when the team cannot be told', async () => {
  const say = () => Promise.reject(new Error('no comments'));
  const around = { memory: mapMemory(), now: MONDAY, say };
  await expect(withProblemNoted(around, () => Promise.reject(refusal))).rejects.toBe(refusal);
});

it('a bad moment of Google is nobody’s to mend', async () => {
  const memory = mapMemory();
  const busy = new TryAgain('Google answered 503');
  const around = { memory, now: MONDAY, say: undefined };
  await expect(withProblemNoted(around, () => Promise.reject(busy))).rejects.toBe(busy);
  expect(await reviewProblem(memory)).toBeUndefined();
});

it('the team is told on the page above the milestones, once', async () => {
  const world = await startWorld();
  onTestFinished(() => world.close());
  for (let times = 0; times < 2; times += 1) await world.notion.sayToTeam('The weekly review cannot be written.');
  const above = world.notionSandbox.comments(world.workspace.rootPageId);
  expect(above).toEqual(['The weekly review cannot be written.']);
});
