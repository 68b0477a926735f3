import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { NeedsPerson, TryAgain } from '../../src/billing/failure.ts';
import { look } from '../../src/doctor/look.ts';
import { sideBySide } from '../../src/doctor/side-by-side.ts';

const ABOUT = { id: 'notion.token', area: 'Notion', what: 'Token' } as const;

test('a check that breaks is itself a red line', async () => {
  const looked = await look(ABOUT, () => Promise.reject(new TypeError('x is not a function')));
  expect(looked).toMatchObject({
    finding: { ...ABOUT, level: 'red', why: 'the check itself broke: x is not a function' },
  });
});

test('what a person can mend is said with the mend', async () => {
  const problem = new NeedsPerson('Notion refused the token', { mend: 'Set NOTION_TOKEN.', who: 'admin' });
  const looked = await look(ABOUT, () => Promise.reject(problem));
  expect(looked).toEqual({ finding: { ...ABOUT, level: 'red', why: problem.message, mend: problem.mend } });
});

test('a bad moment is tried once more', async () => {
  let asked = 0;
  const looked = await look(ABOUT, async () => {
    asked += 1;
    if (asked === 1) throw new TryAgain('Notion answered 502');
    return 'facts';
  });
  expect(looked).toEqual({ facts: 'facts' });
});

test('a bad moment that stays is red, and a pause that was asked for is not', async () => {
  expect(await look(ABOUT, () => Promise.reject(new TryAgain('Notion answered 502')))).toMatchObject({
    finding: { level: 'red' },
  });
  const pause = new TryAgain('Notion asks for a pause', { retryAfterMs: 60_000 });
  expect(await look(ABOUT, () => Promise.reject(pause))).toMatchObject({ finding: { level: 'yellow' } });
});

test('tasks run side by side, so many at a time, and keep their order', async () => {
  let running = 0;
  let most = 0;
  const task = (name: string, ms: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    await delay(ms);
    running -= 1;
    return name;
  };
  expect(await sideBySide(2, [task('a', 20), task('b', 1), task('c', 1), task('d', 1)])).toEqual(['a', 'b', 'c', 'd']);
  expect(most).toBe(2);
});
