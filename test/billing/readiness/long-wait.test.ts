import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import type { Milestone } from '../../../src/billing/facts.ts';
import { longWaitProblem } from '../../../src/billing/readiness/long-wait.ts';
import { aMilestone, aPolicy } from '../../support/facts.ts';
import { failedChecks, inputOf } from '../kit.ts';

const waited = (now: string, milestone: Partial<Milestone> = {}, policy = aPolicy()) =>
  inputOf({ milestone: aMilestone(milestone) }, now, policy);

describe('what has waited for more than 30 days is confirmed by its owner (5.2)', () => {
  test.each<{ name: string; now: string; milestone?: Partial<Milestone>; since: string | undefined }>([
    { name: 'thirty days', now: '2026-12-03T10:00:00Z', since: undefined },
    { name: 'thirty-one days', now: '2026-12-04T10:00:00Z', since: '2026-11-03' },
    {
      name: 'confirmed today',
      now: '2026-12-20T10:00:00Z',
      milestone: { plannedDate: plainDate('2026-12-20') },
      since: undefined,
    },
    {
      name: 'a date that was planned before the decision confirms nothing',
      now: '2026-12-20T10:00:00Z',
      milestone: { plannedDate: plainDate('2026-10-20') },
      since: '2026-11-03',
    },
    {
      name: 'a date to come confirms nothing yet',
      now: '2026-12-20T10:00:00Z',
      milestone: { plannedDate: plainDate('2026-12-21') },
      since: '2026-11-03',
    },
    {
      name: 'confirmed, and left for more than thirty days again',
      now: '2027-01-20T10:00:00Z',
      milestone: { plannedDate: plainDate('2026-12-20') },
      since: '2026-12-20',
    },
    {
      name: 'nothing has triggered it',
      now: '2027-01-20T10:00:00Z',
      milestone: { approval: 'Requested' },
      since: undefined,
    },
  ])('$name: waits since $since', ({ now, milestone, since }) => {
    const problem = longWaitProblem(waited(now, milestone));
    expect(problem).toBe(
      since === undefined
        ? undefined
        : `This has waited since ${since}, for more than 30 days: confirm that it is still to be billed by setting "Planned date" to today`,
    );
  });

  test('is a check like any other', () => {
    expect(failedChecks(waited('2026-12-04T10:00:00Z'))).toEqual(['5.2']);
  });

  test('counts as many days as the team has set', () => {
    expect(longWaitProblem(waited('2026-11-11T10:00:00Z', {}, aPolicy({ confirmAfterDays: 7 })))).toContain(
      'for more than 7 days',
    );
  });
});
