import { describe, expect, test } from 'vitest';
import type { MilestoneFacts } from '../../../src/billing/facts.ts';
import { placeProblem } from '../../../src/billing/readiness/place.ts';
import { aMilestone, aProject } from '../../support/facts.ts';
import { inputOf } from '../kit.ts';

describe('a milestone belongs to one project, and that to one client', () => {
  test.each<{ name: string; facts: Partial<MilestoneFacts>; said: string | undefined }>([
    { name: 'both there', facts: {}, said: undefined },
    {
      name: 'no project',
      facts: { milestone: aMilestone({ projectIds: [] }) },
      said: 'Link a project that Milepost can read; there is none',
    },
    {
      name: 'two projects',
      facts: { milestone: aMilestone({ projectIds: ['a', 'b'] }) },
      said: 'Link exactly one project; there are 2',
    },
    {
      name: 'a project that is not shared',
      facts: { project: undefined },
      said: 'The linked project cannot be read: share it with Milepost, or link another',
    },
    {
      name: 'no client',
      facts: { project: aProject({ clientIds: [] }) },
      said: 'Link a client that Milepost can read to the project; there is none',
    },
    {
      name: 'a client that is not shared',
      facts: { client: undefined },
      said: 'The linked client cannot be read: share it with Milepost, or link another',
    },
  ])('$name: $said', ({ facts, said }) => {
    expect(placeProblem(inputOf(facts))).toBe(said);
  });
});
