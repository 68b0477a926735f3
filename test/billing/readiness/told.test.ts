import { describe, expect, test } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import { hardFailures, readiness, warnings } from '../../../src/billing/readiness/readiness.ts';
import { aMilestone, aProject } from '../../support/facts.ts';
import { inputOf } from '../kit.ts';

const renewal = aMilestone({ trigger: 'Retainer renewal', plannedDate: plainDate('2026-11-01') });

describe('the client knows what it is billed for (R20)', () => {
  test.each([
    { name: 'a delivery that it approved', milestone: aMilestone(), agreement: null, warns: false },
    { name: 'a renewal under an agreement', milestone: renewal, agreement: 'https://sign.example/1', warns: false },
    { name: 'a renewal without one', milestone: renewal, agreement: null, warns: true },
    { name: 'a renewal with a blank one', milestone: renewal, agreement: ' ', warns: true },
  ])('$name: warns $warns', ({ milestone, agreement, warns }) => {
    const checks = readiness(inputOf({ milestone, project: aProject({ agreement }) }));
    expect(hardFailures(checks)).toEqual([]);
    const message = 'No agreement is linked to the project: tell the client before this bill surprises them';
    expect(warnings(checks)).toMatchObject(warns ? [{ id: 'R20', message, who: 'Jonas' }] : []);
  });

  test('a project that cannot be read has no agreement', () => {
    expect(warnings(readiness(inputOf({ milestone: renewal, project: undefined })))).toMatchObject([{ id: 'R20' }]);
  });
});
