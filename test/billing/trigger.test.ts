import { describe, expect, test } from 'vitest';
import { plainDate } from '../../src/billing/calendar.ts';
import { APPROVALS, type Deal, type Milestone } from '../../src/billing/facts.ts';

import { isTriggered, triggeredOn, triggerFactProblem, triggerProblem } from '../../src/billing/trigger.ts';
import { aDeal, aMilestone, aProject } from '../support/facts.ts';
import { at, inputOf } from './kit.ts';

const TODAY = '2026-11-10T10:00:00Z';
const ofMilestone = (changes: Partial<Milestone>) => inputOf({ milestone: aMilestone(changes) }, TODAY);

describe('a trigger is named (R01)', () => {
  test.each(['Deposit', 'Milestone approval', 'Final handoff', 'Retainer renewal'] as const)('%s is one', (trigger) => {
    expect(triggerProblem(ofMilestone({ trigger }))).toBeUndefined();
  });

  test('an empty one is asked for, and nothing else is said about it', () => {
    const input = ofMilestone({ trigger: null });
    expect(triggerProblem(input)).toBe('Choose what bills this milestone: "Trigger" is empty');
    expect(triggerFactProblem(input)).toBeUndefined();
    expect(isTriggered(input)).toBe(false);
  });
});

describe.each(['Milestone approval', 'Final handoff'] as const)('%s waits for the decision (R02)', (trigger) => {
  const words: Readonly<Record<(typeof APPROVALS)[number], string | undefined>> = {
    'Not requested': 'Not approved yet: ask for approval once the work is delivered',
    Requested: 'Waiting for approval by d.osei@client.example',
    'Changes requested': 'Not approved: "Approval" says Changes requested',
    Approved: undefined,
    'Approved in part': undefined,
    Rejected: 'Not approved: "Approval" says Rejected',
    Withdrawn: 'Not approved: "Approval" says Withdrawn',
  };

  test.each(APPROVALS.map((approval) => ({ approval, said: words[approval] })))(
    '$approval: $said',
    ({ approval, said }) => {
      const input = ofMilestone({ trigger, approval });
      expect(triggerFactProblem(input)).toBe(said);
      expect(isTriggered(input)).toBe(said === undefined);
    },
  );

  test('an empty approval is one that nobody has asked for', () => {
    expect(triggerFactProblem(ofMilestone({ trigger, approval: null }))).toBe(words['Not requested']);
  });

  test('names no approval owner where there is none', () => {
    const input = inputOf({
      milestone: aMilestone({ trigger, approval: 'Requested' }),
      project: aProject({ approvalOwners: [] }),
    });
    expect(triggerFactProblem(input)).toBe('Waiting for approval by the approval owner, who is not named yet');
  });
});

describe('Deposit waits for the deal, the agreement and its day (R02)', () => {
  const won = aDeal({ stage: 'Won' });
  const open = aDeal({ id: 'deal-2', name: 'Shop', stage: 'Agreed' });
  type Case = { deals: readonly Deal[]; agreement: string | null; planned: string | null; said: string | undefined };

  test.each<Case & { name: string }>([
    {
      name: 'all there',
      deals: [won],
      agreement: 'https://sign.example/1',
      planned: '2026-11-10',
      said: undefined,
    },
    {
      name: 'a project that came from no deal',
      deals: [],
      agreement: 'https://sign.example/1',
      planned: '2026-11-01',
      said: undefined,
    },
    {
      name: 'one deal of two won',
      deals: [open, won],
      agreement: 'https://sign.example/1',
      planned: '2026-11-10',
      said: undefined,
    },
    {
      name: 'a deal that is not won',
      deals: [open],
      agreement: 'https://sign.example/1',
      planned: '2026-11-10',
      said: 'The deal "Shop" is not won yet: its stage is Agreed',
    },
    {
      name: 'a deal without a stage',
      deals: [{ ...open, stage: null }],
      agreement: 'https://sign.example/1',
      planned: '2026-11-10',
      said: 'The deal "Shop" is not won yet: its stage is empty',
    },
    {
      name: 'no agreement',
      deals: [won],
      agreement: null,
      planned: '2026-11-10',
      said: 'Record the agreement: "Agreement" of the project is empty',
    },
    {
      name: 'an agreement of blanks',
      deals: [won],
      agreement: '  ',
      planned: '2026-11-10',
      said: 'Record the agreement: "Agreement" of the project is empty',
    },
    {
      name: 'no day',
      deals: [won],
      agreement: 'https://sign.example/1',
      planned: null,
      said: 'Name the day on which the deposit is due to be billed: "Planned date" is empty',
    },
    {
      name: 'a day to come',
      deals: [won],
      agreement: 'https://sign.example/1',
      planned: '2026-11-11',
      said: 'Waiting for 2026-11-11, the day on which the deposit is due to be billed',
    },
  ])('$name: $said', ({ deals, agreement, planned, said }) => {
    const milestone = aMilestone({
      trigger: 'Deposit',
      approval: null,
      plannedDate: planned === null ? null : plainDate(planned),
    });
    const input = inputOf({ milestone, deals, project: aProject({ agreement }) }, TODAY);
    expect(triggerFactProblem(input)).toBe(said);
  });
});

describe('Retainer renewal waits for its day in the seller’s zone (R02)', () => {
  test.each([
    { planned: plainDate('2026-11-10'), said: undefined },
    { planned: plainDate('2026-11-01'), said: undefined },
    { planned: plainDate('2026-11-11'), said: 'Waiting for 2026-11-11, the day on which the retainer renews' },
    { planned: at('2026-11-10T23:30:00Z'), said: undefined },
    { planned: null, said: 'Name the day on which the retainer renews: "Planned date" is empty' },
  ])('$planned on 10 November: $said', ({ planned, said }) => {
    const milestone = { trigger: 'Retainer renewal', approval: null, plannedDate: planned } as const;
    expect(triggerFactProblem(ofMilestone(milestone))).toBe(said);
  });
});

describe.each(['Deposit', 'Retainer renewal'] as const)('%s is not billed once it was cancelled (R02)', (trigger) => {
  const input = (approval: Milestone['approval']) =>
    inputOf(
      {
        milestone: aMilestone({ trigger, approval, plannedDate: plainDate('2026-11-01') }),
        project: aProject({ agreement: 'https://sign.example/1' }),
      },
      TODAY,
    );

  test.each(['Rejected', 'Withdrawn'] as const)('%s', (approval) => {
    expect(triggerFactProblem(input(approval))).toBe(`Not to be billed: "Approval" says ${approval}`);
  });

  test.each([null, 'Not requested', 'Requested', 'Approved'] as const)(
    'but with any other approval: %s',
    (approval) => {
      expect(triggerFactProblem(input(approval))).toBeUndefined();
    },
  );
});

describe('the day on which a trigger came true', () => {
  test.each<{ name: string; milestone: Partial<Milestone>; day: string | undefined }>([
    { name: 'the decision’s', milestone: {}, day: '2026-11-03' },
    {
      name: 'the planned one of a deposit',
      milestone: { trigger: 'Deposit', plannedDate: plainDate('2026-11-09') },
      day: '2026-11-09',
    },
    {
      name: 'none before it comes',
      milestone: { trigger: 'Deposit', plannedDate: plainDate('2026-11-11') },
      day: undefined,
    },
    { name: 'none without an approval', milestone: { approval: 'Requested' }, day: undefined },
    { name: 'none for a decision in the future', milestone: { decidedOn: plainDate('2026-11-11') }, day: undefined },
  ])('is $name', ({ milestone, day }) => {
    expect(triggeredOn(ofMilestone(milestone))).toBe(day);
  });
});
