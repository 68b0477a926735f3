import { describe, expect, test } from 'vitest';
import { HANDOVER_PARTS } from '../../../src/billing/facts.ts';
import { handoffProblem } from '../../../src/billing/readiness/handoff.ts';
import { aMilestone } from '../../support/facts.ts';
import { failedChecks, inputOf } from '../kit.ts';

const handing = (handedOver: readonly string[], trigger: 'Final handoff' | 'Milestone approval' = 'Final handoff') =>
  inputOf({ milestone: aMilestone({ trigger, handedOver }) });

describe('a final handoff needs every part handed over (R18)', () => {
  test.each([
    { handedOver: [], said: 'Not handed over yet: files, documentation, access, ownership' },
    { handedOver: ['Files', 'Documentation', 'Ownership'], said: 'Not handed over yet: access' },
    { handedOver: ['Keys'], said: 'Not handed over yet: files, documentation, access, ownership' },
    { handedOver: HANDOVER_PARTS, said: undefined },
  ])('with $handedOver: $said', ({ handedOver, said }) => {
    expect(handoffProblem(handing(handedOver))).toBe(said);
    expect(failedChecks(handing(handedOver))).toEqual(said === undefined ? [] : ['R18']);
  });

  test('approval alone needs none', () => {
    expect(handoffProblem(handing([], 'Milestone approval'))).toBeUndefined();
  });
});
