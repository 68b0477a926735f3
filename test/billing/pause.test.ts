import { describe, expect, test } from 'vitest';
import { plainDate } from '../../src/billing/calendar.ts';
import type { Milestone, Project } from '../../src/billing/facts.ts';
import { isPaused, pauseOf, pauseProblem, untilResumed } from '../../src/billing/pause.ts';
import { aMilestone, aPolicy, aProject } from '../support/facts.ts';
import { at, failedChecks, inputOf } from './kit.ts';

const policy = aPolicy();
const NOW = '2026-11-10T10:00:00Z';
const paused: Partial<Project> = { status: 'Paused', pausedOn: plainDate('2026-11-05') };

type Case = {
  name: string;
  project: Partial<Project>;
  milestone?: Partial<Milestone>;
  said: RegExp | undefined;
};

describe('a paused project’s bill waits unless it was earned before the pause (R15)', () => {
  test.each<Case>([
    { name: 'a project that is not paused', project: { pausedOn: plainDate('2026-11-01') }, said: undefined },
    {
      name: 'a decision of the day before',
      project: paused,
      milestone: { decidedOn: plainDate('2026-11-04') },
      said: undefined,
    },
    {
      name: 'a decision of the very day of the pause',
      project: paused,
      milestone: { decidedOn: plainDate('2026-11-05') },
      said: /^Deferred: the project is paused until it goes on, and this was not earned before the pause$/,
    },
    {
      name: 'a pause that nobody dated',
      project: { status: 'Paused' },
      said: /say since when in "Paused on" of the project$/,
    },
    {
      name: 'a project that defers, although it was earned',
      project: { ...paused, whenPaused: 'Defer until resume', resumeOn: plainDate('2026-12-01') },
      said: /^Deferred: the project is paused until 2026-12-01, and its policy is to defer$/,
    },
    {
      name: 'a project that defers, on the day on which it goes on',
      project: { ...paused, whenPaused: 'Defer until resume', resumeOn: plainDate('2026-11-10') },
      said: undefined,
    },
    {
      name: 'a deposit that had fallen due',
      project: { ...paused, agreement: 'https://sign.example/1' },
      milestone: { trigger: 'Deposit', plannedDate: plainDate('2026-11-04'), decidedOn: null },
      said: undefined,
    },
    {
      name: 'a deposit that falls due in the pause',
      project: { ...paused, agreement: 'https://sign.example/1' },
      milestone: { trigger: 'Deposit', plannedDate: plainDate('2026-11-06'), decidedOn: null },
      said: /not earned before the pause$/,
    },
  ])('$name: $said', ({ project, milestone, said }) => {
    const input = inputOf({ milestone: aMilestone(milestone), project: aProject(project) }, NOW);
    const problem = pauseProblem(input);
    if (said === undefined) expect(problem).toBeUndefined();
    else expect(problem).toMatch(said);
    expect(failedChecks(input)).toEqual(said === undefined ? [] : ['R15']);
  });

  test('is not asked before there is a decision', () => {
    const input = inputOf({ milestone: aMilestone({ approval: 'Requested' }), project: aProject(paused) }, NOW);
    expect(failedChecks(input)).toEqual(['R02']);
  });

  test('is not asked of retainers, which have a policy of their own', () => {
    const milestone = aMilestone({ trigger: 'Retainer renewal', plannedDate: plainDate('2026-11-08') });
    expect(pauseProblem(inputOf({ milestone, project: aProject(paused) }, NOW))).toBeUndefined();
  });

  test('is not asked where the project cannot be read', () => {
    expect(pauseProblem(inputOf({ project: undefined }, NOW))).toBeUndefined();
  });
});

describe('a pause', () => {
  test.each<{ name: string; project: Partial<Project>; pause: ReturnType<typeof pauseOf>; until: string }>([
    {
      name: 'going on',
      project: paused,
      pause: { pausedOn: plainDate('2026-11-05'), resumeOn: undefined },
      until: 'until it goes on',
    },
    {
      name: 'with its end',
      project: { ...paused, resumeOn: at('2026-12-01T09:00:00Z') },
      pause: { pausedOn: plainDate('2026-11-05'), resumeOn: plainDate('2026-12-01') },
      until: 'until 2026-12-01',
    },
    {
      name: 'that is over',
      project: { pausedOn: plainDate('2026-10-05'), resumeOn: plainDate('2026-10-12') },
      pause: { pausedOn: plainDate('2026-10-05'), resumeOn: plainDate('2026-10-12') },
      until: 'until 2026-10-12',
    },
    {
      name: 'of an active project, that nobody ended',
      project: { pausedOn: plainDate('2026-10-05') },
      pause: undefined,
      until: 'until it goes on',
    },
    { name: 'that nobody dated', project: { status: 'Paused' }, pause: undefined, until: 'until it goes on' },
  ])('$name is read from the project’s dates', ({ project, pause, until }) => {
    expect(pauseOf(aProject(project), policy)).toEqual(pause);
    expect(untilResumed(aProject(project), policy)).toBe(until);
  });

  test('needs a project', () => {
    expect(pauseOf(undefined, policy)).toBeUndefined();
    expect(isPaused(undefined, policy, at(NOW))).toBe(false);
  });

  test.each([
    { now: '2026-11-30T23:59:59Z', is: true },
    { now: '2026-12-01T00:00:00Z', is: false },
  ])('with an end on 1 December holds at $now: $is', ({ now, is }) => {
    expect(isPaused(aProject({ ...paused, resumeOn: plainDate('2026-12-01') }), policy, at(now))).toBe(is);
  });
});
