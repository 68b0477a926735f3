import { expect, test } from 'vitest';
import { NeedsPerson, TryAgain } from '../../src/billing/failure.ts';
import { ATTEMPTS_MAX, GIVE_UP, retryDelayMs } from '../../src/queue/retry-delay.ts';

const down = new TryAgain('down');
const latest = () => 1;
const soonest = () => 0;

test('pauses after a bad moment double, up to five minutes', () => {
  const delays = [1, 2, 3, 8, 9, 10, 50].map((attempts) => retryDelayMs(attempts, down, latest));
  expect(delays).toEqual([1_000, 2_000, 4_000, 128_000, 256_000, 300_000, 300_000]);
});

test('pauses are spread between half and full', () => {
  expect(retryDelayMs(3, down, soonest)).toBe(2_000);
  expect(retryDelayMs(3, down, () => 0.5)).toBe(3_000);
});

test('a bad moment is tried again for hours, not for ever', () => {
  let total = 0;
  for (let attempts = 1; attempts < ATTEMPTS_MAX; attempts += 1) total += retryDelayMs(attempts, down, soonest);
  expect(total).toBeGreaterThan(3 * 60 * 60_000);
  expect(retryDelayMs(ATTEMPTS_MAX, down)).toBe(GIVE_UP);
});

test('nobody comes back sooner than the outside asked for', () => {
  const asked = new TryAgain('429', { retryAfterMs: 90_000 });
  expect(retryDelayMs(1, asked, soonest)).toBe(90_000);
  expect(retryDelayMs(20, asked, latest)).toBe(300_000);
});

test('what a person must mend is not tried again, and a bug only a few times', () => {
  expect(retryDelayMs(1, new NeedsPerson('no e-mail', { mend: 'fill it in', who: 'account owner' }))).toBe(GIVE_UP);
  expect([1, 2, 3].map((attempts) => retryDelayMs(attempts, new TypeError('oops'), latest))).toEqual([
    1_000,
    2_000,
    GIVE_UP,
  ]);
});
