import { expect, test } from 'vitest';
import { instantFromIso } from '../../src/billing/calendar.ts';
import { cronProblem, nextRun } from '../../src/queue/schedules.ts';

test.each([
  ['0 7 * * 1', 'Europe/Berlin'],
  ['*/15 8-18 * * 1-5', 'UTC'],
  ['30 0 7 * * 1', 'America/New_York'],
])('"%s" in %s is a schedule', (cron, timeZone) => {
  expect(cronProblem(cron, timeZone)).toBeUndefined();
});

test.each([
  ['0 7 * * 1', 'Europe/Atlantis', 'unknown time zone "Europe/Atlantis"'],
  ['61 7 * * 1', 'UTC', '"61 7 * * 1" is no cron expression: Constraint error'],
  ['every monday', 'UTC', 'a cron expression has five fields, "every monday" has 2'],
  ['', 'UTC', 'a cron expression has five fields, "" has 0'],
])('"%s" in %s is refused in words', (cron, timeZone, problem) => {
  expect(cronProblem(cron, timeZone)).toContain(problem);
});

test('Monday at seven stays at seven local time across a clock change', () => {
  const next = (after: string) => new Date(nextRun('0 7 * * 1', 'Europe/Berlin', instantFromIso(after))).toISOString();
  expect(next('2026-10-19T05:00:00Z')).toBe('2026-10-26T06:00:00.000Z');
  expect(next('2026-10-12T05:00:00Z')).toBe('2026-10-19T05:00:00.000Z');
});
